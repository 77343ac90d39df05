/** What a session of questions and answers and a question in it are, and what may be done with them when. Pure. */
import { Refusal } from '../kernel/errors.ts';

export const QUESTION_MAX = 1_000;
/** With every character escaped it still fits into one message together with the question. */
export const ANSWER_MAX = 1_800;
export const REASON_MAX = 300;
/** Of one person in one session, not answered yet. */
export const OPEN_QUESTIONS_MAX = 5;
/** Who asked without a name is noted only together with so many: fewer could be joined to their questions by guessing. */
export const ANONYMOUS_ASKERS_MIN = 5;
/** Planned and open, in one community. */
export const LIVE_SESSIONS_MAX = 25;
export const MINUTES_USUAL = 60;
export const MINUTES_MAX = 480;

/** A year typed wrong is noticed. */
const DAYS_AHEAD_MAX = 366;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A session nobody closed goes on so long after its time. */
const GRACE_MS = 30 * MINUTE_MS;
/** A question that somebody took and left for so long may be taken by others. */
const LEFT_AFTER_MS = 15 * MINUTE_MS;

/** planned: questions are gathered. open: they are answered. closing: closed, and who asked without a name not noted yet. */
export type SessionState = 'planned' | 'open' | 'closing' | 'closed' | 'cancelled';

export interface QaSession {
  readonly id: number;
  readonly guildId: string;
  readonly courseId: number;
  readonly state: SessionState;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly channelId: string;
  readonly postState: 'due' | 'posted' | 'failed';
  /** Since when its post is to stand in this channel. */
  readonly postDueAt: Date;
  readonly messageId: string | null;
  /** Changes so far of what its post shows, and how many of them it shows. */
  readonly changes: number;
  readonly shown: number;
  /** Discord's own event; due: it is to be made, moved or ended. */
  readonly eventState: 'due' | 'made' | 'failed' | 'over';
  readonly eventId: string | null;
  /** The voice channel; null: in text. */
  readonly voiceId: string | null;
  readonly anonymous: boolean;
  /** null: they asked to be forgotten. */
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

export type QuestionState = 'open' | 'taken' | 'answered' | 'dismissed';

export interface QaQuestion {
  readonly id: number;
  readonly guildId: string;
  readonly sessionId: number;
  readonly courseId: number;
  /** null: asked without a name, or they asked to be forgotten. */
  readonly userId: string | null;
  /** null: asked with a name, or they asked to be forgotten. */
  readonly askerKey: string | null;
  readonly text: string;
  /** Without a name only the local day is kept, as its beginning: what else they pressed stands in the log with its time. */
  readonly askedAt: Date;
  readonly state: QuestionState;
  /** The answer, or why it was dismissed. */
  readonly answer: string | null;
  /** Who took, answered or dismissed it. */
  readonly handledBy: string | null;
  readonly handledAt: Date | null;
  /** Whether the channel was told of the state it is in. */
  readonly postState: 'none' | 'due' | 'posted' | 'failed';
}

export type SessionAct = 'ask' | 'vote' | 'next' | 'move' | 'put-off' | 'close' | 'cancel';

/** In which states of a session what can be done. After its end, what was left unanswered can still be answered. */
const SESSION_ACTS: Readonly<Record<SessionAct, readonly SessionState[]>> = {
  ask: ['planned', 'open'],
  vote: ['planned', 'open'],
  next: ['open', 'closing', 'closed'],
  move: ['planned', 'open'],
  'put-off': ['planned'],
  close: ['open'],
  cancel: ['planned', 'open'],
};

/** @throws Refusal `qa.session-state`. */
export function assertSession({ state, startsAt }: QaSession, act: SessionAct): void {
  if (!SESSION_ACTS[act].includes(state)) throw new Refusal('qa.session-state', { state, act, startsAt });
}

export function isOver({ state }: Pick<QaSession, 'state'>): boolean {
  return state === 'closing' || state === 'closed' || state === 'cancelled';
}

export function endsAt({ startsAt, minutes }: Pick<QaSession, 'startsAt' | 'minutes'>): Date {
  return new Date(startsAt.getTime() + minutes * MINUTE_MS);
}

/** What time alone brings about. One that passed while the bot was away is closed without ever being open. */
export function dueMove(session: QaSession, now: Date): 'open' | 'close' | null {
  if (isOver(session)) return null;
  if (now.getTime() >= endsAt(session).getTime() + GRACE_MS) return 'close';
  return session.state === 'planned' && now >= session.startsAt ? 'open' : null;
}

/** When Discord's event begins. It takes none that begins now, so the event of a session that does begins a minute later. */
export function eventStartsAt({ state, startsAt }: QaSession): Date {
  return state === 'planned' ? startsAt : new Date(startsAt.getTime() + MINUTE_MS);
}

/** Discord begins an event elsewhere by itself, one in a voice channel never: unless it is begun, it ends as cancelled. */
export function isBegun({ state, voiceId }: Pick<QaSession, 'state' | 'voiceId'>): boolean {
  return state === 'open' && voiceId !== null;
}

/** @throws Refusal `qa.too-far`. */
export function assertNear(startsAt: Date, now: Date): void {
  if (startsAt.getTime() - now.getTime() > DAYS_AHEAD_MAX * DAY_MS)
    throw new Refusal('qa.too-far', { startsAt, days: DAYS_AHEAD_MAX });
}

/** What was taken before this instant was left. */
export function leftBefore(now: Date): Date {
  return new Date(now.getTime() - LEFT_AFTER_MS);
}

/** What somebody typed as a question or an answer. @throws Refusal `qa.empty`. */
export function parseWords(typed: string, most: number): string {
  const text = typed.trim();
  if (text === '') throw new Refusal('qa.empty', {});
  return text.slice(0, most);
}

/** Whoever took a question answers it, dismisses it or puts it back. @throws Refusal `qa.question-state`, `qa.taken-by-other`. */
export function assertHasQuestion({ state, handledBy }: QaQuestion, userId: string): void {
  if (state !== 'taken') throw new Refusal('qa.question-state', { state });
  if (handledBy !== userId) throw new Refusal('qa.taken-by-other', { userId: handledBy });
}

/** Words of a search, each of which must be found; as they are compared. */
export function searchWords(typed: string): string[] {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** There is no such session of questions and answers here. */
    'qa.unknown': Record<string, never>;
    /** The session is not in a state in which this can be done. */
    'qa.session-state': { state: SessionState; act: SessionAct; startsAt: Date };
    /** Whoever plans a session may not write in its channel, or join its voice channel; what they lack, in Discord's names. */
    'qa.channel-closed': { channelId: string; missing: readonly string[] };
    /** A session was to begin more than so many days ahead. */
    'qa.too-far': { startsAt: Date; days: number };
    /** More planned and open sessions than a community may have. */
    'qa.too-many-sessions': { most: number };
    /** More unanswered questions in a session than one person may have. */
    'qa.too-many-questions': { most: number };
    /** A question or an answer without words. */
    'qa.empty': Record<string, never>;
    /** Questions without a name are not taken here. */
    'qa.not-anonymous': Record<string, never>;
    /** The question does not wait for this any more. */
    'qa.question-state': { state: QuestionState };
    /** Nobody votes for a question of their own. */
    'qa.own-question': Record<string, never>;
    /** Somebody else has the question; null: they asked to be forgotten. */
    'qa.taken-by-other': { userId: string | null };
  }
}
