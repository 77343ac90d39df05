/** People outside the server, and what inviting them needs. */
import type { TierTown } from './tiers.ts';

/** Somebody whom the server has not seen. */
export function stranger({ bot }: TierTown, username: string): string {
  return bot.town.sandbox.world.people.createUser({ username }).id;
}

/** Gives the bot's own role Manage Server, which `/tier invite` needs besides, or takes it. */
export function allowInvites({ bot, guildId }: TierTown, isAllowed = true): void {
  const { sandbox, botId, people } = bot.town;
  const role = [...sandbox.world.state.guild(guildId).roles.values()].find((one) => one.botId === botId)!;
  const owner = sandbox.as(guildId, people.owner);
  owner.setPermission(role.id, 'manageGuild', isAllowed);
  owner.setPermission(role.id, 'createInstantInvite', isAllowed);
}

/** The code of the link in an answer. */
export function codeIn(text: string): string {
  const code = /https:\/\/discord\.gg\/(\w+)/.exec(text)?.[1];
  if (!code) throw new Error(`no link in: ${text}`);
  return code;
}
