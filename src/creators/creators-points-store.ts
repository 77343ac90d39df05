/** The table of points, which only grows. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import type { Span } from '../kernel/calendar.ts';
import type { PointKind } from './creators-rules.ts';

type Db = Pick<App, 'db'>;

export interface Point {
  readonly guildId: string;
  readonly userId: string;
  readonly kind: PointKind;
  readonly courseId: number;
  readonly points: number;
  readonly at: Date;
  readonly onceKey: string;
}

/** Nothing where the same was earned before. */
export async function insertPoint(
  rows: PrismaTransaction | App['db']['prisma'],
  { guildId, userId, ...point }: Point,
): Promise<void> {
  await rows.creatorPoint.createMany({
    data: [{ ...point, guildId: BigInt(guildId), userId: BigInt(userId) }],
    skipDuplicates: true,
  });
}

/** By kind; those without points are left out. @param span null: ever. */
export async function sumByKind(
  { db }: Db,
  guildId: string,
  userId: string,
  span: Span | null,
): Promise<{ kind: PointKind; count: number; points: number }[]> {
  const groups = await db.prisma.creatorPoint.groupBy({
    by: ['kind'],
    where: { guildId: BigInt(guildId), userId: BigInt(userId), ...during(span) },
    _count: true,
    _sum: { points: true },
  });
  return groups.map(({ kind, _count: count, _sum: sum }) => ({
    kind: kind as PointKind,
    count,
    points: sum.points ?? 0,
  }));
}

/** Of all creators together. */
export async function sumPoints({ db }: Db, guildId: string, span: Span): Promise<number> {
  const { _sum: sum } = await db.prisma.creatorPoint.aggregate({
    where: { guildId: BigInt(guildId), ...during(span) },
    _sum: { points: true },
  });
  return sum.points ?? 0;
}

const during = (span: Span | null) => (span ? { at: { gte: span.from, lt: span.to } } : {});

/** Somebody's points, the oldest first. */
export async function listPoints(
  { db }: Db,
  guildId: string,
  userId: string,
): Promise<Pick<Point, 'kind' | 'courseId' | 'points' | 'at'>[]> {
  const rows = await db.prisma.creatorPoint.findMany({
    where: { guildId: BigInt(guildId), userId: BigInt(userId) },
    select: { kind: true, courseId: true, points: true, at: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({ ...row, kind: row.kind as PointKind }));
}

/** @returns how many rows. */
export async function deletePoints({ db }: Db, guildId: string, userId: string): Promise<number> {
  const { count } = await db.prisma.creatorPoint.deleteMany({
    where: { guildId: BigInt(guildId), userId: BigInt(userId) },
  });
  return count;
}
