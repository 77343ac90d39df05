/** Members find courses, are refused and let in by their tier, learn, finish, rate; one loses the tier and regains it. */
import { catalogues } from '../i18n/i18n.ts';
import type { Answer } from '../sandbox/driver-answer.ts';
import { isThere, LURKER, castIds, type Resident } from './community.ts';
import type { Place } from './community-places.ts';
import { courseChoice, newsOf, partCalled, peopleIn, roomsOf } from './course-places.ts';
import { SOUGHT, TAUGHT } from './courses-taught.ts';
import { awaitRoles, awaitThat, TIERS } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';
import { DAY_MS } from './story-time.ts';
import { COURSES, type CourseKey } from './truth-courses.ts';

const MONTH_DAYS = 30;
const CODE = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/;
/** Others who take a course, beside those with a part of their own. */
const CROWD = { paying: 3, others: 5, onlyLooking: 3 };
const STARS = [5, 4, 5, 3, 4] as const;

/** Theo looks for something nobody teaches, finds a course, and is refused; 小满 has the tier and begins. */
export async function lookAround(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { theo, xiaoman } = community.cast;
  stage.act('Members look around', '成员浏览课程');
  const none = await stage.type(theo, '/course browse', { words: SOUGHT }, 'courses');
  expectThat(
    privateAnswer(none, '/course browse').text.includes(catalogues.en.learning.browse.none),
    'no hit',
  );
  const found = await stage.type(theo, '/course browse', { language: 'both' }, 'courses');
  const viewed = await stage.choose(theo, found, partCalled(found.message, 'course.open'), [
    String((await courseChoice(story, 'types')).value),
  ]);
  facts.courses.view('types', didNow(story, theo));
  stage.act('Without the tier it stays closed, and says how to open it', '没有等级就打不开，并说明如何开通');
  const refused = await stage.press(theo, viewed, partCalled(viewed.message, 'course.start'));
  const { text } = privateAnswer(refused, 'a refusal');
  expectThat(text.includes(TIERS.pro.en) && text.includes('WeChat'), 'it says which tier, and how to get it');
  await startInChinese(story, xiaoman);
}

async function startInChinese(story: Story, xiaoman: Resident): Promise<void> {
  const { stage, facts } = story;
  stage.act('小满 has 专业版 and begins', '小满是专业版会员，开始学习');
  const course = await courseChoice(story, 'types');
  const started = await stage.type(xiaoman, '/课程 开始', { 课程: course }, 'courses');
  privateAnswer(started, '/课程 开始');
  facts.courses.start('types', didNow(story, xiaoman));
  await stage.press(xiaoman, started, partCalled(started.message, 'course.done'));
  facts.courses.done('types', 1, didNow(story, xiaoman));
  await awaitRoom(story, 'types');
  showRoom(story);
}

/** Theo has paid: he starts, does every lesson, gets the certificate, rates it, and somebody checks the code. */
export async function grantedAct(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { treasurer, theo, xiaoman } = community.cast;
  stage.act('Theo has paid: the treasurer grants him Pro', 'Theo 已付款：财务授予专业版');
  const given = { 成员: theo.userId, 等级: TIERS.pro['zh-CN'], 天数: MONTH_DAYS, 金额: '99' };
  facts.tiers.grant(theo.userId, 'pro', stage.now, stage.now + MONTH_DAYS * DAY_MS);
  facts.tiers.pay(TIERS.pro.priceMinor);
  facts.tiers.did('granted');
  privateAnswer(await stage.type(treasurer, '/等级 授予', given, 'staff'), '/等级 授予');
  await awaitRoles(story);
  stage.act('He learns, lesson by lesson', '他一节一节地学');
  const news = newsOf(story, 'types').at(-1)!;
  const started = await stage.press(theo, news, partCalled(news, 'course.start'));
  facts.courses.start('types', didNow(story, theo, 'announcements'));
  await awaitRoom(story, 'types');
  const done = await finish(story, 'types', theo, started, { from: 1, place: 'announcements' });
  const form = await stage.press(theo, done, partCalled(done.message, 'course.rate'));
  const comment = 'The lesson on the edges saved me an evening.';
  privateAnswer(await stage.submit(theo, form, { stars: '5', comment }), 'a rating');
  facts.courses.rate('types', 5, didNow(story, theo, 'announcements'));
  stage.act('Anybody can check the certificate', '任何成员都能验证证书');
  const code = [...facts.courses.certificates].find(([, userId]) => userId === theo.userId)?.[0] ?? '';
  const verified = await stage.type(xiaoman, '/验证', { 验证码: code }, 'courses');
  expectThat(privateAnswer(verified, '/验证').text.includes(`<@${theo.userId}>`), 'the certificate is his');
}

/** Presses “done” under each lesson from this one on. @returns the answer with the certificate. */
async function finish(
  story: Story,
  key: CourseKey,
  who: Resident,
  first: Answer,
  { from, place }: { readonly from: number; readonly place: Place },
): Promise<Answer> {
  const { stage, facts } = story;
  let shown = first;
  for (let lesson = from; partCalled(shown.message, 'course.done') !== ''; lesson += 1) {
    shown = await stage.press(who, shown, partCalled(shown.message, 'course.done'));
    facts.courses.done(key, lesson, didNow(story, who, place));
  }
  keepCertificate(story, who, shown);
  return shown;
}

function keepCertificate({ facts }: Story, who: Resident, { message }: Answer): void {
  const words = [message?.text, ...(message?.attachments.map(({ description }) => description) ?? [])];
  const code = CODE.exec(words.join(' '))?.[0];
  expectThat(message?.attachments.length === 1 && code !== undefined, `${who.name} has a certificate`);
  facts.courses.certificates.set(code, who.userId);
}

/** Others learn as well: those who have paid take both courses, others the one that is open to all. */
export async function crowdAct(story: Story): Promise<void> {
  const { stage } = story;
  const { paying, others } = crowdOf(story);
  stage.act('Others look and learn as well', '其他成员也来看、来学');
  const [types, cli] = [await courseChoice(story, 'types'), await courseChoice(story, 'cli')];
  for (const [index, who] of others.slice(0, CROWD.onlyLooking).entries()) {
    await quietly(story, who, '/course browse', { words: SOUGHT });
    await quietly(story, who, '/course view', { course: cli.value });
    story.facts.courses.view('cli', didNow(story, who));
    if (index === 0)
      stage.note(
        `${CROWD.onlyLooking} look for ${SOUGHT}, too · 还有 ${CROWD.onlyLooking} 人也在找 ${SOUGHT}`,
      );
  }
  for (const who of paying) await learn(story, 'types', who, types.value, 2);
  for (const [index, who] of [...paying, ...others.slice(CROWD.onlyLooking)].entries())
    await learn(story, 'cli', who, cli.value, index % 2 === 0 ? 2 : 1, STARS[index]);
  await awaitRoom(story, 'types');
  await awaitRoom(story, 'cli');
  const { viewed, started, finished } = story.facts.courses.funnelOf('cli');
  stage.note(
    `“${TAUGHT.cli.title}”: ${viewed} looked, ${started} began, ${finished} finished · ${viewed} 人看过，${started} 人开始，${finished} 人学完`,
  );
}

/** The same people in every run: members for the whole story, without a part of their own. */
function crowdOf({ community, facts, stage, script }: Story): { paying: Resident[]; others: Resident[] } {
  const cast = castIds(community);
  const there = community.residents.filter(
    (one) => !cast.has(one.userId) && one.talkativeness > LURKER && isThere(one, script.from + 1, script.to),
  );
  const holds = ({ userId }: Resident): boolean => facts.tiers.tierAt(userId, stage.now) !== null;
  return {
    paying: there.filter(holds).slice(0, CROWD.paying),
    others: there.filter((one) => !holds(one)).slice(0, CROWD.others + CROWD.onlyLooking),
  };
}

async function learn(
  story: Story,
  key: CourseKey,
  who: Resident,
  course: string | number,
  lessons: number,
  stars?: number,
): Promise<void> {
  const { courses } = story.facts;
  await quietly(story, who, '/course start', { course });
  courses.start(key, didNow(story, who));
  for (let lesson = 1; lesson <= lessons; lesson += 1) {
    const answer = await quietly(story, who, '/course done', { course, lesson: String(lesson) });
    courses.done(key, lesson, didNow(story, who));
    if (answer.message?.attachments.length === 1) keepCertificate(story, who, answer);
  }
  if (stars === undefined) return;
  await quietly(story, who, '/course rate', { course, stars });
  courses.rate(key, stars, didNow(story, who));
}

/** Off the stage. */
async function quietly(
  { stage, community }: Story,
  who: Resident,
  line: string,
  options: Record<string, string | number>,
): Promise<Answer> {
  const how = { channelId: community.places.courses, timeoutMs: 30_000 };
  const answer = await stage.as(who).type(line, options, how);
  privateAnswer(answer, line);
  return answer;
}

/** 小满's tier is over: the course is closed at that minute, its room too, and what she did is kept. */
export async function lostAct(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { xiaoman } = community.cast;
  stage.act('小满’s tier is over: the course closes at its minute', '小满的会员到期：课程准时关闭');
  expectThat(facts.tiers.tierAt(xiaoman.userId, stage.now) === null, 'her tier is over');
  const course = await courseChoice(story, 'types');
  const refused = await stage.type(xiaoman, '/课程 开始', { 课程: course }, 'courses');
  expectThat(privateAnswer(refused, '/课程 开始').text.includes('进度会保留'), 'refused, and kept');
  await awaitRoom(story, 'types');
  stage.note('she is out of the private thread · 她已离开私密子区');
  const mine = await stage.type(xiaoman, '/课程 我的', {}, 'courses');
  expectThat(privateAnswer(mine, '/课程 我的').text.includes('🔒'), 'it is shown as closed');
}

/** She pays again, goes on where she was, and finishes. */
export async function regainedAct(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { treasurer, xiaoman } = community.cast;
  stage.act('She pays again and goes on where she was', '她续费后，从原来的地方接着学');
  const given = { 成员: xiaoman.userId, 等级: TIERS.pro['zh-CN'], 天数: MONTH_DAYS, 金额: '99' };
  facts.tiers.grant(xiaoman.userId, 'pro', stage.now, stage.now + MONTH_DAYS * DAY_MS);
  facts.tiers.pay(TIERS.pro.priceMinor);
  facts.tiers.did('granted');
  privateAnswer(await stage.type(treasurer, '/等级 授予', given, 'staff'), '/等级 授予');
  await awaitRoles(story);
  await awaitRoom(story, 'types');
  const course = await courseChoice(story, 'types');
  const again = await stage.type(xiaoman, '/课程 开始', { 课程: course }, 'courses');
  expectThat(privateAnswer(again, '/课程 开始').text.includes('1 / 3'), 'what she did is kept');
  await finish(story, 'types', xiaoman, again, { from: 2, place: 'courses' });
  const rated = await stage.type(xiaoman, '/课程 评分', { 课程: course, 星级: 4 }, 'courses');
  privateAnswer(rated, '/课程 评分');
  facts.courses.rate('types', 4, didNow(story, xiaoman));
}

/** Who must be in it, by the story's own books. */
export function dueIn({ facts, stage }: Story, key: CourseKey): ReadonlySet<string> {
  return facts.courses.roomOf(key, (userId) => facts.tiers.tierAt(userId, stage.now));
}

/** Waits until exactly those are in the course's room who must be. */
async function awaitRoom(story: Story, key: CourseKey): Promise<void> {
  const state = (): readonly [string, string] => {
    const [room] = roomsOf(story, key);
    const there = room ? [...peopleIn(story, room.id)] : [];
    return [there.toSorted().join(), [...dueIn(story, key)].toSorted().join()];
  };
  await awaitThat(
    () => state()[0] === state()[1],
    () => `the room of ${COURSES.indexOf(key) + 1} follows the ledger: ${state().join(' instead of ')}`,
  );
}

function showRoom(story: Story): void {
  const [room] = roomsOf(story, 'types');
  const [welcome] = room ? story.stage.as(story.community.cast.xiaoman).read(room.id) : [];
  if (welcome) story.stage.told(welcome, `in the course’s private thread “${room?.name}” · 课程的私密子区`);
}

/** Something somebody does with a course, at this instant. */
export function didNow({ community, stage }: Story, { userId }: Resident, place: Place = 'courses') {
  return { userId, channelId: community.places[place], at: stage.now };
}
