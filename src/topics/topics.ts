/** The face of topics: what people look for and talk about, against the courses there are, so that the next course can be chosen. */
import type { App } from '../app.ts';
import type { PublishedCourse, Topic } from '../courses/courses.ts';
import { countByChannel, listenedTo } from '../interactions/interactions.ts';
import { addDays, dayOf, daySpan } from '../kernel/calendar.ts';
import type { DaySpan } from '../kernel/calendar.ts';
import { courseFigures, NO_FIGURES } from '../learning/learning.ts';
import { openQuestionsOf } from '../qa/qa.ts';
import { keptWords, lackOf, NO_DEMAND, sortSearches } from './topics-rules.ts';
import type { Demand, MissedWords, Supply } from './topics-rules.ts';
import { addSearch, listSearches } from './topics-store.ts';

export { deleteSearchesBefore } from './topics-store.ts';
export { SEARCHES_MIN, WEIGHTS } from './topics-rules.ts';
export type { Demand, MissedWords, Supply } from './topics-rules.ts';

/** One look through the list of courses. */
export interface Search {
  /** As they were typed. */
  readonly words: string | null;
  /** Key of the topic that was chosen. */
  readonly topic: string | null;
  /** Whether any course was listed. */
  readonly found: boolean;
}

/** Notes it for the local day, by nobody in particular; nothing where neither words nor a topic were looked for. */
export async function noteSearch(
  app: Pick<App, 'db' | 'clock' | 'communities'>,
  guildId: string,
  { words: typed, topic, found }: Search,
): Promise<void> {
  const sought = { topic: topic ?? '', words: keptWords(typed), found };
  if (sought.topic === '' && sought.words === '') return;
  await addSearch(app, guildId, dayOf(app.clock.now(), app.communities.get(guildId).timeZone), sought);
}

/** One topic in a span of days, and in as many days before it. */
export interface TopicLine {
  readonly topic: Topic;
  readonly demand: Demand;
  /** null: nobody listened in all of those days. */
  readonly before: Demand | null;
  readonly supply: Supply;
  /** 0..1, see `lackOf`. */
  readonly lack: number;
}

export interface TopicList {
  readonly span: DaySpan;
  /** Those that lack a course most first, then by name. */
  readonly topics: readonly TopicLine[];
  readonly missed: readonly MissedWords[];
}

type Needs = Pick<App, 'db' | 'clock' | 'communities' | 'courses' | 'interactions' | 'learning'>;

/** Demand and supply of every topic over the last `days` local days, today among them. */
export async function listTopics(app: Needs, guildId: string, days: number): Promise<TopicList> {
  const { timeZone } = app.communities.get(guildId);
  const span = daySpan(addDays(dayOf(app.clock.now(), timeZone), 1 - days), days, timeZone);
  const earlier = daySpan(addDays(span.fromOn, -days), days, timeZone);
  const { firstAt } = await listenedTo(app, guildId, earlier);
  const isBeforeKnown = firstAt !== null && firstAt <= earlier.from;
  const now = await demandIn(app, guildId, span);
  const before = isBeforeKnown ? await demandIn(app, guildId, earlier) : null;
  const supply = await supplyOf(app, guildId);
  const lines = app.courses.topicsOf(guildId).map((topic) => ({
    topic,
    demand: now.byTopic.get(topic.key) ?? NO_DEMAND,
    before: before?.byTopic.get(topic.key) ?? null,
    supply: supply(topic),
  }));
  const lacks = lackOf(lines);
  return {
    span,
    topics: lines
      .map((line, index) => ({ ...line, lack: lacks[index]! }))
      .toSorted((one, other) => other.lack - one.lack || (one.topic.key < other.topic.key ? -1 : 1)),
    missed: now.missed,
  };
}

/** Of a span of days: the demand of each topic by its key, and what was asked for besides. */
async function demandIn(
  app: Needs,
  guildId: string,
  span: DaySpan,
): Promise<{ byTopic: Map<string, Demand>; missed: MissedWords[] }> {
  const topics = app.courses.topicsOf(guildId);
  const sought = sortSearches(await listSearches(app, guildId, span), topics);
  const asked = await openQuestionsOf(app, guildId, span);
  const busy = await countByChannel(app, guildId, span);
  const demandOf = ({ key, channelIds }: Topic): Demand => {
    const { searches, missed } = sought.byTopic.get(key) ?? NO_DEMAND;
    const courseIds = coursesOn(app, guildId, key).map(({ courseId }) => courseId);
    return {
      searches,
      missed,
      questions: sum(
        asked.filter(({ courseId }) => courseIds.includes(courseId)).map((course) => course.asked),
      ),
      interactions: sum(
        busy.filter(({ channelId }) => channelIds.includes(channelId)).map((channel) => channel.interactions),
      ),
    };
  };
  return { byTopic: new Map(topics.map((topic) => [topic.key, demandOf(topic)])), missed: sought.missed };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

async function supplyOf(app: Needs, guildId: string): Promise<(topic: Topic) => Supply> {
  const figures = await courseFigures(app, guildId);
  return ({ key }) => {
    const courses = coursesOn(app, guildId, key);
    const updated = courses.map(({ updatedAt }) => updatedAt.getTime());
    return {
      courses: courses.length,
      updatedAt: updated.length === 0 ? null : new Date(Math.max(...updated)),
      enrolled: sum(courses.map(({ courseId }) => (figures.get(courseId) ?? NO_FIGURES).started)),
    };
  };
}

function coursesOn({ courses }: Pick<App, 'courses'>, guildId: string, topicKey: string): PublishedCourse[] {
  return courses.listOf(guildId).filter(({ topics }) => topics.includes(topicKey));
}
