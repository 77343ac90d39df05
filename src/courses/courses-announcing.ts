/** Announcing what was published, exactly once, also by a bot that died while it did. */
import { button, buttonRow } from '../discord/buttons.ts';
import { componentId } from '../discord/components.ts';
import type { Reply } from '../discord/reply.ts';
import { catalogues, renderRefusal } from '../i18n/i18n.ts';
import { oneLine } from '../i18n/markup.ts';
import { Refusal } from '../kernel/errors.ts';
import { courseMessage } from './courses-message.ts';
import type { CourseVersion, PublishedCourse } from './courses-records.ts';
import { TITLE_MAX } from './courses-content-rules.ts';
import { listPublished } from './courses-published-store.ts';
import { updateVersion } from './courses-store.ts';
import { listByAnnouncement } from './courses-settling-store.ts';
import { CLOCK_LEEWAY_MS, tellStaff } from './courses-threads.ts';
import type { SettlingNeeds } from './courses-threads.ts';

/** Buttons of `/course`; arguments: the course, and the version that is announced. */
const VIEW_BUTTON = 'course.view';
const START_BUTTON = 'course.start';

/** What was published so long ago is no news any more. */
const NEWS_FOR_MS = 7 * 86_400_000;

/** What is to be announced now, each as work that may fail by itself. */
export async function announcingWork(
  app: SettlingNeeds,
  guildId: string,
  retryFailed: boolean,
): Promise<(() => Promise<void>)[]> {
  const due = await listByAnnouncement(app, guildId, retryFailed ? ['due', 'failed'] : ['due']);
  return due.map((version) => () => announce(app, version));
}

async function announce(app: SettlingNeeds, version: CourseVersion): Promise<void> {
  const { guildId, courseId, publishedAt } = version;
  const { announceChannelId } = app.courses.settingsOf(guildId);
  // By the database: memory follows the publishing transaction, which may be over only now.
  const [course] = await listPublished(app, guildId, courseId);
  const ageMs = app.clock.now().getTime() - (publishedAt?.getTime() ?? 0);
  if (announceChannelId === null || course?.versionId !== version.id || ageMs > NEWS_FOR_MS)
    return updateVersion(app.db.prisma, version, { announceState: 'none' });
  try {
    const announceId =
      (await findEarlier(app, announceChannelId, version)) ??
      (await posted(app, announceChannelId, course, version));
    await updateVersion(app.db.prisma, version, { announceState: 'posted', announceId });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await noteUnannounced(app, version, error);
  }
}

/** The announcement of a bot that died before it noted it; null where none was begun, or Discord never got it. */
async function findEarlier(
  { messenger }: SettlingNeeds,
  channelId: string,
  version: CourseVersion,
): Promise<string | null> {
  const { guildId, announceBegunAt } = version;
  // Only since then: a busy channel has many messages since the publication, and each page of them is a request.
  const since = announceBegunAt && new Date(announceBegunAt.getTime() - CLOCK_LEEWAY_MS);
  return since && messenger.findOwn(guildId, channelId, markerOf(version), since);
}

const markerOf = ({ courseId, id }: CourseVersion) => componentId(VIEW_BUTTON, courseId, id);

async function posted(
  app: SettlingNeeds,
  channelId: string,
  course: PublishedCourse,
  version: CourseVersion,
): Promise<string> {
  const { guildId } = version;
  // Drawing costs: not for a channel that takes nothing.
  const problem = app.messenger.channelProblem(guildId, channelId);
  if (problem) throw new Refusal('messenger.channel', { channelId, problem });
  const nonce = `course-news-${version.id}`;
  const message = await announcement(app, course, version);
  await updateVersion(app.db.prisma, version, { announceBegunAt: app.clock.now() });
  const { messageId } = await app.messenger.post(guildId, channelId, message, { nonce });
  return messageId;
}

async function announcement(
  app: SettlingNeeds,
  { courseId, creatorId, isUpdate, updatedAt }: PublishedCourse,
  version: CourseVersion,
): Promise<Reply> {
  const { guildId } = version;
  const { locale } = app.communities.get(guildId);
  const words = catalogues[locale].courses.announcement;
  const isNew = !isUpdate;
  const standing = await app.courses.standingOf(guildId, courseId);
  const shown = { ...version, creatorId, publishedAt: updatedAt, isNew };
  const title = oneLine(version.title, TITLE_MAX);
  const pressable = (label: string, name: string, look: 'main' | 'plain') =>
    button(label, componentId(name, courseId, version.id), look);
  return {
    ...(await courseMessage(app, guildId, locale, shown, standing)),
    content: isNew ? words.published({ title }) : words.updated({ title }),
    components: buttonRow([
      pressable(words.start, START_BUTTON, 'main'),
      pressable(words.view, VIEW_BUTTON, 'plain'),
    ]),
  };
}

/** Staff are told once; it is tried again silently. */
async function noteUnannounced(app: SettlingNeeds, version: CourseVersion, refusal: Refusal): Promise<void> {
  if (version.announceState === 'failed') return;
  const { guildId, id, title } = version;
  const { locale } = app.communities.get(guildId);
  const reason = renderRefusal(refusal, locale);
  const content = catalogues[locale].coursesReview.staff.noAnnouncement({ title, reason });
  await tellStaff(app, guildId, content, `course-news-${id}`);
  await updateVersion(app.db.prisma, version, { announceState: 'failed' });
}
