/** The settings of the process, read once from the environment; the only reader of `process.env`. `.env.example` mirrors it. */
import { z } from 'zod';
import { StartError } from './kernel/errors.ts';
import { isSnowflake } from './kernel/snowflake.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** An empty value in .env means the same as none. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (given === '' ? undefined : given), schema);

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
}

/** Names of all settings, for comparing with `.env.example`. */
export const settingNames = Object.keys(environment.shape);

/** @throws StartError that lists every wrong setting at once and how to mend it. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  - ${issue.path.join('.')} ${issue.message}`);
    throw new StartError(
      `The settings are not complete:\n${faults.join('\n')}\n`,
      'Put them into the file .env (see .env.example) and start again.',
    );
  }
  const given = parsed.data;
  return {
    token: given.DISCORD_TOKEN,
    apiUrl: given.DISCORD_API_URL,
    guildId: given.DISCORD_GUILD_ID ?? null,
    databaseUrl: given.DATABASE_URL ?? null,
    dataDir: given.DATA_DIR,
    logLevel: given.LOG_LEVEL,
    answerKey: given.ANSWER_KEY ?? null,
  };
}

/** Where the data lies, for tools that need nothing else (restore). @throws StartError. */
export function loadDataDir(env: NodeJS.ProcessEnv): string {
  return environment.shape.DATA_DIR.parse(env['DATA_DIR']);
}
