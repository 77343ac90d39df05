/** What creators earn, and which part of a month's pool is theirs. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { dayOf, monthSpan } from '../kernel/calendar.ts';
import type { DaySpan, Span } from '../kernel/calendar.ts';
import { onceKey, POINT_KINDS, POINTS, shareOfPool } from './creators-rules.ts';
import type { Earning, PointKind } from './creators-rules.ts';
import { insertPoint, sumByKind, sumPoints } from './creators-points-store.ts';

/** Writes what a creator earned, once for each occasion; one's own learning and a poor rating earn nothing. Repeatable without harm. */
export async function earnPoints(
  rows: PrismaTransaction | App['db']['prisma'],
  { keyedHash, communities }: Pick<App, 'keyedHash' | 'communities'>,
  earning: Earning,
): Promise<void> {
  const { guildId, creatorId: userId, courseId, at, kind } = earning;
  const key = onceKey(earning, keyedHash, communities.get(guildId).timeZone);
  if (userId === null || key === null) return;
  await insertPoint(rows, { guildId, userId, kind, courseId, at, points: POINTS[kind], onceKey: key });
}

export interface PointsEarned {
  readonly total: number;
  readonly byKind: Readonly<Record<PointKind, { readonly count: number; readonly points: number }>>;
}

/** @param span null: ever. */
export async function pointsOf(
  app: Pick<App, 'db'>,
  guildId: string,
  userId: string,
  span: Span | null,
): Promise<PointsEarned> {
  const sums = await sumByKind(app, guildId, userId, span);
  const of = (kind: PointKind) => {
    const { count, points } = sums.find((sum) => sum.kind === kind) ?? { count: 0, points: 0 };
    return [kind, { count, points }];
  };
  return {
    total: sums.reduce((total, { points }) => total + points, 0),
    byKind: Object.fromEntries(POINT_KINDS.map(of)) as PointsEarned['byKind'],
  };
}

export interface PayoutShare {
  readonly ownPoints: number;
  readonly allPoints: number;
  /** 0..1. */
  readonly ratio: number;
  /** Rounded down, in minor units of the community's currency; null: nothing is paid out here. */
  readonly amountMinor: number | null;
}

/** A creator's part of all points earned in a month; null where nobody earned any. */
export async function payoutShare(
  app: Pick<App, 'db' | 'courses'>,
  guildId: string,
  userId: string,
  month: Span,
): Promise<PayoutShare | null> {
  const allPoints = await sumPoints(app, guildId, month);
  if (allPoints === 0) return null;
  const { total: ownPoints } = await pointsOf(app, guildId, userId, month);
  const { poolMinor } = app.courses.settingsOf(guildId);
  const amountMinor = poolMinor === null ? null : shareOfPool(poolMinor, ownPoints, allPoints);
  return { ownPoints, allPoints, ratio: ownPoints / allPoints, amountMinor };
}

/** The month it is in the community. */
export function currentMonth(
  { clock, communities }: Pick<App, 'clock' | 'communities'>,
  guildId: string,
): DaySpan {
  const { timeZone } = communities.get(guildId);
  return monthSpan(dayOf(clock.now(), timeZone), timeZone);
}
