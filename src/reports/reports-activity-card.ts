/** The figures of an activity report as the pictures want them, with every word in the community's language. */
import type { ActivityEffects, ActivityReading, ActivityTotals } from '../analytics/analytics.ts';
import type { ActivityCard, ActivityHero } from '../charts/charts.ts';
import { formatCount, formatFlooredPercent, formatNumber, formatPercent } from '../i18n/format.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { addDays } from '../kernel/calendar.ts';
import type { Weekday } from '../kernel/calendar.ts';
import { cardFooter, cardHeader } from './reports-card-frame.ts';
import type { CardOccasion } from './reports-card-frame.ts';
import { signed } from './reports-figures.ts';
import type { ActivitySnapshot } from './reports-snapshot.ts';

type CardWords = Catalogue['reports']['card'];
type Tile = ActivityCard['tiles'][number];

/** Days in the line of a tile. */
const TILE_DAYS = 14;
const WEEK_DAYS = 7;

/** The full card. */
export function activityCard(
  snapshot: ActivitySnapshot,
  locale: Locale,
  occasion: CardOccasion,
): ActivityCard {
  const words = catalogues[locale].reports.card;
  const { reading } = snapshot;
  return {
    locale,
    header: cardHeader(snapshot, locale, occasion),
    tiles: [...heroTiles(reading, words), flowTile(reading, words), timeTile(reading, words)],
    members: membersPanel(reading, words),
    messages: messagesPanel(reading, words),
    heatMap: {
      ...words.heatMap,
      weekStart: snapshot.weekStartsOn,
      interactionCounts: rowsFrom(reading.heat, snapshot.weekStartsOn),
    },
    channels: {
      ...words.channels,
      channels: reading.channels.map(({ name, interactions, change }) => ({
        name: name || words.channels.unnamed,
        interactionCount: interactions,
        change: change === null ? null : { kind: 'ratio', ratio: change },
      })),
    },
    effects: effectsPanel(reading, words, locale),
    footerParts: [
      words.coverage({ percent: formatFlooredPercent(reading.coverage, locale) }),
      ...cardFooter(snapshot, locale),
      words.noContent,
    ],
  };
}

/** The hero: what reads at a glance. */
export function activityHero(
  snapshot: ActivitySnapshot,
  locale: Locale,
  occasion: CardOccasion,
): ActivityHero {
  const words = catalogues[locale].reports.card;
  return {
    locale,
    header: cardHeader(snapshot, locale, occasion),
    tiles: heroTiles(snapshot.reading, words),
    members: membersPanel(snapshot.reading, words),
  };
}

function heroTiles(reading: ActivityReading, words: CardWords): Tile[] {
  const { figures, previous, days } = reading;
  const recent = days.slice(-TILE_DAYS);
  const before = previous?.factors.activity;
  return [
    {
      ...tileBase(words.perDay, figures.factors.activity, before, reading, words),
      figure:
        figures.factors.activity < 100
          ? { kind: 'decimal', value: figures.factors.activity, digits: 1 }
          : { kind: 'count', count: figures.factors.activity },
      trend: recent.map((day) => day.interactions),
    },
    {
      ...tileBase(words.dailyActive, figures.dailyActive, previous?.dailyActive, reading, words),
      figure:
        figures.dailyActive < 100
          ? { kind: 'decimal', value: figures.dailyActive, digits: 1 }
          : { kind: 'count', count: figures.dailyActive },
      trend: recent.map((day) => day.activeMembers),
    },
    {
      ...tileBase(words.messages, figures.messages, previous?.messages, reading, words),
      figure: { kind: 'count', count: figures.messages },
      trend: recent.map((day) => day.messages),
    },
  ];
}

function flowTile(reading: ActivityReading, words: CardWords): Tile {
  const { figures, previous } = reading;
  return {
    ...tileBase(words.flow, figures.joined, previous?.joined, reading, words),
    figure: { kind: 'flow', inCount: figures.joined, outCount: figures.left },
    trend: [],
  };
}

function timeTile(reading: ActivityReading, words: CardWords): Tile {
  const { time } = reading.figures.factors;
  return {
    ...tileBase(words.time, time, reading.previous?.factors.time, reading, words),
    figure: { kind: 'decimal', value: time, digits: 2 },
    trend: [],
  };
}

/** Label and change of a tile; more is good news on all of them. */
function tileBase(
  label: string,
  now: number | null,
  before: number | null | undefined,
  { notCompared }: ActivityReading,
  words: CardWords,
): Pick<Tile, 'label' | 'change' | 'goodWhen' | 'changeLabel'> {
  const comparable = now !== null && before !== null && before !== undefined && before !== 0;
  return {
    label,
    goodWhen: 'higher',
    change: comparable ? { kind: 'ratio', ratio: (now - before) / before } : null,
    changeLabel: notCompared ? words.notCompared[notCompared] : words.vsLastWeek,
  };
}

function membersPanel({ days, span }: ActivityReading, words: CardWords): ActivityCard['members'] {
  return {
    ...words.dailyMembers,
    days: days.map(({ on, activeMembers }) => ({ on, memberCount: activeMembers })),
    weekFromOn: span.fromOn,
  };
}

function messagesPanel({ days, span }: ActivityReading, words: CardWords): ActivityCard['messages'] {
  const messagesOn = new Map(days.map(({ on, messages }) => [on, messages]));
  return {
    ...words.dailyMessages,
    days: days
      .filter(({ on }) => on >= span.fromOn)
      .map(({ on, messages }) => ({
        on,
        messageCount: messages,
        lastWeekCount: messagesOn.get(addDays(on, -WEEK_DAYS)) ?? null,
      })),
  };
}

/** Rows from Monday turned into rows from the community's first day of the week. */
function rowsFrom(heat: ActivityReading['heat'], weekStartsOn: Weekday): (number | null)[][] {
  return heat.map((_, row) => [...(heat[(row + weekStartsOn - 1) % heat.length] ?? [])]);
}

function effectsPanel(reading: ActivityReading, words: CardWords, locale: Locale): ActivityCard['effects'] {
  const { change, previous, notCompared, figures } = reading;
  const { title, titleWith, nothingNow, nothingBefore, labels, lastWeekLabel, thisWeekLabel } = words.effects;
  const level = figures.factors.activity;
  const nothing = change?.emptySpan === 'before' ? nothingBefore : nothingNow;
  return {
    title: change ? titleWith({ amount: signed(change.difference, level, locale) }) : title,
    lastWeekLabel,
    thisWeekLabel,
    lastWeekPerDay: previous?.factors.activity ?? null,
    thisWeekPerDay: level,
    steps:
      change?.effects && previous
        ? (['intensity', 'time', 'reach', 'size'] as const).map((name) => ({
            label: labels[name],
            detail: detailOf(name, previous, figures, words, locale),
            effectPerDay: change.effects?.[name] ?? 0,
          }))
        : null,
    sentence: notCompared ? catalogues[locale].reports.activity.notCompared[notCompared] : nothing,
  };
}

/** What a factor was and is, so that the step can be checked. */
function detailOf(
  name: keyof ActivityEffects,
  before: { factors: ActivityReading['figures']['factors']; totals: ActivityTotals },
  now: { factors: ActivityReading['figures']['factors']; totals: ActivityTotals },
  words: CardWords,
  locale: Locale,
): string {
  const write = ({ factors }: typeof now): string => {
    if (name === 'size') return formatCount(factors.members, locale);
    if (name === 'reach') return formatPercent(factors.reach ?? 0, 0, locale);
    return formatNumber((name === 'intensity' ? factors.intensity : factors.hoursPerActive) ?? 0, 2, locale);
  };
  return words.effects.details[name]({ from: write(before), to: write(now) });
}
