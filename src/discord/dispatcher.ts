/**
 * The one place that answers calls, and the one that catches.
 *
 * 1. Access is decided from what came with the interaction and from settings in memory.
 * 2. The answer is deferred at once, privately, unless the action is declared immediate: Discord gives three seconds.
 * 3. A community that is not registered yet is. The options are read and the action run; it returns a value.
 * 4. A `Refusal` becomes its sentence in the caller's language, an `UpstreamError` "try later", anything else a generic sentence with a
 *    reference that stands in the log. A form that was submitted is offered again with what was typed.
 * 5. One row and one log line are written: command, guild, outcome, milliseconds, reference; never who.
 */
import { randomBytes } from 'node:crypto';
import { Events } from 'discord.js';
import type { AutocompleteInteraction, ChatInputCommandInteraction, Client, Interaction } from 'discord.js';
import type { App } from '../app.ts';
import { ensureRegistered } from '../communities/communities.ts';
import { isDatabaseAway, isDiskFull } from '../db/database-errors.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { monotonicMs } from '../kernel/clock.ts';
import { catalogues, renderRefusal } from '../i18n/i18n.ts';
import { callOf, isAllowed, isExpired, openAnswer } from './call.ts';
import type { Answer, ComponentInteraction } from './call.ts';
import { insertCall } from './call-store.ts';
import type { Outcome } from './call-store.ts';
import type { Access, Action, Call, Command, Component, ComponentInput } from './command.ts';
import { button, buttonRow } from './buttons.ts';
import { parseComponentId } from './components.ts';
import type { Given, OptionKinds } from './options.ts';
import type { ModalReply, Reply, UpdateReply } from './reply.ts';
import { answerSuggestions } from './suggestions.ts';

export interface Dispatcher {
  /** Answers every interaction that comes to this client. */
  follow(client: Client): void;
  /** False for components whose use must leave no trace (anonymous answers). */
  isTraced(customId: string): boolean;
  /** Resolves when every call under way is answered. */
  settled(): Promise<void>;
}

/** What one call needs, whichever kind of interaction it came by. */
interface Work {
  /** Full name for the log: `survey create`, `survey.answer`. */
  readonly name: string;
  readonly access: Access;
  readonly immediate: boolean;
  readonly updates: boolean;
  readonly traced: boolean;
  run(call: Call): Promise<Reply | ModalReply | UpdateReply>;
  /** The form that was submitted, as it was filled in; null where none was, or it cannot be opened again. */
  formAgain(call: Call): ModalReply | null;
}

export function createDispatcher(
  app: App,
  commands: readonly Command[],
  components: readonly Component[],
): Dispatcher {
  const commandsByName = new Map(commands.map((command) => [command.name, command]));
  const componentsByName = new Map(components.map((component) => [component.name, component]));
  const { opened } = app.refusedForms;
  componentsByName.set(opened.name, opened);
  const underWay = new Set<Promise<void>>();

  const workOf = (interaction: ChatInputCommandInteraction | ComponentInteraction): Work =>
    interaction.isChatInputCommand()
      ? commandWork(app, interaction, actionOf(interaction, commandsByName))
      : componentWork(app, interaction, componentsByName);

  async function answer(interaction: ChatInputCommandInteraction | ComponentInteraction): Promise<void> {
    const startedMs = monotonicMs();
    const call = callOf(app, interaction, randomBytes(4).toString('hex'));
    const work = workOf(interaction);
    let outcome: Outcome;
    const reply = openAnswer(interaction);
    try {
      outcome = await attempt(app, call, work, reply);
    } catch (error) {
      // Answering itself failed: there is nobody left to tell but the operator.
      outcome = isExpired(error) ? 'expired' : 'failed';
      app.log.warn(
        { err: error, command: work.name, reference: call.reference },
        'the call could not be answered',
      );
    }
    await note(app, call, interaction.guildId, work, outcome, Math.round(monotonicMs() - startedMs));
  }

  async function dispatch(interaction: Interaction): Promise<void> {
    try {
      if (interaction.isAutocomplete())
        await answerSuggestions(app, interaction, actionOf(interaction, commandsByName));
      else if (
        interaction.isChatInputCommand() ||
        interaction.isMessageComponent() ||
        interaction.isModalSubmit()
      )
        await answer(interaction);
    } catch (error) {
      app.log.error({ err: error, interaction: interaction.type }, 'a call failed outside its command');
    }
  }

  return {
    follow(client) {
      client.on(Events.InteractionCreate, (interaction) => {
        const work = dispatch(interaction).finally(() => underWay.delete(work));
        underWay.add(work);
      });
    },
    isTraced(customId) {
      const name = customId.split(':')[1];
      return name === undefined || componentsByName.get(name)?.traced !== false;
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}

/** Runs the work and answers with its result or with words for what it threw. Throws only when answering fails. */
async function attempt(app: App, call: Call, work: Work, answer: Answer): Promise<Outcome> {
  const refused = accessRefusal(app, call, work.access);
  if (refused) {
    await answer.refuse(renderRefusal(refused, call.locale));
    return 'refused';
  }
  if (!work.immediate) await answer.defer(work.updates);
  try {
    // What answers at once goes by memory alone.
    if (!work.immediate) await ensureRegistered(app, call.guildId);
    await answer.send(await work.run(call));
    return 'ok';
  } catch (error) {
    if (isExpired(error)) throw error;
    const { outcome, sentence } = wordsFor(app, call, work, error);
    const form = work.formAgain(call);
    const again = form ? [button(call.words.core.formAgain, app.refusedForms.keep(call, form), 'main')] : [];
    await answer.refuse(sentence, buttonRow(again));
    return outcome;
  }
}

function wordsFor(app: App, call: Call, work: Work, error: unknown): { outcome: Outcome; sentence: string } {
  const { core } = catalogues[call.locale];
  if (error instanceof Refusal) return { outcome: 'refused', sentence: renderRefusal(error, call.locale) };
  if (
    isDatabaseAway(error) ||
    isDiskFull(error) ||
    (error instanceof UpstreamError && error.upstream === 'database')
  ) {
    app.log.warn(
      { err: error, command: work.name, reference: call.reference },
      'the database did not take part; check that it runs and that its disk has room',
    );
    return { outcome: 'upstream', sentence: core.upstreamDatabase };
  }
  if (error instanceof UpstreamError) {
    app.log.warn(
      { err: error, command: work.name, reference: call.reference },
      'Discord did not do what was asked',
    );
    return { outcome: 'upstream', sentence: core.upstreamDiscord };
  }
  app.log.error(
    { err: error, command: work.name, reference: call.reference },
    'a command failed: this is a bug',
  );
  return { outcome: 'failed', sentence: core.bug({ reference: call.reference }) };
}

function accessRefusal(app: App, call: Call, access: Access): Refusal | null {
  if (!call.guildId) return new Refusal('access.server-only', {});
  if (isAllowed(call, access)) return null;
  const { staffRoleId, adminRoleId } = app.communities.get(call.guildId);
  if (access === 'admin') return new Refusal('access.admin-only', {});
  if (access === 'reviewer') {
    const { reviewerRoleId } = app.courses.settingsOf(call.guildId);
    const isGone =
      reviewerRoleId !== null && app.roleHands.problem(call.guildId, reviewerRoleId) === 'role-gone';
    return new Refusal('course.reviewers-only', { reviewerRoleId: isGone ? null : reviewerRoleId });
  }
  if (access === 'tier-admin') {
    const isGone = adminRoleId !== null && app.roleHands.problem(call.guildId, adminRoleId) === 'role-gone';
    return new Refusal('access.tier-admin-only', { adminRoleId, isGone });
  }
  return new Refusal('access.staff-only', { staffRoleId });
}

function actionOf(
  { commandName, options }: ChatInputCommandInteraction | AutocompleteInteraction,
  commands: ReadonlyMap<string, Command>,
): Action | undefined {
  const command = commands.get(commandName);
  const subcommand = options.getSubcommand(false);
  return subcommand === null ? command?.action : command?.subcommands?.[subcommand];
}

function commandWork(app: App, interaction: ChatInputCommandInteraction, action: Action | undefined): Work {
  return {
    name: [interaction.commandName, interaction.options.getSubcommand(false)].filter(Boolean).join(' '),
    access: action?.access ?? 'everyone',
    immediate: action?.immediate ?? false,
    updates: false,
    traced: true,
    formAgain: () => null,
    run(call) {
      if (!action) throw new Refusal('component.unknown', {});
      return action.run(app, call, readOptions(action, interaction));
    },
  };
}

function readOptions(action: Action, interaction: ChatInputCommandInteraction): Given<OptionKinds> {
  return Object.fromEntries(
    Object.entries(action.options).map(([name, kind]) => [name, kind.read(interaction.options, name)]),
  );
}

function componentWork(
  app: App,
  interaction: ComponentInteraction,
  components: ReadonlyMap<string, Component>,
): Work {
  const parsed = parsedOrNull(interaction.customId);
  const component = parsed ? components.get(parsed.name) : undefined;
  return {
    name: component?.name ?? 'unknown component',
    access: component?.access ?? 'everyone',
    // An id nobody knows is refused at once, without a "thinking" first.
    immediate: component?.immediate ?? !component,
    updates: component?.updates ?? false,
    traced: component?.traced ?? true,
    async run(call) {
      if (!component || !parsed) throw new Refusal('component.unknown', {});
      return component.run(app, call, inputOf(interaction, parsed.args));
    },
    formAgain(call) {
      if (!component?.formAgain || !parsed || !interaction.isModalSubmit()) return null;
      return component.formAgain(call, inputOf(interaction, parsed.args));
    },
  };
}

function parsedOrNull(customId: string): { name: string; args: string[] } | null {
  try {
    return parseComponentId(customId);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function inputOf(interaction: ComponentInteraction, args: readonly string[]): ComponentInput {
  if (!interaction.isModalSubmit())
    return { args, values: interaction.isAnySelectMenu() ? interaction.values : [], fields: {} };
  const fields: Record<string, string | readonly string[]> = {};
  for (const [id, field] of interaction.fields.fields) {
    if ('values' in field) fields[id] = [...field.values];
    else if ('value' in field) fields[id] = String(field.value ?? '');
  }
  return { args, values: [], fields };
}

/** One log line and one row. The row must never cost the person their answer, so a failure to write it is only logged. */
async function note(
  app: App,
  call: Call,
  guildId: string | null,
  work: Work,
  outcome: Outcome,
  tookMs: number,
): Promise<void> {
  const { reference } = call;
  if (!work.traced && outcome === 'ok') return;
  app.log.info({ command: work.name, guild: guildId, outcome, tookMs, reference }, 'call');
  try {
    await insertCall(app.db, { reference, guildId, command: work.name, outcome, tookMs, calledAt: call.at });
  } catch (error) {
    app.log.warn({ err: error, reference }, 'the row of this call could not be written');
  }
}
