/** What people can find, read from the tables of courses and versions for the memory. */
import type { App } from '../app.ts';
import { totalMinutes } from './courses-content-rules.ts';
import type { Course, CourseVersion, PublishedCourse } from './courses-records.ts';
import { toCourse, toVersion } from './courses-store.ts';

/** Communities with a course that was ever published (acrossGuilds), in no order. */
export async function listHomes({ db }: Pick<App, 'db'>): Promise<string[]> {
  const rows = await db.prisma.course.findMany({
    where: { publishedId: { not: null } },
    distinct: ['guildId'],
    select: { guildId: true },
  });
  return rows.map(({ guildId }) => guildId.toString());
}

/** Courses of a community that people can find, the oldest first, and only `courseId` where it is given. */
export async function listPublished(
  { db }: Pick<App, 'db'>,
  guildId: string,
  courseId?: number,
): Promise<PublishedCourse[]> {
  const guild = BigInt(guildId);
  const courses = await db.prisma.course.findMany({
    where: {
      guildId: guild,
      publishedId: { not: null },
      archivedAt: null,
      ...(courseId === undefined ? {} : { id: courseId }),
    },
    orderBy: { id: 'asc' },
  });
  const versions = await db.prisma.courseVersion.findMany({
    where: { guildId: guild, id: { in: courses.map(({ publishedId }) => publishedId!) } },
  });
  const first = await db.prisma.courseVersion.groupBy({
    by: ['courseId'],
    where: { guildId: guild, courseId: { in: courses.map(({ id }) => id) } },
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
    roomCreatorId: course.roomCreatorId,
    roomProblem: course.roomProblem,
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
