/** Which rooms of one community take nobody now. Nobody asks Discord for those: each refused request counts towards a ban. */
import type { App } from '../app.ts';
import type { RoomProblem } from './learning-records.ts';
import { tellRoomProblem } from './learning-rooms-thread.ts';

/** So long a room that was found closed is not asked for, and then by one person. */
const CLOSED_MS = 20 * 60_000;

export class RoomDoors {
  private readonly app: App;
  private readonly guildId: string;
  /** By course. */
  private readonly closed = new Map<number, { problem: RoomProblem; until: Date }>();

  constructor(app: App, guildId: string) {
    this.app = app;
    this.guildId = guildId;
  }

  /** Why the room of the course takes nobody; null: it may take people. */
  problem(courseId: number): RoomProblem | null {
    const door = this.closed.get(courseId);
    return door && door.until > this.app.clock.now() ? door.problem : null;
  }

  /** It was found closed: staff are told once. @returns until when that is believed. @throws as `tellRoomProblem`. */
  async close(courseId: number, problem: RoomProblem): Promise<Date> {
    await this.tell(courseId, problem);
    const before = this.problem(courseId) === null ? undefined : this.closed.get(courseId);
    const until = before?.until ?? new Date(this.app.clock.now().getTime() + CLOSED_MS);
    this.closed.set(courseId, { problem, until });
    return until;
  }

  /** There may be a place again. */
  open(courseId: number): void {
    this.closed.delete(courseId);
  }

  openAll(): void {
    this.closed.clear();
  }

  /** Notes what staff are to know of the room. @param problem null: it takes everybody again. @throws as `tellRoomProblem`. */
  async tell(courseId: number, problem: RoomProblem | null): Promise<void> {
    const known = this.app.courses.find(this.guildId, courseId)?.roomProblem ?? null;
    if (known !== problem) await tellRoomProblem(this.app, this.guildId, courseId, problem);
  }
}
