/** What an operator is told about their settings. Pure. */
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { StartError } from '../src/kernel/errors.ts';

const messageOf = (env: NodeJS.ProcessEnv): string => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  throw new Error('the settings were accepted');
};

it('a token is all that is needed', () => {
  expect(loadConfig({ DISCORD_TOKEN: 'abc.def' })).toEqual({
    token: 'abc.def',
    apiUrl: 'https://discord.com/api',
    guildId: null,
    databaseUrl: null,
    dataDir: './data',
    logLevel: 'info',
    answerKey: null,
  });
});

it('empty lines of .env mean the same as none', () => {
  const env = {
    DISCORD_TOKEN: 'abc',
    DISCORD_GUILD_ID: '',
    DATABASE_URL: '',
    DATA_DIR: '',
    LOG_LEVEL: '',
    DISCORD_API_URL: '',
    ANSWER_KEY: '',
  };
  expect(loadConfig(env)).toEqual(loadConfig({ DISCORD_TOKEN: 'abc' }));
});

it('a slash at the end of the address does no harm', () => {
  expect(loadConfig({ DISCORD_TOKEN: 'abc', DISCORD_API_URL: 'http://127.0.0.1:8080/api/' }).apiUrl).toBe(
    'http://127.0.0.1:8080/api',
  );
});

describe('wrong settings', () => {
  it('are listed all at once, each with how to mend it', () => {
    const message = messageOf({
      DISCORD_GUILD_ID: 'my server',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
      DISCORD_API_URL: 'discord',
      ANSWER_KEY: 'secret',
    });
    for (const name of [
      'DISCORD_TOKEN is missing',
      'DISCORD_GUILD_ID',
      'DATABASE_URL',
      'LOG_LEVEL',
      'DISCORD_API_URL',
      'ANSWER_KEY',
    ]) {
      expect(message).toContain(`- ${name}`);
    }
    expect(message).toContain('Reset Token');
    expect(message).toContain('.env.example');
  });

  it('an empty token is told from a missing one', () =>
    expect(messageOf({ DISCORD_TOKEN: ' ' })).toContain('DISCORD_TOKEN is empty'));

  it('a version in the address is told', () =>
    expect(messageOf({ DISCORD_TOKEN: 'a', DISCORD_API_URL: 'https://discord.com/api/v10' })).toContain(
      'Leave the version out',
    ));
});
