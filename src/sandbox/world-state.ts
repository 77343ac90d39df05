/** What the parts of the world share: the clock, the id factory, the tables, the ledger and the listeners. No rules about what may happen. */
import type { Clock } from '../kernel/clock.ts';
import { DISCORD_EPOCH_MS } from '../kernel/snowflake.ts';
import type { LedgerEntry, WorldEvent, WorldListener } from './world-events.ts';
import type {
  ApplicationRecord,
  AttachmentRecord,
  ChannelRecord,
  EntitlementRecord,
  GuildRecord,
  MemberRecord,
  MessageRecord,
  UserRecord,
  WebhookRecord,
} from './world-records.ts';

/** A thing that a caller of the world named does not exist: a mistake in the script of a test, never a REST answer. */
export class WorldError extends Error {
  override readonly name = 'WorldError';
}

const LOW_BITS = 22n;
const LOW_LIMIT = 1 << 22;

/** Makes ids from the clock: 17–19 digits, unique, and increasing as long as the clock does not step back. */
export class IdFactory {
  private readonly clock: Clock;
  private lastMs = 0;
  private low = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @param at the instant the id tells; now when omitted. */
  next(at?: Date): string {
    const ms = (at ?? this.clock.now()).getTime();
    // The low part is restarted only when half used: an id of an earlier millisecond made later cannot repeat one.
    if (ms > this.lastMs && this.low > LOW_LIMIT / 2) this.low = 0;
    this.lastMs = Math.max(ms, this.lastMs);
    this.low = (this.low + 1) % LOW_LIMIT;
    return ((BigInt(ms - DISCORD_EPOCH_MS) << LOW_BITS) | BigInt(this.low)).toString();
  }
}

export class WorldState {
  readonly clock: Clock;
  readonly ids: IdFactory;
  readonly users = new Map<string, UserRecord>();
  readonly applications = new Map<string, ApplicationRecord>();
  readonly guilds = new Map<string, GuildRecord>();
  /** Every channel and thread of every guild, and direct messages. */
  readonly channels = new Map<string, ChannelRecord>();
  /** Every message that still exists, ephemeral ones included. */
  readonly messages = new Map<string, MessageRecord>();
  readonly webhooks = new Map<string, WebhookRecord>();
  /** Oldest first, those that were refunded included. */
  readonly entitlements = new Map<string, EntitlementRecord>();
  /** Files people chose for a command's option or a form; those of messages stand with their message. */
  readonly uploads = new Map<string, AttachmentRecord>();
  /** Everything that happened, oldest first. */
  readonly ledger: LedgerEntry[] = [];
  private readonly listeners = new Set<WorldListener>();

  constructor(clock: Clock) {
    this.clock = clock;
    this.ids = new IdFactory(clock);
  }

  now(): Date {
    return this.clock.now();
  }

  /** Calls every listener at once, in the order of registration. */
  emit(event: WorldEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  /** @returns a function that ends the listening. */
  on(listener: WorldListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  record(entry: Omit<LedgerEntry, 'at' | 'detail' | 'otherUserId'> & Partial<LedgerEntry>): void {
    this.ledger.push({ detail: null, otherUserId: null, at: this.now(), ...entry });
  }

  /** @throws WorldError when there is none. */
  user(id: string): UserRecord {
    return this.users.get(id) ?? missing('user', id);
  }

  /** @throws WorldError when there is none. */
  guild(id: string): GuildRecord {
    return this.guilds.get(id) ?? missing('guild', id);
  }

  /** @throws WorldError when there is none. */
  channel(id: string): ChannelRecord {
    return this.channels.get(id) ?? missing('channel', id);
  }

  /** @throws WorldError when there is none. */
  message(id: string): MessageRecord {
    return this.messages.get(id) ?? missing('message', id);
  }

  /** @throws WorldError when there is none. */
  application(id: string): ApplicationRecord {
    return this.applications.get(id) ?? missing('application', id);
  }

  /** @throws WorldError when the user is not in the guild. */
  member(guildId: string, userId: string): MemberRecord {
    return this.guild(guildId).members.get(userId) ?? missing(`member of ${guildId}`, userId);
  }

  /** The application whose bot this user is; undefined for people. */
  applicationOfBot(userId: string): ApplicationRecord | undefined {
    for (const application of this.applications.values()) {
      if (application.botId === userId) return application;
    }
    return undefined;
  }
}

function missing(what: string, id: string): never {
  throw new WorldError(`The local Discord has no ${what} ${id}.`);
}
