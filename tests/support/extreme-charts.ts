/** Cards at the edges: nothing known, zeros, one day, one channel, enormous numbers, names of any script and length. */
import type {
  ActivityCard,
  ActivityHero,
  ChartLocale,
  SatisfactionCard,
  SatisfactionHero,
  SurveyResults,
} from '../../src/charts/charts.ts';
import { sampleActivityCard } from './activity-card-samples.ts';
import { sampleSatisfactionCard, sampleSatisfactionHero } from './satisfaction-card-samples.ts';
import { sampleSurveyResults } from './survey-chart-samples.ts';

const hardNames = [
  'a-channel-name-of-exactly-sixty-characters-that-nobody-needs',
  '一个名字特别特别特别特别特别特别特别特别特别特别特别特别特别特别特别特别特别特别长的频道',
  'ערוץ כללי לשאלות ותשובות',
  'قناة الأسئلة العامة والمساعدة \u202Eabc',
  '資料庫討論區 한국어 ꧁༺𝕙𝕖𝕝𝕝𝕠༻꧂',
  '👨‍👩‍👧‍👦🏳️‍🌈🇨🇳👍🏽❤️1️⃣',
  'z̸̢̛a̴l̷g̸o̵\n\ttwo\u0000lines',
  '',
];

/** A week of which nothing is known, and none before it. */
export function emptyActivityCard(locale: ChartLocale): ActivityCard {
  const card = sampleActivityCard(locale);
  return {
    ...card,
    tiles: card.tiles.map((tile) => ({
      ...tile,
      figure:
        tile.figure.kind === 'flow'
          ? { kind: 'flow', inCount: null, outCount: null }
          : { kind: 'count', count: null },
      change: null,
      changeLabel: locale === 'en' ? 'no last week' : '没有上周数据',
      trend: [],
    })),
    members: { ...card.members, days: card.members.days.map((day) => ({ ...day, memberCount: null })) },
    messages: {
      ...card.messages,
      days: card.messages.days.map((day) => ({ ...day, messageCount: null, lastWeekCount: null })),
    },
    heatMap: {
      ...card.heatMap,
      interactionCounts: card.heatMap.interactionCounts.map((row) => row.map(() => null)),
    },
    channels: { ...card.channels, channels: [] },
    effects: { ...card.effects, lastWeekPerDay: null, steps: null },
  };
}

/** A week that was watched and in which nobody did anything. */
export function zeroActivityCard(locale: ChartLocale): ActivityCard {
  const card = sampleActivityCard(locale);
  return {
    ...card,
    tiles: card.tiles.map((tile) => ({
      ...tile,
      figure: { kind: 'count', count: 0 },
      change: { kind: 'ratio', ratio: -1 },
      trend: [0, 0, 0, 0],
    })),
    members: { ...card.members, days: card.members.days.map((day) => ({ ...day, memberCount: 0 })) },
    messages: {
      ...card.messages,
      days: card.messages.days.map((day) => ({ ...day, messageCount: 0, lastWeekCount: 0 })),
    },
    heatMap: {
      ...card.heatMap,
      interactionCounts: card.heatMap.interactionCounts.map((row) => row.map(() => 0)),
    },
    channels: { ...card.channels, channels: [{ name: 'general', interactionCount: 0, change: null }] },
    effects: { ...card.effects, lastWeekPerDay: 0, thisWeekPerDay: 0, steps: [] },
  };
}

/** The bot came on the last day of the week: one day, one hour, one channel. */
export function oneDayActivityCard(locale: ChartLocale): ActivityCard {
  const card = sampleActivityCard(locale);
  const lastIndex = card.members.days.length - 1;
  return {
    ...card,
    tiles: card.tiles.map((tile) => ({ ...tile, change: null, trend: [null, null, 12] })),
    members: {
      ...card.members,
      days: card.members.days.map((day, index) =>
        index === lastIndex ? day : { ...day, memberCount: null },
      ),
    },
    messages: {
      ...card.messages,
      days: card.messages.days.map((day, index) =>
        index === 6 ? { ...day, lastWeekCount: null } : { ...day, messageCount: null, lastWeekCount: null },
      ),
    },
    heatMap: {
      ...card.heatMap,
      weekStart: 7,
      interactionCounts: card.heatMap.interactionCounts.map((row, day) =>
        row.map((count, hour) => (day === 6 && hour > 12 ? count : null)),
      ),
    },
    channels: { ...card.channels, channels: card.channels.channels.slice(0, 1) },
    effects: { ...card.effects, lastWeekPerDay: null, steps: null },
  };
}

/** Millions of everything, falling hard, with the worst of names. */
export function hugeActivityCard(locale: ChartLocale): ActivityCard {
  const card = sampleActivityCard(locale);
  const factor = 54_321;
  return {
    ...card,
    header: {
      ...card.header,
      title: `${card.header.title} ${hardNames[0]}`,
      subtitleParts: [...card.header.subtitleParts, hardNames[1] ?? '', hardNames[0] ?? ''],
      communityName: hardNames[4] ?? '',
      badge: locale === 'en' ? 'late' : '迟到',
    },
    tiles: card.tiles.map((tile, index) => ({
      ...tile,
      label: hardNames[index] ?? '',
      figure:
        index === 3
          ? { kind: 'flow', inCount: 1_234_567, outCount: 9_876_543 }
          : { kind: 'count', count: [1_234_567, 987_654_321_012, 24_871_000, 0, 1_234_567][index] ?? 0 },
      change: { kind: 'ratio', ratio: [-0.999, 123.45, -0.5, 0.1, -0.00001][index] ?? 0 },
    })),
    members: {
      ...card.members,
      days: card.members.days.map((day, index) => ({
        ...day,
        memberCount: (day.memberCount ?? 0) * factor * (index < 27 ? 1 : 10),
      })),
    },
    messages: {
      ...card.messages,
      days: card.messages.days.map((day) => ({
        ...day,
        messageCount: (day.messageCount ?? 0) * factor,
        lastWeekCount: (day.lastWeekCount ?? 0) * factor,
      })),
    },
    channels: {
      ...card.channels,
      channels: hardNames.map((name, index) => ({
        name,
        interactionCount: 1_234_567 * 10 ** Math.max(0, 3 - index),
        change: { kind: 'ratio', ratio: index === 0 ? 12_345.678 : -0.5 },
      })),
    },
    effects: {
      ...card.effects,
      lastWeekPerDay: 1_234_567,
      thisWeekPerDay: 345_678,
      steps: [
        { label: hardNames[0] ?? '', detail: hardNames[1] ?? null, effectPerDay: -900_000 },
        { label: hardNames[2] ?? '', detail: hardNames[3] ?? null, effectPerDay: 0 },
        { label: hardNames[4] ?? '', detail: null, effectPerDay: 11_111 },
        { label: '', detail: '', effectPerDay: 0 },
      ],
    },
    footerParts: [...card.footerParts, ...hardNames],
  };
}

/** The hero of any of these cards. */
export function heroOf(card: ActivityCard): ActivityHero {
  return { locale: card.locale, header: card.header, tiles: card.tiles.slice(0, 3), members: card.members };
}

/** A week in which nobody was asked. */
export function emptySatisfactionCard(locale: ChartLocale): SatisfactionCard {
  const card = sampleSatisfactionCard(locale);
  const note =
    locale === 'en'
      ? 'Not enough data: 3 answers, 5 are needed.'
      : '数据不足：只有 3 份回答，至少需要 5 份。';
  return {
    ...card,
    score: { ...card.score, score: null, interval: null, change: null, note },
    trend: {
      ...card.trend,
      weeks: card.trend.weeks.map((week) => ({ ...week, score: null, interval: null })),
    },
    indicators: { ...card.indicators, rows: [] },
    nps: {
      ...card.nps,
      nps: null,
      interval: null,
      promoterCount: 0,
      passiveCount: 0,
      detractorCount: 0,
      change: null,
    },
    response: {
      ...card.response,
      responseRatio: null,
      change: null,
      note: locale === 'en' ? 'Nobody was invited.' : '没有邀请任何人。',
    },
  };
}

/** Eight indicators, everybody unhappy, the first week ever, long names. */
export function extremeSatisfactionCard(locale: ChartLocale): SatisfactionCard {
  const card = sampleSatisfactionCard(locale);
  return {
    ...card,
    score: {
      ...card.score,
      score: 1,
      interval: null,
      change: null,
      changeLabel: '',
      note: hardNames.join(' '),
    },
    trend: {
      ...card.trend,
      weeks: card.trend.weeks.map((week, index) => ({
        ...week,
        score: index === 7 ? 1 : null,
        interval: null,
      })),
    },
    indicators: {
      ...card.indicators,
      rows: hardNames.map((name, index) => ({
        name,
        weight: 1,
        mean: 1 + index / 2,
        interval: { low: 1, high: Math.min(5, 1 + index) },
        answerCount: 1_234_567,
        ratingCounts: [1_234_567, 0, 0, 0, index],
        note: index === 2 ? (hardNames[0] ?? null) : null,
      })),
    },
    nps: {
      ...card.nps,
      nps: -100,
      interval: { low: -100, high: -97 },
      promoterCount: 0,
      passiveCount: 0,
      detractorCount: 1_234_567,
      change: { kind: 'difference', difference: -120, digits: 0 },
    },
    response: { ...card.response, responseRatio: 1, note: hardNames[0] ?? '' },
  };
}

/** The hero of a week without enough data. */
export function emptySatisfactionHero(locale: ChartLocale): SatisfactionHero {
  const hero = sampleSatisfactionHero(locale);
  const empty = emptySatisfactionCard(locale);
  return {
    ...hero,
    tiles: hero.tiles.map((tile) => ({
      ...tile,
      figure: { kind: 'decimal', value: null, digits: 2, outOf: 5 },
      change: null,
      trend: [],
    })),
    indicators: empty.indicators,
  };
}

/** A survey nobody has answered yet. */
export function emptySurveyResults(locale: ChartLocale): SurveyResults {
  const results = sampleSurveyResults(locale);
  return { ...results, questions: results.questions.map((question) => ({ ...question, answerCount: 0 })) };
}

/** Five questions with the worst of words, enormous and lopsided answers. */
export function extremeSurveyResults(locale: ChartLocale): SurveyResults {
  const results = sampleSurveyResults(locale);
  const questions = results.questions.map((question) => {
    const asked = { ...question, text: hardNames.join(' ').repeat(2), detail: hardNames.join(' ') };
    if (asked.kind === 'rating') {
      return { ...asked, mean: null, interval: null, ratingCounts: [1_234_567, 0, 0, 0, 1] as const };
    }
    if (asked.kind === 'recommendation') {
      return {
        ...asked,
        nps: -100,
        interval: { low: -100, high: -100 },
        scoreCounts: [1_234_567, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1_234_567],
        promotersLabel: hardNames[0] ?? '',
        detractorCount: 1_234_567,
      };
    }
    if (asked.kind === 'choice') {
      return {
        ...asked,
        answerCount: 1,
        options: hardNames.map((label, index) => ({ label, count: index })),
      };
    }
    return asked;
  });
  const [first] = questions;
  return {
    ...results,
    header: { ...results.header, title: hardNames[0] ?? '', communityName: hardNames[1] ?? '', badge: 'x' },
    questions: first ? [...questions, first] : questions,
  };
}
