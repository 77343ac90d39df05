/**
 * People at the local Discord: whatever a member or staff can do with Discord's client, and only that. Tests and the demo act through
 * this; a bot never does.
 */
import type { Permission } from './api-codes.ts';
import { CommandKind } from './commands-shape.ts';
import {
  edit,
  idOf,
  joinVoice,
  leaveThread,
  type MessageLike,
  openThread,
  post,
  type PostOptions,
  react,
  remove,
  say,
  type SayOptions,
  threadsSeen,
} from './driver-acts.ts';
import {
  type Answer,
  awaitChange,
  awaitMessage,
  DEFAULT_TIMEOUT_MS,
  type WaitingOptions,
} from './driver-answer.ts';
import {
  type AskingOptions,
  autocomplete,
  choose,
  type DriverContext,
  type OfferedChoice,
  press,
  submit,
  toTyping,
  typeCommand,
  useMenu,
} from './driver-asking.ts';
import { type GivenOptions, shownCommands } from './driver-command.ts';
import type { GivenFields, SeenModal } from './driver-modal.ts';
import {
  assertMay,
  assertSees,
  DriverError,
  nameOf,
  type SeenMessage,
  toSeenMessage,
} from './driver-seen.ts';
import { deleteRole, expel, moveRole, type RolePlace, setPermission, setRole } from './driver-staff.ts';
import type { GivenValue } from './driver-values.ts';
import type { ChannelRecord, MemberRecord, MessageRecord, UserRecord } from './world-records.ts';

/** One person in one guild. What the person cannot do is a `DriverError`, thrown before anything happens. */
export class Person {
  readonly guildId: string;
  readonly userId: string;
  private readonly context: DriverContext;

  constructor(context: DriverContext, guildId: string, userId: string) {
    this.context = context;
    this.guildId = guildId;
    this.userId = userId;
  }

  get user(): UserRecord {
    return this.context.world.state.user(this.userId);
  }

  get member(): MemberRecord {
    return this.context.world.state.member(this.guildId, this.userId);
  }

  get name(): string {
    return nameOf(this.context.world.state, this.userId);
  }

  /** The language of the person's client: sent with interactions, and in which they read command names. */
  get locale(): string {
    return this.user.locale;
  }

  set locale(locale: string) {
    this.user.locale = locale;
  }

  // Without a bot

  say(channelId: string, content: string, options?: SayOptions): MessageRecord {
    return say(this.context.world, this, channelId, content, options);
  }

  edit(message: MessageLike, content: string): MessageRecord {
    return edit(this.context.world, this, message, content);
  }

  delete(message: MessageLike): void {
    remove(this.context.world, this, message);
  }

  react(message: MessageLike, emoji: string): boolean {
    return react(this.context.world, this, message, emoji);
  }

  unreact(message: MessageLike, emoji: string): boolean {
    return this.context.world.reactions.remove(idOf(message), this.userId, emoji);
  }

  openThread(
    place: { channelId: string; message?: MessageLike; isPrivate?: boolean },
    name: string,
  ): ChannelRecord {
    return openThread(this.context.world, this, place, name);
  }

  leaveThread(threadId: string): void {
    leaveThread(this.context.world, this, threadId);
  }

  post(forumId: string, options: PostOptions): ChannelRecord {
    return post(this.context.world, this, forumId, options);
  }

  joinVoice(channelId: string): void {
    joinVoice(this.context.world, this, channelId);
  }

  leaveVoice(): void {
    this.context.world.voice.set(this.guildId, this.userId, null);
  }

  leave(): void {
    this.context.world.people.leave(this.guildId, this.userId);
  }

  giveRole(userId: string, roleId: string): void {
    setRole(this.context.world, this, { userId, roleId, given: true });
  }

  takeRole(userId: string, roleId: string): void {
    setRole(this.context.world, this, { userId, roleId, given: false });
  }

  deleteRole(roleId: string): void {
    deleteRole(this.context.world, this, roleId);
  }

  /** Drags a role to just above or below another, e.g. `moveRole(paid, { above: botRole })`. */
  moveRole(roleId: string, place: RolePlace): void {
    moveRole(this.context.world, this, roleId, place);
  }

  /** Switches a permission of a role on or off, e.g. takes Manage Roles from the bot's own role. */
  setPermission(roleId: string, permission: keyof typeof Permission, given: boolean): void {
    setPermission(this.context.world, this, roleId, { permission, given });
  }

  kick(userId: string): void {
    expel(this.context.world, this, userId, false);
  }

  ban(userId: string): void {
    expel(this.context.world, this, userId, true);
  }

  /** The id of the direct channel with somebody, a bot for example: read it, write into it, press in it. */
  directChannel(userId: string): string {
    return this.context.world.channels.directChannel(this.userId, userId).id;
  }

  /** "Interested" in a scheduled event, or no longer. */
  setInterested(eventId: string, interested: boolean): boolean {
    return this.context.world.scheduledEvents.setInterested(this.guildId, eventId, this.userId, interested);
  }

  // What the person sees

  /** A message as it is now. @throws DriverError when they cannot see it */
  look(message: MessageLike): SeenMessage {
    return toSeenMessage(assertSees(this.context.world.state, this, idOf(message)));
  }

  /** The latest messages of a channel, oldest first; ephemeral answers stand in no history. */
  read(channelId: string, limit = 50): SeenMessage[] {
    const channel = assertMay(this.context.world.state, this, channelId, 'readMessageHistory');
    return channel.messages.slice(-limit).map(toSeenMessage);
  }

  /** The threads of a channel as its list shows them: not the archived ones, of private ones those the person is in. */
  threads(channelId: string): ChannelRecord[] {
    return threadsSeen(this.context.world, this, channelId);
  }

  /** Waits for a message in a channel that fits, also one already there. @throws DriverError when none came in time */
  awaitMessage(
    channelId: string,
    fits: (message: SeenMessage) => boolean,
    timeoutMs = DEFAULT_TIMEOUT_MS,
  ): Promise<SeenMessage> {
    return awaitMessage(this.context.world, {
      concerns: (message) => message.channelId === channelId,
      find: () => this.read(channelId, 100).findLast(fits),
      timeoutMs,
      complaint: `${this.name} saw no such message in ${channelId} within ${timeoutMs} ms.`,
    });
  }

  /** Names of the slash commands the client offers here, in the person's language. */
  commands(channelId?: string): string[] {
    const shown = shownCommands(toTyping(this.context, this, channelId)).filter(
      ({ type }) => type === CommandKind.chatInput,
    );
    return shown.map(({ name, nameLocalizations }) => nameLocalizations?.[this.locale] ?? name);
  }

  // With a bot

  /** Types a slash command, e.g. `type('/survey create', { title: 'Week 12' })`; names may be those of the person's language. */
  type(line: string, options: GivenOptions = {}, how: AskingOptions = {}): Promise<Answer> {
    return typeCommand(this.context, this, line, options, how);
  }

  /** What the bot offers while the person types `text` into an option; `others` are the options already filled in. */
  autocomplete(
    line: string,
    option: string,
    text: string,
    others: GivenOptions = {},
    how: AskingOptions = {},
  ): Promise<readonly OfferedChoice[]> {
    return autocomplete(this.context, this, { line, option, text, others }, how);
  }

  /** Chooses a command from the menu of a message ("Apps"). */
  useOnMessage(name: string, message: MessageLike, how: WaitingOptions = {}): Promise<Answer> {
    return useMenu(this.context, this, name, { message }, how);
  }

  /** Chooses a command from the menu of a person ("Apps"). */
  useOnUser(name: string, userId: string, how: AskingOptions = {}): Promise<Answer> {
    return useMenu(this.context, this, name, { userId }, how);
  }

  /** Presses a button, named by its words, emoji or custom id. */
  press(message: MessageLike | Answer, button: string, how: WaitingOptions = {}): Promise<Answer> {
    return press(this.context, this, message, button, how);
  }

  /** Chooses from a menu, named by its custom id or placeholder; values by themselves, their labels or ids. */
  choose(
    message: MessageLike | Answer,
    menu: string,
    values: GivenValue | readonly GivenValue[],
    how: WaitingOptions = {},
  ): Promise<Answer> {
    const chosen = { menu, values: isList(values) ? values : [values] };
    return choose(this.context, this, message, chosen, how);
  }

  /** Fills in a form and sends it; fields by label or custom id, those left out keep what stands in them. */
  submit(form: SeenModal | Answer, fields: GivenFields = {}, how: WaitingOptions = {}): Promise<Answer> {
    return submit(this.context, this, form, fields, how);
  }

  /** Waits until an answer fits (a later edit, follow-ups). @throws DriverError when it did not in time */
  async awaitAnswer(
    answer: Answer,
    fits: (answer: Answer) => boolean,
    timeoutMs = DEFAULT_TIMEOUT_MS,
  ): Promise<Answer> {
    const record = this.context.hub.get(answer.interactionId);
    const came = record !== undefined && (await awaitChange(record, () => fits(answer), timeoutMs));
    if (came) return answer;
    throw new DriverError(`The answer that ${this.name} waited for did not come within ${timeoutMs} ms.`);
  }
}

function isList(values: GivenValue | readonly GivenValue[]): values is readonly GivenValue[] {
  return Array.isArray(values);
}

/** @throws DriverError when the person is no member of the guild */
export function createPerson(context: DriverContext, guildId: string, userId: string): Person {
  const { state } = context.world;
  if (!state.guild(guildId).members.has(userId)) {
    throw new DriverError(`${nameOf(state, userId)} is no member of ${state.guild(guildId).name}.`);
  }
  return new Person(context, guildId, userId);
}
