/** What may be done with a session and a question when. Pure; nothing is faked. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/kernel/errors.ts';
import {
  assertHasQuestion,
  assertSession,
  dueMove,
  eventStartsAt,
  parseWords,
  searchWords,
} from '../../src/qa/qa-rules.ts';
import type { QaQuestion, QaSession, SessionAct, SessionState } from '../../src/qa/qa-rules.ts';

const STARTS_AT = new Date('2026-11-16T12:00:00Z');

const session = (state: SessionState): QaSession => ({
  id: 1,
  guildId: '1',
  courseId: 1,
  state,
  startsAt: STARTS_AT,
  minutes: 60,
  channelId: '2',
  postState: 'posted',
  postDueAt: STARTS_AT,
  messageId: '3',
  changes: 1,
  shown: 1,
  eventState: 'made',
  eventId: '4',
  voiceId: null,
  anonymous: true,
  createdBy: '5',
  createdAt: STARTS_AT,
  closedAt: null,
});

function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('a session', () => {
  const ACTS: readonly SessionAct[] = ['ask', 'vote', 'next', 'move', 'put-off', 'close', 'cancel'];

  it.each<[SessionState, readonly SessionAct[]]>([
    ['planned', ['ask', 'vote', 'move', 'put-off', 'cancel']],
    ['open', ['ask', 'vote', 'next', 'move', 'close', 'cancel']],
    ['closing', ['next']],
    ['closed', ['next']],
    ['cancelled', []],
  ])('that is %s allows exactly what belongs to it', (state, allowed) => {
    expect(ACTS.filter((act) => codeOf(() => assertSession(session(state), act)) === null)).toEqual(allowed);
  });

  it.each<[SessionState, string, 'open' | 'close' | null]>([
    ['planned', '2026-11-16T11:59:59.999Z', null],
    ['planned', '2026-11-16T12:00:00Z', 'open'],
    ['planned', '2026-11-16T13:29:59Z', 'open'],
    ['planned', '2026-11-16T13:30:00Z', 'close'],
    ['open', '2026-11-16T13:29:59Z', null],
    ['open', '2026-11-16T13:30:00Z', 'close'],
    ['closing', '2026-11-17T00:00:00Z', null],
    ['cancelled', '2026-11-17T00:00:00Z', null],
  ])('that is %s at %s: %s', (state, at, move) => {
    expect(dueMove(session(state), new Date(at))).toBe(move);
  });

  it('that begins now has an event that begins in a minute, since Discord takes none that began', () => {
    expect(eventStartsAt(session('open'))).toEqual(new Date('2026-11-16T12:01:00Z'));
    expect(eventStartsAt(session('planned'))).toEqual(STARTS_AT);
  });
});

describe('a question', () => {
  const taken = { state: 'taken', handledBy: '7' } as QaQuestion;

  it('is in the hands of whoever took it alone', () => {
    expect(codeOf(() => assertHasQuestion(taken, '7'))).toBeNull();
    expect(codeOf(() => assertHasQuestion(taken, '8'))).toBe('qa.taken-by-other');
    expect(codeOf(() => assertHasQuestion({ ...taken, state: 'answered' }, '7'))).toBe('qa.question-state');
  });

  it('of spaces is none', () => {
    expect(codeOf(() => parseWords(' \n　', 10))).toBe('qa.empty');
    expect(parseWords('  why? ', 10)).toBe('why?');
  });

  it('is searched for by words of either script, wide or narrow', () => {
    expect(searchWords('　Ｒｕｓｔ  所有权 ')).toEqual(['rust', '所有权']);
    expect(searchWords('  ')).toEqual([]);
  });
});
