/**
 * A submission from its thread to its announcement, as creators, reviewers and staff see it. Real: the bot, its database, the local Discord.
 * Only the clock is faked, and a kill is played by taking back what the bot had noted.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  changeCourseSettings,
  draftCourse,
  editDraft,
  getVersion,
  moveVersion,
  reviseCourse,
  settleSoon,
} from '../../src/courses/courses.ts';
import type { CourseContent, CourseVersion } from '../../src/courses/courses.ts';
import { settleCourses } from '../../src/courses/courses-settling.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import { changeSettings } from '../../src/communities/communities.ts';
import { removeCreator } from '../../src/creators/creators.ts';
import { forgetPerson } from '../../src/privacy/privacy.ts';
import { aCourse, aLesson } from '../courses/course-people.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let bot: TestBot;
let guildId: string;
let reviewerRoleId: string;
let ids: { ann: string; bo: string; rita: string; rob: string };

const CHECKLIST = 'Tick what is good';
const ALL = ['correctness', 'structure', 'originality', 'language'];

beforeAll(async () => {
  bot = await startTestBot();
  const { town } = bot;
  ({ guildId } = town);
  const { people, guilds } = town.sandbox.world;
  reviewerRoleId = guilds.createRole(guildId, { name: 'Reviewer' }).id;
  const reviewer = (username: string): string => {
    const { id } = people.createUser({ username, locale: 'en-US', at: new Date('2026-01-05T00:00:00Z') });
    people.join(guildId, id, { roles: [reviewerRoleId] });
    return id;
  };
  ids = { ann: town.people.ann, bo: town.people.bo, rita: reviewer('rita'), rob: reviewer('rob') };
  await bot.settled();
  await changeSettings(bot.app, guildId, {
    staffRoleId: town.staffRoleId,
    staffChannelId: town.channels.general,
  });
  for (const userId of [ids.ann, ids.bo]) await makeCreator(userId);
  await bot.runDueJobs();
});
afterAll(() => bot.close());

/** As if they had applied and been approved. */
async function makeCreator(userId: string): Promise<void> {
  const appliedAt = bot.clock.now();
  const told = { field: 'x', samples: 'x', locale: 'en', appliedAt, toldAt: appliedAt, postState: 'done' };
  await bot.app.db.prisma.creator.create({
    data: { guildId: BigInt(guildId), userId: BigInt(userId), state: 'approved', ...told },
  });
}

const as = (who: keyof typeof ids): Person => bot.town.sandbox.as(guildId, ids[who]);
const said = ({ message, followUps }: Answer): string => followUps.at(-1)?.text ?? message?.text ?? '';
const now = (version: CourseVersion) => getVersion(bot.app, guildId, version.id);
const creator = (userId = ids.ann) => ({ userId, isReviewer: false, isStaff: false });

/** Waits until everything that acts woke is done. */
const settled = async (): Promise<void> => {
  await bot.app.courses.inTurn(guildId, async () => undefined);
  await bot.settled();
};

async function submit(content: Partial<CourseContent> = {}): Promise<CourseVersion> {
  const { version } = await draftCourse(bot.app, guildId, creator(), aCourse(content));
  return handIn(version);
}

async function handIn({ id }: CourseVersion): Promise<CourseVersion> {
  const { version } = await moveVersion(bot.app, guildId, id, 'submit', creator());
  settleSoon(bot.app, guildId);
  await settled();
  return now(version);
}

const open = (who: Person, { id }: CourseVersion): Promise<Answer> =>
  who.type('/review open', { version: id });

async function approve(who: Person, version: CourseVersion): Promise<Answer> {
  const ticked = await who.choose(await open(who, version), CHECKLIST, ALL);
  const answer = await who.press(ticked, 'Approve');
  await settled();
  return answer;
}

async function publish(version: CourseVersion): Promise<CourseVersion> {
  await approve(as('rita'), version);
  await approve(as('rob'), version);
  await as('ann').type('/course publish', { course: version.courseId });
  await settled();
  return now(version);
}

const archive = async (who: Person, course: number): Promise<Answer> =>
  who.submit(await who.type('/course archive', { course }), {});

const postsIn = (channelId: string): string[] =>
  bot.town.sandbox.world.state.channel(channelId).messages.map(({ content }) => content);
const isLookingThrough = ({ method, path }: { method: string; path: string }): boolean =>
  method === 'GET' && path.includes(`/channels/${bot.town.channels.reports}/messages`);
const threadsCalled = (part: string) =>
  [...bot.town.sandbox.world.state.channels.values()].filter(({ name }) => name.includes(part));

describe('before anything is set', () => {
  it('a submission has no thread, which is nobody’s fault; it is decided all the same, and its creator told how', async () => {
    await changeCourseSettings(bot.app, guildId, { approvalsNeeded: 1 });
    const version = await submit({ title: 'Early' });
    const sent = await submit({ title: 'Earliest' });
    expect(version.threadState).toBe('none');
    bot.clock.moveTo(new Date('2026-11-16T10:00:30Z'));
    await bot.runDueJobs();
    expect(postsIn(bot.town.channels.general).join()).not.toContain('Early');
    const staff = bot.as('staff');
    expect(said(await staff.type('/review queue'))).toMatch(/Early/);
    expect(said(await staff.type('/review queue'))).not.toContain('⚠️');
    // A letter is in the language its reader chose, not in the community's.
    await as('ann').type('/me language', { language: 'zh-CN' });
    await approve(staff, sent);
    await as('ann').type('/me language', { language: 'en' });
    const lettersTo = (who: 'ann' | 'bo') =>
      bot.town.sandbox
        .person(ids[who])
        .directMessages()
        .map(({ text }) => text);
    expect(lettersTo('ann')).toEqual([
      expect.stringMatching(/《Earliest》.*已获足够批准.*\/course publish/s),
    ]);
    await as('ann').type('/course publish', { course: sent.courseId });
    // Nobody asked to hear of the rest.
    await archive(staff, sent.courseId);
    await staff.type('/course restore', { course: sent.courseId });
    await staff.type('/course transfer', { course: sent.courseId, member: ids.bo });
    await settled();
    expect(lettersTo('ann')).toHaveLength(1);
    expect(lettersTo('bo')).toEqual([]);
    await archive(staff, sent.courseId);
    await changeCourseSettings(bot.app, guildId, { approvalsNeeded: 2 });
  });

  it('settings are an admin’s, say what the bot lacks, and refuse everybody’s role', async () => {
    const { channels } = bot.town;
    const owner = bot.as('owner');
    await expect(as('ann').type('/course settings')).resolves.toSatisfy((answer: Answer) =>
      said(answer).includes('Manage Server'),
    );
    expect(said(await owner.type('/course settings', { 'reviewer-role': guildId }))).toContain(
      'Everybody has that role',
    );
    const { world } = bot.town.sandbox;
    const me = world.state.member(guildId, bot.town.botId).roles[0]!;
    owner.setPermission(me, 'manageThreads', false);
    await bot.settled();
    const lacking = await owner.type('/course settings', {
      'reviewer-role': reviewerRoleId,
      'rooms-channel': channels.help,
      'announce-channel': channels.reports,
    });
    expect(said(lacking)).toContain('I lack Manage Threads there');
    owner.setPermission(me, 'manageThreads', true);
    await bot.settled();
    const shown = await owner.type('/course settings', { 'stale-days': 90, approvals: 2 });
    expect(said(shown)).toMatch(/Saved.*2 different people, never the creator/s);
    expect(said(shown)).not.toContain('lack');
  });

  it('once they are set, what waits gets its thread', async () => {
    await settled();
    expect(threadsCalled('Early')).toHaveLength(1);
  });
});

describe('a submission', () => {
  it('has one private thread with its creator and the reviewers, also where the bot died before it noted that', async () => {
    const version = await submit({ title: '@everyone 入门' });
    await bot.app.db.prisma.courseVersion.updateMany({
      where: { id: version.id },
      data: { threadState: 'due', reviewThreadId: null },
    });
    settleSoon(bot.app, guildId);
    await settled();
    expect(threadsCalled(`#${version.courseId} `)).toHaveLength(1);
    const { reviewThreadId } = await now(version);
    expect(await bot.app.threads.members(guildId, reviewThreadId!)).toEqual(
      expect.arrayContaining([ids.ann, ids.rita, ids.rob]),
    );
    expect(
      as('bo')
        .threads(bot.town.channels.help)
        .map(({ id }) => id),
    ).not.toContain(reviewThreadId);
    expect(as('rita').read(reviewThreadId!)[0]!.text).toContain('2 different people');
  });

  it('is read page by page, ticked, and approved by two; the creator publishes it by the button in the thread', async () => {
    const text = '长文本。'.repeat(900);
    const version = await submit({
      title: 'Async Rust',
      lessons: [aLesson('a', { text }), aLesson('b', { title: '*Streams*' })],
    });
    const rita = as('rita');
    const overview = await open(rita, version);
    expect(said(overview)).toContain('Ownership, borrowing');
    const lessons = await rita.press(overview, 'Lessons');
    expect(said(lessons)).toContain('https://example.org/a');
    expect(said(await rita.press(overview, 'Approve'))).toContain(
      'Correctness, Structure, Originality, Language',
    );
    expect(said(await approve(rita, version))).toContain('1 of 2 approvals');
    expect(said(await open(as('ann'), version))).toContain('review');
    expect(said(await approve(as('rob'), version))).toContain('that is enough');
    const thread = as('ann').read((await now(version)).reviewThreadId!);
    const last = thread.at(-1)!;
    expect(last.content).toContain(`<@${ids.ann}>, you can publish it now`);
    expect(said(await as('ann').press(last, 'Publish'))).toContain(`<#${bot.town.channels.reports}>`);
    await settled();
    const news = as('bo')
      .read(bot.town.channels.reports)
      .filter(({ text: shown }) => shown.includes('Async Rust'));
    expect(news).toHaveLength(1);
    expect(news[0]!.content).toContain('New course');
    expect(news[0]!.attachments.map(({ filename }) => filename)).toEqual(['course.png']);
    expect(news[0]!.buttons.map(({ label }) => label)).toEqual(['Start', 'View']);
    expect((await now(version)).threadState).toBe('closed');
  });

  it('is announced and told once, also where the bot died before it noted that', async () => {
    const version = await publish(await submit({ title: 'Kill me' }));
    const { id: versionId, reviewThreadId } = version;
    const before = postsIn(reviewThreadId!).length;
    await bot.app.db.prisma.courseVersion.updateMany({
      where: { id: versionId },
      data: { announceState: 'due', announceId: null },
    });
    await bot.app.db.prisma.courseEntry.updateMany({
      where: { versionId, toldState: 'told' },
      data: { toldState: 'due' },
    });
    // Discord knows a post's nonce for some minutes only.
    bot.clock.moveTo(new Date('2026-11-16T10:40:30Z'));
    await bot.restart();
    settleSoon(bot.app, guildId);
    await settled();
    expect(postsIn(bot.town.channels.reports).filter((text) => text.includes('Kill me'))).toHaveLength(1);
    expect(postsIn(reviewThreadId!)).toHaveLength(before);
  });

  it('is announced also where others look for what is due before memory knows that it is published', async () => {
    const version = await submit({ title: 'In between' });
    await approve(as('rita'), version);
    await approve(as('rob'), version);
    const refreshed = vi.spyOn(bot.app.courses, 'refresh');
    refreshed.mockImplementationOnce(() => settleCourses(bot.app, guildId));
    await moveVersion(bot.app, guildId, version.id, 'publish', creator());
    refreshed.mockRestore();
    expect(postsIn(bot.town.channels.reports).filter((text) => text.includes('In between'))).toHaveLength(1);
  });

  it('goes back with a reason, and its update shows what is new against what is published', async () => {
    const first = await publish(await submit({ title: 'Types' }));
    const { version: draft } = await reviseCourse(bot.app, guildId, first.courseId, creator());
    await editDraft(bot.app, guildId, draft.id, creator(), (content) => ({
      ...content,
      changes: 'A third lesson.',
      lessons: [...content.lessons.slice(1), aLesson('c', { title: 'Generics' })],
    }));
    const second = await handIn(draft);
    const rob = as('rob');
    const overview = await open(rob, second);
    expect(said(overview)).toMatch(/Compared with published version 1.*🆕 Generics.*🗑️ ~~Lesson a~~/s);
    const form = await rob.press(overview, 'Ask for changes');
    expect(said(await rob.submit(form, { reason: '   ' }))).toContain('Say why');
    expect(
      said(await rob.submit(form, { reason: `Lesson @everyone is **missing** ${'*'.repeat(950)}` })),
    ).toContain('asked for changes');
    await settled();
    const thread = as('ann').read(second.reviewThreadId!);
    expect(thread.at(-1)!.text).toMatch(/<@\d+> asks for changes.*\/course edit.*is \\\*\\\*missing/s);
    const { version: third } = await reviseCourse(bot.app, guildId, first.courseId, creator());
    const last = await publish(await handIn(third));
    expect(last).toMatchObject({ number: 3, state: 'published', changes: 'A third lesson.' });
    expect((await now(second)).threadState).toBe('closed');
    const news = postsIn(bot.town.channels.reports).filter((text) => text.includes('Types'));
    expect(news).toEqual([expect.stringContaining('New course'), expect.stringContaining('Course updated')]);
  });

  it('is nobody else’s business, nor reviewed by its creator or from another community', async () => {
    const version = await submit({ title: 'Secret plans' });
    expect(said(await open(as('bo'), version))).toContain('可以审核课程');
    bot.as('owner').giveRole(ids.ann, reviewerRoleId);
    await bot.settled();
    const own = await open(as('ann'), version);
    expect(own.message!.buttons.map(({ label }) => label)).not.toContain('Approve');
    bot.as('owner').takeRole(ids.ann, reviewerRoleId);
    await bot.settled();
    const found = await as('bo').autocomplete('/course history', 'course', 'Secret');
    expect(found).toEqual([]);
    const { other } = bot.town;
    const otto = bot.town.sandbox.as(other.guildId, other.ownerId);
    expect(said(await otto.type('/review queue', {}, { channelId: other.channelId }))).toContain(
      'Nothing is waiting',
    );
    expect(
      said(await otto.type('/review open', { version: version.id }, { channelId: other.channelId })),
    ).toContain('no such course');
  });
});

describe('approvals', () => {
  it('by more people than can review: its creator, the queue, the settings and the diagnosis say so', async () => {
    const { version } = await draftCourse(bot.app, guildId, creator(), aCourse({ title: 'Stuck' }));
    const owner = bot.as('owner');
    // The owner, who stands in no role, staff, Rita and Rob.
    const settings = said(await owner.type('/course settings', { approvals: 5 }));
    expect(settings).toContain('⚠️ only 4 people can review');
    const sent = said(await as('ann').type('/course submit', { course: version.courseId }));
    expect(sent).toContain('approvals by 5 people other than you, but only 4 can');
    expect(said(await as('rita').type('/review queue'))).toMatch(/Stuck.*5 have to approve it, but only 4/s);
    expect(said(await owner.type('/diagnose'))).toContain('⚠️ A course needs approvals by 5 people');
    const enough = said(await owner.type('/course settings', { approvals: 2 }));
    expect(enough).not.toContain('⚠️');
    expect(said(await as('rita').type('/review queue'))).not.toContain('have to approve it');
    await as('ann').type('/course withdraw', { course: version.courseId });
    await settled();
  });

  it('that are enough since fewer are needed approve what waits, and the creator is told once', async () => {
    const version = await submit({ title: 'Fewer' });
    await approve(as('rita'), version);
    await bot.as('owner').type('/course settings', { approvals: 1 });
    await settled();
    expect((await now(version)).state).toBe('approved');
    settleSoon(bot.app, guildId);
    await settled();
    const { reviewThreadId } = await now(version);
    expect(postsIn(reviewThreadId!).filter((text) => text.includes('Fewer approvals'))).toHaveLength(1);
    await bot.as('owner').type('/course settings', { approvals: 2 });
    expect((await now(version)).state).toBe('approved');
    const last = as('ann').read(reviewThreadId!).at(-1)!;
    const posts = () => bot.town.sandbox.requests.filter(isLookingThrough).length;
    const before = posts();
    expect(said(await as('ann').press(last, 'Publish'))).toContain('published');
    await settled();
    expect((await now(version)).announceState).toBe('posted');
    // Nothing was begun before, so a busy channel need not be read from its publication on.
    expect(posts()).toBe(before);
    await bot.as('staff').type('/course archive', { course: version.courseId });
  });

  it('of somebody who was removed as a creator stay, but staff alone publish', async () => {
    const version = await submit({ title: 'Removed' });
    await approve(as('rita'), version);
    await approve(as('rob'), version);
    const decided = { decidedBy: bot.town.people.owner, reason: 'Spam' };
    await removeCreator(bot.app, guildId, ids.ann, decided);
    const publishing = { course: version.courseId };
    expect(said(await as('ann').type('/course publish', publishing))).toContain('Spam');
    expect((await now(version)).state).toBe('approved');
    expect(said(await bot.as('staff').type('/course publish', publishing))).toContain('published');
    await bot.as('staff').type('/course archive', publishing);
    await bot.app.db.prisma.creator.deleteMany({ where: { userId: BigInt(ids.ann) } });
    await makeCreator(ids.ann);
    await settled();
  });
});

describe('a draft', () => {
  it('is its creator’s alone: staff neither read it nor learn its title, until they give it to somebody else', async () => {
    const { version: first } = await draftCourse(bot.app, guildId, creator(), aCourse({ title: 'Unsaid' }));
    const published = await publish(await submit({ title: 'Said' }));
    const { version: next } = await reviseCourse(bot.app, guildId, published.courseId, creator());
    await editDraft(bot.app, guildId, next.id, creator(), (content) => ({
      ...content,
      title: 'Unsaid, too',
    }));
    const staff = bot.as('staff');
    expect(said(await open(staff, first))).toContain('no such course');
    expect(said(await open(staff, next))).toContain('no such course');
    for (const act of ['history', 'publish', 'archive'])
      expect(said(await staff.type(`/course ${act}`, { course: first.courseId }))).toContain(
        'no such course',
      );
    const { courseId } = published;
    expect(said(await staff.type('/course history', { course: courseId }))).toContain('History of Said');
    expect(said(await staff.type('/course publish', { course: courseId }))).toContain('“Said”');
    const suggested = async (who: Person, command: string) =>
      (await who.autocomplete(command, 'course', 'Unsaid')).length;
    expect(await suggested(staff, '/course history')).toBe(0);
    expect(await suggested(as('ann'), '/course history')).toBe(2);
    expect(await suggested(staff, '/course transfer')).toBe(2);
    await archive(staff, courseId);
  });
});

describe('what staff do', () => {
  it('a course is archived, restored, given away, and its history tells all of it', async () => {
    const { courseId } = await publish(await submit({ title: 'Macros' }));
    const staff = bot.as('staff');
    // A creator who pressed by mistake could not take it back.
    const form = await as('ann').type('/course archive', { course: courseId });
    expect(form.modal?.title).toBe('Archive: Macros');
    expect(bot.app.courses.find(guildId, courseId)).not.toBeNull();
    expect(said(await as('bo').type('/course archive', { course: courseId }))).toContain('《Macros》');
    expect(said(await as('ann').submit(form, { reason: 'outdated' }))).toContain('archived');
    // Its figures stay.
    expect(said(await staff.type('/course report', { course: courseId }))).toContain('Report · Macros');
    const reported = await staff.autocomplete('/course report', 'course', 'Macros');
    expect(reported.map(({ value }) => value)).toEqual([courseId]);
    expect(said(await as('ann').type('/course restore', { course: courseId }))).toContain('Only staff');
    expect(said(await staff.type('/course restore', { course: courseId }))).toContain('back on the list');
    expect(said(await staff.type('/course transfer', { course: courseId, member: ids.rita }))).toContain(
      'is not a creator',
    );
    expect(said(await staff.type('/course transfer', { course: courseId, member: ids.bo }))).toContain(
      `<@${ids.bo}>`,
    );
    await settled();
    const history = said(await staff.type('/course history', { course: courseId }));
    expect(history).toMatch(
      /given to another creator.*restored.*archived.*outdated.*published.*approved.*submitted.*begun/s,
    );
    expect(said(await as('ann').type('/course history', { course: courseId }))).toContain('no such course');
  });

  it('a role that stands for something else opens no room', async () => {
    const { courseId } = await publish(await submit({ title: 'Rooms' }));
    const staff = bot.as('staff');
    const room = async (options: Record<string, string>) =>
      said(await staff.type('/course room', { course: courseId, ...options }));
    const roleId = bot.town.sandbox.world.guilds.createRole(guildId, { name: 'Rooms' }).id;
    await bot.settled();
    expect(await room({ kind: 'role' })).toContain('which role opens');
    for (const taken of [guildId, reviewerRoleId, bot.town.staffRoleId])
      expect(await room({ kind: 'role', role: taken })).toContain('is used for something else');
    expect(await room({ kind: 'role', role: roleId })).toContain(`<@&${roleId}>`);
    expect(bot.app.courses.find(guildId, courseId)).toMatchObject({ roomKind: 'role', roomRoleId: roleId });
    expect(await room({ kind: 'none' })).toContain('no longer has a room');
  });

  it('a creator is reminded of a stale course once; of one whose creator left staff hear', async () => {
    const stale = await publish(await submit({ title: 'Old news' }));
    bot.clock.moveTo(new Date('2027-02-20T12:00:30Z'));
    await bot.runDueJobs();
    await bot.runDueJobs();
    const reminders = () =>
      postsIn(stale.reviewThreadId!).filter((text) => text.includes('is everything still right'));
    expect(reminders()).toHaveLength(1);
    bot.clock.moveTo(new Date('2027-02-21T12:00:30Z'));
    await bot.runDueJobs();
    expect(reminders()).toHaveLength(1);
    // Nobody did that.
    expect(said(await bot.as('staff').type('/course history', { course: stale.courseId }))).toMatch(
      /creator reminded\*\*\n/,
    );
    as('ann').leave();
    await bot.settled();
    bot.clock.moveTo(new Date('2027-05-25T12:00:30Z'));
    await bot.runDueJobs();
    expect(postsIn(bot.town.channels.general).at(-1)).toContain('Old news');
  });
});

/** Nothing of what they submitted stands in the thread any more, which is closed, and they are no longer in it. */
async function assertLeft(threadId: string): Promise<void> {
  const { messages, thread } = bot.town.sandbox.world.state.channel(threadId);
  const first = messages.find(({ author }) => author.id === bot.town.botId)!;
  expect([first.content, first.embeds]).toEqual([expect.stringContaining('asked to be forgotten'), []]);
  expect(thread).toMatchObject({ archived: true, locked: true });
  expect(await bot.app.threads.members(guildId, threadId)).not.toContain(ids.ann);
}

describe('the role of the reviewers', () => {
  it('that was deleted is told in the settings and the diagnosis, and nobody is sent to it', async () => {
    const { guilds } = bot.town.sandbox.world;
    const gone = guilds.createRole(guildId, { name: 'Gone' }).id;
    await changeCourseSettings(bot.app, guildId, { reviewerRoleId: gone });
    guilds.deleteRole(guildId, gone);
    await bot.settled();
    const owner = bot.as('owner');
    expect(said(await owner.type('/course settings'))).toContain('⚠️ the role was deleted');
    expect(said(await owner.type('/diagnose'))).toContain('❌ The reviewers’ role was deleted');
    expect(said(await as('bo').type('/review queue'))).not.toContain(gone);
    await changeCourseSettings(bot.app, guildId, { reviewerRoleId });
    expect(said(await owner.type('/course settings'))).not.toContain('deleted');
  });
});

describe('who asks to be forgotten', () => {
  it('leaves what was published without a name, and takes the rest along', async () => {
    const mine = (await bot.app.db.prisma.course.findMany({ where: { creatorId: BigInt(ids.ann) } })).map(
      ({ id }) => id,
    );
    const drafts = await bot.app.db.prisma.course.count({ where: { id: { in: mine }, publishedId: null } });
    expect(drafts).toBeGreaterThan(0);
    const submitted = await bot.app.db.prisma.courseVersion.findMany({
      where: { courseId: { in: mine }, reviewThreadId: { not: null } },
    });
    await forgetPerson(bot.app, guildId, ids.ann);
    for (const { reviewThreadId } of submitted) await assertLeft(String(reviewThreadId));
    const left = await bot.app.db.prisma.course.findMany({ where: { id: { in: mine } } });
    expect(left).toHaveLength(mine.length - drafts);
    expect(left.every(({ creatorId }) => creatorId === null)).toBe(true);
    const versions = await bot.app.db.prisma.courseVersion.findMany({ where: { courseId: { in: mine } } });
    expect(versions.every(({ publishedAt }) => publishedAt !== null)).toBe(true);
    expect(bot.app.courses.listOf(guildId).some(({ creatorId }) => creatorId === ids.ann)).toBe(false);
  });

  it('an approval of what is not decided yet counts no more', async () => {
    await changeCourseSettings(bot.app, guildId, { approvalsNeeded: 2 });
    const { version } = await draftCourse(bot.app, guildId, creator(ids.bo), aCourse({ title: 'Late' }));
    await moveVersion(bot.app, guildId, version.id, 'submit', creator(ids.bo));
    await approve(as('rita'), version);
    await forgetPerson(bot.app, guildId, ids.rita);
    expect(said(await approve(as('rita'), version))).toContain('1 of 2');
  });
});
