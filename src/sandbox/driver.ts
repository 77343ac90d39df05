/**
 * People at the local Discord: whatever a member or staff can do with Discord's client, and only that. Tests and the demo act through
 * this; a bot never does.
 */
import { CommandKind, OptionKind } from './commands-shape.ts';
import type { CommandBook } from './commands-store.ts';
import {
  edit,
  idOf,
  joinVoice,
  type MessageLike,
  openThread,
  post,
  type PostOptions,
  react,
  remove,
  say,
  type SayOptions,
} from './driver-acts.ts';
import {
  type Answer,
  awaitAnswer,
  awaitChange,
  DEFAULT_TIMEOUT_MS,
  type WaitingOptions,
} from './driver-answer.ts';
import {
  findOption,
  findCommand,
  findShown,
  type GivenOptions,
  shownCommands,
  toAutocompleteData,
  toCommandData,
  toMenuData,
  type TypingContext,
} from './driver-command.ts';
import { findButton, findSelect, toSelectData } from './driver-components.ts';
import { type GivenFields, type SeenModal, toModalData } from './driver-modal.ts';
import {
  assertMay,
  assertSees,
  defaultChannel,
  DriverError,
  nameOf,
  type SeenMessage,
  toSeenMessage,
} from './driver-seen.ts';
import type { GivenValue } from './driver-values.ts';
import { type InteractionHub, InteractionKind, type NewInteraction } from './interactions-hub.ts';
import { COMPONENT } from './payload-inputs.ts';
import type { World } from './world.ts';
import type { ChannelRecord, MemberRecord, MessageRecord, UserRecord } from './world-records.ts';

export interface DriverContext {
  readonly world: World;
  readonly hub: InteractionHub;
  readonly book: CommandBook;
}

export interface AskingOptions extends WaitingOptions {
  /** Default: the guild's system channel, or the first where the person may use commands. */
  readonly channelId?: string;
}

/** What an autocompleted option offers. */
export interface OfferedChoice {
  readonly name: string;
  readonly value: string | number;
}

/** One person in one guild. */
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

  /** Waits for a message in a channel that fits, also one already there. @throws DriverError when none came in time */
  async awaitMessage(
    channelId: string,
    fits: (message: SeenMessage) => boolean,
    timeoutMs = DEFAULT_TIMEOUT_MS,
  ): Promise<SeenMessage> {
    const find = (): SeenMessage | undefined => this.read(channelId, 100).findLast(fits);
    const present = find();
    if (present !== undefined) return present;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new DriverError(`${this.name} saw no such message in ${channelId} within ${timeoutMs} ms.`));
      }, timeoutMs);
      const stop = this.context.world.on((event) => {
        if (event.kind !== 'messageCreate' && event.kind !== 'messageUpdate') return;
        if (event.message.channelId !== channelId) return;
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        stop();
        resolve(found);
      });
    });
  }

  /** Names of the slash commands the client offers here, in the person's language. */
  commands(channelId?: string): string[] {
    const shown = shownCommands(this.typing(channelId)).filter(({ type }) => type === CommandKind.chatInput);
    return shown.map(({ name, nameLocalizations }) => nameLocalizations?.[this.locale] ?? name);
  }

  // With a bot

  /** Types a slash command, e.g. `type('/survey create', { title: 'Week 12' })`; names may be those of the person's language. */
  async type(line: string, options: GivenOptions = {}, how: AskingOptions = {}): Promise<Answer> {
    const typing = this.typing(how.channelId);
    const typed = findCommand(typing, line);
    const data = toCommandData(typing, typed, options);
    return this.ask(
      {
        applicationId: typed.command.applicationId,
        type: InteractionKind.command,
        channelId: typing.channelId,
        data,
        detail: typed.line,
      },
      how,
    );
  }

  /** What the bot offers while the person types `text` into an option. */
  async autocomplete(
    line: string,
    option: string,
    text: string,
    options: GivenOptions = {},
    how: AskingOptions = {},
  ): Promise<readonly OfferedChoice[]> {
    const typing = this.typing(how.channelId);
    const typed = findCommand(typing, line);
    const focused = findOption(typing, typed, option);
    if (focused.autocomplete !== true)
      throw new DriverError(`The option "${option}" offers nothing while typing.`);
    const { hub } = this.context;
    const record = hub.begin({
      applicationId: typed.command.applicationId,
      type: InteractionKind.autocomplete,
      userId: this.userId,
      channelId: typing.channelId,
      data: toAutocompleteData(typing, typed, focused, text, options),
      detail: `${typed.line} ${focused.name}`,
      choiceKind: focused.type === OptionKind.string ? 'string' : 'number',
    });
    await awaitAnswer(hub, record, how);
    return (record.choices ?? []).map(({ name, value }) => ({
      name: String(name),
      value: typeof value === 'number' ? value : String(value),
    }));
  }

  /** Chooses a command from the menu of a message ("Apps"). */
  async useOnMessage(name: string, message: MessageLike, how: WaitingOptions = {}): Promise<Answer> {
    const target = assertSees(this.context.world.state, this, idOf(message));
    const typing = this.typing(target.channelId);
    const command = findShown(typing, CommandKind.message, name);
    return this.ask(
      {
        applicationId: command.applicationId,
        type: InteractionKind.command,
        channelId: target.channelId,
        data: toMenuData(typing, command, { messageId: target.id }),
        detail: command.name,
        metadata: { target_message_id: target.id },
      },
      how,
    );
  }

  /** Chooses a command from the menu of a person ("Apps"). */
  async useOnUser(name: string, userId: string, how: AskingOptions = {}): Promise<Answer> {
    const typing = this.typing(how.channelId);
    const command = findShown(typing, CommandKind.user, name);
    return this.ask(
      {
        applicationId: command.applicationId,
        type: InteractionKind.command,
        channelId: typing.channelId,
        data: toMenuData(typing, command, { userId }),
        detail: command.name,
      },
      how,
    );
  }

  /** Presses a button, named by its words, emoji or custom id. */
  async press(message: MessageLike | Answer, button: string, how: WaitingOptions = {}): Promise<Answer> {
    const source = this.sourceOf(message);
    const { customId } = findButton(toSeenMessage(source), button);
    return this.use(source, { custom_id: customId, component_type: COMPONENT.button }, customId, how);
  }

  /** Chooses from a menu, named by its custom id or placeholder; values by themselves, their labels or ids. */
  async choose(
    message: MessageLike | Answer,
    menu: string,
    values: GivenValue | readonly GivenValue[],
    how: WaitingOptions = {},
  ): Promise<Answer> {
    const source = this.sourceOf(message);
    const select = findSelect(toSeenMessage(source), menu);
    const given = isList(values) ? values : [values];
    return this.use(source, toSelectData(this.choosing(), select, given), select.customId, how);
  }

  /** Fills in a form and sends it; fields by label or custom id. @throws DriverError when the client would not let it through */
  async submit(
    modal: SeenModal | Answer,
    fields: GivenFields = {},
    how: WaitingOptions = {},
  ): Promise<Answer> {
    const shown = 'fields' in modal ? modal : modal.modal;
    const cause = shown === null ? undefined : this.context.hub.get(shown.interactionId);
    if (shown === null || cause === undefined) throw new DriverError('There is no form to send.');
    if (cause.userId !== this.userId) throw new DriverError(`${this.name} was not shown that form.`);
    const { channelId } = cause;
    const filling = { ...this.choosing(), channelId, locale: this.locale };
    return this.ask(
      {
        applicationId: cause.applicationId,
        type: InteractionKind.modal,
        channelId,
        data: toModalData(filling, shown, fields),
        detail: shown.customId,
        cause,
        source: cause.source ?? null,
      },
      how,
    );
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

  private async use(
    source: MessageRecord,
    data: NewInteraction['data'],
    detail: string,
    how: WaitingOptions,
  ): Promise<Answer> {
    const applicationId =
      source.applicationId ?? this.context.world.state.applicationOfBot(source.author.id)?.id;
    if (applicationId === undefined) throw new DriverError('No bot hears of components on that message.');
    const type = InteractionKind.component;
    return this.ask({ applicationId, type, channelId: source.channelId, data, detail, source }, how);
  }

  private async ask(given: Omit<NewInteraction, 'userId'>, how: WaitingOptions): Promise<Answer> {
    const record = this.context.hub.begin({ ...given, userId: this.userId });
    return awaitAnswer(this.context.hub, record, how);
  }

  private sourceOf(message: MessageLike | Answer): MessageRecord {
    const id = typeof message === 'string' || 'id' in message ? idOf(message) : message.message?.id;
    if (id === undefined) throw new DriverError('That answer has no message.');
    return assertSees(this.context.world.state, this, id);
  }

  private typing(channelId?: string): TypingContext {
    const { world, book, hub } = this.context;
    return {
      state: world.state,
      book,
      origin: hub.origin(),
      viewer: this,
      channelId: channelId ?? defaultChannel(world.state, this),
      locale: this.locale,
    };
  }

  private choosing() {
    return { state: this.context.world.state, viewer: this, origin: this.context.hub.origin() };
  }
}

function isList(values: GivenValue | readonly GivenValue[]): values is readonly GivenValue[] {
  return Array.isArray(values);
}
