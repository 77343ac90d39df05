/** Applying and deciding, with the whole bot on a local Discord and a real database, embedded and on a server. Only the clock is faked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settleCreators } from '../../src/creators/creators-lifecycle.ts';
import { creatorsPrivacy } from '../../src/creators/creators-privacy.ts';
import { earnPoints, findCreator, isCreator } from '../../src/creators/creators.ts';
import { forgetPerson } from '../../src/privacy/privacy.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import type { SeenMessage } from '../../src/sandbox/driver-seen.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

const TYPED = { field: 'Rust, 分布式系统', samples: 'https://example.org @everyone **bold**' };

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
  // Staff get more posts here than Discord takes in five seconds.
  bot.town.sandbox.limitRoute('POST', '/channels/{channel_id}/messages', null);
  const options = { 'staff-role': bot.town.staffRoleId, 'staff-channel': bot.town.channels.reports };
  await bot.as('owner').type('/setup', options);
});

afterAll(async () => {
  await bot.close();
});

const said = (seen: Answer): string => seen.message?.text ?? '';

/** Somebody who is new in the community. */
function newcomer(username: string, locale = 'en-US'): Person {
  const { sandbox, guildId } = bot.town;
  const at = new Date('2026-02-01T00:00:00Z');
  const { id } = sandbox.world.people.createUser({ username, locale, at });
  sandbox.world.people.join(guildId, id, { silently: true, joinedAt: at });
  return sandbox.as(guildId, id);
}

async function apply(person: Person): Promise<Answer> {
  return person.submit(await person.type('/creator apply'), TYPED);
}

/** What staff see of somebody's applications, the oldest first. */
const postsOf = ({ userId }: Person): SeenMessage[] =>
  bot
    .as('staff')
    .read(bot.town.channels.reports)
    .filter(({ text }) => text.includes(`<@${userId}>`));

const postOf = (person: Person): SeenMessage => postsOf(person).at(-1)!;

const toldTo = (person: Person): string[] =>
  person.read(person.directChannel(bot.town.botId)).map(({ text }) => text);

describe('applying', () => {
  it('asks with a form, shows staff what was written, and pings nobody', async () => {
    const cara = newcomer('cara');
    const form = await cara.type('/creator apply');
    expect(form.modal?.title).toBe('Become a creator');
    expect(form.modal?.fields.map(({ value }) => value)).toEqual([null, null]);
    const sent = await cara.submit(form, TYPED);
    expect(sent.ephemeral).toBe(true);
    expect(said(sent)).toContain('Your application is with the staff');
    const post = postOf(cara);
    expect(post.text).toContain('Rust, 分布式系统');
    expect(post.text).toContain('\\*\\*bold\\*\\*');
    expect(post.text).not.toContain('@everyone');
    expect(post.buttons.map(({ label }) => label)).toEqual(['Approve', 'Reject …']);
    expect(said(await cara.type('/creator apply'))).toContain('is with the staff');
  });

  it('a form of blanks is refused and opens again with what was typed, for that person and for an hour', async () => {
    const dan = newcomer('dan', 'zh-CN');
    const refused = await dan.submit(await dan.type('/creator apply'), { ...TYPED, field: '   ' });
    expect(said(refused)).toContain('两栏都请写几句');
    const again = await dan.press(refused, '重新打开表单');
    expect(again.modal?.fields.map(({ value }) => value)).toEqual(['   ', TYPED.samples]);
    expect(said(await dan.submit(again, { field: 'Go' }))).toContain('申请已提交');
    bot.clock.moveBy(3_600_000);
    expect(said(await dan.press(refused, '重新打开表单'))).toContain('已经不在了');
  });

  it('a form that was open all the while is refused to who applied meanwhile', async () => {
    const eve = newcomer('eve');
    const [first, second] = [await eve.type('/creator apply'), await eve.type('/creator apply')];
    await eve.submit(first, TYPED);
    expect(said(await eve.submit(second, TYPED))).toContain('You have already applied');
    expect(postsOf(eve)).toHaveLength(1);
  });
});

describe('deciding', () => {
  it('of two staff at the same second one counts, and the other is told who decided', async () => {
    const finn = newcomer('finn');
    await apply(finn);
    const post = postOf(finn);
    const form = await bot.as('owner').press(post, 'Reject …');
    const answers = await Promise.all([
      bot.as('staff').press(post, 'Approve'),
      bot.as('owner').submit(form, { reason: 'Too *short*' }),
    ]);
    const texts = answers.map(said);
    expect(texts.filter((text) => text.includes('was already decided'))).toHaveLength(1);
    const isApproved = await isCreator(bot.app, bot.town.guildId, finn.userId);
    const winner = isApproved ? bot.town.people.staff : bot.town.people.owner;
    expect(texts.find((text) => text.includes('was already decided'))).toContain(`by <@${winner}>`);
    const decided = postOf(finn);
    expect(decided.buttons).toEqual([]);
    expect(decided.text).toContain(isApproved ? '✅ Approved' : 'Too \\*short\\*');
    expect(toldTo(finn)).toHaveLength(1);
    expect(toldTo(finn)[0]).toContain(isApproved ? 'You are now a creator' : 'was not accepted');
  });

  it('who was rejected reads why and applies again with what they wrote; the old post decides nothing any more', async () => {
    const gil = newcomer('gil');
    await apply(gil);
    const old = postOf(gil);
    const reject = await bot.as('staff').press(old, 'Reject …');
    const stale = await bot.as('owner').press(old, 'Reject …');
    await bot.as('staff').submit(reject, { reason: 'Show us more' });
    bot.clock.moveBy(60_000);
    const standing = await gil.type('/creator apply');
    expect(said(standing)).toContain('Show us more');
    const form = await gil.press(standing, 'Apply again');
    expect(form.modal?.fields.map(({ value }) => value)).toEqual([TYPED.field, TYPED.samples]);
    await gil.submit(form, { samples: 'More' });
    expect(said(await bot.as('owner').submit(stale, { reason: 'late' }))).toContain(
      'has applied again since',
    );
    await bot.as('staff').press(postOf(gil), 'Approve');
    expect(await isCreator(bot.app, bot.town.guildId, gil.userId)).toBe(true);
    expect(said(await gil.type('/creator apply'))).toContain('You are a creator here');
  });

  it('nobody decides about themselves but who may manage the server; members decide about nobody', async () => {
    const staff = bot.as('staff');
    await staff.submit(await staff.type('/creator apply'), TYPED);
    const post = postOf(staff);
    expect(said(await staff.press(post, 'Approve'))).toContain('Nobody decides about their own');
    expect(said(await bot.as('ann').type('/creator applications'))).toContain('Only staff can do this');
    expect(said(await bot.as('owner').press(post, 'Approve'))).toContain('is a creator from now on');
  });

  it('is possible for who left, and a closed door for messages stops nothing', async () => {
    const hal = newcomer('hal');
    await apply(hal);
    hal.leave();
    await bot.settled();
    const answer = await bot.as('staff').press(postOf(hal), 'Approve');
    expect(said(answer)).toContain('not in the server at the moment');
    const creator = await findCreator(bot.app, bot.town.guildId, hal.userId);
    expect(creator).toMatchObject({ state: 'approved', postState: 'done' });
    expect(creator?.toldAt).not.toBeNull();
  });

  it('goes by the list of those that wait, too, one after the other', async () => {
    for (const name of ['ida', 'jon']) await apply(newcomer(name));
    const list = await bot.as('staff').type('/creator applications');
    expect(said(list)).toMatch(/^Application 1 of \d+/);
    await bot.as('staff').press(list, 'Next');
    expect(said(list)).toMatch(/^Application 2 of \d+/);
    expect(list.message?.buttons.map(({ label }) => label).slice(0, 3)).toEqual([
      'Approve',
      'Reject …',
      'Back',
    ]);
  });
});

describe('what was left undone', () => {
  it('a bot killed between the post and its note makes no second post', async () => {
    const kit = newcomer('kit');
    await apply(kit);
    const { id: messageId } = postOf(kit);
    // As it stood when the bot died. Discord has forgotten the nonce by then.
    bot.clock.moveBy(3_600_000);
    const where = { userId: BigInt(kit.userId) };
    await bot.app.db.prisma.creator.updateMany({ where, data: { postState: 'due', messageId: null } });
    await settleCreators(bot.app, bot.town.guildId);
    expect(postsOf(kit)).toHaveLength(1);
    expect(await findCreator(bot.app, bot.town.guildId, kit.userId)).toMatchObject({
      postState: 'posted',
      messageId,
    });
  });

  it('without a staff channel an application waits and is posted once there is one', async () => {
    const { other, sandbox } = bot.town;
    const otto = sandbox.as(other.guildId, other.ownerId);
    const sent = await otto.submit(await otto.type('/creator apply'), TYPED);
    expect(said(sent)).toContain('They have no channel set yet');
    expect(said(await otto.type('/creator applications'))).toContain('Application 1 of 1');
    await settleCreators(bot.app, other.guildId);
    expect(otto.read(other.channelId)).toEqual([]);
    await otto.type('/setup', { 'staff-channel': other.channelId });
    await settleCreators(bot.app, other.guildId);
    await settleCreators(bot.app, other.guildId);
    expect(otto.read(other.channelId)).toHaveLength(1);
    expect(await isCreator(bot.app, bot.town.guildId, other.ownerId)).toBe(false);
  });
});

describe('removing and forgetting', () => {
  it('a removed creator writes no more, reads why, and may apply again', async () => {
    const lou = newcomer('lou');
    await apply(lou);
    await bot.as('staff').press(postOf(lou), 'Approve');
    const remove = () =>
      bot.as('staff').type('/creator remove', { member: lou.userId, reason: 'Copied texts' });
    expect(said(await remove())).toContain('is no longer a creator');
    expect(said(await remove())).toContain('is not a creator here');
    const draft = { title: 'Rust', level: 'beginner', language: 'en' };
    expect(said(await lou.type('/course draft', draft))).toContain('Copied texts');
    expect(said(await lou.type('/creator apply'))).toContain('Copied texts');
    expect(said(await bot.as('ann').type('/course draft', draft))).toContain('Apply with `/creator apply`');
  });

  it('who asks to be forgotten is gone, and so is what they wrote in the staff channel', async () => {
    const mia = newcomer('mia');
    await apply(mia);
    const { id } = postOf(mia);
    const { guildId } = bot.town;
    expect(await creatorsPrivacy.export(bot.app, guildId, mia.userId)).toMatchObject({
      application: [{ state: 'applied', ...TYPED }],
      points: [],
    });
    expect(await creatorsPrivacy.erase(bot.app, guildId, mia.userId)).toBe(1);
    expect(await creatorsPrivacy.erase(bot.app, guildId, mia.userId)).toBe(0);
    const post = bot.as('staff').look({ id });
    expect(post.text).toContain('asked to be forgotten');
    expect(post.text).not.toContain('example.org');
    expect(await creatorsPrivacy.export(bot.app, guildId, mia.userId)).toBeNull();
  });

  it('also what is being posted at that moment, and what they typed into a form that was refused', async () => {
    const { guildId, sandbox } = bot.town;
    const nia = newcomer('nia');
    const form = await nia.type('/creator apply');
    const refused = await nia.submit(form, { ...TYPED, field: ' ' });
    const posts = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;
    const posting = sandbox.faults.delay(posts, 500);
    const applying = nia.submit(form, { ...TYPED, samples: 'secret samples' });
    await expect.poll(() => posting.hits).toBe(1);
    expect((await forgetPerson(bot.app, guildId, nia.userId)).failed).toEqual([]);
    await applying;
    const texts = bot.as('staff').read(bot.town.channels.reports);
    expect(texts.filter(({ text }) => text.includes('secret samples'))).toEqual([]);
    expect(texts.at(-1)!.text).toContain('asked to be forgotten');
    expect(said(await nia.press(refused, 'Open the form again'))).toContain('no longer at hand');
  });

  it('a creator reads on which day points were earned, not the minute, which would tell by whom', async () => {
    const { guildId } = bot.town;
    const { userId } = newcomer('oli');
    const at = new Date('2026-11-01T12:34:56Z');
    const earned = {
      kind: 'finished',
      guildId,
      creatorId: userId,
      courseId: 7,
      learnerId: '30',
      at,
    } as const;
    await earnPoints(bot.app.db.prisma, bot.app, earned);
    expect(await creatorsPrivacy.export(bot.app, guildId, userId)).toEqual({
      application: null,
      points: [{ kind: 'finished', courseId: 7, points: 5, on: '2026-11-01' }],
    });
  });
});
