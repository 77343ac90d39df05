/** Puts the bot's numbers beside the local Discord's own, and says whether they agree. Pure. */
import type { ActivitySnapshot, SatisfactionSnapshot } from '../reports/reports-snapshot.ts';
import type { SatisfactionTruth } from './truth-satisfaction.ts';
import type { Truth } from './truth.ts';

/** One number twice. */
export interface Pair {
  readonly what: string;
  /** First day of the week; '' for what belongs to none. */
  readonly weekOn: string;
  /** null: there is none. */
  readonly bot: number | null;
  readonly discord: number | null;
}

/** Ratings and intervals are sums of fractions: equal to so many decimals is equal. */
const TOLERANCE = 1e-9;

export function agree({ bot, discord }: Pair): boolean {
  if (bot === null || discord === null) return bot === discord;
  return Math.abs(bot - discord) <= TOLERANCE * Math.max(1, Math.abs(discord));
}

/** Figures of a week in the rollups. */
export function compareWeek(weekOn: string, bot: Truth, discord: Truth): Pair[] {
  const figures = [
    ['interactions 互动 (I)', 'interactions'],
    ['messages 消息', 'messages'],
    ['reactions 回应', 'reactions'],
    ['member-hours 活跃小时 (H)', 'memberHours'],
    ['active members 活跃成员 (Nₐ)', 'activeMembers'],
    ['members 成员 (N)', 'members'],
    ['joined 加入', 'joined'],
    ['left 离开', 'left'],
  ] as const;
  return figures.map(([what, key]) => ({ what, weekOn, bot: bot[key], discord: discord[key] }));
}

/** What the posted report says, against the count of the moment in which it was posted. */
export function comparePosted(weekOn: string, { reading }: ActivitySnapshot, discord: Truth): Pair[] {
  const { figures } = reading;
  const pair = (what: string, bot: number, own: number): Pair => ({ what, weekOn, bot, discord: own });
  return [
    pair('A = I / D', figures.factors.activity, discord.interactions / discord.days.length),
    pair('interactions 互动 (I)', figures.totals.interactions, discord.interactions),
    pair('messages 消息', figures.messages, discord.messages),
    pair('member-hours 活跃小时 (H)', figures.totals.memberHours, discord.memberHours),
    pair('active members 活跃成员 (Nₐ)', figures.totals.activeMembers, discord.activeMembers),
    pair('members 成员 (N)', figures.totals.members, discord.members),
    pair('joined 加入', figures.joined, discord.joined),
    pair('left 离开', figures.left, discord.left),
  ];
}

export function comparePostedSatisfaction(
  weekOn: string,
  { reading }: SatisfactionSnapshot,
  discord: SatisfactionTruth,
): Pair[] {
  const pair = (what: string, bot: number | null, own: number | null): Pair => ({
    what,
    weekOn,
    bot,
    discord: own,
  });
  return [
    pair('satisfaction 满意度 S', reading.satisfaction.score, discord.score),
    pair('ratings 评分数 (n)', reading.satisfaction.answers, discord.ratings),
    pair('NPS', reading.recommendation.score, discord.recommendation),
    pair('answers 答卷', reading.answered, discord.answered),
  ];
}

/** Days: active members, interactions and messages of each. */
export function compareDays(bot: readonly Truth['days'][number][], discord: Truth['days']): Pair[] {
  const stored = new Map(bot.map((day) => [day.on, day]));
  return discord.flatMap(({ on, ...figures }) =>
    (['activeMembers', 'interactions', 'messages'] as const).map((key) => ({
      what: `${key} ${on}`,
      weekOn: '',
      bot: stored.get(on)?.[key] ?? null,
      discord: figures[key],
    })),
  );
}

/** Channels by interactions. What happened in no channel (who answered a survey) stands under 0 in both. */
export function compareChannels(
  weekOn: string,
  bot: Truth['channels'],
  discord: Truth['channels'],
  nameOf: (channelId: string) => string,
): Pair[] {
  const find = (list: Truth['channels'], id: string): number =>
    list.find(({ channelId }) => channelId === id)?.interactions ?? 0;
  const ids = new Set([...bot, ...discord].map(({ channelId }) => channelId));
  return [...ids].map((id) => ({
    what: `#${nameOf(id)} ${weekOn}`,
    weekOn: '',
    bot: find(bot, id),
    discord: find(discord, id),
  }));
}
