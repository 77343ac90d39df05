/** Certificates: who finished what, the name on it, the picture, and whether a code is one. */
import type { App } from '../app.ts';
import { renderCertificate } from '../charts/charts.ts';
import { getCourse, getVersion, totalMinutes } from '../courses/courses.ts';
import type { CourseVersion } from '../courses/courses.ts';
import type { AttachedFile } from '../discord/reply.ts';
import type { Locale } from '../i18n/format.ts';
import { formatDay } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import { dayOf } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { progressOf } from './learning-access-rules.ts';
import { chosenName, readCode, writtenCode } from './learning-certificates-rules.ts';
import { findByCode, findLearner, listDone, updateLearner } from './learning-store.ts';
import type { Learner } from './learning-records.ts';

/** That somebody finished a course. */
export interface Certified {
  readonly userId: string;
  /** As it stands on the certificate; what they typed, so escape it. */
  readonly name: string;
  /** As it is shown and typed, in groups. */
  readonly code: string;
  readonly finishedAt: Date;
  /** What they finished. */
  readonly version: CourseVersion;
  /** null: asked to be forgotten. */
  readonly creatorId: string | null;
}

/**
 * The certificate of somebody who finished the course, also when it is archived or their tier ended.
 * @param name another name for it; null: it stays. The code stays in any case.
 * @throws Refusal `course.unknown`, `learning.not-started`, `learning.not-finished`, `learning.name-empty`.
 */
export async function certificateOf(
  app: Pick<App, 'db'>,
  guildId: string,
  userId: string,
  courseId: number,
  name: string | null,
): Promise<Certified> {
  const learner = await findLearner(app.db.prisma, guildId, userId, courseId);
  if (!learner?.finishedAt) throw await refusalOf(app, guildId, userId, courseId, learner);
  if (name === null) return certified(app, guildId, learner);
  const certificateName = chosenName(name);
  await updateLearner(app.db.prisma, guildId, userId, courseId, { certificateName });
  return certified(app, guildId, { ...learner, certificateName });
}

/** What keeps somebody from a certificate. @throws Refusal `course.unknown`. */
async function refusalOf(
  app: Pick<App, 'db'>,
  guildId: string,
  userId: string,
  courseId: number,
  learner: Learner | null,
): Promise<Refusal> {
  const { publishedId } = await getCourse(app, guildId, courseId);
  if (publishedId === null) return new Refusal('course.unknown', {});
  const { title, lessons } = await getVersion(app, guildId, publishedId);
  if (!learner?.startedAt) return new Refusal('learning.not-started', { title });
  const { done } = progressOf(lessons, await listDone(app.db.prisma, guildId, userId, courseId));
  return new Refusal('learning.not-finished', { title, done, lessons: lessons.length });
}

/** Whose certificate has the code, however it is typed. @throws Refusal `learning.code-unknown`. */
export async function verifyCode(app: Pick<App, 'db'>, guildId: string, typed: string): Promise<Certified> {
  const learner = await findByCode(app, guildId, readCode(typed));
  if (!learner) throw new Refusal('learning.code-unknown', {});
  return certified(app, guildId, learner);
}

async function certified(app: Pick<App, 'db'>, guildId: string, learner: Learner): Promise<Certified> {
  const { userId, courseId, certificateName, certificateCode, finishedAt, finishedId } = learner;
  const { creatorId } = await getCourse(app, guildId, courseId);
  const version = await getVersion(app, guildId, finishedId!);
  const code = writtenCode(certificateCode!);
  return { userId, name: certificateName ?? '', code, finishedAt: finishedAt!, version, creatorId };
}

/** The certificate as a picture, in one language. */
export async function certificatePicture(
  app: Pick<App, 'names' | 'communities'>,
  guildId: string,
  locale: Locale,
  { userId, name, code, finishedAt, version, creatorId }: Certified,
): Promise<AttachedFile> {
  const { learning, courses } = catalogues[locale];
  const words = learning.certificate;
  const { name: communityName, timeZone } = app.communities.get(guildId);
  const person = await app.names.of(guildId, userId);
  const creator = creatorId === null ? null : await app.names.of(guildId, creatorId);
  const { title, lessons } = version;
  const data = await renderCertificate({
    locale,
    communityName,
    title: words.title,
    certifiesLabel: words.certifies,
    person: { name, username: person?.username ?? '' },
    completedLabel: words.completed,
    courseTitle: title,
    creatorLabel: words.creator,
    creator: creator ?? { name: courses.formerMember, username: '' },
    factParts: [courses.lessonCount(lessons.length), courses.length(totalMinutes(lessons))],
    dayLabel: words.day,
    dayText: formatDay(dayOf(finishedAt, timeZone), locale),
    codeLabel: words.code,
    code,
    verifyText: words.verify({ community: communityName }),
  });
  return { name: 'certificate.png', data, description: words.picture({ name, title, code }) };
}
