/** `Names` on discord.js' REST. Members are not kept in memory with their names: a hundred thousand of them would cost too much. */
import { DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { APIGuildMember, APIUser, Client } from 'discord.js';
import { monotonicMs } from '../kernel/clock.ts';
import type { Logger } from '../logger.ts';
import type { Name, Names } from './names.ts';

const KEPT_MS = 3_600_000;
const MOST_KEPT = 2_000;

interface Kept {
  readonly name: Name;
  readonly untilMs: number;
}

/** @param current the client that is logged in; null before the first log-in. */
export function discordNames(current: () => Client | null, log: Logger): Names {
  const kept = new Map<string, Kept>();

  async function ask(client: Client<true>, guildId: string, userId: string): Promise<Name> {
    try {
      const { nick, user } = (await client.rest.get(Routes.guildMember(guildId, userId))) as APIGuildMember;
      return { name: nick ?? user.global_name ?? user.username, username: user.username };
    } catch (error) {
      if (!(error instanceof DiscordAPIError) || error.code !== RESTJSONErrorCodes.UnknownMember) throw error;
      const user = (await client.rest.get(Routes.user(userId))) as APIUser;
      return { name: user.global_name ?? user.username, username: user.username };
    }
  }

  return {
    async of(guildId, userId) {
      const client = current();
      const key = `${guildId}:${userId}`;
      const known = kept.get(key);
      if (known && known.untilMs > monotonicMs()) return known.name;
      if (!client?.isReady()) return null;
      try {
        const name = await ask(client, guildId, userId);
        kept.delete(key);
        kept.set(key, { name, untilMs: monotonicMs() + KEPT_MS });
        const oldest = kept.keys().next();
        if (kept.size > MOST_KEPT && !oldest.done) kept.delete(oldest.value);
        return name;
      } catch (error) {
        log.info({ guild: guildId, err: error }, 'Discord did not say what somebody is called');
        return null;
      }
    },
  };
}
