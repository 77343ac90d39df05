/** The courses as the bot keeps and reports them, beside what people did in the story and what stands on the local Discord. */
import type { Database } from '../db/client.ts';
import { dueIn } from './acts-courses-learning.ts';
import { answersPosted } from './acts-courses-qa.ts';
import { readLearners, readPoints, readQuestions, type StoredLearner } from './bot-courses-store.ts';
import type { Pair } from './comparison.ts';
import { newsOf, peopleIn, postsWith, reviewThreadsOf, roomsOf } from './course-places.ts';
import { TAUGHT } from './courses-taught.ts';
import type { Story } from './story.ts';
import { COURSES, type CourseKey } from './truth-courses.ts';
import type { Comparison } from './verdict.ts';

/** Everything on the courses, as it stands when the story ends. */
export async function compareCourses(story: Story, db: Database): Promise<Comparison[]> {
  const { guildId } = story.community;
  const learners = await readLearners(db, guildId);
  return [
    { title: 'Courses 课程', shownAs: 'table', pairs: await totals(story, db, learners) },
    {
      title: 'each learner’s progress 每位学员的进度和评分',
      shownAs: 'summary',
      pairs: COURSES.flatMap((key) => learnersOf(story, key, learners)),
    },
    {
      title: 'who is in each course’s room 课程讨论区成员',
      shownAs: 'summary',
      pairs: COURSES.flatMap((key) => roomOf(story, key)),
    },
    {
      title: 'threads and posts there once 子区和公告恰好一次',
      shownAs: 'summary',
      pairs: [...COURSES.flatMap((key) => placesOf(story, key)), ...session(story)],
    },
    {
      title: 'certificates verified 证书验证',
      shownAs: 'summary',
      pairs: certificates(story, learners),
    },
  ];
}

async function totals(story: Story, db: Database, learners: readonly StoredLearner[]): Promise<Pair[]> {
  const { guildId } = story.community;
  const { courses } = story.facts;
  const earned = await readPoints(db, guildId);
  const questions = await readQuestions(db, guildId);
  const points = [...courses.points].map(([userId, own]) =>
    pair(`points of ${nameOf(story, userId)} 积分`, earned.get(userId) ?? 0, own),
  );
  return [
    ...COURSES.flatMap((key) => funnel(story, key, learners)),
    ...points,
    pair('questions asked 提问', questions.asked, courses.questions),
    pair('questions answered 回答', questions.answered, courses.answers),
  ];
}

/** What was reported, and what is kept: one number only where both are the same. */
function funnel({ facts }: Story, key: CourseKey, learners: readonly StoredLearner[]): Pair[] {
  const own = learners.filter(({ title }) => title === TAUGHT[key].title);
  const stars = own.flatMap(({ rating }) => rating ?? []);
  const kept = {
    viewed: own.length,
    started: own.filter(({ hasStarted }) => hasStarted).length,
    finished: own.filter(({ hasFinished }) => hasFinished).length,
    rated: stars.length,
  };
  const reported = facts.courseReport.get(key);
  const truth = facts.courses.funnelOf(key);
  const name = { types: 'Types 类型', cli: 'Rust' }[key];
  const labels = {
    viewed: 'looked 查看',
    started: 'began 开始',
    finished: 'finished 学完',
    rated: 'rated 评分',
  };
  const steps = (['viewed', 'started', 'finished', 'rated'] as const).map((step) =>
    pair(`${name}: ${labels[step]}`, reported?.[step] === kept[step] ? kept[step] : null, truth[step]),
  );
  return [...steps, pair(`${name}: mean 平均分`, hundredths(reported?.mean ?? null), hundredths(truth.mean))];
}

function learnersOf(story: Story, key: CourseKey, learners: readonly StoredLearner[]): Pair[] {
  const own = new Map(
    learners.filter(({ title }) => title === TAUGHT[key].title).map((one) => [one.userId, one]),
  );
  const truth = story.facts.courses.learnersOf(key);
  const started = [...own.values()].filter(({ hasStarted }) => hasStarted).map(({ userId }) => userId);
  return [...new Set([...truth.keys(), ...started])].flatMap((userId) => {
    const stars = story.facts.courses.starsOf(key, userId);
    return [
      pair(
        `lessons of ${nameOf(story, userId)}`,
        own.get(userId)?.lessons ?? null,
        truth.get(userId) ?? null,
      ),
      pair(`stars of ${nameOf(story, userId)}`, own.get(userId)?.rating ?? 0, stars ?? 0),
    ];
  });
}

/** Everybody who learns it or stands in its thread: in it or not. */
function roomOf(story: Story, key: CourseKey): Pair[] {
  const [room] = roomsOf(story, key);
  const there = room ? peopleIn(story, room.id) : new Set<string>();
  const due = dueIn(story, key);
  const people = new Set([...there, ...due, ...story.facts.courses.learnersOf(key).keys()]);
  return [...people].map((userId) =>
    pair(nameOf(story, userId), Number(there.has(userId)), Number(due.has(userId))),
  );
}

function placesOf(story: Story, key: CourseKey): Pair[] {
  const { title } = TAUGHT[key];
  const published = story.facts.courses.versionsOf(key);
  return [
    pair(`announcements of ${title}`, newsOf(story, key).length, published),
    pair(`threads of reviews of ${title}`, reviewThreadsOf(story, key).length, SUBMITTED[key]),
    pair(
      `different names of these threads`,
      new Set(reviewThreadsOf(story, key).map(({ name }) => name)).size,
      SUBMITTED[key],
    ),
    pair(`rooms of ${title}`, roomsOf(story, key).length, 1),
  ];
}

/** Versions that were handed in. */
const SUBMITTED: Readonly<Record<CourseKey, number>> = { types: 3, cli: 1 };

function session(story: Story): Pair[] {
  const { community, sandbox, facts } = story;
  const { scheduledEvents } = sandbox.world.state.guild(community.guildId);
  return [
    pair('posts of the live Q&A', postsWith(story, community.places.courses, 'qa.questions').length, 1),
    pair('Discord’s events', scheduledEvents.size, 1),
    pair('answers posted', answersPosted(story).length, facts.courses.answers),
  ];
}

/** Every certificate that was shown is kept, and /verify named its owner; and there are no others. */
function certificates({ facts }: Story, learners: readonly StoredLearner[]): Pair[] {
  const kept = new Map(learners.flatMap(({ code, userId }) => (code === null ? [] : [[code, userId]])));
  const shown = [...facts.courses.certificates].map(([code, userId]) =>
    pair(
      `certificate ${code}`,
      Number(facts.verified.get(code) === true && kept.get(code.replaceAll('-', '')) === userId),
      1,
    ),
  );
  return [...shown, pair('certificates', kept.size, shown.length)];
}

function hundredths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}

function nameOf({ stage }: Story, userId: string): string {
  return stage.names.user(userId) ?? userId;
}

function pair(what: string, bot: number | null, discord: number | null): Pair {
  return { what, weekOn: '', bot, discord };
}
