/**
 * Welcomes, reminders and returns. Real: the bot, its database, its client and jobs, the local Discord. Faked: the clock, which stands still
 * until moved; where a reply is lost, the bot cannot know that its message arrived, as after a kill.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeSettings } from '../../src/communities/communities.ts';
import { chooseLanguage } from '../../src/languages/languages.ts';
import {
  changeTiers,
  changeTierSettings,
  editTier,
  membershipOf,
  wantReminders,
} from '../../src/tiers/tiers.ts';
import type { TierRequest } from '../../src/tiers/tiers.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const DAY = 60 * 24;
const POSTING = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;

let bot: TestBot;
let town: TierTown;
let people: TierTown['bot']['town']['people'];
let lounge: string;

beforeAll(async () => {
  bot = await startTestBot();
});
beforeEach(async () => {
  // Reminders are looked for every quarter of an hour.
  bot.clock.moveTo(nextMorning());
  town = await startTierTown({ bot, timeZone: 'Asia/Shanghai' });
  ({ people } = town.bot.town);
  lounge = town.bot.town.channels.help;
  for (const tier of [town.silver, town.gold])
    await editTier(town.bot.app, town.guildId, tier.id, {
      channelId: lounge,
      opens: { en: 'The weekly workshop' },
    });
});
afterAll(() => bot?.close());

/** Nine o'clock in UTC of the next day. */
function nextMorning(): Date {
  const at = new Date(bot.clock.now().getTime() + DAY * 60_000);
  at.setUTCHours(9, 0, 0, 0);
  return at;
}
const welcomes = () => town.bot.as('owner').read(lounge);
const inMinutes = (minutes: number): Date => new Date(town.bot.clock.now().getTime() + minutes * 60_000);
const later = (minutes = 1) => town.moveTo(inMinutes(minutes));
const grantOf = (userId: string, tierId: number, days: number): TierRequest => ({
  userId,
  act: { act: 'grant', tierId, term: { days }, startsAt: null },
});

async function notices(): Promise<string[]> {
  const rows = await town.bot.app.db.query<{ kind: string; state: string; problem: string | null }>(
    'SELECT kind, state, problem FROM tier_notice WHERE guild_id = $1 ORDER BY id',
    [town.guildId],
  );
  return rows.map(({ kind, state, problem }) => [kind, state, ...(problem ? [problem] : [])].join(' '));
}

describe('a welcome', () => {
  it('greets who came to a tier, once, and notifies nobody else', async () => {
    await town.give(people.ann, town.gold, 30);
    await later();
    await later();
    const [message, ...others] = welcomes();
    expect(others).toEqual([]);
    expect(message?.content).toBe(`🎉 Welcome to **Gold**, <@${people.ann}>!\nThe weekly workshop`);
    const record = town.bot.town.sandbox.world.state.messages.get(message!.id);
    expect(record?.mentionIds).toEqual([people.ann]);
    expect(await notices()).toEqual(['welcome sent']);
  });

  it('greets those who came within a minute together, in the language of the community', async () => {
    await changeSettings(town.bot.app, town.guildId, { locale: 'zh-CN' });
    await town.act(grantOf(people.ann, town.gold.id, 30), grantOf(people.bo, town.gold.id, 30));
    await later();
    const [message, ...others] = welcomes();
    expect(others).toEqual([]);
    const either = [people.ann, people.bo].map((userId) => `<@${userId}>`);
    expect([either, either.toReversed()].map((names) => names.join('、'))).toContain(
      /^🎉 欢迎 (.*) 成为 \*\*黄金\*\* 会员！\nThe weekly workshop$/.exec(message!.content)?.[1],
    );
  });

  it('shows whoever presses its button their own membership, in private', async () => {
    await town.give(people.ann, town.gold, 30);
    await later();
    const answer = await town.bot.as('bo').press(welcomes()[0]!, 'My membership');
    expect(answer.ephemeral).toBe(true);
    expect(answer.message?.text).toContain('你目前在这里没有付费会员等级');
  });

  it('waits for the role, so that they can see it', async () => {
    const botRole = [...town.bot.town.sandbox.world.state.guild(town.guildId).roles.values()].find(
      ({ botId }) => botId === town.bot.town.botId,
    )!;
    town.bot.as('owner').setPermission(botRole.id, 'manageRoles', false);
    await town.bot.settled();
    await town.give(people.ann, town.gold, 30);
    await later();
    expect(welcomes()).toEqual([]);
    town.bot.as('owner').setPermission(botRole.id, 'manageRoles', true);
    await town.bot.settled();
    await vi.waitFor(() => expect(town.rolesOf(people.ann)).toEqual(['Gold']), 10_000);
    await later();
    expect(welcomes()).toHaveLength(1);
  });

  it('is not said again to who renews, late too, or whose tier goes on after a higher one', async () => {
    await town.give(people.ann, town.silver, 10);
    await later();
    expect(welcomes()).toHaveLength(1);
    await town.act({ userId: people.ann, act: { act: 'extend', tierId: null, term: { days: 1 } } });
    await town.act({ userId: people.ann, act: { act: 'pause', tierId: null } });
    await town.act({ userId: people.ann, act: { act: 'resume', tierId: null } });
    await later();
    expect(welcomes()).toHaveLength(1);
    await town.give(people.ann, town.gold, 2);
    await later();
    expect(welcomes()).toHaveLength(2);
    // Silver goes on, ends, and is paid again two days too late.
    await later(60 * 24 * 3);
    expect(town.rolesOf(people.ann)).toEqual(['Silver']);
    await later(60 * 24 * 12);
    expect(town.rolesOf(people.ann)).toEqual([]);
    await town.give(people.ann, town.silver, 10);
    await later();
    expect(welcomes()).toHaveLength(2);
  });

  it('is not said to those a file tells of', async () => {
    await changeTiers(town.bot.app, town.guildId, [grantOf(people.ann, town.gold.id, 30)], {
      actorId: people.staff,
      source: 'import',
    });
    await town.bot.app.roles.settled(town.guildId);
    await later();
    expect([welcomes().length, await notices()]).toEqual([0, []]);
  });

  it('that was posted although the bot never learnt of it is found again', async () => {
    await town.give(people.ann, town.gold, 30);
    town.bot.town.sandbox.faults.loseReply(POSTING);
    await later();
    expect(await notices()).toEqual(['welcome open']);
    await town.bot.restart();
    await later(20);
    expect(await notices()).toEqual(['welcome sent']);
    expect(welcomes()).toHaveLength(1);
  });

  it('that Discord did not take is posted later, also after a restart', async () => {
    await town.give(people.ann, town.gold, 30);
    town.bot.town.sandbox.faults.loseRequest(POSTING);
    await later();
    await town.bot.restart();
    await later(3);
    expect(welcomes()).toHaveLength(1);
  });

  it('in a channel that is gone has failed, and keeps no other waiting', async () => {
    const { world } = town.bot.town.sandbox;
    const { general } = town.bot.town.channels;
    await editTier(town.bot.app, town.guildId, town.silver.id, { channelId: general });
    world.channels.delete(lounge);
    await town.bot.settled();
    await town.act(grantOf(people.ann, town.gold.id, 30), grantOf(people.bo, town.silver.id, 30));
    await later();
    expect(await notices()).toEqual(['welcome failed messenger.channel', 'welcome sent']);
    expect(town.bot.as('owner').read(general)).toHaveLength(1);
    const told = await town.bot.as('staff').type('/diagnose', {}, { channelId: general });
    expect(told.message?.text).toContain('❌ I cannot welcome new members of Gold');
  });

  it('is dropped when the tier is gone before the role came', async () => {
    const account = town.bot.town.sandbox.world.people.createUser({ username: 'away' });
    await town.give(account.id, town.gold, 30);
    await later();
    expect(await notices()).toEqual(['welcome open']);
    await town.act({ userId: account.id, act: { act: 'revoke', tierId: null } });
    await later();
    expect(await notices()).toEqual(['welcome dropped']);
  });
});

describe('a reminder', () => {
  const inbox = (userId: string) =>
    town.bot.town.sandbox
      .person(userId)
      .directMessages()
      .map(({ content }) => content);
  const ask = (userId: string, wanted = true) =>
    wantReminders(town.bot.app, town.guildId, userId, { wanted, locale: 'en' });

  it('reaches who asked for it, once, in the days before the end; nobody else', async () => {
    await ask(people.ann);
    await town.act(grantOf(people.ann, town.gold.id, 10), grantOf(people.bo, town.gold.id, 10));
    await changeTierSettings(town.bot.app, town.guildId, { howTo: { en: 'Pay by WeChat.', 'zh-CN': null } });
    const end = inMinutes(10 * DAY);
    await later(7 * DAY - 30);
    expect(inbox(people.ann)).toEqual([]);
    await later(45);
    await later(DAY);
    const [text, ...others] = inbox(people.ann);
    expect([others, inbox(people.bo)]).toEqual([[], []]);
    expect(text).toContain('Your **Gold** in **CodeHaven** ends');
    const lastDay = end.toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'Asia/Shanghai' });
    expect(text).toContain(`last day: ${lastDay}`);
    expect(text).toContain('**How to extend:** Pay by WeChat.');
    expect(text).toContain('`/membership` in the community shows everything and stops reminders');
    expect((await notices()).filter((one) => one.startsWith('reminder'))).toEqual(['reminder sent']);
  });

  it('speaks the language they chose, else the one they asked in', async () => {
    await ask(people.ann);
    await chooseLanguage(town.bot.app, people.ann, 'zh-CN');
    await wantReminders(town.bot.app, town.guildId, people.bo, { wanted: true, locale: 'zh-CN' });
    await town.act(grantOf(people.ann, town.gold.id, 2), grantOf(people.bo, town.gold.id, 2));
    await later(15);
    for (const userId of [people.ann, people.bo]) expect(inbox(userId)[0]).toContain('的 **黄金**');
  });

  it('comes again before the next end, and not when it was switched off or extended meanwhile', async () => {
    await ask(people.ann);
    await ask(people.bo);
    await town.act(grantOf(people.ann, town.gold.id, 2), grantOf(people.bo, town.gold.id, 2));
    await ask(people.bo, false);
    await later(15);
    expect([inbox(people.ann).length, inbox(people.bo).length]).toEqual([1, 0]);
    await town.act({ userId: people.ann, act: { act: 'extend', tierId: null, term: { days: 10 } } });
    await later(DAY);
    expect(inbox(people.ann)).toHaveLength(1);
    await later(9 * DAY);
    expect(inbox(people.ann)).toHaveLength(2);
  });

  it('to closed direct messages has failed and is not tried again for this end', async () => {
    await ask(people.ann);
    town.bot.town.sandbox.person(people.ann).acceptsDms = false;
    await town.give(people.ann, town.gold, 2);
    await later(15);
    town.bot.town.sandbox.person(people.ann).acceptsDms = true;
    await later(60);
    expect(inbox(people.ann)).toEqual([]);
    expect(await notices()).toContain('reminder failed messenger.dm-closed');
    const answer = await town.bot.as('ann').type('/membership', {}, { channelId: lounge });
    expect(answer.message?.text).toContain('I could not write to you');
  });

  it('whose answer was lost arrives once', async () => {
    await ask(people.ann);
    await town.give(people.ann, town.gold, 2);
    await later();
    town.bot.town.sandbox.faults.loseReply(POSTING);
    await later(15);
    expect(await notices()).toContain('reminder open');
    await town.bot.restart();
    await later(2);
    expect(await notices()).toContain('reminder sent');
    expect(inbox(people.ann)).toHaveLength(1);
  });

  it('that Discord does not take is tried again, and dropped when the end has passed', async () => {
    await ask(people.ann);
    await town.give(people.ann, town.gold, 1);
    await later();
    town.bot.town.sandbox.faults.status({ ...POSTING, times: 50 }, 500);
    await later(15);
    town.bot.town.sandbox.faults.clear();
    expect(await notices()).toContain('reminder open');
    await later(2 * DAY);
    expect(await notices()).toContain('reminder dropped');
    expect(inbox(people.ann)).toEqual([]);
  });
});

describe('who comes back', () => {
  it('gets the role of what is still paid', async () => {
    await town.give(people.ann, town.gold, 30);
    town.bot.as('ann').leave();
    await town.bot.settled();
    town.bot.town.sandbox.join(town.guildId, people.ann);
    await vi.waitFor(() => expect(town.rolesOf(people.ann)).toEqual(['Gold']), 10_000);
  });

  it('gets nothing of what is over, and who is new no row', async () => {
    await town.give(people.ann, town.gold, 1);
    town.bot.as('ann').leave();
    await later(60 * 24 * 2);
    town.bot.town.sandbox.join(town.guildId, people.ann);
    const stranger = town.bot.town.sandbox.join(town.guildId, { username: 'new' });
    await town.bot.settled();
    await town.bot.app.roles.settled(town.guildId);
    expect(town.rolesOf(people.ann)).toEqual([]);
    const rows = await town.bot.app.db.query(
      'SELECT 1 FROM tier_member WHERE guild_id = $1 AND user_id = $2',
      [town.guildId, stranger.userId],
    );
    expect(rows).toEqual([]);
  });

  it('begins what was to begin when they come, and is welcomed', async () => {
    const { id } = town.bot.town.sandbox.world.people.createUser({ username: 'guest' });
    await town.act({
      userId: id,
      act: { act: 'grant', tierId: town.gold.id, term: { days: 30 }, startsAt: 'on-join' },
    });
    await later(60);
    town.bot.town.sandbox.join(town.guildId, id);
    await vi.waitFor(() => expect(town.rolesOf(id)).toEqual(['Gold']), 10_000);
    const { standing } = await membershipOf(town.bot.app, town.guildId, id);
    expect(standing?.grant.startsAt).toEqual(town.bot.clock.now());
    await later();
    expect(welcomes()).toHaveLength(1);
  });
});
