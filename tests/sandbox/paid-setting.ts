/** A paid community on a local Discord and a real discord.js client as its bot, which stands above the tier's role. */
import { Client, GatewayIntentBits, type Guild } from 'discord.js';
import type { Person } from '../../src/sandbox/driver.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { createSetting, type Setting } from './community-setting.ts';

export interface PaidSetting extends Setting {
  readonly client: Client<true>;
  readonly clientGuild: Guild;
  readonly olga: Person;
  /** Below the bot's own role. */
  readonly proRoleId: string;
  /** Has an account, and is in no guild. */
  readonly zoeId: string;
  readonly botRoleId: string;
}

export async function createPaidSetting(
  permissions: bigint,
  options: SandboxOptions = {},
): Promise<PaidSetting> {
  const town = await createSetting({ permissions, ...options });
  const { sandbox, guild } = town;
  const proRoleId = sandbox.world.guilds.createRole(guild.id, { name: 'Pro' }).id;
  const zoeId = sandbox.world.people.createUser({ username: 'zoe', globalName: 'Zoe' }).id;
  const botRoleId = [...guild.roles.values()].find(({ botId }) => botId !== null)?.id ?? '';
  const client: Client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMembers,
      GatewayIntentBits.GuildInvites,
      GatewayIntentBits.DirectMessages,
    ],
    rest: { api: sandbox.apiUrl, version: '10' },
  });
  const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
  await client.login(town.application.token);
  const readyClient = await ready;
  const clientGuild = readyClient.guilds.cache.get(guild.id) as Guild;
  return {
    ...town,
    client: readyClient,
    clientGuild,
    olga: sandbox.as(guild.id, town.owner.id),
    proRoleId,
    zoeId,
    botRoleId,
    close: async () => {
      await client.destroy();
      await town.close();
    },
  };
}

/** The next event of this kind that the client hears. */
export async function heard<T>(client: Client, event: string): Promise<T> {
  return new Promise((resolve) => client.once(event, (...given: unknown[]) => resolve(given.at(-1) as T)));
}
