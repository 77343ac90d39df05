/** What a command and a component are: declarations with a `run` that returns a value. They never touch the interaction itself. */
import type { App } from '../app.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import type { Locale } from '../i18n/format.ts';
import type { Given, OptionKinds } from './options.ts';
import type { ModalReply, Reply, UpdateReply } from './reply.ts';

/**
 * Who may use it: everyone; staff (the staff role, the admin role or Manage Server); reviewer (staff, and the role
 * that reviews courses); tier-admin (the admin role and nothing else, not even
 * Manage Server: it is about other people's money); admin (Manage Server).
 */
export type Access = 'everyone' | 'staff' | 'reviewer' | 'tier-admin' | 'admin';

/** One call by one person: who, where, when, and in which language they are answered. */
export interface Call {
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  /** The caller's name as it shows in this server; what they typed, so escape it. */
  readonly displayName: string;
  readonly locale: Locale;
  readonly words: Catalogue;
  readonly isStaff: boolean;
  /** Holds the role that reviews courses, or is staff. */
  readonly isReviewer: boolean;
  /** Holds the community's admin role. */
  readonly isTierAdmin: boolean;
  /** May manage the server. */
  readonly isAdmin: boolean;
  /** Role ids of the caller. */
  readonly roleIds: readonly string[];
  /** What the caller lacks to write in a channel, or to join a voice channel, in Discord's English names. Answered from memory. */
  missingIn(channelId: string): readonly string[];
  /** The app's clock when the call arrived. */
  readonly at: Date;
  /** Stands in the log line and in the answer to a failure. */
  readonly reference: string;
}

export interface Action<O extends OptionKinds = OptionKinds> {
  readonly access: Access;
  readonly options: O;
  /** True: answers at once, with a form for instance, so it must not wait long for anything. False: the call is deferred first. */
  readonly immediate?: boolean;
  run(app: App, call: Call, given: Given<O>): Promise<Reply | ModalReply>;
}

export interface Command {
  /** English name; its words (localised names, descriptions) stand in the catalogue under `commands`. */
  readonly name: string;
  /** Where the command has no subcommands. */
  readonly action?: Action;
  readonly subcommands?: Readonly<Record<string, Action>>;
}

/** Ties the options' kinds to the type of what `run` is given. */
export function action<O extends OptionKinds>(declared: Action<O>): Action {
  return declared;
}

export function command(declared: Command): Command {
  return declared;
}

/** What a button, a menu or a submitted form brought. */
export interface ComponentInput {
  /** The arguments of the custom id, as given to `componentId`. */
  readonly args: readonly string[];
  /** Chosen values of a menu. */
  readonly values: readonly string[];
  /** Submitted form: field's custom id → text, or the chosen values. Left-out fields are '' or []. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
}

export interface Component {
  /** Unique; the first part of every custom id made with it, e.g. 'survey.answer'. */
  readonly name: string;
  readonly access: Access;
  /**
   * True: `run` answers at once and from memory, without waiting for the database, because its answer is a form or must be quick.
   * False: the call is deferred privately first. A form (`ModalReply`) may only come from an immediate one.
   */
  readonly immediate?: boolean;
  /** True: the deferred answer replaces the message that carries the component (private messages of ours only). */
  readonly updates?: boolean;
  /** False: leaves no row (neither in the call table nor in the interaction log), for anonymous answers. */
  readonly traced?: boolean;
  /** Of what takes a submitted form: the form with what was typed, which is offered again where it was refused or failed. */
  readonly formAgain?: (call: Call, input: ComponentInput) => ModalReply;
  run(app: App, call: Call, input: ComponentInput): Promise<Reply | ModalReply | UpdateReply>;
}

export function component(declared: Component): Component {
  return declared;
}
