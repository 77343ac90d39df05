/**
 * The courses as the people of the story know them: who looked, began, did which lesson, finished, rated, and what their creators earned by
 * it. Shares no code with the bot. Pure. Instants are Unix milliseconds.
 */
import { dayOn } from './story-time.ts';
import type { PaidTier } from './truth-tiers.ts';

/** The courses of the story. */
export const COURSES = ['types', 'cli'] as const;
export type CourseKey = (typeof COURSES)[number];

/** Source: docs/glossary.md, “Points” */
const POINTS = { published: 100, updated: 20, finished: 5, rated: 2 };
/** A rating earns points from so many stars on. */
const GOOD_STARS = 4;

/** What somebody did with a course or a question, once. */
interface Act {
  readonly userId: string;
  readonly channelId: string;
  readonly at: number;
}

export interface Funnel {
  readonly viewed: number;
  readonly started: number;
  readonly finished: number;
  readonly rated: number;
  /** Mean of the stars; null: nobody rated. */
  readonly mean: number | null;
}

class CourseTruth {
  readonly creatorId: string;
  /** null: open to all. */
  readonly tier: PaidTier | null;
  lessons: number;
  /** When each version was published, the first one first. */
  readonly publishedAt: number[] = [];
  readonly viewers = new Set<string>();
  /** Lessons done, by everybody who started. */
  readonly learners = new Map<string, Set<number>>();
  readonly finished = new Set<string>();
  readonly stars = new Map<string, number>();
  /** Who rated it well at some time. */
  readonly praised = new Set<string>();

  constructor(creatorId: string, tier: PaidTier | null, lessons: number) {
    this.creatorId = creatorId;
    this.tier = tier;
    this.lessons = lessons;
  }
}

export class CourseBook {
  private readonly courses = new Map<CourseKey, CourseTruth>();
  private readonly noted = new Map<string, Act>();
  /** Questions by name or without, and how many were answered. */
  questions = 0;
  answers = 0;
  /** Codes of certificates as they stood on the picture, with whose they are. */
  readonly certificates = new Map<string, string>();

  /** Everything that counts as an interaction, each once. */
  get acts(): readonly Act[] {
    return [...this.noted.values()];
  }

  create(key: CourseKey, creatorId: string, tier: PaidTier | null, lessons: number): void {
    this.courses.set(key, new CourseTruth(creatorId, tier, lessons));
  }

  /** @param lessons of the new version. */
  publish(key: CourseKey, at: number, lessons: number): void {
    const course = this.of(key);
    course.lessons = lessons;
    course.publishedAt.push(at);
  }

  view(key: CourseKey, act: Act): void {
    this.of(key).viewers.add(act.userId);
    this.note(`view ${key}`, act);
  }

  start(key: CourseKey, act: Act): void {
    const { viewers, learners } = this.of(key);
    viewers.add(act.userId);
    if (learners.has(act.userId)) return;
    learners.set(act.userId, new Set());
    this.note(`start ${key}`, act);
  }

  /** @param lesson its place, from 1. */
  done(key: CourseKey, lesson: number, act: Act): void {
    const { learners, finished, lessons } = this.of(key);
    const own = learners.get(act.userId);
    if (!own) throw new RangeError(`${act.userId} has not started ${key}`);
    own.add(lesson);
    if (own.size >= lessons) finished.add(act.userId);
    this.note(`lesson ${key}`, act);
  }

  rate(key: CourseKey, stars: number, act: Act): void {
    const course = this.of(key);
    course.stars.set(act.userId, stars);
    if (stars >= GOOD_STARS) course.praised.add(act.userId);
    this.note(`rating ${key}`, act);
  }

  /** @param named without a name nobody is noted who asked: here there are too few to hide among. */
  ask(act: Act, named: boolean): void {
    this.questions += 1;
    if (named) this.note(`question ${this.questions}`, act);
  }

  answer(act: Act): void {
    this.answers += 1;
    this.note(`answer ${this.answers}`, act);
  }

  funnelOf(key: CourseKey): Funnel {
    const { viewers, learners, finished, stars } = this.of(key);
    const sum = [...stars.values()].reduce((total, one) => total + one, 0);
    return {
      viewed: viewers.size,
      started: learners.size,
      finished: finished.size,
      rated: stars.size,
      mean: stars.size === 0 ? null : sum / stars.size,
    };
  }

  /** Everybody who started, with how many lessons they have done. */
  learnersOf(key: CourseKey): ReadonlyMap<string, number> {
    return new Map([...this.of(key).learners].map(([userId, done]) => [userId, done.size]));
  }

  /** null: they have not rated it. */
  starsOf(key: CourseKey, userId: string): number | null {
    return this.of(key).stars.get(userId) ?? null;
  }

  /** How many were published. */
  versionsOf(key: CourseKey): number {
    return this.of(key).publishedAt.length;
  }

  /** Who must be in the course's room: its creator, and who started and may open it. */
  roomOf(key: CourseKey, tierOf: (userId: string) => PaidTier | null): ReadonlySet<string> {
    const { creatorId, tier, learners } = this.of(key);
    // In this story the higher tier opens what the lower one opens.
    const opens = (userId: string): boolean => tier === null || [tier, 'gold'].includes(tierOf(userId) ?? '');
    return new Set([creatorId, ...[...learners.keys()].filter(opens)]);
  }

  /** Creators with the points they earned. */
  get points(): ReadonlyMap<string, number> {
    const points = new Map<string, number>();
    for (const { creatorId, publishedAt, finished, praised } of this.courses.values()) {
      const [, ...updates] = publishedAt;
      // Updates earn once in a month.
      const months = new Set(updates.map((at) => dayOn(at).slice(0, 7)));
      const earned =
        (publishedAt.length > 0 ? POINTS.published : 0) +
        months.size * POINTS.updated +
        finished.size * POINTS.finished +
        praised.size * POINTS.rated;
      points.set(creatorId, (points.get(creatorId) ?? 0) + earned);
    }
    return points;
  }

  private of(key: CourseKey): CourseTruth {
    const course = this.courses.get(key);
    if (!course) throw new RangeError(`there is no course ${key} yet`);
    return course;
  }

  /** The same of the same person at the same instant is one. */
  private note(what: string, act: Act): void {
    this.noted.set(`${what} ${act.userId} ${act.at}`, act);
  }
}
