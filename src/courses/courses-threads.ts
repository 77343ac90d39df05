/**
 * The private thread of each submission: opened, told what was decided, closed. What is to be done is noted by the moves, so that a bot that
 * died in between finishes it once.
 */
import type { App } from '../app.ts';
import { catalogues, renderRefusal } from '../i18n/i18n.ts';
import { Refusal } from '../kernel/errors.ts';
import type { Course, CourseVersion } from './courses-records.ts';
import { isOrWasTheirs } from './courses-states-rules.ts';
import {
  concerns,
  entryMarker,
  entryPost,
  entryText,
  firstPost,
  firstPostMarker,
  forgottenPost,
  isDecision,
  reasonEmbeds,
  threadName,
} from './courses-thread-posts.ts';
import type { Told } from './courses-thread-posts.ts';
import { listReviews } from './courses-history-store.ts';
import { findCourse, findVersion, listVersionsIn, updateVersion } from './courses-store.ts';
import {
  findThreadBefore,
  listByThread,
  listDueEntries,
  listToClose,
  updateTold,
} from './courses-settling-store.ts';
import type { DueEntry } from './courses-settling-store.ts';

export type SettlingNeeds = Pick<
  App,
  | 'db'
  | 'clock'
  | 'log'
  | 'communities'
  | 'courses'
  | 'languages'
  | 'messenger'
  | 'threads'
  | 'roleHands'
  | 'names'
  | 'tiers'
  | 'keyedHash'
>;

/** How far the bot's clock may be ahead of Discord's when something of ours is looked for. */
export const CLOCK_LEEWAY_MS = 10 * 60_000;
/** So many reviewers are called into a thread; the others come when they open the submission. */
const CALLED_REVIEWERS = 20;

/** States in which there is still something to talk about. */
const TALKED_ABOUT = new Set<CourseVersion['state']>(['submitted', 'approved', 'changes-requested']);
/** Those of them that are the youngest of their course. */
const WAITING: readonly CourseVersion['state'][] = ['submitted', 'approved'];

/** What is to be done now about threads, each as work that may fail by itself. */
export async function threadWork(
  app: SettlingNeeds,
  guildId: string,
  retryFailed: boolean,
): Promise<(() => Promise<void>)[]> {
  const due = await listByThread(app, guildId, retryFailed ? ['due', 'failed'] : ['due']);
  const hasChannel = app.courses.settingsOf(guildId).roomsChannelId !== null;
  // Submitted while no channel was set.
  const without = retryFailed && hasChannel ? await listVersionsIn(app.db.prisma, guildId, WAITING) : [];
  return [...due, ...without.filter(({ threadState }) => threadState === 'none')].map(
    (version) => () => openThread(app, version),
  );
}

async function openThread(app: SettlingNeeds, version: CourseVersion): Promise<void> {
  const { guildId, courseId } = version;
  const course = await findCourse(app.db.prisma, guildId, courseId);
  const { roomsChannelId } = app.courses.settingsOf(guildId);
  // A community without a channel for them does without threads.
  if (!course || !TALKED_ABOUT.has(version.state) || roomsChannelId === null)
    return updateVersion(app.db.prisma, version, { threadState: 'none' });
  try {
    const reviewThreadId = await openedThread(app, roomsChannelId, course, version);
    await updateVersion(app.db.prisma, version, { threadState: 'open', reviewThreadId });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await noteUnopened(app, version, error);
  }
}

async function openedThread(
  app: SettlingNeeds,
  channelId: string,
  course: Course,
  version: CourseVersion,
): Promise<string> {
  const { guildId, submittedAt, createdAt } = version;
  const problem = app.threads.problem(guildId, channelId, true);
  if (problem) throw new Refusal('course.rooms-channel', { channelId, problem });
  const name = threadName(version);
  const { approvalsNeeded, reviewerRoleId } = app.courses.settingsOf(guildId);
  const reviewerIds = reviewersOf(app, course, reviewerRoleId);
  const earlierId = await findThreadBefore(app, version);
  const { creatorId } = course;
  const words = catalogues[app.communities.get(guildId).locale];
  const firstMessage = firstPost({ version, creatorId, reviewerIds, approvalsNeeded, earlierId }, words);
  const notifies = [...(creatorId === null ? [] : [creatorId]), ...reviewerIds];
  const since = new Date((submittedAt ?? createdAt).getTime() - CLOCK_LEEWAY_MS);
  const { threadId, hasFirstMessage } =
    (await app.threads.find(guildId, channelId, name, since)) ??
    (await app.threads.open(guildId, channelId, { name, isPrivate: true, firstMessage, notifies }));
  if (!hasFirstMessage)
    await app.messenger.post(guildId, threadId, firstMessage, { nonce: threadId, notifies });
  for (const userId of notifies) await app.threads.add(guildId, threadId, userId);
  return threadId;
}

/** Those who hold the reviewers' role and never made the course, as far as they are known. */
function reviewersOf({ roleHands }: Pick<App, 'roleHands'>, course: Course, roleId: string | null): string[] {
  const holders = roleId === null ? null : roleHands.holders(course.guildId, new Set([roleId]));
  return [...(holders?.keys() ?? [])]
    .filter((userId) => !isOrWasTheirs(course, userId))
    .slice(0, CALLED_REVIEWERS);
}

/** Staff are told once; it is tried again silently. */
async function noteUnopened(app: SettlingNeeds, version: CourseVersion, refusal: Refusal): Promise<void> {
  if (version.threadState === 'failed') return;
  const { guildId, id, number, title } = version;
  const { locale } = app.communities.get(guildId);
  const reason = renderRefusal(refusal, locale);
  const content = catalogues[locale].coursesReview.staff.noThread({ title, number, reason });
  await tellStaff(app, guildId, content, `course-thread-${id}`);
  await updateVersion(app.db.prisma, version, { threadState: 'failed' });
}

/** A post in the staff channel; where there is none, or it is closed to the bot, only the log is told. */
export async function tellStaff(
  { communities, messenger, log }: Pick<App, 'communities' | 'messenger' | 'log'>,
  guildId: string,
  content: string,
  nonce: string,
): Promise<void> {
  const { staffChannelId } = communities.get(guildId);
  if (staffChannelId !== null && messenger.channelProblem(guildId, staffChannelId) === null)
    await messenger.post(guildId, staffChannelId, { content }, { nonce });
  else log.warn({ guild: guildId, content }, 'staff could not be told something about a course');
}

/** What threads are to be told, each as work that may fail by itself. */
export async function tellingWork(app: SettlingNeeds, guildId: string): Promise<(() => Promise<void>)[]> {
  return (await listDueEntries(app, guildId)).map((entry) => () => tellEntry(app, guildId, entry));
}

async function tellEntry(app: SettlingNeeds, guildId: string, entry: DueEntry): Promise<void> {
  const course = await findCourse(app.db.prisma, guildId, entry.courseId);
  const version =
    entry.versionId === null ? null : await findVersion(app.db.prisma, guildId, entry.versionId);
  if (!course || !version) return updateTold(app, guildId, entry.id);
  // Its thread is about to be opened.
  if (version.threadState === 'due') return;
  const reviews = await listReviews(app.db.prisma, guildId, version.id);
  const { approvalsNeeded } = app.courses.settingsOf(guildId);
  const told: Told = { entry, course, version, reviews, approvalsNeeded };
  if (!(await toldInThread(app, told)) && isDecision(told)) await tellDirectly(app, told);
  await updateTold(app, guildId, entry.id);
}

/** @returns false where there is no thread that takes it. */
async function toldInThread(app: SettlingNeeds, told: Told): Promise<boolean> {
  const { entry, version } = told;
  const { guildId, reviewThreadId } = version;
  const post = entryPost(told, catalogues[app.communities.get(guildId).locale]);
  if (reviewThreadId === null || post === null) return post === null;
  const concerned = concerns(told);
  try {
    const since = new Date(entry.at.getTime() - CLOCK_LEEWAY_MS);
    if (await app.messenger.findOwn(guildId, reviewThreadId, entryMarker(entry), since)) return true;
    const notifies = concerned === null ? [] : [concerned];
    await app.messenger.post(guildId, reviewThreadId, post, { nonce: `course-entry-${entry.id}`, notifies });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.info(
      { guild: guildId, reason: error.code },
      'the thread of a submission takes no posts any more',
    );
    return false;
  }
}

/** What was decided about a submission: they asked. Whoever takes no direct messages sees it in `/course drafts`. */
async function tellDirectly(app: SettlingNeeds, told: Told): Promise<void> {
  const userId = concerns(told);
  const { guildId, title } = told.version;
  if (userId === null) return;
  const { locale: usual, name: community } = app.communities.get(guildId);
  const locale = app.languages.choiceOf(userId) ?? usual;
  const text = entryText(told, catalogues[locale]);
  if (text === null) return;
  const content = catalogues[locale].coursesReview.thread.direct({ title, community, text });
  try {
    const embeds = reasonEmbeds(told.entry);
    await app.messenger.dm(userId, { content, embeds }, { nonce: `course-entry-${told.entry.id}` });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.info({ guild: guildId, reason: error.code }, 'a creator could not be told a decision');
  }
}

/** Threads in which nothing is left to be said, each as work that may fail by itself. */
export async function closingWork(app: SettlingNeeds, guildId: string): Promise<(() => Promise<void>)[]> {
  return (await listToClose(app, guildId)).map((version) => async () => {
    if (version.reviewThreadId !== null) await app.threads.close(guildId, version.reviewThreadId);
    await updateVersion(app.db.prisma, version, { threadState: 'closed' });
  });
}

/**
 * Takes what somebody submitted out of its thread, closes it, and takes them out. What others wrote there is theirs.
 * @throws UpstreamError where Discord failed; repeatable.
 */
export async function withdrawThread(
  app: Pick<App, 'communities' | 'messenger' | 'threads' | 'log'>,
  version: CourseVersion,
  userId: string,
): Promise<void> {
  const { guildId, reviewThreadId: threadId, submittedAt, createdAt } = version;
  if (threadId === null) return;
  try {
    // Discord changes nothing in a closed one.
    if ((await app.threads.reopen(guildId, threadId)) !== 'done') return;
    const since = new Date((submittedAt ?? createdAt).getTime() - CLOCK_LEEWAY_MS);
    const first = await app.messenger.findOwn(guildId, threadId, firstPostMarker(version), since);
    const post = forgottenPost(catalogues[app.communities.get(guildId).locale]);
    if (first !== null) await app.messenger.edit(guildId, threadId, first, post);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.info({ guild: guildId, reason: error.code }, 'the thread of a submission is out of reach');
  }
  await app.threads.remove(guildId, threadId, userId);
  await app.threads.close(guildId, threadId);
}
