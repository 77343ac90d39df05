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
    retentionDays: 400,
    shards: null,
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
    RETENTION_DAYS: '',
    SHARD_IDS: '',
    SHARD_COUNT: '',
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
      RETENTION_DAYS: '7',
      SHARD_IDS: 'all',
      SHARD_COUNT: 'two',
    });
    for (const name of [
      'DISCORD_TOKEN is missing',
      'DISCORD_GUILD_ID',
      'DATABASE_URL',
      'LOG_LEVEL',
      'DISCORD_API_URL',
      'ANSWER_KEY',
      'RETENTION_DAYS',
      'SHARD_IDS',
      'SHARD_COUNT',
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

describe('how long the log keeps its rows', () => {
  const daysOf = (given: string) => loadConfig({ DISCORD_TOKEN: 'a', RETENTION_DAYS: given }).retentionDays;

  it('is as many days as are set, and 0 means for ever', () => {
    expect([daysOf('30'), daysOf(' 90 '), daysOf('36500'), daysOf('0')]).toEqual([30, 90, 36_500, null]);
  });

  it('is never so short that a mistyped number deletes what was just written', () => {
    for (const given of ['29', '1', '-400', '36501', '40.5', '400d', 'forever'])
      expect(messageOf({ DISCORD_TOKEN: 'a', RETENTION_DAYS: given })).toContain('from 30 to 36500, or 0');
  });
});

describe('several processes', () => {
  const whole = {
    DISCORD_TOKEN: 'a',
    DATABASE_URL: 'postgresql://localhost/steward',
    ANSWER_KEY: 'a1'.repeat(32),
  };
  const shardsOf = (env: NodeJS.ProcessEnv) => loadConfig(env).shards;

  it('are told their shards one by one or as ranges, in any order', () => {
    const shards = (SHARD_IDS: string) => shardsOf({ ...whole, SHARD_IDS, SHARD_COUNT: '8' })?.ids;
    expect([shards('0'), shards('7, 0'), shards('0-3'), shards('6-7,2')]).toEqual([
      [0],
      [0, 7],
      [0, 1, 2, 3],
      [2, 6, 7],
    ]);
  });

  it('a count alone means all the shards in one process, which needs nothing else', () => {
    expect(shardsOf({ DISCORD_TOKEN: 'a', SHARD_COUNT: '2' })).toEqual({ ids: [0, 1], count: 2 });
    expect(shardsOf({ DISCORD_TOKEN: 'a', SHARD_IDS: '1,0', SHARD_COUNT: '2' })).toEqual({
      ids: [0, 1],
      count: 2,
    });
  });

  it('are refused where the numbers do not fit together', () => {
    const refused = (SHARD_IDS: string, SHARD_COUNT = '2') => messageOf({ ...whole, SHARD_IDS, SHARD_COUNT });
    expect(refused('0', '')).toContain('SHARD_COUNT is missing');
    expect(refused('0,2')).toContain('SHARD_IDS names shard 2, but with SHARD_COUNT=2 the last one is 1');
    expect(refused('1,0-1')).toContain('SHARD_IDS names shard 1 twice');
    for (const nonsense of ['1-0', '0;1', '-1', '0,,1', '1.5', '99999'])
      expect(refused(nonsense)).toContain('SHARD_IDS must be numbers of shards');
    for (const nonsense of ['0', '-2', '1.5', '10001'])
      expect(refused('0', nonsense)).toContain('SHARD_COUNT must be');
  });

  it('are refused without a database and a key that all of them share', () => {
    const message = messageOf({ DISCORD_TOKEN: 'a', SHARD_IDS: '0', SHARD_COUNT: '2' });
    expect(message).toContain('- DATABASE_URL is missing: SHARD_IDS leaves shards to other processes');
    expect(message).toContain('- ANSWER_KEY is missing: SHARD_IDS leaves shards to other processes');
  });
});

it('a blank value means the same as none, and numbers stand in plain digits', () => {
  const settings = (given: NodeJS.ProcessEnv) => loadConfig({ DISCORD_TOKEN: 'a.b.c', ...given });
  expect(settings({ RETENTION_DAYS: ' ', DATA_DIR: ' ', SHARD_COUNT: '' })).toMatchObject({
    retentionDays: 400,
    dataDir: './data',
    shards: null,
  });
  for (const given of ['0x64', '4e1', '-1', '40.5', 'abc'])
    expect(() => settings({ RETENTION_DAYS: given })).toThrow(/whole number of days/);
});
