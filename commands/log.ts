/** /log: staff see what was seen of the community and why something is missing, and have history fetched. */
import { ButtonStyle, ComponentType } from 'discord.js';
import { findBackfill, listLeft, requestBackfill } from '../src/backfill/backfill.ts';
import type { BackfillProgress } from '../src/backfill/backfill.ts';
import { coverageByDay, reactionsByCount } from '../src/coverage/coverage.ts';
import type { ChannelCoverage, ChannelGap, Coverage, GapReason } from '../src/coverage/coverage.ts';
import { action, command, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { day, integer, required, talkChannel } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatFlooredPercent } from '../src/i18n/format.ts';
import { addDays, dayOf, daySpan } from '../src/kernel/calendar.ts';
import { spansMs } from '../src/kernel/spans.ts';
import type { App } from '../src/app.ts';

/** Discord's blurple. */
const COLOUR = 0x5865f2;
/** Room for the line that says how many more there are, and for what stands below it. */
const ROOM_BELOW = 400;
const DEFAULT_DAYS = 7;
const MOST_DAYS = 28;
/** Gaps shorter than this come from rounding instants, and are no news. */
const SHORTEST_GAP_MS = 1_000;

export default command({
  name: 'log',
  subcommands: {
    coverage: action({
      access: 'staff',
      options: { channel: talkChannel(), days: integer({ min: 1, max: MOST_DAYS }) },
      run: (app, call, { channel, days }) => coverageReply(app, call, channel, days ?? DEFAULT_DAYS),
    }),
    backfill: action({
      access: 'staff',
      options: { channel: required(talkChannel()), from: required(day()), to: day() },
      async run(app, call, { channel, from, to }) {
        const wish = { channelId: channel, fromOn: from, toOn: to };
        return progressReply(call, await requestBackfill(app, call.guildId, wish));
      },
    }),
  },
});

/** The button "Refresh" below the progress; its argument is the channel. Goes on with what rests, as typing the command again does. */
export const backfillRefresh = component({
  name: 'log.refresh',
  access: 'staff',
  updates: true,
  async run(app, call, { args }) {
    const progress = await findBackfill(app, call.guildId, args[0] ?? '0');
    if (!progress) return { update: { content: call.words.log.backfill.none } };
    if (progress.state === 'waiting') app.backfill.wake(call.guildId);
    return { update: progressReply(call, progress) };
  },
});

async function coverageReply(app: App, call: Call, channelId: string | null, days: number): Promise<Reply> {
  const { timeZone } = app.communities.get(call.guildId);
  const span = daySpan(addDays(dayOf(call.at, timeZone), 1 - days), days, timeZone);
  const seen = await coverageByDay(app, call.guildId, span, channelId);
  const reactions = await reactionsByCount(app, call.guildId, span);
  const left = await listLeft(app, call.guildId, channelId);
  const words = call.words.log.coverage;
  const percent = formatFlooredPercent(seen.whole.ratio, call.locale);
  const counted = channelId === null ? [...reactions.values()] : [reactions.get(channelId) ?? 0];
  const reactionCount = counted.reduce((sum, count) => sum + count, 0);
  return listReply(
    call,
    channelId === null ? words.whole({ percent, days }) : words.ofChannel({ channelId, percent, days }),
    [
      ...seen.days.map(({ on, coverage }) => dayLine(call, on, coverage)),
      '',
      ...(channelId === null ? channelLines(call, seen.whole) : gapLines(call, seen.whole.channels)),
    ],
    [
      ...left.map((each) => words.left(each)),
      ...(reactionCount > 0 ? [words.reactions({ count: reactionCount })] : []),
      words.explain,
    ],
  );
}

function dayLine(call: Call, on: string, { ratio, channels }: Coverage): string {
  const notes = reasonNotes(call, channels.length === 1 ? channels[0]!.gaps : sharedGaps(channels));
  return call.words.log.coverage.day({ on, percent: formatFlooredPercent(ratio, call.locale), notes });
}

/** Gaps of the whole community: those that do not depend on a channel, as one that was open for longest has them, the least fetched first. */
function sharedGaps(channels: readonly ChannelCoverage[]): readonly ChannelGap[] {
  const shared = channels.map(({ gaps }) => {
    const own = gaps.filter(({ reason }) => reason === 'offline' || reason === 'not-here');
    return { gaps: own, ms: spansMs(own), fetchedMs: spansMs(own.filter(({ isFetched }) => isFetched)) };
  });
  return shared.toSorted((one, other) => other.ms - one.ms || one.fetchedMs - other.fetchedMs)[0]?.gaps ?? [];
}

/** The channels that were not seen all the time, the least seen first. */
function channelLines(call: Call, { channels }: Coverage): string[] {
  const { words, locale } = call;
  const ratioOf = ({ seenMs, wholeMs }: ChannelCoverage) => (wholeMs === 0 ? 0 : seenMs / wholeMs);
  const withGaps = channels
    .filter(({ gaps }) => reasonNotes(call, gaps).length > 0)
    .toSorted((a, b) => ratioOf(a) - ratioOf(b));
  if (withGaps.length === 0) return [words.log.coverage.allSeen];
  return [
    words.log.coverage.channels,
    ...withGaps.map((channel) =>
      words.log.coverage.channel({
        channelId: channel.channelId,
        percent: channel.wholeMs === 0 ? '–' : formatFlooredPercent(ratioOf(channel), locale),
        notes: reasonNotes(call, channel.gaps),
      }),
    ),
  ];
}

/** Each gap with its times, the youngest first. */
function gapLines({ words }: Call, channels: readonly ChannelCoverage[]): string[] {
  const gaps = channels.flatMap((channel) => channel.gaps.filter(isNews)).toReversed();
  if (gaps.length === 0) return [words.log.coverage.allSeen];
  return gaps.map((gap) => words.log.coverage.gap({ ...gap, reason: reasonOf(words, gap) }));
}

/** How long each reason lasted in all, e.g. "offline (fetched afterwards) 31 min". */
function reasonNotes({ words }: Pick<Call, 'words'>, gaps: readonly ChannelGap[]): string[] {
  const reasons = new Map<string, number>();
  for (const gap of gaps.filter(isNews)) {
    const reason = reasonOf(words, gap);
    reasons.set(reason, (reasons.get(reason) ?? 0) + spansMs([gap]));
  }
  return [...reasons].map(([reason, ms]) => words.log.coverage.lasting({ reason, ms }));
}

function isNews(gap: ChannelGap): boolean {
  return spansMs([gap]) >= SHORTEST_GAP_MS;
}

function reasonOf(
  words: Call['words'],
  { reason, isFetched }: { reason: GapReason; isFetched: boolean },
): string {
  const { reasons, fetched } = words.log.coverage;
  return isFetched ? fetched({ reason: reasons[reason] }) : reasons[reason];
}

/** As many of the lines as fit between head and foot, then how many more there are. */
function listReply(call: Call, head: string, lines: readonly string[], foot: readonly string[]): Reply {
  const { title, more } = call.words.log.coverage;
  const shown = [head];
  for (const [index, line] of lines.entries()) {
    if ([...shown, line].join('\n').length > LONGEST_DESCRIPTION - ROOM_BELOW) {
      shown.push(more({ count: lines.length - index }));
      break;
    }
    shown.push(line);
  }
  return { embeds: [{ title, description: [...shown, '', ...foot].join('\n'), color: COLOUR }] };
}

function progressReply({ words, locale }: Call, progress: BackfillProgress): Reply {
  const { backfill } = words.log;
  const { from, to, reachedAt, state, problem, placesDone: done, places } = progress;
  const ratio = (reachedAt.getTime() - from.getTime()) / Math.max(1, to.getTime() - from.getTime());
  const lines = [
    backfill.span(progress),
    backfill.state[state],
    ...(problem ? [backfill.problems[problem]] : []),
    backfill.found(progress),
    backfill.position({ reachedAt, percent: formatFlooredPercent(Math.min(1, ratio), locale) }),
    backfill.places({ done, places }),
  ];
  const button = {
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label: backfill.refresh,
    custom_id: componentId('log.refresh', progress.channelId),
  };
  return {
    embeds: [{ title: backfill.title, description: lines.join('\n'), color: COLOUR }],
    components:
      state === 'done' || state === 'refused'
        ? []
        : [{ type: ComponentType.ActionRow, components: [button] }],
  };
}
