/** The activity report in words: short, and true by itself without the pictures. */
import type { ActivityEffects, ActivityReading } from '../analytics/analytics.ts';
import { formatCount, formatPercent } from '../i18n/format.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { directionOf, perDay, signed, signedPercent } from './reports-figures.ts';

type ActivityWords = Catalogue['reports']['activity'];

/** Channels named in the text; the card has more. */
const NAMED_CHANNELS = 3;

/** The lines below the heading, the most important first. */
export function activityLines(reading: ActivityReading, locale: Locale): string[] {
  const words = catalogues[locale].reports.activity;
  const { figures, previous, notCompared } = reading;
  const lines = [
    activityHeadline(reading, locale),
    notCompared && words.notCompared[notCompared],
    whyLine(reading, words, locale),
    membersLine(reading, words, locale),
    words.messages({
      messages: figures.messages,
      change: changeText(figures.messages, previous?.messages, locale),
    }),
    channelsLine(reading, words, locale),
    words.flow(figures),
  ];
  return lines.filter((line) => line !== null);
}

/** The first sentence: A, and how it changed. */
function activityHeadline(reading: ActivityReading, locale: Locale): string {
  const { headline } = catalogues[locale].reports.activity;
  const { change } = reading;
  const level = reading.figures.factors.activity;
  if (level === 0) return headline.quiet;
  const facts = { perDay: perDay(level, locale) };
  if (!change) return headline.alone(facts);
  if (change.ratio === null) return headline.fromNothing(facts);
  const direction = directionOf(change.difference, level);
  if (direction === 0) return headline.same(facts);
  const percent = formatPercent(Math.abs(change.ratio), 1, locale);
  const amount = signed(change.difference, level, locale);
  return (direction > 0 ? headline.up : headline.down)({ ...facts, percent, amount });
}

/** The four effects in words, the strongest in the direction of the change first; null where nothing is compared or nothing moved. */
function whyLine({ change, figures }: ActivityReading, words: ActivityWords, locale: Locale): string | null {
  if (!change) return null;
  if (!change.effects) return change.emptySpan === 'now' ? words.nothingNow : null;
  const level = figures.factors.activity;
  const effects = Object.entries(change.effects)
    .map(([name, amount]) => ({ name: name as keyof ActivityEffects, amount }))
    .filter(({ amount }) => directionOf(amount, level) !== 0)
    .toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const sentence = ({ name, amount }: (typeof effects)[number]) =>
    words.effect({
      what: words.effects[name][amount > 0 ? 'up' : 'down'],
      amount: signed(amount, level, locale),
    });
  const direction = directionOf(change.difference, level);
  const along = effects.filter(({ amount }) => Math.sign(amount) === direction).map(sentence);
  const against = effects.filter(({ amount }) => Math.sign(amount) === -direction).map(sentence);
  const [main, ...also] = along;
  if (main) return words.why({ main, also, against });
  return effects.length > 0 ? words.whyBalanced({ effects: effects.map(sentence) }) : null;
}

function membersLine(reading: ActivityReading, words: ActivityWords, locale: Locale): string {
  const { figures, previous, stickiness } = reading;
  const { activeMembers, members } = figures.totals;
  const { reach } = figures.factors;
  return (
    words.members({
      daily: perDay(figures.dailyActive, locale),
      change: changeText(figures.dailyActive, previous?.dailyActive, locale),
    }) +
    words.membersOfWeek({
      active: activeMembers,
      members,
      percent: reach === null ? null : formatPercent(reach, 0, locale),
    }) +
    (stickiness === null ? '' : words.stickiness({ percent: formatPercent(stickiness, 0, locale) }))
  );
}

function channelsLine(reading: ActivityReading, words: ActivityWords, locale: Locale): string | null {
  const channels = reading.channels
    .slice(0, NAMED_CHANNELS)
    .map(({ channelId, interactions }) => `<#${channelId}> ${formatCount(interactions, locale)}`);
  return channels.length > 0 ? words.channels({ channels }) : null;
}

/** A change as a signed percentage; null where there is nothing to compare with, or nothing is left to compare. */
function changeText(now: number, before: number | undefined, locale: Locale): string | null {
  if (before === undefined || before === 0 || now === 0) return null;
  return signedPercent((now - before) / before, locale);
}
