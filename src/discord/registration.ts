/** Registers the slash commands with Discord: all at once, and only when they changed since the last time. */
import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import type { Client } from 'discord.js';
import type { App } from '../app.ts';
import { findRegisteredHash, updateRegisteredHash } from './call-store.ts';
import { commandPayload } from './command-payload.ts';
import type { Command } from './command.ts';

/** The part of discord.js' REST client that is needed here. */
type DiscordRest = Pick<Client['rest'], 'get' | 'put'>;

/** What is registered in a scope that has been emptied. */
const EMPTY = 'empty';

/**
 * With a guild set, the commands stand in that guild alone, else globally; commands left in the other scope are taken away, because
 * Discord would show them twice. @throws DiscordAPIError.
 */
export async function registerCommands(
  app: Pick<App, 'db' | 'clock' | 'log' | 'config'>,
  rest: DiscordRest,
  applicationId: string,
  commands: readonly Command[],
): Promise<void> {
  const { guildId } = app.config;
  const body = commands.map(commandPayload);
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const scope = guildId ? `${applicationId}/${guildId}` : applicationId;
  const route = guildId
    ? Routes.applicationGuildCommands(applicationId, guildId)
    : Routes.applicationCommands(applicationId);
  if ((await findRegisteredHash(app.db, scope)) !== hash || !(await stillThere(rest, route, commands))) {
    await rest.put(route, { body });
    await updateRegisteredHash(app.db, scope, hash, app.clock.now());
    app.log.info({ commands: body.length, scope: guildId ?? 'every server' }, 'slash commands registered');
  }
  if (!guildId) return;
  const global = await findRegisteredHash(app.db, applicationId);
  if (global !== null && global !== EMPTY) {
    await rest.put(Routes.applicationCommands(applicationId), { body: [] });
    await updateRegisteredHash(app.db, applicationId, EMPTY, app.clock.now());
  }
}

/** False when somebody removed our commands behind our back, for instance by resetting the application. */
async function stillThere(
  rest: DiscordRest,
  route: `/${string}`,
  commands: readonly Command[],
): Promise<boolean> {
  const registered = (await rest.get(route)) as readonly { name: string }[];
  const names = new Set(registered.map((entry) => entry.name));
  return commands.every((command) => names.has(command.name));
}
