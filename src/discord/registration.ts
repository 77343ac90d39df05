/** Registers the slash commands with Discord: all at once, and only when they changed since the last time. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { Client } from 'discord.js';
import type { App } from '../app.ts';
import { StartError } from '../kernel/errors.ts';
import { findRegisteredHash, listRegisteredScopes, updateRegisteredHash } from './call-store.ts';
import { commandPayload } from './command-payload.ts';
import type { Command } from './command.ts';

/** The part of discord.js' REST client that is needed here. */
type DiscordRest = Pick<Client['rest'], 'get' | 'put'>;

/** What is registered in a scope that has been emptied. */
const EMPTY = 'empty';

/** Waits between tries where Discord or the database does not do it; the last one repeats. */
const RETRY_MS = [10_000, 60_000, 5 * 60_000];

/**
 * With a guild set, the commands stand in that guild alone, else globally; commands left in another scope are taken away, because
 * Discord would show them twice.
 * @throws StartError when the guild set is none that the bot is in; DiscordAPIError and the like for what may do later.
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
  const route = routeOf(scope);
  try {
    if ((await findRegisteredHash(app.db, scope)) !== hash || !(await stillThere(rest, route, commands))) {
      await rest.put(route, { body });
      await updateRegisteredHash(app.db, scope, hash, app.clock.now());
      app.log.info({ commands: body.length, scope: guildId ?? 'every server' }, 'slash commands registered');
    }
  } catch (error) {
    if (guildId && isNotThere(error)) throw wrongGuild(guildId, error);
    throw error;
  }
  await emptyOtherScopes(app, rest, applicationId, scope);
}

/**
 * Registers them now; where that fails for a while, the bot runs on with what Discord has, and tries again until `signal` ends it.
 * @throws StartError as `registerCommands`.
 */
export async function keepCommandsRegistered(
  app: Pick<App, 'db' | 'clock' | 'log' | 'config'>,
  rest: DiscordRest,
  applicationId: string,
  commands: readonly Command[],
  signal: AbortSignal,
  retryMs: readonly number[] = RETRY_MS,
): Promise<void> {
  try {
    await registerCommands(app, rest, applicationId, commands);
  } catch (error) {
    if (error instanceof StartError) throw error;
    void registerLater(
      app,
      () => registerCommands(app, rest, applicationId, commands),
      error,
      signal,
      retryMs,
    );
  }
}

/** Never rejects. */
async function registerLater(
  { log }: Pick<App, 'log'>,
  register: () => Promise<void>,
  firstError: unknown,
  signal: AbortSignal,
  retryMs: readonly number[],
): Promise<void> {
  let error = firstError;
  for (let tries = 0; !signal.aborted; tries += 1) {
    const waitMs = retryMs[Math.min(tries, retryMs.length - 1)]!;
    log.warn(
      { err: error, nextTryInSeconds: waitMs / 1000 },
      'the slash commands could not be registered; those registered earlier still work. Trying again',
    );
    try {
      await sleep(waitMs, undefined, { signal, ref: false });
      return await register();
    } catch (again) {
      error = again;
    }
  }
}

/** What an earlier start with other settings left behind. One that cannot be emptied, since the bot is no longer there, harms nobody. */
async function emptyOtherScopes(
  app: Pick<App, 'db' | 'clock'>,
  rest: DiscordRest,
  applicationId: string,
  current: string,
): Promise<void> {
  for (const { scope, hash } of await listRegisteredScopes(app.db, applicationId)) {
    if (scope === current || hash === EMPTY) continue;
    try {
      await rest.put(routeOf(scope), { body: [] });
    } catch (error) {
      if (!isNotThere(error)) throw error;
    }
    await updateRegisteredHash(app.db, scope, EMPTY, app.clock.now());
  }
}

function routeOf(scope: string): `/${string}` {
  const [applicationId = '', guildId] = scope.split('/');
  return guildId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);
}

/** True when Discord says that the bot is not in that guild, or that there is none. */
function isNotThere(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    (error.code === RESTJSONErrorCodes.MissingAccess || error.code === RESTJSONErrorCodes.UnknownGuild)
  );
}

function wrongGuild(guildId: string, cause: unknown): StartError {
  return new StartError(
    `The bot is not in the server ${guildId} that DISCORD_GUILD_ID names.`,
    'Invite it there with the link in the README, or correct DISCORD_GUILD_ID, or leave it out to register the commands in every server.',
    { cause },
  );
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
