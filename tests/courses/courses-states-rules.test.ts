/** The table of states, every act in every state under every hat, against a list written by hand. Pure. */
import { describe, expect, it } from 'vitest';
import {
  decideMove,
  decideRecount,
  decideReview,
  isKnownTo,
  MOVES,
  VERSION_STATES,
} from '../../src/courses/courses-states-rules.ts';
import type { CourseAct } from '../../src/courses/courses-states-rules.ts';
import type { Actor, CourseReview, Verdict } from '../../src/courses/courses.ts';
import { cleo, dan, mia, rita, rob, stan } from './course-people.ts';

const PEOPLE = { cleo, dan, mia, rita, stan };
const ACTS: readonly CourseAct[] = [
  'edit',
  'submit',
  'withdraw',
  'approve',
  'request-changes',
  'reject',
  'publish',
  'supersede',
  'archive',
  'restore',
  'revise',
];

/** Everything that may be done to a course of Cleo's: state, act, who, where it leads. */
const ALLOWED = [
  'draft edit cleo → draft',
  'draft submit cleo → submitted',
  'draft withdraw cleo → withdrawn',
  'submitted withdraw cleo → withdrawn',
  'submitted approve rita stan → approved',
  'submitted request-changes rita stan → changes-requested',
  'submitted reject rita stan → rejected',
  'changes-requested revise cleo → changes-requested',
  'approved withdraw cleo → withdrawn',
  'approved request-changes rita stan → changes-requested',
  'approved reject rita stan → rejected',
  'approved publish cleo stan → published',
  'published revise cleo → published',
  'published supersede cleo stan → superseded',
  'published archive cleo stan → archived',
  'archived restore stan → published',
  'withdrawn revise cleo → withdrawn',
];

const course = { creatorId: cleo.userId, formerCreatorIds: [] };
const version = (state: (typeof VERSION_STATES)[number]) => ({ title: 'Rust', number: 2, state });

describe('who may move a version where', () => {
  it('is what the list says, and nothing else', () => {
    const found = VERSION_STATES.flatMap((state) =>
      ACTS.flatMap((act) => {
        const outcomes = Object.entries(PEOPLE).flatMap(([name, who]) => {
          try {
            return [{ name, to: decideMove(course, version(state), act, who, null) }];
          } catch {
            return [];
          }
        });
        const names = outcomes.map(({ name }) => name).join(' ');
        return outcomes[0] ? [`${state} ${act} ${names} → ${outcomes[0].to}`] : [];
      }),
    );
    expect(found.toSorted()).toEqual(ALLOWED.toSorted());
  });

  it('every state but the first can be reached, and what is rejected or replaced leads nowhere', () => {
    const reached = Object.values(MOVES).flatMap((moves) => Object.values(moves).map(({ to }) => to));
    expect(VERSION_STATES.filter((state) => !reached.includes(state))).toEqual([]);
    expect([MOVES.rejected, MOVES.superseded]).toEqual([{}, {}]);
  });

  it('who may not do it at all learns nothing of how the course stands', () => {
    expect(() => decideMove(course, version('published'), 'edit', mia, null)).toThrow('course.creator-only');
    expect(() => decideMove(course, version('rejected'), 'approve', mia, null)).toThrow(
      'course.reviewers-only',
    );
    expect(() => decideMove(course, version('draft'), 'publish', dan, null)).toThrow('course.owner-only');
    expect(() => decideMove(course, version('draft'), 'restore', cleo, null)).toThrow('access.staff-only');
  });

  it('a draft is known to its creator alone, what was submitted to reviewers, too, and what was published to everybody', () => {
    const at = new Date('2026-11-16T09:00:00Z');
    const knownTo = (submittedAt: Date | null, publishedAt: Date | null) =>
      Object.entries(PEOPLE).flatMap(([name, who]) =>
        isKnownTo(course, { submittedAt, publishedAt }, who) ? [name] : [],
      );
    expect(knownTo(null, null)).toEqual(['cleo']);
    expect(knownTo(at, null)).toEqual(['cleo', 'rita', 'stan']);
    expect(knownTo(at, at)).toEqual(Object.keys(PEOPLE));
  });

  it('nobody reviews a course that is or was their own, not even staff', () => {
    const own = { creatorId: stan.userId, formerCreatorIds: [] };
    const givenAway = { creatorId: cleo.userId, formerCreatorIds: [dan.userId, stan.userId] };
    for (const act of ['approve', 'request-changes', 'reject'] as const)
      for (const course of [own, givenAway])
        expect(() => decideMove(course, version('submitted'), act, stan, null)).toThrow('course.own-review');
  });

  it('a course of somebody who was forgotten has no creator: staff alone publish it', () => {
    const nobodys = { creatorId: null, formerCreatorIds: [] };
    expect(decideMove(nobodys, version('approved'), 'publish', stan, null)).toBe('published');
    expect(() => decideMove(nobodys, version('draft'), 'edit', cleo, null)).toThrow('course.creator-only');
  });
});

describe('what a verdict leads to', () => {
  const said = (who: Actor, verdict: Verdict): CourseReview => ({
    versionId: 1,
    userId: who.userId,
    verdict,
    checklist: [],
    reason: null,
    at: new Date(0),
  });
  const decide = (who: Actor, verdict: Verdict, reviews: CourseReview[], approvalsNeeded = 2) =>
    decideReview(course, version('submitted'), verdict, who, {
      reviews,
      approvalsNeeded,
      reviewerRoleId: null,
    });

  it('moves with the last approval that is needed, and not before', () => {
    expect(decide(rita, 'approve', [])).toBe('submitted');
    expect(decide(rob, 'approve', [said(rita, 'approve')])).toBe('approved');
    expect(decide(rita, 'approve', [], 1)).toBe('approved');
  });

  it('fewer approvals than before are enough for a version that has them, while it is with the reviewers', () => {
    const reviews = [said(rita, 'approve'), said(rob, 'approve')];
    expect(decideRecount(version('submitted'), reviews, 3)).toBe('submitted');
    expect(decideRecount(version('submitted'), reviews, 2)).toBe('approved');
    for (const state of VERSION_STATES.filter((one) => one !== 'submitted'))
      expect(decideRecount(version(state), reviews, 1)).toBe(state);
  });

  it('one who asks for changes or rejects is enough, also after approving', () => {
    expect(decide(rob, 'changes', [said(rita, 'approve')])).toBe('changes-requested');
    expect(decide(rita, 'reject', [said(rita, 'approve')])).toBe('rejected');
  });

  it('nobody approves twice, or takes back that they asked for changes', () => {
    expect(() => decide(rita, 'approve', [said(rita, 'approve')])).toThrow('course.reviewed-already');
    expect(() => decide(rita, 'approve', [said(rita, 'changes')])).toThrow('course.reviewed-already');
  });
});
