/**
 * Applying and deciding. Each is written first; then staff are asked, their post shows the decision, and the applicant is told. What a bot
 * that died, or Discord, left undone is done by `settleCreators`, and nothing is posted twice.
 */
import type { App } from '../app.ts';
import { catalogues } from '../i18n/i18n.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import {
  APPROVE_BUTTON,
  applicationPost,
  decidedPost,
  decisionId,
  decisionMessage,
  forgottenPost,
} from './creators-post.ts';
import { assertDecidable, parseApplication } from './creators-rules.ts';
import type { Application, Creator } from './creators-rules.ts';
import {
  findCreator,
  insertApplication,
  listUnsettled,
  updateDecided,
  updatePostDone,
  updatePosted,
  updatePosting,
  updateTold,
  updateUnposted,
} from './creators-store.ts';

type Needs = Pick<App, 'db' | 'clock' | 'log' | 'communities' | 'messenger'>;

/** How far the bot's clock may be ahead of Discord's when an own post is looked for. */
const CLOCK_LEEWAY_MS = 10 * 60_000;

/** @throws Refusal `creators.empty`, `creators.applied-already`. */
export async function applyAsCreator(
  app: Needs,
  guildId: string,
  userId: string,
  typed: Application,
): Promise<Creator> {
  const application = parseApplication(typed);
  const key = { guildId, userId, appliedAt: app.clock.now() };
  const isWritten = await insertApplication(app, key, application);
  const creator = await getCreator(app, guildId, userId);
  if (!isWritten) throw new Refusal('creators.applied-already', { state: creator.state });
  return settledNow(app, creator);
}

/** @throws Refusal of `assertDecidable`; of two at the same second one is too late. */
export async function decideApplication(
  app: Needs,
  application: Pick<Creator, 'guildId' | 'userId' | 'appliedAt'>,
  by: { readonly userId: string; readonly isAdmin: boolean },
  decision: { readonly state: 'approved' | 'rejected'; readonly reason: string | null },
): Promise<Creator> {
  const { guildId, userId } = application;
  assertDecidable(await findCreator(app, guildId, userId), application, by);
  const decided = { ...decision, decidedBy: by.userId, decidedAt: app.clock.now() };
  const isFirst = await updateDecided(app, application, 'applied', decided);
  const creator = await getCreator(app, guildId, userId);
  if (!isFirst) assertDecidable(creator, application, by);
  return settledNow(app, creator);
}

/** They write no more; what they published stays. @throws Refusal `creators.unknown` for who is no creator. */
export async function removeCreator(
  app: Needs,
  guildId: string,
  userId: string,
  by: { readonly decidedBy: string; readonly reason: string },
): Promise<void> {
  const creator = await getCreator(app, guildId, userId);
  const removal = { ...by, state: 'removed' as const, decidedAt: app.clock.now() };
  if (!(await updateDecided(app, creator, 'approved', removal)))
    throw new Refusal('creators.unknown', { userId });
}

/** @throws Refusal `creators.unknown` for who never applied. */
async function getCreator(app: Pick<App, 'db'>, guildId: string, userId: string): Promise<Creator> {
  const creator = await findCreator(app, guildId, userId);
  if (!creator) throw new Refusal('creators.unknown', { userId });
  return creator;
}

/** Does at once what is to be done; where Discord failed it is done later. @returns how they stand by then. */
async function settledNow(app: Needs, creator: Creator): Promise<Creator> {
  const { guildId, userId } = creator;
  try {
    await settle(app, creator);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.upstream !== 'discord') throw error;
    app.log.warn({ guild: guildId, err: error }, 'staff or an applicant could not be told; tried again');
  }
  return (await findCreator(app, guildId, userId)) ?? creator;
}

/** Posts and tells what is still open. One that fails keeps none of the others. @throws AggregateError of what is to be tried again. */
export async function settleCreators(app: Needs, guildId: string): Promise<void> {
  const failures: unknown[] = [];
  for (const creator of await listUnsettled(app, guildId))
    await settle(app, creator).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'creators who could not be settled now');
}

async function settle(app: Needs, creator: Creator): Promise<void> {
  if (creator.state === 'applied') return creator.postState === 'due' ? post(app, creator) : undefined;
  if (creator.toldAt === null && creator.state !== 'removed') await tell(app, creator);
  if (creator.postState !== 'done') await showDecision(app, creator);
}

/** Without a staff channel it waits until there is one; `/creator applications` shows it meanwhile. */
async function post(app: Needs, creator: Creator): Promise<void> {
  const { guildId } = creator;
  const standing = await findPost(app, creator);
  if (standing) return notePosted(app, creator, standing);
  const { staffChannelId, locale } = app.communities.get(guildId);
  const channelId = creator.channelId ?? staffChannelId;
  if (channelId === null || app.messenger.channelProblem(guildId, channelId)) return;
  if (creator.channelId === null && !(await updatePosting(app, creator, channelId))) return;
  try {
    const message = applicationPost(creator, catalogues[locale]);
    const { messageId } = await app.messenger.post(guildId, channelId, message, {
      nonce: nonceOf('a', creator),
    });
    await notePosted(app, { ...creator, channelId }, messageId);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await updateUnposted(app, creator);
  }
}

/** Of whoever asked to be forgotten while it was being posted nothing stays. */
async function notePosted(app: Needs, creator: Creator, messageId: string): Promise<void> {
  if (!(await updatePosted(app, creator, messageId))) await blankPost(app, { ...creator, messageId });
}

/** The post whose making was begun by a bot that died, if it was made; null also where its channel is gone. */
async function findPost(app: Needs, creator: Creator): Promise<string | null> {
  const { guildId, channelId, appliedAt } = creator;
  if (channelId === null) return null;
  const since = new Date(appliedAt.getTime() - CLOCK_LEEWAY_MS);
  try {
    return await app.messenger.findOwn(guildId, channelId, decisionId(APPROVE_BUTTON, creator), since);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await updateUnposted(app, creator);
    return null;
  }
}

/** Takes what somebody wrote from the staff channel. @throws UpstreamError when Discord failed. */
export async function withdrawPost(app: Needs, creator: Creator): Promise<void> {
  await blankPost(app, { ...creator, messageId: creator.messageId ?? (await findPost(app, creator)) });
}

async function blankPost(app: Needs, { guildId, channelId, messageId }: Creator): Promise<void> {
  if (channelId === null || messageId === null) return;
  const message = forgottenPost(catalogues[app.communities.get(guildId).locale]);
  await unlessRefused(app, guildId, app.messenger.edit(guildId, channelId, messageId, message));
}

async function showDecision(app: Needs, creator: Creator): Promise<void> {
  const { guildId, channelId } = creator;
  const messageId = creator.messageId ?? (await findPost(app, creator));
  if (messageId !== null && channelId !== null) {
    const message = decidedPost(creator, catalogues[app.communities.get(guildId).locale]);
    await unlessRefused(app, guildId, app.messenger.edit(guildId, channelId, messageId, message));
  }
  await updatePostDone(app, creator);
}

async function tell(app: Needs, creator: Creator): Promise<void> {
  const { guildId, userId, locale } = creator;
  const message = decisionMessage(creator, app.communities.get(guildId).name, catalogues[locale]);
  await unlessRefused(app, guildId, app.messenger.dm(userId, message, { nonce: nonceOf('d', creator) }));
  await updateTold(app, creator, app.clock.now());
}

/** Who takes no messages learns it by `/creator apply`; a post that was deleted needs no change. */
async function unlessRefused(app: Needs, guildId: string, act: Promise<void>): Promise<void> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.info({ guild: guildId, reason: error.code }, 'a decision on a creator could not be shown there');
  }
}

/** The same for every try of one application; within the 25 characters Discord takes. */
function nonceOf(what: 'a' | 'd', { userId, appliedAt }: Creator): string {
  return `${what}${BigInt(userId).toString(36)}-${Math.floor(appliedAt.getTime() / 1000).toString(36)}`;
}
