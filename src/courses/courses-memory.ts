/** Settings, topics and published courses in memory, for access, lists and suggestions. The database is the truth. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { DraftMemory } from './courses-drafts-memory.ts';
import { DEFAULT_SETTINGS } from './courses-records.ts';
import type { CourseSettings, CourseStanding, PublishedCourse } from './courses-records.ts';
import { listAllSettings } from './courses-settings-store.ts';
import { listPublished } from './courses-published-store.ts';
import { isCalled } from './courses-topics-rules.ts';
import type { Topic } from './courses-topics-rules.ts';
import { listAllTopics } from './courses-topics-store.ts';

export class CourseMemory {
  /**
   * Told in the transaction that changes a published course, its room or its creator; filled where the app is put together. Must not ask
   * for more than the transaction.
   */
  readonly onChanged: ((
    tx: PrismaTransaction,
    guildId: string,
    courseId: number,
    now: Date,
  ) => Promise<void>)[] = [];
  /** What learners made of a course; filled where the app is put together. */
  standingOf: (guildId: string, courseId: number) => Promise<CourseStanding | null> = async () => null;
  /** Drafts lately shown. */
  readonly drafts = new DraftMemory();
  private readonly settings = new Map<string, CourseSettings>();
  private readonly topics = new Map<string, Map<string, Topic>>();
  private readonly published = new Map<string, Map<number, PublishedCourse>>();
  private lastRefresh: Promise<unknown> = Promise.resolve();
  private readonly settling = new Map<string, Promise<void>>();

  /** Reads what is to be held of every community this process serves; once, at start. */
  async load(app: Pick<App, 'db' | 'communities'>): Promise<void> {
    for (const [guildId, settings] of await listAllSettings(app)) this.settings.set(guildId, settings);
    for (const topic of await listAllTopics(app)) this.putTopic(topic);
    for (const course of await listPublished(app))
      if (app.communities.serves(course.guildId)) this.put(course);
  }

  settingsOf(guildId: string): CourseSettings {
    return this.settings.get(guildId) ?? DEFAULT_SETTINGS;
  }

  putSettings(guildId: string, settings: CourseSettings): void {
    this.settings.set(guildId, settings);
  }

  /** By key. */
  topicsOf(guildId: string): Topic[] {
    return [...(this.topics.get(guildId)?.values() ?? [])];
  }

  /** By its key or its name in either language, whatever the case. */
  topicCalled(guildId: string, name: string): Topic | null {
    return this.topicsOf(guildId).find((topic) => isCalled(topic, name)) ?? null;
  }

  putTopic(topic: Topic): void {
    const own = this.topics.get(topic.guildId) ?? new Map<string, Topic>();
    this.topics.set(topic.guildId, own.set(topic.key, topic));
  }

  dropTopic(guildId: string, key: string): void {
    this.topics.get(guildId)?.delete(key);
  }

  /** What people can find, in no order. */
  listOf(guildId: string): PublishedCourse[] {
    return [...(this.published.get(guildId)?.values() ?? [])];
  }

  find(guildId: string, courseId: number): PublishedCourse | null {
    return this.published.get(guildId)?.get(courseId) ?? null;
  }

  /** Reads a course again after it was changed, in turn, so that an older reading never overwrites a younger one. */
  async refresh(app: Pick<App, 'db'>, guildId: string, courseId: number): Promise<void> {
    const turn = this.lastRefresh.then(async () => {
      const [course] = await listPublished(app, { guildId, courseId });
      if (course) this.put(course);
      else this.published.get(guildId)?.delete(courseId);
    });
    // A reading that failed must not keep the next one from its turn; its caller is told through `turn`.
    this.lastRefresh = turn.catch(() => undefined);
    return turn;
  }

  /** Does the work after what was begun for the community before it, so that nothing is posted by two at once. */
  async inTurn(guildId: string, work: () => Promise<void>): Promise<void> {
    const before = this.settling.get(guildId) ?? Promise.resolve();
    // What failed before must not keep this from its turn; its caller was told.
    const turn = before.catch(() => undefined).then(work);
    this.settling.set(guildId, turn);
    return turn;
  }

  dropCommunity(guildId: string): void {
    this.drafts.dropCommunity(guildId);
    for (const held of [this.settings, this.topics, this.published, this.settling]) held.delete(guildId);
  }

  private put(course: PublishedCourse): void {
    const own = this.published.get(course.guildId) ?? new Map<number, PublishedCourse>();
    this.published.set(course.guildId, own.set(course.courseId, course));
  }
}
