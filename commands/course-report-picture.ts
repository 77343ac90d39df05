/** The picture of a course's report: how many came how far, which lessons they did, how they rated. */
import type { App } from '../src/app.ts';
import { renderSurveyChart } from '../src/charts/charts.ts';
import type { Call } from '../src/discord/command.ts';
import type { AttachedFile } from '../src/discord/reply.ts';
import { shorten } from '../src/i18n/markup.ts';
import { dayOf } from '../src/kernel/calendar.ts';
import { ratingsOf, summariseRatings } from '../src/learning/learning.ts';
import type { CourseDetail, CourseReport, ReportedCourse } from '../src/learning/learning.ts';

/** Source: https://discord.com/developers/docs/resources/message#attachment-object */
const DESCRIPTION_MAX = 1_000;

export async function reportPicture(
  app: Pick<App, 'communities'>,
  { guildId, locale, words, at }: Call,
  { title }: ReportedCourse,
  report: CourseReport,
  { lessons }: CourseDetail,
): Promise<AttachedFile> {
  const { steps, chart, picture } = words.insight.report;
  const { name: communityName, timeZone } = app.communities.get(guildId);
  const summary = summariseRatings(ratingsOf(report.starCounts));
  const step = (name: keyof typeof steps) => ({ label: steps[name], count: report[name] });
  const empty = { emptyText: chart.nobody };
  const data = await renderSurveyChart({
    locale,
    header: { title, subtitleParts: [chart.title], communityName, badge: null },
    questions: [
      {
        ...empty,
        kind: 'choice',
        text: chart.funnel,
        detail: chart.ofViewed({ count: report.viewed }),
        answerCount: report.viewed,
        options: [step('viewed'), step('started'), step('finished'), step('rated')],
      },
      {
        ...empty,
        kind: 'choice',
        text: chart.lessons,
        detail: chart.ofStarted({ count: report.started }),
        answerCount: report.started,
        options: lessons.map(({ title: lesson, done }) => ({ label: lesson, count: done })),
      },
      {
        ...empty,
        kind: 'rating',
        text: chart.ratings,
        detail: chart.rated({ count: report.rated }),
        answerCount: report.rated,
        mean: summary?.mean ?? null,
        interval: summary,
        meanLabel: words.surveys.results.mean,
        intervalLabel: words.surveys.results.interval,
        ratingCounts: report.starCounts,
      },
    ],
    footerParts: [chart.asOf({ on: dayOf(at, timeZone) })],
  });
  return { name: 'report.png', data, description: shorten(picture({ title }), DESCRIPTION_MAX) };
}
