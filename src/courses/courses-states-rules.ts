/** Which states a version of a course has, and who may move it from one to another. One table; pure. */
import { Refusal } from '../kernel/errors.ts';
import type { Actor, Course, CourseReview, CourseVersion, Verdict } from './courses-records.ts';

/**
 * draft: being written. submitted: before the reviewers. changes-requested, rejected: what they decided. approved: may be published.
 * published: what people learn. superseded: a younger one was published. archived: taken from the list with its course. withdrawn: given
 * up by its creator. Only a draft's words change.
 */
export const VERSION_STATES = [
  'draft',
  'submitted',
  'changes-requested',
  'rejected',
  'approved',
  'published',
  'superseded',
  'archived',
  'withdrawn',
] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** supersede is what publishing a younger version does to the older one; revise begins a new version from this one. */
export type CourseAct =
  | 'edit'
  | 'submit'
  | 'withdraw'
  | 'approve'
  | 'request-changes'
  | 'reject'
  | 'publish'
  | 'supersede'
  | 'archive'
  | 'restore'
  | 'revise';

/**
 * Creator: of this very course. Reviewer: never whose course it is or was. Owner: its creator or staff; who was removed as a creator
 * publishes no more, but may take down what is theirs.
 */
export type Hat = 'creator' | 'reviewer' | 'owner' | 'staff';

type Owned = Pick<Course, 'creatorId' | 'formerCreatorIds'>;

interface Move {
  /** Where it leads. `approve` leads there with the last approval that is needed; until then nothing moves. */
  readonly to: VersionState;
  readonly by: Hat;
}

/** What is not in it cannot be done. */
export const MOVES: Readonly<Record<VersionState, Partial<Record<CourseAct, Move>>>> = {
  draft: {
    edit: { to: 'draft', by: 'creator' },
    submit: { to: 'submitted', by: 'creator' },
    withdraw: { to: 'withdrawn', by: 'creator' },
  },
  submitted: {
    withdraw: { to: 'withdrawn', by: 'creator' },
    approve: { to: 'approved', by: 'reviewer' },
    'request-changes': { to: 'changes-requested', by: 'reviewer' },
    reject: { to: 'rejected', by: 'reviewer' },
  },
  // Until it is published, a reviewer who sees a fault late can still stop it.
  approved: {
    withdraw: { to: 'withdrawn', by: 'creator' },
    'request-changes': { to: 'changes-requested', by: 'reviewer' },
    reject: { to: 'rejected', by: 'reviewer' },
    publish: { to: 'published', by: 'owner' },
  },
  published: {
    revise: { to: 'published', by: 'creator' },
    supersede: { to: 'superseded', by: 'owner' },
    archive: { to: 'archived', by: 'owner' },
  },
  archived: { restore: { to: 'published', by: 'staff' } },
  'changes-requested': { revise: { to: 'changes-requested', by: 'creator' } },
  withdrawn: { revise: { to: 'withdrawn', by: 'creator' } },
  rejected: {},
  superseded: {},
};

const ACT_OF_VERDICT = { approve: 'approve', changes: 'request-changes', reject: 'reject' } as const;

export function actOf(verdict: Verdict): CourseAct {
  return ACT_OF_VERDICT[verdict];
}

/** Those that are neither over nor published: a course has at most one of them. */
export function isInTheWorks(state: VersionState): boolean {
  return state === 'draft' || state === 'submitted' || state === 'approved';
}

/**
 * Whether somebody may know of a version at all: a draft is its creator's alone, what was submitted is the reviewers' business, too, and
 * everybody knows what was published.
 */
export function isKnownTo(
  { creatorId }: Pick<Course, 'creatorId'>,
  { submittedAt, publishedAt }: Pick<CourseVersion, 'submittedAt' | 'publishedAt'>,
  { userId, isReviewer }: Actor,
): boolean {
  return creatorId === userId || publishedAt !== null || (isReviewer && submittedAt !== null);
}

/** Whether it is their course or was before it was given away: its words are theirs, so they do not review it. */
export function isOrWasTheirs({ creatorId, formerCreatorIds }: Owned, userId: string): boolean {
  return creatorId === userId || formerCreatorIds.includes(userId);
}

/**
 * Where the act leads. @throws Refusal `course.state` where the table has no such move, and the refusal that belongs to the hat they lack.
 */
export function decideMove(
  course: Owned,
  version: Pick<CourseVersion, 'title' | 'number' | 'state'>,
  act: CourseAct,
  actor: Actor,
  reviewerRoleId: string | null,
): VersionState {
  const { title, number, state } = version;
  const move = MOVES[state][act];
  const hat = move?.by ?? usualHat(act);
  // Who may not do it at all need not learn how the course stands.
  assertHat(course, title, hat, actor, reviewerRoleId);
  if (!move) throw new Refusal('course.state', { title, number, state, act });
  return move.to;
}

/** Who does such a thing in those states that know it. */
function usualHat(act: CourseAct): Hat {
  for (const moves of Object.values(MOVES)) if (moves[act]) return moves[act].by;
  return 'staff';
}

function assertHat(
  course: Owned,
  title: string,
  hat: Hat,
  actor: Actor,
  reviewerRoleId: string | null,
): void {
  const isCreator = course.creatorId === actor.userId;
  switch (hat) {
    case 'creator':
      if (!isCreator) throw new Refusal('course.creator-only', { title });
      return;
    case 'owner':
      if (!isCreator && !actor.isStaff) throw new Refusal('course.owner-only', { title });
      return;
    case 'reviewer':
      if (!actor.isReviewer) throw new Refusal('course.reviewers-only', { reviewerRoleId });
      if (isOrWasTheirs(course, actor.userId)) throw new Refusal('course.own-review', { title });
      return;
    case 'staff':
      if (!actor.isStaff) throw new Refusal('access.staff-only', { staffRoleId: null });
  }
}

/**
 * What a verdict leads to, given those before it. Everybody decides once about a version; whoever approved may still ask for changes
 * or reject, since a fault may be seen late. @throws Refusal as `decideMove`, and `course.reviewed-already`.
 */
export function decideReview(
  course: Owned,
  version: Pick<CourseVersion, 'title' | 'number' | 'state'>,
  verdict: Verdict,
  actor: Actor,
  facts: {
    readonly reviews: readonly CourseReview[];
    readonly approvalsNeeded: number;
    readonly reviewerRoleId: string | null;
  },
): VersionState {
  const to = decideMove(course, version, actOf(verdict), actor, facts.reviewerRoleId);
  const own = facts.reviews.find(({ userId }) => userId === actor.userId);
  if (own && (own.verdict !== 'approve' || verdict === 'approve'))
    throw new Refusal('course.reviewed-already', { title: version.title, verdict: own.verdict });
  if (verdict !== 'approve') return to;
  return approvalsOf(facts.reviews) + 1 >= facts.approvalsNeeded ? to : version.state;
}

/** Where a version stands when fewer approvals are needed than before: decided by the last one it got, or as it was. */
export function decideRecount(
  { state }: Pick<CourseVersion, 'state'>,
  reviews: readonly CourseReview[],
  approvalsNeeded: number,
): VersionState {
  const { approve } = MOVES[state];
  return approve && approvalsOf(reviews) >= approvalsNeeded ? approve.to : state;
}

function approvalsOf(reviews: readonly CourseReview[]): number {
  return reviews.filter(({ verdict }) => verdict === 'approve').length;
}
