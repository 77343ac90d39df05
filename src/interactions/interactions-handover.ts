/**
 * From one session to the next at a start: an old session tells what happened since the log was last written, while the new one is already
 * being opened. Both tell of the same things for a while; here is decided who is believed, and which of them the log goes by. Memory only.
 */
import type { HeardFrom } from '../discord/gateway-feed.ts';
import { isPart } from './interactions-packet-values.ts';
import type { Data } from './interactions-packet-values.ts';
import type { GatewaySession } from './interactions-session-rules.ts';

/** Packets whose rows have a key of their own: told twice they change nothing, told late they are not out of date. */
const KEYED: ReadonlySet<string> = new Set([
  'MESSAGE_CREATE',
  'MESSAGE_UPDATE',
  'MESSAGE_DELETE',
  'MESSAGE_DELETE_BULK',
  'MESSAGE_REACTION_ADD',
  'THREAD_CREATE',
  'INTERACTION_CREATE',
  'GUILD_MEMBER_ADD',
]);

const keyOf = ({ shardCount, shardId }: { shardCount: number; shardId: number }): string =>
  `${shardCount}/${shardId}`;

export class Handover {
  /** Old sessions the log still goes by. */
  private readonly old = new Map<string, GatewaySession>();
  /** Those among them whose connection is lost. */
  private readonly broken = new Set<string>();
  /** Communities that the new session has told of as they are now. */
  private readonly begun = new Set<string>();
  private readonly left = new Set<string>();
  private readonly waiting = new Map<string, GatewaySession>();

  /** Whether the log still goes by an old session. */
  get isOpen(): boolean {
    return this.old.size > 0;
  }

  /** Whether the old sessions tell all that happens before the new ones do. */
  get isWhole(): boolean {
    return this.isOpen && this.broken.size === 0;
  }

  /** Whether a new session has spoken. */
  get hasNew(): boolean {
    return this.waiting.size > 0;
  }

  begin(sessions: readonly GatewaySession[]): void {
    for (const session of sessions) this.old.set(keyOf(session), session);
  }

  all(): GatewaySession[] {
    return [...this.old.values()];
  }

  /** The old session that a packet of an old one belongs to; null when the log no longer goes by it. */
  find(from: HeardFrom): GatewaySession | null {
    return this.old.get(keyOf(from)) ?? null;
  }

  break(session: GatewaySession): void {
    this.broken.add(keyOf(session));
  }

  /** @returns false when it was not broken. */
  mend(session: GatewaySession): boolean {
    return this.broken.delete(keyOf(session));
  }

  /** Whether a new session has told of this community as it is now. */
  hasBegun(guildId: string): boolean {
    return this.begun.has(guildId);
  }

  /** @returns the points of the new sessions that now count: all of them, when this was the last old one. */
  end(session: GatewaySession): GatewaySession[] {
    this.old.delete(keyOf(session));
    this.broken.delete(keyOf(session));
    return this.isOpen ? [] : this.close();
  }

  /** The old sessions have told all. @returns the points of the new ones, which now count. */
  close(): GatewaySession[] {
    const points = [...this.waiting.values()];
    this.old.clear();
    this.broken.clear();
    this.begun.clear();
    this.left.clear();
    this.waiting.clear();
    return points;
  }

  /** Whether this packet is to be believed. */
  believes(name: string, data: unknown, from: HeardFrom): boolean {
    if (!this.isOpen || !isPart(data)) return true;
    if (name === 'GUILD_MEMBER_REMOVE') return this.isFirst(data);
    if (name === 'GUILD_MEMBER_ADD') this.left.delete(memberOf(data));
    if (!from.isOld) {
      if (name === 'GUILD_CREATE' && data['unavailable'] !== true) this.begun.add(String(data['id']));
      return true;
    }
    return KEYED.has(name) || !this.begun.has(String(data['guild_id'] ?? data['id']));
  }

  /** Whether what the log has now covers this point. A new session's points wait until the old ones have told all. */
  counts(from: HeardFrom, point: GatewaySession): boolean {
    if (!this.isOpen) return true;
    if (from.isOld) return this.old.has(keyOf(from));
    this.waiting.set(keyOf(from), point);
    return false;
  }

  /** A leave has no key of its own, so where both sessions tell of it the first is taken. */
  private isFirst(data: Data): boolean {
    const member = memberOf(data);
    if (this.left.has(member)) return false;
    this.left.add(member);
    return true;
  }
}

function memberOf(data: Data): string {
  const user = data['user'];
  return `${String(data['guild_id'])}:${isPart(user) ? String(user['id']) : ''}`;
}
