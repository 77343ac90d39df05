/** The settings of the process, read once from the environment; the only reader of `process.env`. `.env.example` mirrors it. */
import { z } from 'zod';
import { StartError } from './kernel/errors.ts';
import { areSome, parseShardIds } from './kernel/shards.ts';
import type { Shards } from './kernel/shards.ts';
import { isSnowflake } from './kernel/snowflake.ts';

/** A little more than a year, so that a week can be compared with the same one a year before. */
const RETENTION_DAYS = 400;
/** Less, and a long outage of Discord or of the bot could be fetched again after its rows were deleted. */
const LEAST_RETENTION_DAYS = 30;
const MOST_RETENTION_DAYS = 36_500;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** An empty or blank value in .env means the same as none. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (typeof given === 'string' && given.trim() === '' ? undefined : given), schema);

const RETENTION_FAULT = `must be a whole number of days from ${LEAST_RETENTION_DAYS} to ${MOST_RETENTION_DAYS}, or 0 to keep everything.`;
const MOST_SHARDS = 10_000;
const SHARD_COUNT_FAULT = `must be a whole number from 1 to ${MOST_SHARDS}: how many shards there are over all processes.`;

/** In plain digits: JavaScript would also take 0x64 and 4e1. */
const wholeNumber = (fault: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, fault)
    .transform(Number);

const environment = z.object({
  DISCORD_TOKEN: z
    .string({
      error:
        'is missing. Copy the token from https://discord.com/developers/applications → your application → Bot → Reset Token.',
    })
    .trim()
    .min(1, {
      error:
        'is empty. Copy the token from https://discord.com/developers/applications → your application → Bot → Reset Token.',
      abort: true,
    })
    .regex(/^\S+$/, 'has a space in it. Copy the token again, it is one word.'),
  DISCORD_API_URL: optional(
    z
      .url({
        protocol: /^https?$/,
        error:
          'is not an address. Leave it out, or write it like https://discord.com/api (without the version).',
      })
      .refine(
        (url) => !/\/v\d+\/?$/.test(url),
        'ends with a version. Leave the version out: https://discord.com/api',
      )
      .transform((url) => url.replace(/\/+$/, ''))
      .default('https://discord.com/api'),
  ),
  DISCORD_GUILD_ID: optional(
    z
      .string()
      .trim()
      .refine(
        isSnowflake,
        'is not a server id. It has 17 to 20 digits: in Discord turn on Developer Mode, right-click the server, Copy Server ID.',
      )
      .optional(),
  ),
  DATABASE_URL: optional(
    z
      .string()
      .trim()
      .regex(
        /^postgres(ql)?:\/\/\S+$/,
        'is not the address of a PostgreSQL database. Leave it out for the built-in one, or write postgresql://user:password@host:5432/database',
      )
      .optional(),
  ),
  DATA_DIR: optional(z.string().trim().default('./data')),
  LOG_LEVEL: optional(
    z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}.` }).default('info'),
  ),
  ANSWER_KEY: optional(
    z
      .string()
      .trim()
      .regex(
        /^[0-9a-f]{64}$/i,
        'must be 64 hexadecimal digits. Leave it out: one is made at the first start and kept in DATA_DIR.',
      )
      .optional(),
  ),
  RETENTION_DAYS: optional(
    wholeNumber(RETENTION_FAULT)
      .refine(
        (days) => days === 0 || (days >= LEAST_RETENTION_DAYS && days <= MOST_RETENTION_DAYS),
        RETENTION_FAULT,
      )
      .default(RETENTION_DAYS),
  ),
  SHARD_IDS: optional(
    z
      .string()
      .transform(parseShardIds)
      .refine((ids) => ids !== null, 'must be numbers of shards, such as 0,1 or 0-3.')
      .optional(),
  ),
  SHARD_COUNT: optional(
    wholeNumber(SHARD_COUNT_FAULT)
      .refine((count) => count >= 1 && count <= MOST_SHARDS, SHARD_COUNT_FAULT)
      .optional(),
  ),
});

/** What the bot needs to know of where it runs. */
export interface Config {
  readonly token: string;
  /** Base of Discord's REST API, without version and without trailing slash. */
  readonly apiUrl: string;
  /** Register the commands in this community only, so that they appear at once; null = in all, globally. */
  readonly guildId: string | null;
  /** null = the embedded database under `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Hex; null = kept in a file under `dataDir`. */
  readonly answerKey: string | null;
  /** Rows of the log are kept this long at least; null = for ever. */
  readonly retentionDays: number | null;
  /** The shards this process runs; null = all that Discord recommends. */
  readonly shards: Shards | null;
}

/** Names of all settings, for comparing with `.env.example`. */
export const settingNames = Object.keys(environment.shape);

/** @throws StartError that lists every wrong setting at once and how to mend it. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success)
    throw faulty(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  const given = parsed.data;
  const faults = shardFaults(given);
  if (faults.length > 0) throw faulty(faults);
  return {
    token: given.DISCORD_TOKEN,
    apiUrl: given.DISCORD_API_URL,
    guildId: given.DISCORD_GUILD_ID ?? null,
    databaseUrl: given.DATABASE_URL ?? null,
    dataDir: given.DATA_DIR,
    logLevel: given.LOG_LEVEL,
    answerKey: given.ANSWER_KEY ?? null,
    retentionDays: given.RETENTION_DAYS === 0 ? null : given.RETENTION_DAYS,
    shards: shardsOf(given),
  };
}

function faulty(faults: readonly string[]): StartError {
  return new StartError(
    `The settings are not complete:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\n`,
    'Put them into the file .env (see .env.example) and start again.',
  );
}

type Environment = z.infer<typeof environment>;

/** What the settings of several processes lack or contradict. */
function shardFaults(given: Environment): string[] {
  const { SHARD_IDS: ids, SHARD_COUNT: count } = given;
  if (!ids) return [];
  if (count === undefined)
    return ['SHARD_COUNT is missing: beside SHARD_IDS it says how many shards there are over all processes.'];
  const faults: string[] = [];
  const beyond = ids.find((id) => id >= count);
  if (beyond !== undefined)
    faults.push(
      `SHARD_IDS names shard ${beyond}, but with SHARD_COUNT=${count} the last one is ${count - 1}.`,
    );
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  if (twice !== undefined) faults.push(`SHARD_IDS names shard ${twice} twice.`);
  if (faults.length > 0 || !areSome({ ids, count })) return faults;
  if (given.DATABASE_URL === undefined)
    faults.push(
      'DATABASE_URL is missing: SHARD_IDS leaves shards to other processes, and the built-in database serves one process only. Name the PostgreSQL database of all of them, or leave SHARD_IDS out.',
    );
  if (given.ANSWER_KEY === undefined)
    faults.push(
      'ANSWER_KEY is missing: SHARD_IDS leaves shards to other processes, and all need the same key. Take the one in DATA_DIR/answer-key of the process that ran so far; for a new database make one with: openssl rand -hex 32',
    );
  return faults;
}

function shardsOf({ SHARD_IDS: ids, SHARD_COUNT: count }: Environment): Shards | null {
  if (count === undefined) return null;
  return { ids: ids?.toSorted((a, b) => a - b) ?? Array.from({ length: count }, (_, id) => id), count };
}

/** Where the data lies, for tools that need nothing else (restore). @throws StartError. */
export function loadDataDir(env: NodeJS.ProcessEnv): string {
  return environment.shape.DATA_DIR.parse(env['DATA_DIR']);
}

/** Where the data lies and what server is named, for tools that need nothing else (moving to a server). @throws StartError. */
export function loadDatabasePlaces(env: NodeJS.ProcessEnv): { dataDir: string; databaseUrl: string | null } {
  const given = environment.shape.DATABASE_URL.safeParse(env['DATABASE_URL']);
  if (!given.success) throw faulty(given.error.issues.map(({ message }) => `DATABASE_URL ${message}`));
  return { dataDir: loadDataDir(env), databaseUrl: given.data ?? null };
}
