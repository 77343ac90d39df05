/** The satisfaction report in words: short, and true by itself without the pictures. */
import { MIN_ANSWERS, MIN_ANSWERS_FOR_INTERVAL } from '../analytics/analytics-satisfaction-rules.ts';
import type { SatisfactionReading } from '../analytics/analytics.ts';
import { formatNumber, formatPercent } from '../i18n/format.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { signedTo } from './reports-figures.ts';

type SatisfactionWords = Catalogue['reports']['satisfaction'];

/** The lines below the heading, the most important first. */
export function satisfactionLines(reading: SatisfactionReading, locale: Locale): string[] {
  const words = catalogues[locale].reports.satisfaction;
  const lines = [
    satisfactionHeadline(reading, locale),
    changeLine(reading, words, locale),
    indicatorsLine(reading, words, locale),
    leftOutLine(reading, words),
    responseLine(reading, words, locale),
    recommendationLine(reading, words, locale),
  ];
  return lines.filter((line) => line !== null);
}

/** The first sentence: S with its interval, or why there is none. */
function satisfactionHeadline({ satisfaction, surveys }: SatisfactionReading, locale: Locale): string {
  const words = catalogues[locale].reports.satisfaction;
  const { score, interval, answers } = satisfaction;
  if (surveys === 0) return words.nobodyAsked;
  if (score === null) return words.tooFew({ min: MIN_ANSWERS });
  const facts = { score: formatNumber(score, 2, locale), answers };
  if (!interval) return words.headlineNoInterval({ ...facts, min: MIN_ANSWERS_FOR_INTERVAL });
  return words.headline({
    ...facts,
    low: formatNumber(interval.low, 2, locale),
    high: formatNumber(interval.high, 2, locale),
  });
}

function changeLine(reading: SatisfactionReading, words: SatisfactionWords, locale: Locale): string | null {
  const { satisfaction, change, trend } = reading;
  if (satisfaction.score === null) return null;
  if (!change) return (trend.at(-2)?.score ?? null) === null ? words.firstScore : words.notCompared;
  const indicators = change.indicators.map((indicator) => nameOf(indicator, words));
  const amount = formatNumber(Math.abs(change.difference), 2, locale);
  if (Math.abs(change.difference) < 0.005) return words.same({ indicators });
  return (change.difference > 0 ? words.up : words.down)({ amount, indicators });
}

function indicatorsLine({ satisfaction }: SatisfactionReading, words: SatisfactionWords, locale: Locale) {
  const indicators = satisfaction.indicators.flatMap(({ indicator, mean, answers, leftOut }) =>
    mean === null || leftOut !== null
      ? []
      : [{ name: nameOf(indicator, words), mean: formatNumber(mean, 2, locale), answers }],
  );
  return indicators.length > 0 ? words.indicators({ indicators }) : null;
}

/** The indicators that do not count, each with its reason. */
function leftOutLine({ satisfaction, surveys }: SatisfactionReading, words: SatisfactionWords) {
  if (surveys === 0) return null;
  const indicators = satisfaction.indicators.flatMap(({ indicator, answers, leftOut }) => {
    const name = nameOf(indicator, words);
    if (leftOut === 'too-few-answers') return [words.leftOut({ name, answers, min: MIN_ANSWERS })];
    return leftOut === 'no-weight' ? [words.noWeight({ name })] : [];
  });
  return indicators.length > 0 ? words.leftOutLine({ indicators }) : null;
}

function responseLine(reading: SatisfactionReading, words: SatisfactionWords, locale: Locale): string | null {
  const { surveys, answered, invited, responseRatio } = reading;
  if (surveys === 0) return null;
  if (invited === null || responseRatio === null) return words.responseUnknown({ answered, surveys });
  return words.response({ answered, invited, surveys, percent: formatPercent(responseRatio, 1, locale) });
}

function recommendationLine(
  { recommendation }: SatisfactionReading,
  words: SatisfactionWords,
  locale: Locale,
) {
  const { score, interval, answers } = recommendation;
  if (answers === 0) return null;
  if (score === null || !interval) return words.npsTooFew({ answers, min: MIN_ANSWERS });
  return words.nps({
    score: signedTo(score, 0, locale),
    low: signedTo(interval.low, 0, locale),
    high: signedTo(interval.high, 0, locale),
    answers,
  });
}

/** An indicator's name; its key for one that only a later version knows. */
export function nameOf(indicator: string, words: Pick<SatisfactionWords, 'indicatorNames'>): string {
  const names: Readonly<Record<string, string>> = words.indicatorNames;
  return names[indicator] ?? indicator;
}
