/**
 * Interactions from their start to the end of their token: begun for a person, delivered to the bot, waiting for its first response.
 * What a bot's response does stands in `interactions-callback.ts` and `interactions-webhook.ts`.
 */
import { randomBytes } from 'node:crypto';
import { monotonicMs } from '../kernel/clock.ts';
import { toInteractionJson } from './interactions-payload.ts';
import { refusal } from './rest-errors.ts';
import { renderUser } from './shape-people.ts';
import type { World } from './world.ts';
import type { JsonObject, MessageRecord } from './world-records.ts';

export const InteractionKind = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
type InteractionType = (typeof InteractionKind)[keyof typeof InteractionKind];

/** How a bot may respond first. */
export const CallbackKind = {
  pong: 1,
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;

export interface InteractionLimits {
  /** Real milliseconds a bot has for its first response. */
  readonly firstResponseMs: number;
  /** Real milliseconds during which the token lets the bot write. */
  readonly tokenMs: number;
}

/** Source: https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction */
export const DISCORD_LIMITS: InteractionLimits = { firstResponseMs: 3_000, tokenMs: 900_000 };

export interface NewInteraction {
  readonly applicationId: string;
  readonly type: InteractionType;
  readonly userId: string;
  readonly channelId: string;
  readonly data: JsonObject;
  /** What the ledger says of it: `/survey create`, or a component's or modal's custom id. */
  readonly detail: string;
  /** The message whose component was used, or from which the modal was opened. */
  readonly source?: MessageRecord | null;
  /** The interaction that showed the modal now submitted. */
  readonly cause?: InteractionRecord;
  /** More for `interaction_metadata`: the target of a context menu command. */
  readonly metadata?: JsonObject;
  /** What kind of value the option has that is being typed. */
  readonly choiceKind?: 'string' | 'number';
}

export interface InteractionRecord extends NewInteraction {
  readonly id: string;
  readonly token: string;
  readonly guildId: string | null;
  /** What messages of this interaction say of their origin. */
  readonly shownMetadata: JsonObject;
  readonly startedMs: number;
  /** The bot's first response: one of `CallbackKind`, or null while there is none. */
  response: number | null;
  /** Milliseconds from the start to the first response. */
  responseMs: number | null;
  /** The time for a first response is over. */
  failed: boolean;
  /** `@original`: the answer, or the message a component stands in. */
  originalId: string | null;
  /** A deferral still waits for its words. */
  isLoading: boolean;
  /** The bot changed `@original` after its first response. */
  wasEdited: boolean;
  readonly followUpIds: string[];
  modal: JsonObject | null;
  choices: readonly JsonObject[] | null;
  /** Called at each change, by whoever waits for the answer. */
  readonly watchers: Set<() => void>;
}

export class InteractionHub {
  readonly world: World;
  readonly limits: InteractionLimits;
  /** Where attachments are found, e.g. `http://127.0.0.1:1234`; asked when needed, for the server listens later. */
  readonly origin: () => string;
  private readonly records = new Map<string, InteractionRecord>();
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(world: World, origin: () => string, limits: InteractionLimits = DISCORD_LIMITS) {
    this.world = world;
    this.origin = origin;
    this.limits = limits;
  }

  /** Tells the bot; from now on its time for a first response runs. */
  begin(given: NewInteraction): InteractionRecord {
    const { state } = this.world;
    this.forgetExpired();
    const id = state.ids.next();
    const channel = state.channel(given.channelId);
    const record: InteractionRecord = {
      ...given,
      id,
      token: `aW50ZXJhY3Rpb246${id}${randomBytes(32).toString('hex')}`,
      guildId: channel.guildId,
      shownMetadata: this.metadataOf(id, given, channel.guildId),
      startedMs: monotonicMs(),
      response: null,
      responseMs: null,
      failed: false,
      originalId: null,
      isLoading: false,
      wasEdited: false,
      followUpIds: [],
      modal: null,
      choices: null,
      watchers: new Set(),
    };
    this.records.set(id, record);
    state.record({
      kind: 'interaction',
      guildId: channel.guildId,
      channelId: channel.id,
      userId: given.userId,
      byBot: false,
      subjectId: id,
      detail: `${KIND_NAMES[given.type]} ${given.detail}`,
    });
    this.startTimer(record);
    state.emit({
      kind: 'forApplication',
      applicationId: given.applicationId,
      guildId: channel.guildId,
      name: 'INTERACTION_CREATE',
      payload: toInteractionJson(state, record, this.origin()),
    });
    return record;
  }

  /** @throws DiscordError 10062 for one that does not exist, or whose first response comes too late; 40060 for a second response */
  takeForResponse(id: string, token: string): InteractionRecord {
    const record = this.records.get(id);
    if (record === undefined || record.token !== token) throw refusal('unknownInteraction');
    if (record.response !== null) throw refusal('alreadyAcknowledged');
    if (record.failed || monotonicMs() - record.startedMs > this.limits.firstResponseMs) {
      throw refusal('unknownInteraction');
    }
    return record;
  }

  /** The bot's first response is accepted. */
  respond(record: InteractionRecord, response: number): void {
    record.response = response;
    record.responseMs = monotonicMs() - record.startedMs;
    this.stopTimer(record.id);
  }

  /** The interaction of a token that still lives, whatever was responded; null when there is none. */
  findByToken(applicationId: string, token: string): InteractionRecord | null {
    for (const record of this.records.values()) {
      if (record.applicationId === applicationId && record.token === token) {
        return this.isExpired(record) ? null : record;
      }
    }
    return null;
  }

  get(id: string): InteractionRecord | undefined {
    return this.records.get(id);
  }

  /** Tells those who wait for the answer that something came. */
  changed(record: InteractionRecord): void {
    for (const watcher of record.watchers) watcher();
  }

  /** Ends all timers. */
  stop(): void {
    for (const id of this.timers.keys()) this.stopTimer(id);
  }

  private startTimer(record: InteractionRecord): void {
    const timer = setTimeout(() => {
      this.timers.delete(record.id);
      record.failed = true;
      this.changed(record);
    }, this.limits.firstResponseMs);
    timer.unref();
    this.timers.set(record.id, timer);
  }

  private stopTimer(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }

  private isExpired(record: InteractionRecord): boolean {
    return monotonicMs() - record.startedMs > this.limits.tokenMs;
  }

  private forgetExpired(): void {
    // Insertion order is the order of age.
    for (const [id, record] of this.records) {
      if (!this.isExpired(record)) return;
      this.records.delete(id);
    }
  }

  private metadataOf(id: string, given: NewInteraction, guildId: string | null): JsonObject {
    const shared = {
      id,
      type: given.type,
      user: renderUser(this.world.state.user(given.userId)),
      authorizing_integration_owners: { '0': guildId ?? '0' },
    };
    if (given.cause !== undefined) {
      return { ...shared, triggering_interaction_metadata: given.cause.shownMetadata };
    }
    const source = given.source ? { interacted_message_id: given.source.id } : {};
    return { ...shared, ...source, ...given.metadata };
  }
}

const KIND_NAMES: Readonly<Record<InteractionType, string>> = {
  [InteractionKind.command]: 'command',
  [InteractionKind.component]: 'component',
  [InteractionKind.autocomplete]: 'autocomplete',
  [InteractionKind.modal]: 'modal',
};
