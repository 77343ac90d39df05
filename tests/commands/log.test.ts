/** /log through the real dispatcher and client on a local Discord. Faked: the clock. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

const MINUTE_MS = 60_000;

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot();
  bot.app.communities.put({
    ...bot.app.communities.get(bot.town.guildId),
    staffRoleId: bot.town.staffRoleId,
  });
  // Heard live, and fetched again with the hour before the outage.
  bot.as('bo').react(bot.as('ann').say(bot.town.channels.general, 'while the bot was there'), '👍');
  await bot.settled();
  await bot.restart(() => {
    bot.town.sandbox.faults.expireSessions();
    bot.clock.moveBy(30 * MINUTE_MS);
    const said = bot.as('ann').say(bot.town.channels.general, 'while the bot was off');
    bot.as('bo').react(said, '👍');
    bot.clock.moveBy(60 * MINUTE_MS);
  });
  bot.app.communities.put({
    ...bot.app.communities.get(bot.town.guildId),
    staffRoleId: bot.town.staffRoleId,
  });
  await bot.settled();
}, 120_000);
afterAll(() => bot?.close());

async function log(
  sub: string,
  options: Record<string, string | number>,
  who: 'staff' | 'ann' = 'staff',
): Promise<Answer> {
  const given = await bot.as(who).type(`/log ${sub}`, options);
  expect(given.ephemeral).toBe(true);
  return given;
}

const textOf = (given: Answer) =>
  `${given.message?.content ?? ''}\n${given.message?.embeds.map((embed) => String(embed['description'])).join('\n') ?? ''}`;

test('staff see per day and channel what was seen, what was fetched and what is closed', async () => {
  const { channels } = bot.town;
  const text = textOf(await log('coverage', { days: 2 }));
  expect(text).toContain('`2026-11-15` 0.0% · before I came 1 day');
  expect(text).toMatch(
    /`2026-11-16` \d+\.\d% · before I came 9 h · offline \(fetched afterwards\) 1 h 30 min/,
  );
  expect(text).toMatch(new RegExp(`<#${channels.secret}> 0.0% · .*no permission 1 h 30 min`));
  expect(text).toContain('Reactions known by their number only: 1.');
});

test('one channel is shown with the times of its gaps', async () => {
  const text = textOf(await log('coverage', { channel: bot.town.channels.general }));
  expect(text).toMatch(/- <t:\d+:f> – <t:\d+:f>: offline \(fetched afterwards\)/);
});

test('in Chinese for staff who read Chinese', async () => {
  const staff = bot.as('staff');
  staff.locale = 'zh-CN';
  const text = textOf(await log('coverage', { days: 1 }));
  staff.locale = 'en-US';
  expect(text).toContain('离线（已补录） 1 小时 30 分钟');
});

test('the last seconds of a bot that listens are no gap', async () => {
  await log('coverage', { days: 1 });
  bot.clock.moveBy(5_000);
  const gaps = textOf(await log('coverage', { channel: bot.town.channels.general, days: 1 }));
  expect(gaps).toContain('** today');
  expect(gaps.match(/: offline/g)).toHaveLength(1);
  expect(gaps).toContain(': offline (fetched afterwards)');
});

test('a wish is carried out, its progress shown, and shown again by the button', async () => {
  const { channels } = bot.town;
  const fault = bot.town.sandbox.faults.delay({ path: `${channels.general}/messages`, method: 'GET' }, 1_000);
  const first = await log('backfill', { channel: channels.general, from: '2026-11-16' });
  expect(textOf(first)).toContain('⏳ Being fetched.');
  // While it runs, another wish for the channel shows the same.
  const second = await log('backfill', { channel: channels.general, from: '2026-11-01' });
  expect(textOf(second)).toBe(textOf(first));
  await bot.settled();
  expect(fault.hits).toBe(1);
  const done = await bot.as('staff').press(first, 'Refresh');
  expect(textOf(done)).toContain('✅ Done');
  expect(textOf(done)).toContain('2 messages of members found, 0 of them new to the log.');
});

test('members may not, and what cannot be is refused with its reason', async () => {
  const { channels } = bot.town;
  const { general, secret } = channels;
  expect(textOf(await log('coverage', {}, 'ann'))).toContain('Only staff can do this');
  const refused = async (options: Record<string, string>) => textOf(await log('backfill', options));
  expect(await refused({ channel: secret, from: '2026-11-16' })).toContain('I am missing View Channel');
  expect(await refused({ channel: general, from: '2026-11-17' })).toContain('has not begun');
  expect(await refused({ channel: general, from: '2026-11-16', to: '2026-11-15' })).toContain('Swap them');
  expect(await refused({ channel: general, from: '2026-13-01' })).toContain(
    'is not a day written like 2026-03-02',
  );
});
