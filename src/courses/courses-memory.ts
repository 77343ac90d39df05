/** Settings, topics and published courses in memory, for access, lists and suggestions. The database is the truth. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { Turns } from '../kernel/turns.ts';
import { DraftMemory } from './courses-drafts-memory.ts';
import { DEFAULT_SETTINGS } from './courses-records.ts';
import type { CourseSettings, CourseStanding, PublishedCourse } from './courses-records.ts';
import { listAllSettings } from './courses-settings-store.ts';
import { listHomes, listPublished } from './courses-published-store.ts';
import { isCalled } from './courses-topics-rules.ts';
import type { Topic } from './courses-topics-rules.ts';
import { listAllTopics } from './courses-topics-store.ts';

export class CourseMemory {
  /**
   * Told in the transaction that changes who may learn a course, where its learners meet or whose it is; filled where the app is put together. Must not ask
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
  /** Courses that changed and were not read again yet: community → numbers. */
  private readonly stale = new Map<string, Set<number>>();
  private readonly reading = new Turns();
  private readonly settling = new Turns();

  /** Reads what is to be held of every community this process serves; once, at start. */
  async load(app: Pick<App, 'db' | 'communities'>): Promise<void> {
    const isServed = (guildId: string) => app.communities.serves(guildId);
    for (const [guildId, settings] of await listAllSettings(app))
      if (isServed(guildId)) this.settings.set(guildId, settings);
    for (const topic of await listAllTopics(app)) if (isServed(topic.guildId)) this.putTopic(topic);
    // One community after the other: every word of all their lessons at once would be much.
    for (const guildId of (await listHomes(app)).filter(isServed))
      for (const course of await listPublished(app, guildId)) this.put(course);
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

  /**
   * Reads a course again after it was changed. What changed it is done and must not look as if it had failed: what cannot be read now is
   * read with the next change, or by the job.
   */
  async refresh(app: Pick<App, 'db'>, guildId: string, courseId: number): Promise<void> {
    this.noteStale(guildId, [courseId]);
    await Promise.allSettled([this.refreshStale(app, guildId)]);
  }

  /**
   * Reads what changed and could not be read then, in turn, so that an older reading never overwrites a younger one.
   * @throws what the database throws; it is read with the next turn.
   */
  refreshStale(app: Pick<App, 'db'>, guildId: string): Promise<void> {
    return this.reading.take(guildId, async () => {
      const due = [...(this.stale.get(guildId) ?? [])];
      // From here on a change is one that this reading may miss: it is due anew.
      this.stale.delete(guildId);
      for (const [index, courseId] of due.entries()) {
        try {
          const [course] = await listPublished(app, guildId, courseId);
          if (course) this.put(course);
          else this.published.get(guildId)?.delete(courseId);
        } catch (error) {
          this.noteStale(guildId, due.slice(index));
          throw error;
        }
      }
    });
  }

  /** Does the work after what was begun for the community before it, so that nothing is posted by two at once. */
  inTurn<T>(guildId: string, work: () => Promise<T>): Promise<T> {
    return this.settling.take(guildId, work);
  }

  dropCommunity(guildId: string): void {
    this.drafts.dropCommunity(guildId);
    for (const held of [this.settings, this.topics, this.published, this.stale]) held.delete(guildId);
  }

  private noteStale(guildId: string, courseIds: readonly number[]): void {
    this.stale.set(guildId, new Set([...(this.stale.get(guildId) ?? []), ...courseIds]));
  }

  private put(course: PublishedCourse): void {
    const own = this.published.get(course.guildId) ?? new Map<number, PublishedCourse>();
    this.published.set(course.guildId, own.set(course.courseId, course));
  }
}
