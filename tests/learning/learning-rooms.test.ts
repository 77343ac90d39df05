/** Rooms of courses follow who may open them: the whole bot on the local Discord. Faked: the clock, and the faults that are asked for. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changeCourseSettings, changeRoom, moveVersion, transferCourse } from '../../src/courses/courses.ts';
import type { CourseContent, PublishedCourse } from '../../src/courses/courses.ts';
import { changeSettings } from '../../src/communities/communities.ts';
import { UpstreamError } from '../../src/kernel/errors.ts';
import { forgetPerson } from '../../src/privacy/privacy.ts';
import { compareRoomsJob } from '../../src/learning/learning-rooms-jobs.ts';
import { startCourse } from '../../src/learning/learning.ts';
import { lesson, publishCourse, updateCourse } from '../support/courses.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

let town: TierTown;
let guildId: string;
let ann: string;
let bo: string;

beforeAll(async () => {
  town = await startTierTown();
  guildId = town.guildId;
  ({ ann, bo } = town.bot.town.people);
  await changeSettings(app(), guildId, { staffChannelId: town.bot.town.channels.reports });
  await setRoomsChannel(town.bot.town.channels.help);
});
afterEach(() => {
  town.bot.town.sandbox.faults.clear();
  town.bot.town.sandbox.world.threads.mostMembers = 1_000;
});
afterAll(() => town?.bot.close());

const app = () => town.bot.app;
const world = () => town.bot.town.sandbox.world;
const people = () => town.bot.town.people;
const publish = (title: string, content: Partial<CourseContent> = {}) =>
  publishCourse(app(), by(), { title, ...content });
const by = () => ({ guildId, creatorId: people().staff, reviewerId: people().owner });
const setRoomsChannel = (roomsChannelId: string | null) =>
  changeCourseSettings(app(), guildId, { roomsChannelId });
const owner = () => ({ userId: people().owner, isReviewer: true, isStaff: true });
const start = (userId: string, { courseId }: PublishedCourse) =>
  startCourse(
    app(),
    { guildId, userId, channelId: town.bot.town.channels.general, at: town.bot.clock.now() },
    courseId,
  );

async function settled(): Promise<void> {
  app().courseRooms.wake(guildId);
  await app().courseRooms.settled(guildId);
  await app().roles.settled(guildId);
  await town.bot.settled();
}

const learnerIn = ({ courseId }: PublishedCourse, userId: string) =>
  app().db.prisma.courseLearner.findFirstOrThrow({ where: { courseId, userId: BigInt(userId) } });
/** How often the bot asked Discord to let somebody into a thread. */
const entrances = (): number => town.bot.town.sandbox.requestCount(ENTRANCE);
const ENTRANCE = { method: 'PUT', route: '/channels/{channel_id}/thread-members/{user_id}' } as const;
const MEMBERS = { method: 'GET', route: '/channels/{channel_id}/thread-members' } as const;

/** Threads of a course on the local Discord, oldest first. */
const roomsOf = ({ courseId }: PublishedCourse) =>
  [...world().state.guild(guildId).threads.values()].filter(({ name }) => name.endsWith(`#${courseId}`));
const isIn = (course: PublishedCourse, userId: string): boolean =>
  roomsOf(course).some(({ thread }) => thread!.members.has(userId));
const holds = (userId: string, roleId: string): boolean =>
  world().state.member(guildId, userId).roles.includes(roleId);
const newRole = async (name: string): Promise<string> => {
  const { id } = world().guilds.createRole(guildId, { name });
  await town.bot.settled();
  return id;
};
const staffWere = (said: string): number =>
  town.bot
    .as('staff')
    .read(town.bot.town.channels.reports)
    .filter(({ text }) => text.includes(said)).length;

describe('a course with a private thread', () => {
  it('has its creator in it from the beginning, and opens only one, also when the answer got lost', async () => {
    const course = await publish('Rust');
    town.bot.town.sandbox.faults.loseReply({ method: 'POST', route: '/channels/{channel_id}/threads' });
    await start(ann, course);
    await settled();
    town.bot.clock.moveBy(5_000);
    await settled();
    expect(roomsOf(course)).toHaveLength(1);
    expect(isIn(course, ann)).toBe(true);
    expect(isIn(course, people().staff)).toBe(true);
  });

  it('opens only one when the bot was killed before it noted which', async () => {
    const course = await publish('Go');
    await start(ann, course);
    await settled();
    await app().db.prisma.course.updateMany({ where: { id: course.courseId }, data: { roomThreadId: null } });
    await start(bo, course);
    await settled();
    expect(roomsOf(course)).toHaveLength(1);
    expect(isIn(course, bo)).toBe(true);
  });

  it('takes nobody without a channel, tells staff once, and everybody once there is one', async () => {
    await setRoomsChannel(null);
    const course = await publish('Zig');
    await start(ann, course);
    await start(bo, course);
    await settled();
    const answer = await town.bot
      .as('bo')
      .type('/course start', { course: course.courseId }, { channelId: town.bot.town.channels.general });
    expect(answer.message?.text).toContain('需要管理员先设置频道');
    await settled();
    expect(staffWere('“Zig” cannot be let into its room: no channel is set')).toBe(1);
    // Nobody is looked at again and again; that one tries for all is enough.
    const waiting = await learnerIn(course, bo);
    expect(waiting.roomDueAt).toBeNull();
    await app().courseRooms.compare(guildId);
    await settled();
    expect(await learnerIn(course, bo)).toEqual(waiting);
    await setRoomsChannel(town.bot.town.channels.help);
    app().courseRooms.retry(guildId);
    await settled();
    expect([isIn(course, ann), isIn(course, bo)]).toEqual([true, true]);
  });

  it('that takes nobody is told to staff later where Discord fails at that moment', async () => {
    await setRoomsChannel(null);
    const course = await publish('Nim');
    const failing = { method: 'POST', route: '/channels/{channel_id}/messages', times: 10 } as const;
    town.bot.town.sandbox.faults.status(failing, 500);
    await start(ann, course);
    await settled();
    town.bot.town.sandbox.faults.clear();
    expect(staffWere('“Nim”')).toBe(0);
    town.bot.clock.moveBy(5_000);
    await settled();
    expect(staffWere('“Nim”')).toBe(1);
    await setRoomsChannel(town.bot.town.channels.help);
  });

  it('that is full says so, tells staff once, and takes the next when somebody leaves', async () => {
    const course = await publish('C++');
    // Its creator, the bot and Ann.
    world().threads.mostMembers = 3;
    await start(ann, course);
    await settled();
    await start(bo, course);
    await settled();
    expect(isIn(course, bo)).toBe(false);
    expect(staffWere('“C++” cannot be let into its room: Discord takes no more than 1,000')).toBe(1);
    const before = entrances();
    town.bot.clock.moveBy(1_000);
    await start(people().owner, course);
    await settled();
    expect(entrances()).toBe(before);
    const view = await town.bot
      .as('bo')
      .type('/course view', { course: course.courseId }, { channelId: town.bot.town.channels.general });
    expect(view.message?.text).toContain('学员空间已满');
    town.bot.as('ann').leaveThread(roomsOf(course)[0]!.id);
    town.bot.clock.moveBy(20 * 60_000);
    await settled();
    // Who waits longer comes first.
    expect([isIn(course, bo), isIn(course, people().owner)]).toEqual([true, false]);
  });

  it('that staff deleted is opened anew', async () => {
    const course = await publish('Perl');
    await start(ann, course);
    await settled();
    world().threads.delete(roomsOf(course)[0]!.id);
    await start(bo, course);
    await settled();
    expect(roomsOf(course)).toHaveLength(1);
    expect([isIn(course, ann), isIn(course, bo)]).toEqual([true, true]);
  });

  it('lets somebody in again who was taken out by hand and starts once more', async () => {
    const course = await publish('Nix');
    await start(ann, course);
    await settled();
    world().threads.removeMember(roomsOf(course)[0]!.id, ann, people().owner);
    await start(ann, course);
    await settled();
    expect(isIn(course, ann)).toBe(true);
  });

  it('is looked at for nobody when only words change, or staff choose the room it has', async () => {
    const course = await publish('Odin');
    await start(ann, course);
    await settled();
    const before = await learnerIn(course, ann);
    await updateCourse(app(), by(), course.courseId, { title: 'Odin 2' });
    await changeRoom(app(), guildId, course.courseId, owner(), { kind: 'thread', roleId: null });
    expect(await learnerIn(course, ann)).toEqual(before);
    expect(app().courses.find(guildId, course.courseId)).toMatchObject({
      roomThreadId: roomsOf(course)[0]!.id,
    });
  });

  it('goes with the course to another creator; who made it before is out, unless they learn it', async () => {
    const course = await publish('Elm');
    await start(ann, course);
    await settled();
    const give = async (toUserId: string) => {
      await transferCourse(app(), guildId, course.courseId, owner(), toUserId);
      await settled();
      return [isIn(course, people().staff), isIn(course, bo), isIn(course, ann)];
    };
    expect(await give(bo)).toEqual([false, true, true]);
    await start(people().staff, course);
    expect(await give(ann)).toEqual([true, false, true]);
    expect(await give(bo)).toEqual([true, true, true]);
  });

  it('lets those in again who come back to the server', async () => {
    const course = await publish('Lua');
    await start(bo, course);
    await settled();
    town.bot.as('bo').leave();
    await town.bot.settled();
    expect(isIn(course, bo)).toBe(false);
    world().people.join(guildId, bo);
    await town.bot.settled();
    // The marking runs beside the event.
    await expect.poll(async () => (await settled(), isIn(course, bo))).toBe(true);
  });

  it('is put right by the hourly comparison: who fell out comes in, who does not belong goes out', async () => {
    const course = await publish('Ada', { tierId: town.gold.id });
    await town.act(openEnded(ann), openEnded(bo));
    await start(ann, course);
    await start(bo, course);
    await town.act({ userId: bo, act: { act: 'revoke', tierId: null } });
    await settled();
    const [room] = roomsOf(course);
    world().threads.removeMember(room!.id, ann, people().owner);
    world().threads.removeMember(room!.id, people().staff, people().owner);
    world().threads.addMember(room!.id, bo, people().owner);
    const slot = { guildId, bucketAt: town.bot.clock.now(), late: false };
    town.bot.town.sandbox.faults.status({ ...MEMBERS, times: 10 }, 500);
    await expect(compareRoomsJob.run(app(), slot)).rejects.toThrow(UpstreamError);
    town.bot.town.sandbox.faults.clear();
    town.bot.town.sandbox.faults.delay(ENTRANCE, 500);
    await compareRoomsJob.run(app(), slot);
    // It only finds out: other communities' jobs do not wait until everybody is let in.
    expect(isIn(course, ann)).toBe(false);
    await settled();
    expect([isIn(course, ann), isIn(course, bo), isIn(course, people().staff)]).toEqual([true, false, true]);
    await town.act({ userId: ann, act: { act: 'revoke', tierId: null } });
  });
});

const openEnded = (userId: string) => ({
  userId,
  act: { act: 'grant' as const, tierId: town.gold.id, term: 'open-ended' as const, startsAt: null },
});

describe('a channel of rooms that was deleted', () => {
  it('took them along: another is opened for those who learn as soon as another channel is set', async () => {
    const { channels } = world();
    const at = town.bot.clock.now();
    const old = channels.create(guildId, { name: 'old rooms', type: 0, at }).id;
    const next = channels.create(guildId, { name: 'new rooms', type: 0, at }).id;
    await town.bot.settled();
    await setRoomsChannel(old);
    const course = await publish('Cobol');
    await start(ann, course);
    await settled();
    channels.delete(old);
    await town.bot.settled();
    expect(roomsOf(course)).toEqual([]);
    const here = { channelId: town.bot.town.channels.general };
    await town.bot.as('owner').type('/course settings', { 'rooms-channel': next }, here);
    await settled();
    expect(roomsOf(course).map(({ parentId }) => parentId)).toEqual([next]);
    expect([isIn(course, ann), isIn(course, people().staff)]).toEqual([true, true]);
    await setRoomsChannel(town.bot.town.channels.help);
  });
});

describe('a course with a role', () => {
  it('gives and takes it with the tier, and moves everybody when the room becomes another', async () => {
    const course = await publish('Haskell', { tierId: town.gold.id });
    const roleId = await newRole('Haskellers');
    await town.act(openEnded(ann));
    await start(ann, course);
    await settled();
    expect(isIn(course, ann)).toBe(true);
    await changeRoom(app(), guildId, course.courseId, owner(), { kind: 'role', roleId });
    await settled();
    expect([isIn(course, ann), holds(ann, roleId)]).toEqual([false, true]);
    await town.act({ userId: ann, act: { act: 'revoke', tierId: null } });
    await settled();
    expect(holds(ann, roleId)).toBe(false);
    await town.act(openEnded(ann));
    await settled();
    expect(holds(ann, roleId)).toBe(true);
    await changeRoom(app(), guildId, course.courseId, owner(), { kind: 'none', roleId: null });
    await settled();
    expect(holds(ann, roleId)).toBe(false);
  });

  it('that two courses came to share stays while one of them is open', async () => {
    const roleId = await newRole('Readers');
    const open = await publish('Free');
    const paid = await publish('Paid', { tierId: town.gold.id });
    // Nobody can choose a role of a course that is published: this one was taken down meanwhile.
    await changeRoom(app(), guildId, paid.courseId, owner(), { kind: 'role', roleId });
    await moveVersion(app(), guildId, paid.versionId, 'archive', owner());
    await changeRoom(app(), guildId, open.courseId, owner(), { kind: 'role', roleId });
    await moveVersion(app(), guildId, paid.versionId, 'restore', owner());
    await start(ann, open);
    await start(ann, paid);
    await settled();
    await town.act({ userId: ann, act: { act: 'revoke', tierId: null } });
    await settled();
    expect(holds(ann, roleId)).toBe(true);
    await changeRoom(app(), guildId, open.courseId, owner(), { kind: 'none', roleId: null });
    await settled();
    expect(holds(ann, roleId)).toBe(false);
  });
});

describe('somebody who asks to be forgotten', () => {
  it('leaves every room, and their certificate is unknown', async () => {
    const course = await publish('Bash', { lessons: [lesson('a')] });
    const here = { channelId: town.bot.town.channels.general };
    await town.bot.as('bo').type('/course start', { course: course.courseId }, here);
    await town.bot.as('bo').type('/course done', { course: course.courseId, lesson: '1' }, here);
    await settled();
    const row = await app().db.prisma.courseLearner.findFirst({
      where: { courseId: course.courseId, userId: BigInt(bo) },
    });
    expect(isIn(course, bo)).toBe(true);
    const { failed } = await forgetPerson(app(), guildId, bo);
    expect(failed).toEqual([]);
    expect(isIn(course, bo)).toBe(false);
    const answer = await town.bot.as('ann').type('/verify', { code: row!.certificateCode! }, here);
    expect(answer.message?.text).toContain('No certificate of this community');
  });

  it('is let in nowhere by what was under way, and leaves the room of their own course', async () => {
    const course = await publish('Ruby');
    const own = await publishCourse(app(), { ...by(), creatorId: bo }, { title: 'Crystal' });
    await start(ann, course);
    await start(ann, own);
    await settled();
    expect(isIn(own, bo)).toBe(true);
    const entering = town.bot.town.sandbox.faults.delay(ENTRANCE, 500);
    await start(bo, course);
    await expect.poll(() => entering.hits).toBe(1);
    expect((await forgetPerson(app(), guildId, bo)).failed).toEqual([]);
    await settled();
    expect([isIn(course, bo), isIn(own, bo), isIn(own, ann)]).toEqual([false, false, true]);
  });

  it('loses the role of a course, and then nothing says that they had it', async () => {
    const course = await publish('OCaml');
    const roleId = await newRole('Camels');
    await changeRoom(app(), guildId, course.courseId, owner(), { kind: 'role', roleId });
    await start(ann, course);
    await settled();
    expect(holds(ann, roleId)).toBe(true);
    const route = '/guilds/{guild_id}/members/{user_id}/roles/{role_id}';
    town.bot.town.sandbox.faults.delay({ method: 'DELETE', route }, 500);
    expect((await forgetPerson(app(), guildId, ann)).failed).toEqual([]);
    expect(holds(ann, roleId)).toBe(true);
    await settled();
    expect(holds(ann, roleId)).toBe(false);
    expect(await app().db.prisma.roleTask.count({ where: { userId: BigInt(ann) } })).toBe(0);
  });
});
