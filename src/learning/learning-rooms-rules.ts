/** What is done to let a learner into a course's room or out of it. Pure. */

/** A private thread, or a role that opens a channel: thread:<id> or role:<id>. */
export type Room = `thread:${string}` | `role:${string}`;

/** Where a learner may be, and how often it was tried to change that. */
export interface RoomRecord {
  /** The room they may be in; written before they are let in. */
  readonly room: Room | null;
  /** Tries that were begun and not finished. */
  readonly attempts: number;
}

/** Out of a room, into one, or nothing. */
export type RoomStep = { readonly leave: Room } | { readonly enter: Room } | null;

/** What to do next. @param wanted the room they belong into. */
export function decideRoomStep({ room, attempts }: RoomRecord, wanted: Room | null): RoomStep {
  if (room !== null && room !== wanted) return { leave: room };
  // Whether a try that was not finished came through is not known; letting somebody in twice does no harm.
  return wanted !== null && (room === null || attempts > 0) ? { enter: wanted } : null;
}

/** Waits before it is tried again, in seconds; the last one repeats. */
const RETRY_SECONDS = [5, 30, 120, 600, 1_200];

/** When a try that was begun now is taken for failed. @param attempts tries before it that were not finished. */
export function retryAt(attempts: number, now: Date): Date {
  const seconds = RETRY_SECONDS[Math.min(attempts, RETRY_SECONDS.length - 1)]!;
  return new Date(now.getTime() + seconds * 1_000);
}

export function kindOf(room: Room): 'thread' | 'role' {
  return room.startsWith('thread:') ? 'thread' : 'role';
}

/** Discord's id of the thread or role. */
export function idOf(room: Room): string {
  return room.slice(room.indexOf(':') + 1);
}
