/** Lets the learners of one community's courses into their rooms and out of them, one after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import { transactSql } from '../db/transact.ts';
import type { UpstreamError } from '../kernel/errors.ts';
import { wishRoles } from '../roles/roles.ts';
import { keysOf } from './learning-access.ts';
import { compareRooms } from './learning-rooms-compare.ts';
import type { SharedRooms } from './learning-rooms-compare.ts';
import { changeCreators } from './learning-rooms-creators.ts';
import { RoomDoors } from './learning-rooms-doors.ts';
import { isFromDiscord, openThread, RoomHindrance, threadIsGone } from './learning-rooms-thread.ts';
import { decideRoomStep, idOf, kindOf, retryAt } from './learning-rooms-rules.ts';
import type { Room } from './learning-rooms-rules.ts';
import {
  isNeededElsewhere,
  listDue,
  listHindered,
  listHinderedCourses,
  updateBegun,
  updateEnded,
  updatePostponed,
} from './learning-rooms-store.ts';
import type { DueLearner } from './learning-rooms-store.ts';
import type { RoomProblem } from './learning-records.ts';

/** What roles of courses are wished for. */
export const ROLE_PURPOSE = 'course';

const BATCH = 50;

export class GuildRooms {
  readonly app: App;
  private readonly guildId: string;
  readonly shared: SharedRooms;
  private running: Promise<void> | null = null;
  private isAsked = false;
  private isToCompare = false;
  readonly doors: RoomDoors;
  /** Courses for whose room somebody waits; null until it was looked up. */
  private waiting: Set<number> | null = null;
  /** Somebody is being let in or out. */
  private underWay: Promise<unknown> = Promise.resolve();

  constructor(app: App, guildId: string, shared: SharedRooms) {
    this.app = app;
    this.guildId = guildId;
    this.shared = shared;
    this.doors = new RoomDoors(app, guildId);
  }

  wake(): void {
    this.isAsked = true;
    this.running ??= this.run();
  }

  /** @throws as `compareRooms`. */
  async compare(): Promise<void> {
    await compareRooms(this.app, this.guildId, this.shared);
    this.wake();
  }

  compareSoon(): void {
    this.isToCompare = true;
    this.wake();
  }

  /** Whether somebody waits for a room that may take people again. */
  hasReopened(): boolean {
    return this.reopened().length > 0;
  }

  /** What kept people out may be gone. */
  unblock(): void {
    this.doors.openAll();
    this.wake();
  }

  /** Resolves when whoever is being let in or out now is. */
  async rest(): Promise<void> {
    await this.underWay;
  }

  async settled(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    const { app, guildId } = this;
    // In a turn of its own, so that `running` is set before it ends.
    await sleep(0);
    try {
      while (this.isAsked && !this.shared.signal.aborted) {
        this.isAsked = false;
        if (this.isToCompare) {
          this.isToCompare = false;
          await compareRooms(app, guildId, this.shared);
        }
        this.waiting ??= new Set(await listHinderedCourses(app, guildId));
        while (await this.round());
      }
    } catch (error) {
      if (!this.shared.signal.aborted)
        app.log.warn({ guild: guildId, err: error }, 'rooms of courses stumbled; it goes on in a moment');
    } finally {
      this.running = null;
    }
  }

  /** @returns whether there may be more to do now. */
  private async round(): Promise<boolean> {
    const { app, guildId } = this;
    if (this.shared.signal.aborted || !app.roleHands.isListening(guildId)) return false;
    await this.follow(changeCreators(this, guildId));
    const due = await listDue(app, guildId, app.clock.now(), BATCH);
    // What a learner is due for was written together with the course: memory may be behind.
    for (const courseId of new Set(due.map((learner) => learner.courseId)))
      await app.courses.refresh(app, guildId, courseId);
    for (const learner of due) {
      if (this.shared.signal.aborted) return false;
      await this.follow(this.look(learner));
    }
    return due.length > 0 || this.roundOfWaiting();
  }

  /** Those their room did not take: they keep nobody else waiting, and one refusal is enough for all. */
  private async roundOfWaiting(): Promise<boolean> {
    const { app, guildId } = this;
    const reopened = this.reopened();
    for (const courseId of reopened) {
      const waiting = await listHindered(app, guildId, courseId, BATCH);
      if (waiting.length === 0) {
        this.waiting?.delete(courseId);
        await this.doors.tell(courseId, null);
      }
      for (const learner of waiting) {
        if (this.shared.signal.aborted) return false;
        if (this.doors.problem(courseId)) break;
        await this.follow(this.look(learner));
      }
    }
    return reopened.length > 0;
  }

  private async follow(work: Promise<void>): Promise<void> {
    // Who waits for its end does not ask how it ended.
    this.underWay = work.catch(() => undefined);
    return work;
  }

  private reopened(): number[] {
    return [...(this.waiting ?? [])].filter((courseId) => !this.doors.problem(courseId));
  }

  private async look(learner: DueLearner): Promise<void> {
    try {
      await this.step(learner);
    } catch (error) {
      if (!isFromDiscord(error)) throw error;
      await this.postpone(learner, error);
    }
  }

  private async step(learner: DueLearner): Promise<void> {
    const { app } = this;
    const course = app.courses.find(this.guildId, learner.courseId);
    const wanted = course && (await this.isWelcome(course, learner)) ? roomOf(course) : null;
    const step = decideRoomStep(learner, wanted);
    try {
      if (!step) await updateEnded(app.db, learner, { room: learner.room, dueAt: null, problem: null });
      else if ('leave' in step) await this.leave(learner, step.leave);
      else await this.enter(learner, course!, step.enter);
    } catch (error) {
      if (!(error instanceof RoomHindrance)) throw error;
      await this.block(learner, error.problem);
    }
  }

  private async isWelcome(course: PublishedCourse, { userId }: DueLearner): Promise<boolean> {
    if (course.roomKind === 'none') return false;
    // Who left is let in when they come back.
    if (this.app.roleHands.isMember(this.guildId, userId) === false) return false;
    return (await keysOf(this.app, this.guildId, userId)).opens(course);
  }

  private async enter(learner: DueLearner, course: PublishedCourse, wanted: Room): Promise<void> {
    const { app, guildId } = this;
    const { courseId } = course;
    if (kindOf(wanted) === 'role') return this.wish(learner, wanted, true);
    const problem = this.doors.problem(courseId);
    if (problem) throw new RoomHindrance(problem);
    const room = wanted === TO_OPEN ? await this.open(course) : wanted;
    // Written first: whoever may be in it is taken out of it later.
    if (!(await this.begin(learner, room))) return;
    await this.shared.turn();
    const answer = await app.threads.add(guildId, idOf(room), learner.userId, this.shared.signal);
    switch (answer) {
      case 'done':
        this.doors.open(courseId);
        // Whether it takes all who wait shows soon: staff are not told of each.
        if (!this.waiting?.has(courseId)) await this.doors.tell(courseId, null);
        await updateEnded(app.db, learner, { room, dueAt: null, problem: null });
        return;
      case 'absent':
        await updateEnded(app.db, learner, { room: null, dueAt: null, problem: null });
        return;
      case 'gone':
        return threadIsGone(app, course, room);
      default:
        return this.block(learner, answer);
    }
  }

  /** Before Discord is asked. @returns false where something changed meanwhile: it is looked at again. */
  private begin(learner: DueLearner, room: Room): Promise<boolean> {
    return updateBegun(this.app, learner, room, retryAt(learner.attempts, this.app.clock.now()));
  }

  private async open(course: PublishedCourse): Promise<Room> {
    await this.shared.turn();
    return `thread:${await openThread(this.app, course)}`;
  }

  private async leave(learner: DueLearner, room: Room): Promise<void> {
    const { app, guildId } = this;
    const { courseId, userId } = learner;
    if (kindOf(room) === 'role') return this.wish(learner, room, false);
    const problem = this.doors.problem(courseId);
    if (problem === 'no-permission') throw new RoomHindrance(problem);
    if (!(await this.begin(learner, room))) return;
    await this.shared.turn();
    const answer = await app.threads.remove(guildId, idOf(room), userId, this.shared.signal);
    if (answer === 'no-permission') throw new RoomHindrance(answer);
    // There is a place for one more.
    this.doors.open(courseId);
    // They may belong elsewhere: it is looked at once more.
    await updateEnded(app.db, learner, { room: null, dueAt: app.clock.now(), problem: null });
  }

  /** Roles are given and taken by those who do nothing else. */
  private async wish(learner: DueLearner, room: Room, wanted: boolean): Promise<void> {
    const { app, guildId } = this;
    const wishedAt = app.clock.now();
    await transactSql(app.db, async (sql) => {
      const outcome = wanted ? { room, dueAt: null } : { room: null, dueAt: wishedAt };
      if (!(await updateEnded(sql, learner, { ...outcome, problem: null }))) return;
      if (!wanted && (await isNeededElsewhere(sql, learner, room))) return;
      const wish = { userId: learner.userId, roleId: idOf(room), wanted, purpose: ROLE_PURPOSE };
      await wishRoles(sql, guildId, [{ ...wish, entryId: null, wishedAt }]);
    });
    app.roles.wake(guildId);
  }

  /** They wait until the room takes people again; whoever may be in it all the same is looked at before. */
  private async block(learner: DueLearner, problem: RoomProblem): Promise<void> {
    const { app } = this;
    const { courseId } = learner;
    const until = await this.doors.close(courseId, problem);
    // Of a full room it is known that they are not in it.
    const isOutside = problem === 'full' || learner.room === null;
    if (!isOutside) return updatePostponed(app, learner, until, problem);
    this.waiting?.add(courseId);
    await updateEnded(app.db, learner, { room: null, dueAt: null, problem });
  }

  /** Discord failed. A try that was begun is repeated when its time is over. */
  private async postpone(learner: DueLearner, error: UpstreamError): Promise<void> {
    if (this.shared.signal.aborted) return;
    const { app, guildId } = this;
    app.log.warn({ guild: guildId, err: error }, 'Discord did not change who is in a room; tried again');
    await updatePostponed(app, learner, retryAt(learner.attempts, app.clock.now()), 'discord');
  }
}

/** A thread that has to be opened first. */
const TO_OPEN: Room = 'thread:';

function roomOf({ roomKind, roomRoleId, roomThreadId }: PublishedCourse): Room | null {
  if (roomKind === 'role') return roomRoleId === null ? null : `role:${roomRoleId}`;
  return roomThreadId === null ? TO_OPEN : `thread:${roomThreadId}`;
}
