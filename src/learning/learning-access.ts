/** Who may open which course now, by the ledger of tiers at this very minute. */
import type { App } from '../app.ts';
import { getCourse, getVersion } from '../courses/courses.ts';
import type { PublishedCourse } from '../courses/courses.ts';
import type { Locale } from '../i18n/format.ts';
import { Refusal } from '../kernel/errors.ts';
import type { RefusalFacts } from '../kernel/errors.ts';
import { inLanguage, membershipOf } from '../tiers/tiers.ts';
import type { Tier } from '../tiers/tiers.ts';
import { isOpenTo } from './learning-access-rules.ts';
import { findLearner } from './learning-store.ts';

export type AccessNeeds = Pick<App, 'db' | 'clock' | 'communities' | 'tiers' | 'courses'>;

/** What one member can open now. */
export interface CourseKeys {
  /** The tier that counts, also in its grace; null: none. */
  readonly heldTierId: number | null;
  /** Creators open their own. */
  opens(course: Pick<PublishedCourse, 'tierId' | 'creatorId'>): boolean;
}

export async function keysOf(app: AccessNeeds, guildId: string, userId: string): Promise<CourseKeys> {
  const { standing } = await membershipOf(app, guildId, userId);
  const heldTierId = standing?.grant.tierId ?? null;
  const held = rankOf(app, guildId, heldTierId, -1);
  return {
    heldTierId,
    opens: ({ tierId, creatorId }) =>
      creatorId === userId || isOpenTo(rankOf(app, guildId, tierId, Infinity), held),
  };
}

/** Archived tiers keep their rank. @param unknown of a tier nobody knows (any more). */
export function rankOf(
  { tiers }: Pick<App, 'tiers'>,
  guildId: string,
  tierId: number | null,
  unknown: number,
): number | null {
  return tierId === null ? null : (tiers.find(guildId, tierId)?.rank ?? unknown);
}

/**
 * The course, if they may open it now; whether they started it is not asked.
 * @throws Refusal `course.unknown`, `learning.archived`, `learning.tier`.
 */
export async function assertAccess(
  app: AccessNeeds,
  guildId: string,
  userId: string,
  courseId: number,
): Promise<PublishedCourse> {
  const course = await getPublished(app, guildId, userId, courseId);
  const keys = await keysOf(app, guildId, userId);
  if (keys.opens(course)) return course;
  const learner = await findLearner(app.db.prisma, guildId, userId, courseId);
  throw new Refusal('learning.tier', lackOf(app, course, keys.heldTierId, Boolean(learner?.startedAt)));
}

/** A course that people can find. @throws Refusal `course.unknown`; `learning.archived` for one that was there. */
export async function getPublished(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  userId: string,
  courseId: number,
): Promise<PublishedCourse> {
  const course = app.courses.find(guildId, courseId);
  if (course) return course;
  const { publishedId, archivedAt } = await getCourse(app, guildId, courseId);
  if (publishedId === null || archivedAt === null) throw new Refusal('course.unknown', {});
  const { title } = await getVersion(app, guildId, publishedId);
  const learner = await findLearner(app.db.prisma, guildId, userId, courseId);
  throw new Refusal('learning.archived', { title, hasStarted: Boolean(learner?.startedAt) });
}

/** What somebody lacks for a course. @param heldTierId the tier they have instead. */
function lackOf(
  { tiers }: Pick<App, 'tiers'>,
  { guildId, title, tierId }: PublishedCourse,
  heldTierId: number | null,
  hasStarted: boolean,
): RefusalFacts['learning.tier'] {
  const required = tierId === null ? null : tiers.find(guildId, tierId);
  const held = heldTierId === null ? null : tiers.find(guildId, heldTierId);
  const { howTo, currency } = tiers.settingsOf(guildId);
  // Of those that can be bought the lowest that opens it: the very tier, unless it was archived.
  const offered = required && tiers.open(guildId).findLast(({ rank }) => rank >= required.rank);
  return {
    title,
    tier: required?.names ?? { en: '?', 'zh-CN': '?' },
    held: held?.names ?? null,
    offer: offered ? { tier: offered.names, price: priceOf(offered, currency), days: offered.days } : null,
    howTo: { en: inLanguage(howTo, 'en'), 'zh-CN': inLanguage(howTo, 'zh-CN') } satisfies Record<
      Locale,
      string | null
    >,
    hasStarted,
  };
}

function priceOf({ priceMinor }: Tier, currency: string | null) {
  return priceMinor !== null && currency !== null ? { minor: priceMinor, currency } : null;
}
