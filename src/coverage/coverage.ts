/** The face of coverage: what was seen of a community's channels, what was missed and why. */
import type { App } from '../app.ts';
import { TALK_CHANNEL_TYPES } from '../channels/channels-rules.ts';
import { listenedTo } from '../interactions/interactions.ts';
import { addDays, dayStart } from '../kernel/calendar.ts';
import type { DaySpan, Span } from '../kernel/calendar.ts';
import { snowflakeInstant } from '../kernel/snowflake.ts';
import { measureCoverage } from './coverage-rules.ts';
import type { ChannelRecord, Coverage } from './coverage-rules.ts';
import {
  countReactionsByCount,
  listClosedNow,
  listClosedTimes,
  listFetched,
  updateClosed,
} from './coverage-store.ts';
import type { ClosedReason } from './coverage-store.ts';

export type { ChannelCoverage, ChannelGap, Coverage, GapReason } from './coverage-rules.ts';

export type CoverageNeeds = Pick<App, 'db' | 'clock' | 'interactions'>;

/** What was seen of a span in the channels that are there today, as far as it has passed. */
export async function coverageOf(app: CoverageNeeds, guildId: string, span: Span): Promise<Coverage> {
  const listened = await listenedTo(app, guildId, span);
  const channels = await channelRecords(app, guildId, span);
  return measureCoverage(span, listened, channels, app.clock.now());
}

/** What was seen of each local day of a span, in order, and of the whole. @param channelId null for every channel. */
export async function coverageByDay(
  app: CoverageNeeds,
  guildId: string,
  span: DaySpan,
  channelId: string | null,
): Promise<{ whole: Coverage; days: readonly { on: string; coverage: Coverage }[] }> {
  const listened = await listenedTo(app, guildId, span);
  const all = await channelRecords(app, guildId, span);
  const channels = channelId === null ? all : all.filter((channel) => channel.channelId === channelId);
  const now = app.clock.now();
  const measure = (asked: Span) => measureCoverage(asked, listened, channels, now);
  return {
    whole: measure(span),
    days: span.days.map((on) => ({
      on,
      coverage: measure({ from: dayStart(on, span.timeZone), to: dayStart(addDays(on, 1), span.timeZone) }),
    })),
  };
}

/** Reactions of a span whose number is known and nothing else, per channel. */
export async function reactionsByCount(
  app: Pick<App, 'db'>,
  guildId: string,
  span: Span,
): Promise<Map<string, number>> {
  return countReactionsByCount(app, guildId, span);
}

/** What is known of each channel that is there today, in the span. */
export async function channelRecords(
  app: CoverageNeeds,
  guildId: string,
  span: Span,
): Promise<ChannelRecord[]> {
  const closed = await listClosedTimes(app, guildId, span, app.clock.now());
  const fetched = await listFetched(app, guildId, span);
  return talkChannelIds(app, guildId).map((channelId) => {
    const own = closed.filter((time) => time.channelId === channelId);
    return {
      channelId,
      createdAt: snowflakeInstant(channelId),
      excluded: own.filter(({ reason }) => reason === 'excluded'),
      closed: own.filter(({ reason }) => reason === 'no-permission'),
      fetched: fetched.filter((time) => time.channelId === channelId),
    };
  });
}

/**
 * Notes which channels are excluded or closed to the bot from now on, and which no longer are. Called whenever that may have changed;
 * what is as it was is left alone.
 */
export async function noteClosedChannels(
  app: CoverageNeeds & Pick<App, 'communities' | 'gateway'>,
  guildId: string,
): Promise<void> {
  const standing = app.gateway.standing(guildId);
  if (!standing) return;
  const hidden = new Set(standing.hiddenChannelIds);
  const excludedIds = app.communities.get(guildId).excludedChannelIds;
  const { channels } = app.interactions.senses;
  const before = await listClosedNow(app, guildId);
  const now = new Map<string, ClosedReason>();
  for (const channelId of talkChannelIds(app, guildId)) {
    if (channels.isWithin(channelId, excludedIds)) now.set(channelId, 'excluded');
    else if (hidden.has(channelId)) now.set(channelId, 'no-permission');
  }
  const changes = new Map<string, ClosedReason | null>();
  for (const channelId of new Set([...before.keys(), ...now.keys()]))
    if (before.get(channelId) !== now.get(channelId)) changes.set(channelId, now.get(channelId) ?? null);
  if (changes.size > 0) await updateClosed(app, guildId, changes, app.clock.now());
}

function talkChannelIds({ interactions }: Pick<App, 'interactions'>, guildId: string): string[] {
  return interactions.senses.channels
    .channelsOf(guildId)
    .filter(({ type }) => TALK_CHANNEL_TYPES.includes(type))
    .map(({ channelId }) => channelId);
}
