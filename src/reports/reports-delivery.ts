/**
 * Delivers a weekly report exactly once per community and week, also when the process dies at any point.
 *
 * 1. The claim row is inserted with the snapshot; its unique key decides who posts.
 * 2. The snapshot is posted; the marker is its nonce and stands in its button.
 * 3. The row is noted as posted.
 *
 * Died between 1 and 2, or 2 and 3, or the reply to 2 was lost: whoever takes the claim over first looks for the marker in the channel.
 */
import type { App } from '../app.ts';
import type { CommunitySettings } from '../communities/communities.ts';
import { Refusal } from '../kernel/errors.ts';
import { snowflakeInstant } from '../kernel/snowflake.ts';
import { makeSnapshot } from './reports-making.ts';
import { explainButton, explainId, reportMessage } from './reports-message.ts';
import { isAbandoned, lastWholeWeek, markerOf } from './reports-rules.ts';
import type { ReportKind } from './reports-rules.ts';
import { weekOfSnapshot } from './reports-snapshot.ts';
import {
  findReport,
  insertClaim,
  updatePosted,
  updateReleased,
  updateTakenOver,
  updateTriedChannel,
} from './reports-store.ts';
import type { ReportRow } from './reports-store.ts';

export type DeliveryNeeds = Pick<App, 'db' | 'clock' | 'log' | 'communities' | 'messenger' | 'interactions'>;

/** When a report was due, and whether it comes later than that. */
export interface DeliveryTime {
  readonly dueAt: Date;
  readonly late: boolean;
}

/** posted now; found: an earlier try had posted it after all; already: nothing was left to do. */
export type Delivery = 'posted' | 'found' | 'already';

/**
 * Posts the report of the last week that was over at `dueAt`, unless it was posted before.
 * @throws Refusal `messenger.channel` when the reports channel is gone or closed to the bot; UpstreamError when Discord or the database
 * fails; Error while another process is at it. It can be tried again without harm.
 */
export async function deliverReport(
  app: DeliveryNeeds,
  guildId: string,
  kind: ReportKind,
  time: DeliveryTime,
): Promise<Delivery> {
  const community = app.communities.get(guildId);
  const week = lastWholeWeek(time.dueAt, community);
  const key = { guildId, kind, weekOn: week.fromOn };
  const row = await findReport(app, key);
  if (row?.state === 'posted') return 'already';
  const channelId = openChannel(app, community);
  if (row) return finishReport(app, row, community, channelId, time);
  const claim = {
    ...key,
    claimedAt: app.clock.now(),
    marker: markerOf(guildId, kind, week.fromOn),
    channelId,
    late: time.late,
    snapshot: await makeSnapshot(app, guildId, kind, week),
  };
  if (!(await insertClaim(app, claim))) throw busy(claim);
  return post(
    app,
    { ...claim, state: 'claimed', messageId: null, postedAt: null },
    community,
    channelId,
    time,
  );
}

/** The reports channel, if it can be posted in. @throws Refusal `messenger.channel`. */
function openChannel({ messenger }: DeliveryNeeds, { guildId, reportsChannelId }: CommunitySettings): string {
  const channelId = reportsChannelId ?? '0';
  const problem = messenger.channelProblem(guildId, channelId);
  if (problem) throw new Refusal('messenger.channel', { channelId, problem });
  return channelId;
}

/** Goes on where an earlier try ended. */
async function finishReport(
  app: DeliveryNeeds,
  row: ReportRow,
  community: CommunitySettings,
  channelId: string,
  time: DeliveryTime,
): Promise<Delivery> {
  const claimedAt = app.clock.now();
  if (!isAbandoned(row, claimedAt)) throw busy(row);
  if (!(await updateTakenOver(app, row, { claimedAt, late: time.late }))) throw busy(row);
  const claim: ReportRow = { ...row, state: 'claimed', claimedAt };
  const found = await releasingOnFailure(app, claim, () => findPost(app, row, channelId));
  if (!found) {
    // Only now, when the earlier channel is known to hold no post, may it be forgotten.
    await releasingOnFailure(app, claim, () => updateTriedChannel(app, claim, channelId));
    return post(app, claim, community, channelId, time);
  }
  await updatePosted(app, row, { ...found, postedAt: snowflakeInstant(found.messageId), late: row.late });
  app.log.info(
    { guild: row.guildId, kind: row.kind, weekOn: row.weekOn },
    'an earlier try had posted the report; noted now',
  );
  return 'found';
}

/** The post of an earlier try, where it was to be posted then; null when there is none. */
async function findPost(
  { messenger }: DeliveryNeeds,
  row: ReportRow,
  channelId: string,
): Promise<{ channelId: string; messageId: string } | null> {
  const triedIn = row.channelId ?? channelId;
  // No post of this week is older than the week's end, whatever the clocks say.
  const since = new Date(weekOfSnapshot(row.snapshot).toAt);
  try {
    const messageId = await messenger.findOwn(row.guildId, triedIn, explainId(row.marker), since);
    return messageId === null ? null : { channelId: triedIn, messageId };
  } catch (error) {
    // The earlier channel is gone or closed by now: nobody can read a post there, so the new one gets it.
    if (error instanceof Refusal && triedIn !== channelId) return null;
    throw error;
  }
}

async function post(
  app: DeliveryNeeds,
  claim: ReportRow,
  community: CommunitySettings,
  channelId: string,
  { dueAt, late }: DeliveryTime,
): Promise<Delivery> {
  const { guildId, kind, weekOn, marker, snapshot } = claim;
  await releasingOnFailure(app, claim, async () => {
    const message = await reportMessage(snapshot, community.locale, {
      kind: late ? 'late' : 'posted',
      dueAt,
    });
    const withButton = { ...message, components: explainButton(marker, community.locale) };
    const { messageId } = await app.messenger.post(guildId, channelId, withButton, { nonce: marker });
    await updatePosted(app, claim, { channelId, messageId, postedAt: app.clock.now(), late });
  });
  app.log.info({ guild: guildId, kind, weekOn, late }, 'a weekly report was posted');
  return 'posted';
}

/** Gives the claim back when the work fails, so that the next try may begin at once. */
async function releasingOnFailure<T>(
  app: DeliveryNeeds,
  claim: ReportRow,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await updateReleased(app, claim, claim.claimedAt).catch((second: unknown) => {
      app.log.warn({ err: second }, 'the claim of a report could not be given back; its lease will run out');
    });
    throw error;
  }
}

function busy({ guildId, kind, weekOn }: Pick<ReportRow, 'guildId' | 'kind' | 'weekOn'>): Error {
  return new Error(
    `the ${kind} report of the week of ${weekOn} in ${guildId} is being posted by another process`,
  );
}
