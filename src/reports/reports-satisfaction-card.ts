/** The figures of a satisfaction report as the pictures want them, with every word in the community's language. */
import { MIN_ANSWERS } from '../analytics/analytics-satisfaction-rules.ts';
import type { SatisfactionReading } from '../analytics/analytics.ts';
import type { SatisfactionCard, SatisfactionHero } from '../charts/charts.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { cardFooter, cardHeader } from './reports-card-frame.ts';
import type { CardOccasion } from './reports-card-frame.ts';
import { nameOf } from './reports-satisfaction-text.ts';
import type { SatisfactionSnapshot } from './reports-snapshot.ts';

type CardWords = Catalogue['reports']['card'];
type Change = SatisfactionCard['score']['change'];

interface Compared {
  readonly change: Change;
  readonly changeLabel: string;
}

/** The full card. */
export function satisfactionCard(
  snapshot: SatisfactionSnapshot,
  locale: Locale,
  occasion: CardOccasion,
): SatisfactionCard {
  const words = catalogues[locale].reports.card;
  const { reading } = snapshot;
  const { satisfaction, trend } = reading;
  return {
    locale,
    header: cardHeader(snapshot, locale, occasion),
    score: {
      ...words.score,
      ...scoreChange(reading, words),
      score: satisfaction.score,
      interval: satisfaction.interval,
      note: scoreNote(reading, words),
    },
    trend: {
      ...words.trend,
      weeks: trend.map(({ fromOn, score, interval }) => ({ fromOn, score, interval })),
    },
    indicators: indicatorsPanel(reading, words),
    nps: npsPanel(reading, words),
    response: {
      title: words.response.title,
      ...responseChange(reading, words),
      responseRatio: reading.responseRatio,
      note: responseNote(reading, words),
    },
    footerParts: [words.satisfactionFormula, ...cardFooter(snapshot, locale), words.answersHidden],
  };
}

/** The hero: what reads at a glance. */
export function satisfactionHero(
  snapshot: SatisfactionSnapshot,
  locale: Locale,
  occasion: CardOccasion,
): SatisfactionHero {
  const words = catalogues[locale].reports.card;
  const { reading } = snapshot;
  const { trend } = reading;
  const labels = words.satisfactionTiles;
  return {
    locale,
    header: cardHeader(snapshot, locale, occasion),
    tiles: [
      {
        ...scoreChange(reading, words),
        label: labels.score,
        goodWhen: 'higher',
        figure: { kind: 'decimal', value: reading.satisfaction.score, digits: 2, outOf: 5 },
        trend: trend.map(({ score }) => score),
      },
      {
        ...recommendationChange(reading, words),
        label: labels.nps,
        goodWhen: 'higher',
        figure: { kind: 'signed', value: reading.recommendation.score },
        trend: trend.map(({ recommendationScore }) => recommendationScore),
      },
      {
        ...responseChange(reading, words),
        label: labels.response,
        goodWhen: 'higher',
        figure: { kind: 'percent', ratio: reading.responseRatio },
        trend: trend.map(({ responseRatio }) => responseRatio),
      },
    ],
    indicators: indicatorsPanel(reading, words),
  };
}

function compared(difference: number | null, digits: number, words: CardWords, unitLabel?: string): Compared {
  if (difference === null) return { change: null, changeLabel: words.notComparable };
  const unit = unitLabel === undefined ? {} : { unitLabel };
  return { change: { kind: 'difference', difference, digits, ...unit }, changeLabel: words.vsLastWeek };
}

function difference(now: number | null | undefined, before: number | null | undefined): number | null {
  return now === null || now === undefined || before === null || before === undefined ? null : now - before;
}

function scoreChange({ change }: SatisfactionReading, words: CardWords): Compared {
  return compared(change?.difference ?? null, 2, words);
}

function recommendationChange({ trend }: SatisfactionReading, words: CardWords): Compared {
  return compared(difference(trend.at(-1)?.recommendationScore, trend.at(-2)?.recommendationScore), 0, words);
}

function responseChange({ trend }: SatisfactionReading, words: CardWords): Compared {
  const change = difference(trend.at(-1)?.responseRatio, trend.at(-2)?.responseRatio);
  return compared(change === null ? null : change * 100, 1, words, words.points);
}

/** What was left out is only named here: the reasons stand beside the indicators. */
function scoreNote({ satisfaction }: SatisfactionReading, words: CardWords): string {
  if (satisfaction.score === null) return words.scoreMissing({ min: MIN_ANSWERS });
  const leftOut = satisfaction.indicators.filter((one) => one.leftOut !== null);
  return words.scoreNote({
    answers: satisfaction.answers,
    leftOut: leftOut.map(({ indicator }) => nameOf(indicator, words)),
  });
}

function indicatorsPanel({ satisfaction, surveys }: SatisfactionReading, words: CardWords) {
  const rows = satisfaction.indicators.map((one) => ({
    name: nameOf(one.indicator, words),
    weight: one.leftOut === null ? one.weight : null,
    mean: one.mean,
    interval: one.interval,
    answerCount: one.answers,
    ratingCounts: fiveCounts(one.distribution),
    note: noteOf(one, words),
  }));
  // Without a survey there is nothing to say on any of them.
  return { ...words.indicators, rows: surveys === 0 ? [] : rows };
}

function fiveCounts(
  distribution: readonly number[] | null,
): readonly [number, number, number, number, number] {
  const [one = 0, two = 0, three = 0, four = 0, five = 0] = distribution ?? [];
  return [one, two, three, four, five];
}

function noteOf(
  one: SatisfactionReading['satisfaction']['indicators'][number],
  words: CardWords,
): string | null {
  if (one.leftOut === 'too-few-answers') return words.leftOut({ answers: one.answers, min: MIN_ANSWERS });
  return one.leftOut === 'no-weight' ? words.noWeight : null;
}

function npsPanel(reading: SatisfactionReading, words: CardWords): SatisfactionCard['nps'] {
  const { score, interval, answers, promoters, passives, detractors } = reading.recommendation;
  const tooFew = answers > 0 && score === null;
  return {
    ...words.nps,
    ...recommendationChange(reading, words),
    ...(tooFew ? { emptyText: words.npsTooFew({ answers, min: MIN_ANSWERS }) } : {}),
    nps: score,
    interval,
    promoterCount: promoters,
    passiveCount: passives,
    detractorCount: detractors,
  };
}

function responseNote({ surveys, answered, invited }: SatisfactionReading, words: CardWords): string {
  if (surveys === 0) return words.response.nobody;
  return invited === null ? words.response.unknown({ answered }) : words.response.note({ answered, invited });
}
