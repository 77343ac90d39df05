/** What people can find, read from the tables of courses and versions for the memory. */
import type { App } from '../app.ts';
import { totalMinutes } from './courses-content-rules.ts';
import type { Course, CourseVersion, PublishedCourse } from './courses-records.ts';
import { toCourse, toVersion } from './courses-store.ts';

/** Courses that people can find, of every community (acrossGuilds) or of one, and only `courseId` where it is given. */
export async function listPublished(
  { db }: Pick<App, 'db'>,
  where: { readonly guildId?: string; readonly courseId?: number } = {},
): Promise<PublishedCourse[]> {
  const courses = await db.prisma.course.findMany({
    where: {
      publishedId: { not: null },
      archivedAt: null,
      ...(where.guildId === undefined ? {} : { guildId: BigInt(where.guildId) }),
      ...(where.courseId === undefined ? {} : { id: where.courseId }),
    },
    orderBy: { id: 'asc' },
  });
  const acrossGuilds = { id: { in: courses.map(({ publishedId }) => publishedId!) } };
  const versions = await db.prisma.courseVersion.findMany({ where: acrossGuilds });
  const first = await db.prisma.courseVersion.groupBy({
    by: ['courseId'],
    where: { courseId: { in: courses.map(({ id }) => id) } },
    _min: { publishedAt: true },
    _count: { publishedAt: true },
  });
  const byId = new Map(versions.map((row) => [row.id, row]));
  const publications = new Map(first.map((row) => [row.courseId, row]));
  return courses.flatMap((row) => {
    const version = byId.get(row.publishedId!);
    const { _min: min, _count: count } = publications.get(row.id)!;
    const past = { firstAt: min.publishedAt, isUpdate: count.publishedAt > 1 };
    return version ? [toPublished(toCourse(row), toVersion(version), past)] : [];
  });
}

function toPublished(
  course: Course,
  version: CourseVersion,
  { firstAt, isUpdate }: { readonly firstAt: Date | null; readonly isUpdate: boolean },
): PublishedCourse {
  const updatedAt = version.publishedAt ?? version.createdAt;
  return {
    guildId: course.guildId,
    courseId: course.id,
    creatorId: course.creatorId,
    roomKind: course.roomKind,
    roomRoleId: course.roomRoleId,
    roomThreadId: course.roomThreadId,
    versionId: version.id,
    number: version.number,
    title: version.title,
    summary: version.summary,
    topics: version.topics,
    level: version.level,
    language: version.language,
    tierId: version.tierId,
    lessonCount: version.lessons.length,
    minutes: totalMinutes(version.lessons),
    updatedAt,
    firstAt: firstAt ?? updatedAt,
    isUpdate,
  };
}
