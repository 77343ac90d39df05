/** Where acts are played: people use the bot as Discord's client lets them, everything shows on the screen and is kept for the transcript. */
import type { StoppedClock } from '../kernel/clock.ts';
import type { Answer } from '../sandbox/driver-answer.ts';
import type { MessageLike } from '../sandbox/driver-acts.ts';
import type { OfferedChoice } from '../sandbox/driver-asking.ts';
import type { GivenFields, SeenModal } from '../sandbox/driver-modal.ts';
import type { SeenMessage } from '../sandbox/driver-seen.ts';
import type { GivenValue } from '../sandbox/driver-values.ts';
import type { Person } from '../sandbox/driver.ts';
import type { Community, Resident } from './community.ts';
import type { Place } from './community-places.ts';
import { namesIn, type Names } from './names.ts';
import type { Screen } from './screen.ts';

/** Real milliseconds for an answer that may come with a drawn picture, on a busy machine. */
const ANSWER_WITHIN_MS = 30_000;

/** One thing that happened on the stage, as the transcript shows it. Instants are Unix milliseconds. */
export type Scene =
  | { readonly kind: 'act'; readonly at: number; readonly english: string; readonly chinese: string }
  | {
      readonly kind: 'exchange';
      readonly at: number;
      readonly userId: string;
      /** What the person did, in plain words or as typed. */
      readonly did: string;
      readonly form: SeenModal | null;
      readonly answer: SeenMessage | null;
    }
  | {
      /** Somebody was written to, or everybody in a channel, without having asked. */
      readonly kind: 'said';
      readonly at: number;
      readonly where: string;
      readonly message: SeenMessage;
    }
  | { readonly kind: 'note'; readonly at: number; readonly text: string };

export class Stage {
  readonly community: Community;
  readonly screen: Screen;
  readonly names: Names;
  readonly scenes: Scene[] = [];
  private readonly clock: StoppedClock;
  private readonly isQuiet: boolean = false;

  constructor(community: Community, clock: StoppedClock, screen: Screen) {
    this.community = community;
    this.clock = clock;
    this.screen = screen;
    this.names = namesIn(community.sandbox.world.state, community.guildId);
  }

  get now(): number {
    return this.clock.now().getTime();
  }

  /** The person behind a resident. */
  as({ userId }: Resident): Person {
    return this.community.sandbox.as(this.community.guildId, userId);
  }

  act(english: string, chinese: string): void {
    this.screen.act(this.now, english, chinese);
    this.scenes.push({ kind: 'act', at: this.now, english, chinese });
  }

  note(text: string): void {
    this.screen.note(text);
    this.scenes.push({ kind: 'note', at: this.now, text });
  }

  /** The same stage, where only what people do shows and not what is answered; the transcript has all of it. */
  quietly(): Stage {
    return Object.assign(Object.create(Stage.prototype) as Stage, this, { isQuiet: true });
  }

  /** Types a command and shows what was answered. A suggestion that was chosen shows by its name. */
  async type(
    who: Resident,
    line: string,
    options: Readonly<Record<string, GivenValue | OfferedChoice>> = {},
    place: Place = 'general',
  ): Promise<Answer> {
    const typed = [
      line,
      ...Object.entries(options).map(
        ([name, value]) => `${name}:${isChoice(value) ? value.name : this.shown(value)}`,
      ),
    ].join(' ');
    const sent = Object.fromEntries(
      Object.entries(options).map(([name, value]) => [name, isChoice(value) ? value.value : value]),
    );
    const channelId = this.community.places[place];
    return this.perform(who, typed, () =>
      this.as(who).type(line, sent, { channelId, timeoutMs: ANSWER_WITHIN_MS }),
    );
  }

  async press(who: Resident, message: MessageLike | Answer, button: string): Promise<Answer> {
    const label = this.buttonLabel(who, message, button);
    return this.perform(who, `presses [ ${label} ]`, () =>
      this.as(who).press(message, button, { timeoutMs: ANSWER_WITHIN_MS }),
    );
  }

  /** Chooses from a menu, named by its custom id or placeholder; values by themselves or their labels. */
  async choose(
    who: Resident,
    message: MessageLike | Answer,
    menu: string,
    values: readonly string[],
  ): Promise<Answer> {
    const found = this.seen(who, message)?.selects.find(
      ({ customId, placeholder }) => customId === menu || placeholder === menu,
    );
    const labels = values.map(
      (value) => found?.options.find((option) => option.value === value)?.label ?? value,
    );
    return this.perform(who, `chooses from “${found?.placeholder ?? menu}”: ${labels.join(', ')}`, () =>
      this.as(who).choose(message, menu, values, { timeoutMs: ANSWER_WITHIN_MS }),
    );
  }

  /** Fills in the form that an answer showed, and sends it. */
  async submit(who: Resident, form: Answer, fields: GivenFields): Promise<Answer> {
    const filled = form.modal?.fields
      .filter(({ customId, label }) => (fields[customId] ?? fields[label]) !== undefined)
      .map(({ customId, label, options }) => {
        const value = fields[customId] ?? fields[label];
        const text = typeof value === 'object' ? this.shownAll(value) : String(value);
        const chosen = options.find((option) => option.value === text)?.label ?? text;
        return `${label} → ${chosen.replaceAll('\n', ' / ')}`;
      });
    return this.perform(
      who,
      `sends the form “${form.modal?.title ?? ''}”: ${filled?.join(' · ') ?? ''}`,
      () => this.as(who).submit(form, fields, { timeoutMs: ANSWER_WITHIN_MS }),
    );
  }

  /** A message everybody sees, e.g. one the scheduler posted. */
  posted(message: SeenMessage): void {
    const where = `in #${this.names.channel(message.channelId)?.name ?? ''} · 所有人可见 everybody sees it`;
    this.screen.said(this.names.user(message.authorId) ?? '', message, this.names, where);
  }

  /** A message that belongs to the story, although no channel of the transcript shows it or it stands far from there. */
  told(message: SeenMessage, where: string): void {
    this.screen.said(this.names.user(message.authorId) ?? '', message, this.names, where);
    this.scenes.push({ kind: 'said', at: this.now, where, message });
  }

  private async perform(who: Resident, did: string, act: () => Promise<Answer>): Promise<Answer> {
    this.screen.did(this.now, who.name, did);
    const answer = await act();
    const { modal } = answer;
    // What is refused under a message stands below it.
    const message = answer.followUps.at(-1) ?? answer.message;
    this.scenes.push({
      kind: 'exchange',
      at: this.now,
      userId: who.userId,
      did,
      form: modal,
      answer: message,
    });
    if (this.isQuiet) return answer;
    const bot = this.names.user(this.community.botId) ?? '';
    const where = message?.ephemeral ? `只有 ${who.name} 可见 · only ${who.name} sees it` : '';
    if (modal)
      this.screen.note(
        `a form opens: “${modal.title}” (${modal.fields.map(({ label }) => label).join(' · ')})`,
      );
    else if (message) this.screen.said(bot, message, this.names, where);
    return answer;
  }

  private buttonLabel(who: Resident, message: MessageLike | Answer, button: string): string {
    const found = this.seen(who, message)?.buttons.find(
      ({ customId, label }) => customId === button || label === button,
    );
    return [found?.emoji, found?.label ?? button].filter(Boolean).join(' ');
  }

  private seen(who: Resident, message: MessageLike | Answer): SeenMessage | null {
    if (typeof message === 'object' && 'interactionId' in message) return message.message;
    return this.as(who).look(message);
  }

  private shownAll(value: GivenFields[string]): string {
    return isList(value) ? value.map((one) => this.shown(one)).join(', ') : this.shown(value);
  }

  private shown(value: GivenValue): string {
    if (typeof value !== 'object') {
      const text = String(value);
      const channel = this.names.channel(text);
      if (channel) return `#${channel.name}`;
      const role = this.names.role(text);
      const user = this.names.user(text);
      return role === null && user === null ? text : `@${role ?? user}`;
    }
    return 'id' in value ? value.id : value.filename;
  }
}

function isChoice(value: GivenValue | OfferedChoice): value is OfferedChoice {
  return typeof value === 'object' && 'value' in value;
}

function isList(value: GivenFields[string]): value is readonly GivenValue[] {
  return Array.isArray(value);
}

/** An act did not go as it must: the story ends there. */
class StoryError extends Error {
  override readonly name = 'StoryError';
}

/** @throws StoryError naming what was expected, when it is not so. */
export function expectThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new StoryError(`Not so: ${what}`);
}

/** The message of an answer, which must be private. @throws StoryError */
export function privateAnswer(answer: Answer, what: string): SeenMessage {
  const { message } = answer;
  expectThat(message !== null, `${what} is answered`);
  expectThat(message.ephemeral, `${what} is answered privately`);
  return message;
}
