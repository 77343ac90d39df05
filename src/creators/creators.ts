/** The face of creators: who may make courses, and what they earn by them. Knows nothing of courses but their numbers. */
import type { App } from '../app.ts';
import { Refusal } from '../kernel/errors.ts';
import { findCreator } from './creators-store.ts';

export { applyAsCreator, decideApplication, removeCreator } from './creators-lifecycle.ts';
export { currentMonth, earnPoints, payoutShare, pointsOf } from './creators-points.ts';
export type { PayoutShare, PointsEarned } from './creators-points.ts';
export { applicationPost, APPROVE_BUTTON, REJECT_BUTTON } from './creators-post.ts';
export { FIELD_MAX, POINT_KINDS, REASON_MAX, SAMPLES_MAX } from './creators-rules.ts';
export type { Creator, CreatorState, Earning, PointKind } from './creators-rules.ts';
export { findCreator, listApplied } from './creators-store.ts';

export async function isCreator(app: Pick<App, 'db'>, guildId: string, userId: string): Promise<boolean> {
  return (await findCreator(app, guildId, userId))?.state === 'approved';
}

/** @throws Refusal `creators.not-approved`. */
export async function assertCreator(app: Pick<App, 'db'>, guildId: string, userId: string): Promise<void> {
  const creator = await findCreator(app, guildId, userId);
  if (creator?.state === 'approved') return;
  throw new Refusal('creators.not-approved', {
    state: creator?.state ?? null,
    reason: creator?.reason ?? null,
  });
}
