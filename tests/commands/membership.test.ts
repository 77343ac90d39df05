/** /membership through the real dispatcher and client on a local Discord. Faked: the clock, which stands still until moved. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeTierSettings, createTier, editTier, membershipOf } from '../../src/tiers/tiers.ts';
import type { TierRequest } from '../../src/tiers/tiers.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const NOW = '2026-11-16T09:00:00Z';

let bot: TestBot;
let town: TierTown;
let ann: string;
let bo: string;
let here: { channelId: string };

beforeAll(async () => {
  bot = await startTestBot({ at: NOW });
});
beforeEach(async () => {
  // Nothing here waits for a job, so the clock may go back.
  bot.clock.moveTo(new Date(NOW));
  town = await startTierTown({ bot, timeZone: 'Asia/Shanghai' });
  ({ ann, bo } = town.bot.town.people);
  here = { channelId: town.bot.town.channels.general };
});
afterAll(() => bot?.close());

async function ask(who: 'ann' | 'bo') {
  const answer = await town.bot.as(who).type('/membership', {}, here);
  expect(answer.ephemeral).toBe(true);
  return answer;
}
const textOf = async (who: 'ann' | 'bo'): Promise<string> => (await ask(who)).message?.text ?? '';
const stamp = (at: string, style = 'f'): string => `<t:${Date.parse(at) / 1000}:${style}>`;
const grantOf = (userId: string, tierId: number, term: { days: number } | { until: Date }): TierRequest => ({
  userId,
  act: { act: 'grant', tierId, term, startsAt: null },
});
const payment = (externalId: string, amountMinor = 9_900) => ({
  amountMinor,
  source: 'reference',
  externalId,
});

describe('/membership of somebody without a tier', () => {
  it('tells what there is, what it costs and how to get one', async () => {
    await changeTierSettings(town.bot.app, town.guildId, {
      howTo: { en: 'Send the fee to @treasurer.', 'zh-CN': '请微信转账给财务。' },
    });
    await editTier(town.bot.app, town.guildId, town.gold.id, {
      opens: { en: 'Workshops', 'zh-CN': '工作坊' },
    });
    const english = await textOf('ann');
    expect(english).toContain('You have no paid tier here at the moment.');
    expect(english).toContain('Send the fee to @treasurer.');
    expect(english).toContain('- **Gold**: CN¥299.00 for 30 days\n  Workshops');
    expect(english).toContain('- **Silver**: CN¥99.00 for 30 days');
    const chinese = await textOf('bo');
    expect(chinese).toContain('如何开通');
    expect(chinese).toContain('请微信转账给财务。');
    expect(chinese).toContain('- **黄金**：¥299.00 / 30 天\n  工作坊');
  });

  it('tells as many as a message holds, where there are as many as there may be', async () => {
    const { bot, guildId } = town;
    const { guilds } = bot.town.sandbox.world;
    const roleIds = Array.from(
      { length: 23 },
      (_, index) => guilds.createRole(guildId, { name: `R${index}` }).id,
    );
    await bot.settled();
    const opens = { en: 'y'.repeat(300), 'zh-CN': '课'.repeat(300) };
    for (const [index, roleId] of roleIds.entries())
      await createTier(bot.app, guildId, {
        names: { en: `Tier ${index}` },
        rank: 100 + index,
        roleId,
        opens,
      });
    expect(await textOf('ann')).toContain('You have no paid tier here at the moment.');
    expect(await textOf('bo')).toContain('你目前在这里没有付费会员等级。');
  });

  it('says so where a community has none', async () => {
    const poor = await bot.inNewTown();
    const answer = await poor.as('ann').type('/membership', {}, { channelId: poor.town.channels.general });
    expect(answer.message?.text).toContain('This community has no paid tiers.');
  });
});

describe('/membership of a member', () => {
  it('shows the tier, since when and until when, also as the last local day, and how to extend', async () => {
    // Through 30 November in Shanghai.
    await town.act(grantOf(ann, town.gold.id, { until: new Date('2026-11-30T16:00:00Z') }));
    const text = await textOf('ann');
    expect(text).toContain(`🟢 **Gold** until ${stamp('2026-11-30T16:00:00Z')} (last day: 30 Nov 2026)`);
    expect(text).toContain(`Since ${stamp('2026-11-16T09:00:00Z', 'D')}`);
    expect(text).toContain('How to extend');
    expect(text).not.toContain('How to get one');
  });

  it('shows what waits, what is paused and what follows, and when they go on', async () => {
    await town.give(ann, town.silver, 10);
    await town.give(ann, town.gold, 5);
    expect(await textOf('ann')).toContain(
      `⏸️ **Silver** waits while other paid time runs (10 days left) and goes on ${stamp('2026-11-21T09:00:00Z')}`,
    );
    await town.act({ userId: ann, act: { act: 'pause', tierId: town.gold.id } });
    const paused = await textOf('ann');
    expect(paused).toContain('🟢 **Silver**');
    expect(paused).toContain('⏸️ **Gold** is paused; 5 days left.');
    await town.give(bo, town.gold, 5);
    await town.act({
      userId: bo,
      act: { act: 'downgrade', tierId: town.silver.id, when: 'period-end', term: { days: 10 } },
    });
    expect(await textOf('bo')).toContain(
      `🗓️ **白银**：${stamp('2026-11-21T09:00:00Z')} 起，至 ${stamp('2026-12-01T09:00:00Z')}`,
    );
  });

  it('shows grace, and a tier without an end without prices', async () => {
    await changeTierSettings(town.bot.app, town.guildId, { graceDays: 3 });
    await town.give(ann, town.gold, 5);
    await town.act({
      userId: bo,
      act: { act: 'grant', tierId: town.gold.id, term: 'open-ended', startsAt: null },
    });
    town.bot.clock.moveTo(new Date('2026-11-22T09:00:00Z'));
    const text = await textOf('ann');
    expect(text).toContain(`🟠 **Gold** ended ${stamp('2026-11-21T09:00:00Z')}`);
    expect(text).toContain(`until ${stamp('2026-11-24T09:00:00Z')}`);
    const openEnded = await textOf('bo');
    expect(openEnded).toContain('🟢 **黄金**，长期有效');
    expect(openEnded).not.toContain('如何续费');
  });

  it('shows nobody but themselves', async () => {
    await town.give(ann, town.gold, 30);
    expect(await textOf('bo')).toContain('你目前在这里没有付费会员等级');
  });

  it('in another community is another one', async () => {
    await town.give(ann, town.gold, 30);
    const { other, sandbox } = town.bot.town;
    sandbox.world.people.join(other.guildId, ann, { silently: true });
    const answer = await sandbox
      .as(other.guildId, ann)
      .type('/membership', {}, { channelId: other.channelId });
    expect(answer.message?.text).toContain('This community has no paid tiers.');
  });
});

describe('the reminder buttons', () => {
  it('switch reminders on and off, and say which', async () => {
    await town.give(ann, town.gold, 30);
    const answer = await ask('ann');
    const on = await town.bot.as('ann').press(answer, 'Remind me before it ends');
    expect(on.message?.text).toContain('I will write to you 3 days before it ends');
    expect(await textOf('ann')).toContain('I will write to you 3 days');
    const off = await town.bot.as('ann').press(answer, 'Do not remind me');
    expect(off.message?.text).not.toContain('I will write to you');
  });

  it('are not offered where there is no end to be reminded of', async () => {
    const answer = await ask('ann');
    await expect(town.bot.as('ann').press(answer, 'Remind me before it ends')).rejects.toThrow(
      'Remind me before it ends',
    );
  });
});

describe('my payments', () => {
  it('are listed with references and what was given back', async () => {
    const [outcome] = await town.act({
      ...grantOf(ann, town.gold.id, { days: 30 }),
      payment: payment('WX_7', 29_900),
    });
    expect(outcome?.state).toBe('done');
    const { payments } = await membershipOf(town.bot.app, town.guildId, ann);
    await town.act({
      userId: ann,
      act: { act: 'settle' },
      refund: { paymentId: payments[0]!.id, amountMinor: 10_000, endsAccess: false },
    });
    const shown = await town.bot.as('ann').press(await ask('ann'), 'My payments (1)');
    expect(shown.message?.text).toContain(
      `- ${stamp('2026-11-16T09:00:00Z', 'D')} · CN¥299.00 · reference WX\\_7 · ↩️ CN¥100.00 given back`,
    );
    const back = await town.bot.as('ann').press(shown, 'Back');
    expect(back.message?.text).toContain('🟢 **Gold**');
  });

  it('are shown ten at a time', async () => {
    for (let n = 1; n <= 12; n += 1)
      await town.act({
        ...(n === 1
          ? grantOf(ann, town.gold.id, { days: 30 })
          : { userId: ann, act: { act: 'extend' as const, tierId: null, term: { days: 30 } } }),
        payment: payment(`R-${n}`, n === 12 ? 0 : 9_900),
        again: true,
      });
    const first = await town.bot.as('ann').press(await ask('ann'), 'My payments (12)');
    expect(first.message?.text).toContain('no amount on record · reference R\\-12');
    expect(first.message?.text).not.toContain('R\\-2 ');
    const second = await town.bot.as('ann').press(first, 'Older');
    expect(second.message?.text).toMatch(/R\\-2\n.*R\\-1$/m);
    expect(second.message?.text).not.toContain('R\\-12');
  });
});
