/** Who is a member: asks Discord for the list of a community once per session, and knows when all of it has come. */
import type { LogEvent } from './interactions-rules.ts';
import { idOf, instantOf, isPart, listOf, partOf } from './interactions-packet-values.ts';
import type { Data } from './interactions-packet-values.ts';
import { isHumanUser } from './interactions-packets.ts';
import type { PacketContext } from './interactions-packets.ts';

/** Sends a request over the shard's connection. Source: https://discord.com/developers/docs/events/gateway-events#request-guild-members */
export type Send = (shardId: number, payload: { op: 8; d: Record<string, unknown> }) => void;

interface Asked {
  readonly userIds: Set<string>;
  readonly pieces: Set<number>;
}

export class MemberLists {
  private readonly asked = new Map<string, Asked>();
  private readonly send: Send;

  constructor(send: Send) {
    this.send = send;
  }

  /** Asks for the list; an earlier one that has not come is given up. */
  ask(guildId: string, shardId: number): void {
    this.asked.set(guildId, { userIds: new Set(), pieces: new Set() });
    this.send(shardId, { op: 8, d: { guild_id: guildId, query: '', limit: 0, nonce: nonceOf(guildId) } });
  }

  /** Whoever joins while the list is on its way may be missing on it. */
  joined(guildId: string, userId: string): void {
    this.asked.get(guildId)?.userIds.add(userId);
  }

  /** A piece of a list, also of one that somebody else asked for. */
  readPiece(data: Data, context: PacketContext): LogEvent[] {
    const guildId = idOf(data['guild_id'], 'guild');
    const members: [string, number][] = [];
    for (const entry of listOf(data['members'], 'members')) {
      const member = partOf(entry, 'member');
      const user = partOf(member['user'], 'user');
      // Guests of a stage have not joined.
      if (!isHumanUser(user, context) || typeof member['joined_at'] !== 'string') continue;
      members.push([idOf(user['id'], 'user'), instantOf(member['joined_at'], 'joined_at')]);
    }
    const events: LogEvent[] = [{ type: 'stay', op: 'present', guildId, members }];
    const asked = data['nonce'] === nonceOf(guildId) ? this.asked.get(guildId) : undefined;
    if (!asked) return events;
    for (const [userId] of members) asked.userIds.add(userId);
    if (typeof data['chunk_index'] === 'number') asked.pieces.add(data['chunk_index']);
    if (asked.pieces.size === data['chunk_count']) {
      this.asked.delete(guildId);
      events.push({
        type: 'stay',
        op: 'complete',
        guildId,
        userIds: [...asked.userIds],
        atMs: context.nowMs(),
      });
    }
    return events;
  }

  /** Discord was asked too often. @returns how long to wait before asking again, and for whom; null when it is not about us. */
  readRateLimit(data: Data): { guildId: string; waitMs: number } | null {
    const meta = data['meta'];
    if (data['opcode'] !== 8 || !isPart(meta) || typeof data['retry_after'] !== 'number') return null;
    const guildId = idOf(meta['guild_id'], 'guild');
    return meta['nonce'] === nonceOf(guildId)
      ? { guildId, waitMs: Math.ceil(data['retry_after'] * 1000) }
      : null;
  }
}

function nonceOf(guildId: string): string {
  return `members:${guildId}`;
}
