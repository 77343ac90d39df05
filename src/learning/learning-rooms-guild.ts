/** Lets the learners of one community's courses into their rooms and out of them, one after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import { transactSql } from '../db/transact.ts';
import { UpstreamError } from '../kernel/errors.ts';
import { wishRoles } from '../roles/roles.ts';
import { keysOf } from './learning-access.ts';
import { compareRooms } from './learning-rooms-compare.ts';
import { openThread, RoomHindrance, tellRoomProblem, threadIsGone } from './learning-rooms-thread.ts';
import { decideRoomStep, idOf, kindOf, retryAt } from './learning-rooms-rules.ts';
import type { Room } from './learning-rooms-rules.ts';
import {
  isNeededElsewhere,
  listDue,
  updateBegun,
  updateEnded,
  updatePostponed,
} from './learning-rooms-store.ts';
import type { DueLearner } from './learning-rooms-store.ts';
import type { RoomProblem } from './learning-records.ts';

/** What roles of courses are wished for. */
export const ROLE_PURPOSE = 'course';

/** What one community shares with the others. */
export interface SharedRooms {
  /** Aborted when the bot stops. */
  readonly signal: AbortSignal;
  /** Resolves when the next request may be sent. */
  turn(): Promise<void>;
}

const BATCH = 50;
/** So long nobody is let into a room that was found closed: each refused request counts towards a ban. */
const BLOCKED_MS = 20 * 60_000;

export class GuildRooms {
  private readonly app: App;
  private readonly guildId: string;
  private readonly shared: SharedRooms;
  private running: Promise<void> | null = null;
  private isAsked = false;
  private isToCompare = false;
  /** Course → why its room takes nobody now, and until when that is believed. */
  private readonly blocked = new Map<number, { problem: RoomProblem; until: Date }>();
  /** Course → what staff know of its room. */
  private readonly told = new Map<number, RoomProblem | null>();

  constructor(app: App, guildId: string, shared: SharedRooms) {
    this.app = app;
    this.guildId = guildId;
    this.shared = shared;
  }

  wake(): void {
    this.isAsked = true;
    this.running ??= this.run();
  }

  compare(): void {
    this.isToCompare = true;
    this.wake();
  }

  /** What kept people out may be gone. */
  unblock(): void {
    this.blocked.clear();
    this.wake();
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
          await compareRooms(app, guildId);
        }
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
    const due = await listDue(app, guildId, app.clock.now(), BATCH);
    // What a learner is due for was written together with the course: memory may be behind.
    for (const courseId of new Set(due.map((learner) => learner.courseId)))
      await app.courses.refresh(app, guildId, courseId);
    for (const learner of due) {
      if (this.shared.signal.aborted) return false;
      await this.look(learner);
    }
    return due.length > 0;
  }

  private async look(learner: DueLearner): Promise<void> {
    const { app } = this;
    try {
      const course = app.courses.find(this.guildId, learner.courseId);
      const wanted = course && (await this.isWelcome(course, learner)) ? roomOf(course) : null;
      const step = decideRoomStep(learner, wanted);
      if (!step) await updateEnded(app.db, learner, { room: learner.room, dueAt: null, problem: null });
      else if ('leave' in step) await this.leave(learner, step.leave);
      else await this.enter(learner, course!, step.enter);
    } catch (error) {
      if (error instanceof RoomHindrance) await this.block(learner, error.problem);
      else if (error instanceof UpstreamError && error.upstream === 'discord')
        await this.postpone(learner, error);
      else throw error;
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
    const blocked = this.blocked.get(courseId);
    if (blocked && blocked.until > app.clock.now()) throw new RoomHindrance(blocked.problem);
    const room = wanted === TO_OPEN ? await this.open(course) : wanted;
    // Written first: whoever may be in it is taken out of it later.
    if (!(await this.begin(learner, room))) return;
    await this.shared.turn();
    const answer = await app.threads.add(guildId, idOf(room), learner.userId, this.shared.signal);
    switch (answer) {
      case 'done':
        this.blocked.delete(courseId);
        await this.tell(courseId, null);
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
    if (!(await this.begin(learner, room))) return;
    await this.shared.turn();
    const answer = await app.threads.remove(guildId, idOf(room), userId, this.shared.signal);
    if (answer === 'no-permission') return this.tell(courseId, answer);
    // There is a place for one more.
    this.blocked.delete(courseId);
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

  /** The room takes nobody now: nobody asks for it for a while. */
  private async block(learner: DueLearner, problem: RoomProblem): Promise<void> {
    const { app } = this;
    const now = app.clock.now();
    const before = this.blocked.get(learner.courseId);
    const until = before && before.until > now ? before.until : new Date(now.getTime() + BLOCKED_MS);
    this.blocked.set(learner.courseId, { problem, until });
    // Of a full room it is known that they are not in it.
    if (problem === 'full') await updateEnded(app.db, learner, { room: null, dueAt: until, problem });
    else await updatePostponed(app, learner, until, problem);
    await this.tell(learner.courseId, problem);
  }

  private async tell(courseId: number, problem: RoomProblem | null): Promise<void> {
    if (this.told.get(courseId) === problem) return;
    await tellRoomProblem(this.app, this.guildId, courseId, problem);
    this.told.set(courseId, problem);
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
