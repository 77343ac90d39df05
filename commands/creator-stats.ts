/** /creator stats: what a creator's courses brought, for themselves and for staff. */
import type { App } from '../src/app.ts';
import { coursesOf } from '../src/courses/courses.ts';
import { currentMonth, payoutShare, POINT_KINDS, pointsOf } from '../src/creators/creators.ts';
import type { PointsEarned } from '../src/creators/creators.ts';
import { action } from '../src/discord/command.ts';
import type { Action, Call } from '../src/discord/command.ts';
import { member } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { courseFigures, NO_FIGURES, summariseRatings, sumRatings } from '../src/learning/learning.ts';
import { answersGivenBy } from '../src/qa/qa.ts';

const COURSES_SHOWN = 15;
const TITLE_SHOWN = 60;
const COLOUR = 0x5865f2;

export const creatorStats: Action = action({
  access: 'everyone',
  options: { member: member() },
  async run(app, call, { member: other }) {
    const userId = other?.userId ?? call.userId;
    if (userId !== call.userId && !call.isStaff)
      throw new Refusal('access.staff-only', { staffRoleId: app.communities.get(call.guildId).staffRoleId });
    return statsReply(app, call, userId);
  },
});

async function statsReply(app: App, call: Call, userId: string): Promise<Reply> {
  const words = call.words.insight.creatorStats;
  const isOwn = userId === call.userId;
  const courses = (await coursesOf(app, call.guildId, userId)).filter(
    ({ course }) => course.publishedId !== null,
  );
  const ever = await pointsOf(app, call.guildId, userId, null);
  // Points stay with who earned them, also where the course was given to somebody else.
  if (courses.length === 0 && ever.total === 0) return { content: isOwn ? words.noneOwn : words.none };
  const figures = await courseFigures(app, call.guildId);
  const own = courses.map(({ course, latest }) => ({
    course,
    title: app.courses.find(call.guildId, course.id)?.title ?? latest.title,
    figures: figures.get(course.id) ?? NO_FIGURES,
  }));
  const { rating } = call.words.insight;
  const ratingOf = (...of: readonly (typeof own)[number][]) =>
    rating(summariseRatings(sumRatings(of.map(({ figures: { ratings } }) => ratings))));
  const lines = own.slice(0, COURSES_SHOWN).map((line) =>
    words.course({
      title: oneLine(line.title, TITLE_SHOWN),
      enrolled: line.figures.started,
      finished: line.figures.finished,
      rating: ratingOf(line),
      isArchived: line.course.archivedAt !== null,
    }),
  );
  const more = own.length - lines.length;
  const text = [
    ...(isOwn ? [] : [words.of({ userId })]),
    words.totals({
      enrolled: own.reduce((sum, line) => sum + line.figures.started, 0),
      finished: own.reduce((sum, line) => sum + line.figures.finished, 0),
      answers: await answersGivenBy(app, call.guildId, userId),
    }),
    ...(own.length === 0 ? [] : [words.ratingAll({ rating: ratingOf(...own) })]),
    '',
    ...lines,
    ...(more > 0 ? [words.more({ count: more })] : []),
  ];
  const description = shorten(text.join('\n'), LONGEST_DESCRIPTION);
  return {
    embeds: [
      { title: isOwn ? words.title : words.titleOf, description, color: COLOUR },
      { title: words.points, description: await pointLines(app, call, userId, ever), color: COLOUR },
    ],
  };
}

async function pointLines(app: App, call: Call, userId: string, ever: PointsEarned): Promise<string> {
  const { guildId, locale, words } = call;
  const { creatorStats: stats } = words.insight;
  const month = currentMonth(app, guildId);
  const earned = await pointsOf(app, guildId, userId, month);
  const share = await payoutShare(app, guildId, userId, month);
  const { currency } = app.tiers.settingsOf(guildId);
  const minor = share?.amountMinor ?? null;
  const amount = minor === null || currency === null ? null : formatMoney({ minor, currency }, locale);
  return [
    stats.pointsTotal({ month: earned.total, ever: ever.total }),
    ...POINT_KINDS.map((kind) =>
      stats.kind({
        name: stats.kinds[kind],
        monthCount: earned.byKind[kind].count,
        monthPoints: earned.byKind[kind].points,
        everCount: ever.byKind[kind].count,
        everPoints: ever.byKind[kind].points,
      }),
    ),
    share ? stats.share({ ratio: share.ratio, amount }) : stats.noShare,
  ].join('\n');
}
