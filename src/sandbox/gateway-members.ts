/** Request Guild Members (op 8): who is sent, in which chunks. Pure. Source: https://discord.com/developers/docs/events/gateway-events#request-guild-members */
import { monotonicMs } from '../kernel/clock.ts';
import { GatewayOp, Intent } from './api-codes.ts';
import { isObject } from './gateway-identify.ts';
import type { GatewaySession } from './gateway-session.ts';
import { renderMember } from './shape-people.ts';
import type { GuildRecord, JsonObject, MemberRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

const CHUNK = 1_000;
const ASKED_AT_MOST = 100;

/** Remembers who asked for everybody of a guild, and when. */
export class FullListLimit {
  private readonly askedAt = new Map<string, number>();
  private readonly everyMs: number;

  /** @param everyMs everybody of a guild may be asked for once in this time. */
  constructor(everyMs: number) {
    this.everyMs = everyMs;
  }

  /** The RATE_LIMITED payload when the request comes too soon after the last one; else null, and it counts. */
  refuse(session: GatewaySession, data: unknown): JsonObject | null {
    if (!isObject(data) || data.user_ids !== undefined || data.query !== '' || data.limit !== 0) return null;
    const key = `${session.application.id} ${String(data.guild_id)}`;
    const leftMs = (this.askedAt.get(key) ?? -Infinity) + this.everyMs - monotonicMs();
    if (leftMs > 0) {
      const meta = { guild_id: data.guild_id, nonce: data.nonce };
      return { opcode: GatewayOp.requestGuildMembers, retry_after: leftMs / 1_000, meta };
    }
    this.askedAt.set(key, monotonicMs());
    return null;
  }
}

/**
 * The GUILD_MEMBERS_CHUNK payloads that answer. None for a guild the bot is not in, and for the full list without the privileged intent:
 * Discord leaves both unanswered.
 */
export function memberChunks(state: WorldState, session: GatewaySession, data: unknown): JsonObject[] {
  if (!isObject(data)) return [];
  const guild = typeof data.guild_id === 'string' ? state.guilds.get(data.guild_id) : undefined;
  if (!guild?.members.has(session.botId)) return [];
  const found = findMembers(session, guild, data);
  if (!found) return [];
  const { members, missing } = found;
  const count = Math.max(1, Math.ceil(members.length / CHUNK));
  return Array.from({ length: count }, (_, index) => ({
    guild_id: guild.id,
    members: members.slice(index * CHUNK, (index + 1) * CHUNK).map(renderMember),
    chunk_index: index,
    chunk_count: count,
    ...(missing.length > 0 ? { not_found: missing } : {}),
    ...(data.presences === true ? { presences: [] } : {}),
    ...(data.nonce === undefined ? {} : { nonce: data.nonce }),
  }));
}

function findMembers(
  session: GatewaySession,
  guild: GuildRecord,
  data: JsonObject,
): { members: MemberRecord[]; missing: string[] } | null {
  if (data.user_ids !== undefined) {
    const ids = [data.user_ids].flat().slice(0, ASKED_AT_MOST).map(String);
    return {
      members: ids.flatMap((id) => guild.members.get(id) ?? []),
      missing: ids.filter((id) => !guild.members.has(id)),
    };
  }
  const query = typeof data.query === 'string' ? data.query.toLowerCase() : '';
  const limit = typeof data.limit === 'number' ? data.limit : 0;
  if (query === '' && limit === 0) {
    if (!session.hasIntent(Intent.guildMembers)) return null;
    return { members: [...guild.members.values()], missing: [] };
  }
  const members = [...guild.members.values()].filter((member) => startsWith(member, query));
  return {
    members: members.slice(0, Math.min(limit === 0 ? ASKED_AT_MOST : limit, ASKED_AT_MOST)),
    missing: [],
  };
}

function startsWith(member: MemberRecord, query: string): boolean {
  return [member.user.username, member.nick ?? ''].some((name) => name.toLowerCase().startsWith(query));
}
