/** /diagnose through the real dispatcher and client on a local Discord. Runs of jobs are written as the runner writes them. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectPath } from '../../src/project-root.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { testDatabaseKind } from '../support/database.ts';

let bot: TestBot;
let here: { channelId: string };

beforeAll(async () => {
  bot = await startTestBot();
  here = { channelId: bot.town.channels.general };
});
afterAll(() => bot.close());

async function diagnose(who: 'owner' | 'staff' | 'ann' | 'bo' = 'owner') {
  const answer = await bot.as(who).type('/diagnose', {}, here);
  expect(answer.ephemeral).toBe(true);
  return answer.message?.text ?? '';
}

const minutes = (count: number) => new Date(bot.clock.now().getTime() + count * 60_000);

/** A run of a job of this bot, as its table would hold it. */
async function runOf(guildId: string, state: string, rest: { error?: string; nextAttemptAt?: Date } = {}) {
  const at = minutes(-1);
  const run = { job: 'communities.purge-removed', guildId: BigInt(guildId), bucketAt: at, startedAt: at };
  await bot.app.db.prisma.jobRun.deleteMany({ where: { job: run.job } });
  await bot.app.db.prisma.jobRun.create({
    data: { ...run, state, leaseUntil: minutes(4), finishedAt: at, ...rest },
  });
}

/** The newest one there is; the bot has applied all. */
const lastMigration = readdirSync(projectPath('prisma', 'migrations'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted()
  .at(-1)!;

describe('/diagnose', () => {
  it('tells staff how everything stands, and what is not set up', async () => {
    const text = await diagnose();
    for (const shown of [
      'Connected to Discord',
      'Server Members intent: granted',
      '✅ I have every permission I need in this server.',
      'I cannot see 1 of 6 channels',
      `<#${bot.town.channels.secret}>`,
      'No reports channel is set',
      'No staff role is set',
      testDatabaseKind === 'embedded' ? 'Built-in database: ' : 'PostgreSQL: ',
      lastMigration,
      'Log:',
      'Erasing servers that removed me: first due',
    ])
      expect(text).toContain(shown);
    expect(text).toMatch(/Steward \d+\.\d+\.\d+ · time zone UTC/);
    expect(text).toMatch(/^\S.*\n.*things? to look at/);
    expect(text.length).toBeLessThanOrEqual(4_400);
  });

  it('tells what is worst first', async () => {
    await runOf('0', 'failed', { error: 'relation does not exist' });
    const text = await diagnose();
    expect(text.indexOf('❌')).toBeGreaterThan(-1);
    expect(text.indexOf('❌')).toBeLessThan(text.indexOf('⚠️'));
    expect(text.indexOf('⚠️')).toBeLessThan(text.indexOf('✅'));
    expect(text).toContain('1 problem to fix');
    expect(text).toContain('is not tried again (relation does not exist)');
  });

  it('says when a failed job is tried again, and cuts long errors', async () => {
    await runOf('0', 'failed', { error: `first line\n${'x'.repeat(5_000)}`, nextAttemptAt: minutes(5) });
    const text = await diagnose();
    expect(text).toContain(`tried again <t:${minutes(5).getTime() / 1000}:R>`);
    expect(text).toContain('first line xxx');
    expect(text.length).toBeLessThanOrEqual(4_400);
  });

  it('takes a staff role above the bot’s own, and says that it does no harm', async () => {
    const { id } = bot.town.sandbox.world.guilds.createRole(bot.town.guildId, {
      name: 'Founders',
      position: 9,
    });
    await bot.settled();
    const saved = await bot.as('owner').type('/setup', { 'staff-role': id }, here);
    expect(saved.message?.text).toContain('Saved.');
    expect(await diagnose()).toContain(`<@&${id}>. It stands above my role, which does no harm`);
  });

  it('never tells of another community’s work', async () => {
    await runOf(bot.town.other.guildId, 'failed', { error: 'something of theirs' });
    expect(await diagnose()).not.toContain('something of theirs');
  });

  it('speaks Chinese to staff whose Discord does', async () => {
    const owner = bot.as('owner');
    owner.locale = 'zh-CN';
    const text = await diagnose();
    owner.locale = 'en-US';
    expect(text).toContain('已连接 Discord');
    expect(text).toContain('未设置报告频道');
    expect(text).toContain('清除已移除我的服务器的数据');
    expect(text).not.toMatch(/Connected|Operator/);
  });

  it('is refused to members, in their language', async () => {
    expect(await diagnose('ann')).toContain('Only staff can do this');
    expect(await diagnose('bo')).toContain('只有管理人员可以这样做');
  });

  it('says so when the database does not answer, instead of failing', async () => {
    const { db } = bot.app;
    const ping = db.ping.bind(db);
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    // The answer of a database that is away, as its driver gives it.
    Object.assign(db, { ping: () => Promise.reject(away) });
    const text = await diagnose();
    Object.assign(db, { ping });
    expect(text).toContain('❌ The database does not answer.');
    expect(text).toContain('Connected to Discord');
  });
});

describe('a bot without the members intent', () => {
  it('works on, and says what stays unknown and how to mend it', async () => {
    const limited = await startTestBot({ application: { privileged: { guildMembers: false } } });
    const answer = await limited
      .as('owner')
      .type('/diagnose', {}, { channelId: limited.town.channels.general });
    await limited.close();
    expect(answer.message?.text).toContain('⚠️ Server Members intent: not granted');
    expect(answer.message?.text).toContain('discord.com/developers/applications');
  });
});
