/**
 * The welcome in a tier's channel. Its notice is written with the change that calls for it; here those whose role has followed are gathered,
 * a few in one message, and posted once: the message's button carries the first notice's id, by which a post is found again after a kill.
 */
import type { App } from '../app.ts';
import { button, buttonRow } from '../discord/buttons.ts';
import { componentId } from '../discord/components.ts';
import type { Reply } from '../discord/reply.ts';
import { catalogues } from '../i18n/i18n.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { rolesOfMember } from '../roles/roles.ts';
import { inLanguage } from './tiers-definitions-rules.ts';
import type { Tier } from './tiers-definitions-rules.ts';
import { isTryDue } from './tiers-notices-rules.ts';
import { listOpenNotices, updateFinished, updateTried } from './tiers-notices-store.ts';
import type { OpenNotice } from './tiers-notices-store.ts';

type WelcomeNeeds = Pick<App, 'db' | 'clock' | 'log' | 'communities' | 'messenger' | 'tiers' | 'roleHands'>;

/** Name of the button under a welcome: it shows whoever presses it their own membership. */
export const MEMBERSHIP_BUTTON = 'membership.show';

/** Those who are not in the server stay open for a week, and must not stand in the way of the others. */
const MOST_AT_ONCE = 5_000;
/** People in one message. */
const MOST_TOGETHER = 25;
/** Later than this it is no welcome any more, whatever kept it. */
const WITHIN_MS = 7 * 86_400_000;
const FIRST_WAIT_MS = 60_000;
/** How far the bot's clock may be ahead of Discord's when an own post is looked for. */
const CLOCK_LEEWAY_MS = 10 * 60_000;

/** Posts the welcomes whose time has come. One channel that is closed keeps no other waiting. Repeatable without harm. */
export async function postWelcomes(app: WelcomeNeeds, guildId: string): Promise<void> {
  const open = await listOpenNotices(app, guildId, 'welcome', MOST_AT_ONCE);
  const begun = open.filter(({ batchId }) => batchId !== null);
  for (const batch of grouped(begun, ({ batchId }) => batchId!)) await postAgain(app, guildId, batch);
  const fresh = await withoutVain(
    app,
    guildId,
    open.filter(({ batchId }) => batchId === null),
  );
  const ready: OpenNotice[] = [];
  for (const notice of fresh) if (await hasRole(app, guildId, notice)) ready.push(notice);
  for (const ofTier of grouped(ready, ({ tierId }) => tierId))
    for (let from = 0; from < ofTier.length; from += MOST_TOGETHER)
      await post(app, guildId, ofTier.slice(from, from + MOST_TOGETHER));
}

/** Those still true; the others are dropped: the tier counts no more, has no channel any more, or it is too late. */
async function withoutVain(
  app: WelcomeNeeds,
  guildId: string,
  notices: readonly OpenNotice[],
): Promise<OpenNotice[]> {
  const since = app.clock.now().getTime() - WITHIN_MS;
  const isVain = ({ createdAt, isHeld, tierId }: OpenNotice): boolean =>
    !isHeld || createdAt.getTime() < since || !app.tiers.find(guildId, tierId)?.channelId;
  await finish(app, guildId, notices.filter(isVain), 'dropped');
  return notices.filter((notice) => !isVain(notice));
}

/** Whether they can see the channel by now: memory says, else what became of the wish for the role. */
async function hasRole(app: WelcomeNeeds, guildId: string, { userId, tierId }: OpenNotice): Promise<boolean> {
  const roleId = app.tiers.find(guildId, tierId)!.roleId;
  const holds = app.roleHands.holds(guildId, userId, roleId);
  if (holds !== null) return holds;
  const last = (await rolesOfMember(app, guildId, userId)).find((record) => record.roleId === roleId);
  return last?.wanted === true && last.state === 'done';
}

/** Goes on with a message that was begun: it may have been posted all the same. */
async function postAgain(app: WelcomeNeeds, guildId: string, batch: readonly OpenNotice[]): Promise<void> {
  if (!batch.every((notice) => isTryDue(notice, app.clock.now(), FIRST_WAIT_MS))) return;
  const tier = app.tiers.find(guildId, batch[0]!.tierId);
  const isPosted = await trying(app, guildId, batch, async () => tier !== null && findPost(app, tier, batch));
  if (isPosted === true) return finish(app, guildId, batch, 'sent');
  if (isPosted === false) await post(app, guildId, await withoutVain(app, guildId, batch));
}

/** One message for all of them, all of the same tier. */
async function post(app: WelcomeNeeds, guildId: string, notices: readonly OpenNotice[]): Promise<void> {
  const [first] = notices;
  if (!first) return;
  const batchId = first.batchId ?? first.id;
  const tier = app.tiers.find(guildId, first.tierId)!;
  const userIds = notices.map(({ userId }) => userId);
  await updateTried(app, guildId, idsOf(notices), batchId);
  const isPosted = await trying(app, guildId, notices, async () => {
    const options = { nonce: `welcome-${batchId}`, notifies: userIds };
    await app.messenger.post(guildId, tier.channelId!, welcomeMessage(app, tier, userIds, batchId), options);
    return true;
  });
  if (isPosted) await finish(app, guildId, notices, 'sent');
}

/** What `act` answers; null where Discord failed, so that it is tried again, or refused, which is written down. */
async function trying(
  app: WelcomeNeeds,
  guildId: string,
  notices: readonly OpenNotice[],
  act: () => Promise<boolean>,
): Promise<boolean | null> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal) {
      await finish(app, guildId, notices, 'failed', error.code);
      return null;
    }
    if (!(error instanceof UpstreamError) || error.upstream !== 'discord') throw error;
    app.log.warn({ guild: guildId, err: error }, 'a welcome could not be posted; tried again');
    return null;
  }
}

async function findPost(
  { messenger }: WelcomeNeeds,
  { guildId, channelId }: Tier,
  batch: readonly OpenNotice[],
): Promise<boolean> {
  if (channelId === null) return false;
  const since = new Date(Math.min(...batch.map(({ createdAt }) => createdAt.getTime())) - CLOCK_LEEWAY_MS);
  const marker = componentId(MEMBERSHIP_BUTTON, batch[0]!.batchId!);
  return (await messenger.findOwn(guildId, channelId, marker, since)) !== null;
}

function welcomeMessage(
  app: WelcomeNeeds,
  { guildId, names, opens }: Tier,
  userIds: readonly string[],
  batchId: string,
): Reply {
  const { locale } = app.communities.get(guildId);
  const { welcome, buttons } = catalogues[locale].membership;
  return {
    content: welcome({ userIds, tier: names[locale], opens: inLanguage(opens, locale) }),
    components: buttonRow([button(buttons.show, componentId(MEMBERSHIP_BUTTON, batchId))]),
  };
}

function finish(
  app: WelcomeNeeds,
  guildId: string,
  notices: readonly OpenNotice[],
  state: 'sent' | 'dropped' | 'failed',
  problem: string | null = null,
): Promise<void> {
  return updateFinished(app, guildId, idsOf(notices), { state, problem, at: app.clock.now() });
}

const idsOf = (notices: readonly OpenNotice[]): string[] => notices.map(({ id }) => id);

/** In the order in which the first of each came. */
function grouped(
  notices: readonly OpenNotice[],
  keyOf: (notice: OpenNotice) => string | number,
): OpenNotice[][] {
  const groups = new Map<string | number, OpenNotice[]>();
  for (const notice of notices) {
    const key = keyOf(notice);
    groups.set(key, [...(groups.get(key) ?? []), notice]);
  }
  return [...groups.values()];
}
