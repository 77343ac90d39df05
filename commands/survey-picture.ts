/** The chart of a survey's results: our results in the chart's words. */
import { netPromoterScore, satisfactionScore } from '../src/analytics/analytics-satisfaction-rules.ts';
import type { App } from '../src/app.ts';
import { renderSurveyChart } from '../src/charts/charts.ts';
import type { SurveyResults as SurveyChart } from '../src/charts/charts.ts';
import type { AttachedFile } from '../src/discord/reply.ts';
import { catalogues } from '../src/i18n/i18n.ts';
import type { Catalogue } from '../src/i18n/i18n.ts';
import type { Locale } from '../src/i18n/format.ts';
import { isClosed } from '../src/surveys/surveys.ts';
import type { QuestionResult, Survey, SurveyResults } from '../src/surveys/surveys.ts';

type ChartQuestion = SurveyChart['questions'][number];

/** The PNG, with words for people who cannot see it. */
export async function resultsPicture(
  app: Pick<App, 'communities'>,
  survey: Survey,
  results: SurveyResults,
  locale: Locale,
): Promise<AttachedFile> {
  const words = catalogues[locale];
  const { surveys } = words;
  const data = await renderSurveyChart({
    locale,
    header: {
      title: survey.title,
      subtitleParts: [survey.anonymous ? surveys.anonymous : surveys.named, surveys.states[survey.state]],
      communityName: app.communities.get(survey.guildId).name,
      badge: isClosed(survey) ? null : surveys.states.open,
    },
    questions: results.questions.map((result) => chartQuestion(result, words)),
    footerParts: [surveys.results.response({ ...results, ratio: results.responseRatio })],
  });
  return {
    name: `survey-${survey.id}.png`,
    data,
    description: surveys.results.picture({ title: survey.title }),
  };
}

function chartQuestion(result: QuestionResult, words: Catalogue): ChartQuestion {
  const { surveys } = words;
  const { question, n } = result;
  const indicator = question.indicator ? ` · ${surveys.indicators[question.indicator]}` : '';
  const asked = {
    text: question.text,
    detail: `${surveys.results.answerCount({ n })}${indicator}`,
    emptyText: surveys.results.noAnswers,
    answerCount: n,
  };
  if (result.kind === 'text') return { ...asked, kind: 'text' };
  if (result.kind === 'choice') {
    const options = question.choices.map((label, index) => ({ label, count: result.counts[index] ?? 0 }));
    return { ...asked, kind: 'choice', options };
  }
  const labels = { intervalLabel: surveys.results.interval };
  return result.kind === 'rating'
    ? { ...asked, ...labels, ...ratingBody(result), meanLabel: surveys.results.mean }
    : { ...asked, ...labels, ...recommendationBody(result, words) };
}

function ratingBody(result: QuestionResult & { kind: 'rating' }) {
  const [one = 0, two = 0, three = 0, four = 0, five = 0] = result.counts;
  const ratings = valuesOf(result.counts, 1);
  const seed = `survey question ${result.question.position}`;
  const { interval } = satisfactionScore([{ indicator: 'question', ratings, weight: 1 }], seed);
  const ratingCounts = [one, two, three, four, five] as const;
  return { kind: 'rating' as const, mean: result.mean, interval, ratingCounts };
}

function recommendationBody(result: QuestionResult & { kind: 'recommendation' }, words: Catalogue) {
  const { results } = words.surveys;
  return {
    kind: 'recommendation' as const,
    nps: result.nps,
    interval: netPromoterScore(valuesOf(result.counts, 0)).interval,
    npsLabel: results.nps,
    scoreCounts: result.counts,
    promoterCount: result.promoters,
    passiveCount: result.passives,
    detractorCount: result.detractors,
    promotersLabel: results.promoters,
    passivesLabel: results.passives,
    detractorsLabel: results.detractors,
  };
}

/** Counts turned back into the single values, the first count standing for `first`. */
function valuesOf(counts: readonly number[], first: number): number[] {
  return counts.flatMap((count, index) => Array.from({ length: count }, () => first + index));
}
