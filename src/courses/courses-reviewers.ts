/** Whether enough people can review here. From memory: where not all members are known, nothing is said. */
import type { App } from '../app.ts';

export type ReviewerNeeds = Pick<App, 'communities' | 'courses' | 'roleHands'>;

/** More people have to approve than there are. */
export interface ReviewerShortage {
  readonly needed: number;
  /** Those who can, fewer than needed. */
  readonly count: number;
}

/**
 * @param except whose course it is or was: they cannot review it. @param approvedBy who approved it already, whatever they may do now.
 * @returns null where enough people can review, or it is not known who can.
 */
export function shortageOfReviewers(
  app: ReviewerNeeds,
  guildId: string,
  except: readonly string[] = [],
  approvedBy: readonly string[] = [],
): ReviewerShortage | null {
  const { approvalsNeeded: needed, reviewerRoleId } = app.courses.settingsOf(guildId);
  const { staffRoleId, adminRoleId } = app.communities.get(guildId);
  const managers = app.roleHands.managers(guildId);
  const roleIds = [reviewerRoleId, staffRoleId, adminRoleId].filter((roleId) => roleId !== null);
  const holders = app.roleHands.holders(guildId, new Set(roleIds));
  if (!managers || !holders) return null;
  const able = new Set([...managers, ...holders.keys()].filter((userId) => !except.includes(userId)));
  const { size: count } = new Set([...able, ...approvedBy]);
  return count < needed ? { needed, count } : null;
}

/** Whether the role of the reviewers was deleted: then only staff review. */
export function isReviewerRoleGone({ courses, roleHands }: ReviewerNeeds, guildId: string): boolean {
  const { reviewerRoleId } = courses.settingsOf(guildId);
  return reviewerRoleId !== null && roleHands.problem(guildId, reviewerRoleId) === 'role-gone';
}
