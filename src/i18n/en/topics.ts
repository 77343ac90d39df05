/** English words about topics: what people look for and talk about, against the courses there are. */
import type { RefusalFacts } from '../../kernel/errors.ts';
import type { CommandWords } from '../command-words.ts';
import { formatCount, formatDayRange, formatInstant } from '../format.ts';
import { oneLine } from '../markup.ts';

/** What people typed may be long. */
const GIVEN_SHOWN = 80;

const quoted = (text: string) => `“${oneLine(text, GIVEN_SHOWN)}”`;
const number = (value: number) => formatCount(value, 'en');
const counted = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`;

/** Whether it is more or less than in as many days before. */
const change = (now: number, before: number | null): string => {
  if (before === null || now === before) return '';
  return ` ${now > before ? '▲' : '▼'} (${number(before)} before)`;
};

export const topics = {
  title: (facts: { fromOn: string; lastOn: string }) =>
    `Topics · ${formatDayRange(facts.fromOn, facts.lastOn, 'en')}`,
  /** @param facts.name, facts.channels safe to be shown. */
  line: (facts: {
    place: number;
    name: string;
    courses: number;
    updatedAt: Date | null;
    enrolled: number;
    searches: number;
    missed: number;
    questions: number;
    interactions: number;
    before: { searches: number; questions: number; interactions: number } | null;
    channels: string;
  }) =>
    [
      `**${facts.place}. ${facts.name}** · ${
        facts.updatedAt
          ? `${counted(facts.courses, 'course', 'courses')}, updated ${formatInstant(facts.updatedAt, 'R')}, ${number(facts.enrolled)} enrolled`
          : 'no course yet'
      }`,
      [
        `🔎 ${counted(facts.searches, 'search', 'searches')}${change(facts.searches, facts.before?.searches ?? null)}${
          facts.missed > 0 ? `, ${number(facts.missed)} without a hit` : ''
        }`,
        `❓ ${counted(facts.questions, 'question', 'questions')}${change(facts.questions, facts.before?.questions ?? null)}`,
        facts.channels === ''
          ? '💬 no channel set'
          : `💬 ${counted(facts.interactions, 'interaction', 'interactions')}${change(facts.interactions, facts.before?.interactions ?? null)} in ${facts.channels}`,
      ].join(' · '),
    ].join('\n'),
  none: 'No topics yet: they come with the first course that is submitted, and by `/topics name`.',
  more: (facts: { count: number }) =>
    `-# … and ${counted(facts.count, 'more topic', 'more topics')} in the file`,
  missedTitle: 'Searched for, not there yet',
  /** @param facts.words safe to be shown. */
  missedLine: (facts: { words: string; searches: number }) => `${facts.words} · ${number(facts.searches)}×`,
  missedNone: (facts: { least: number }) =>
    `No search outside the topics came up empty ${number(facts.least)} times or more.`,
  why: (facts: { missed: number; searches: number; questions: number; interactions: number }) =>
    `-# Why this order: the topic’s share of these days’ searches without a hit (weight ${facts.missed}), searches (${facts.searches}), questions (${facts.questions}) and interactions in its channels (${facts.interactions}), divided by its courses plus one. Nobody’s name is kept with a search.`,
  fileName: 'topics.csv',
  columns: [
    'place',
    'topic',
    'demand per course',
    'searches',
    'searches before',
    'without a hit',
    'questions',
    'questions before',
    'interactions',
    'interactions before',
    'courses',
    'updated',
    'enrolled',
  ],
  /** @param facts safe to be shown. */
  named: (facts: { isNew: boolean; en: string; zh: string }) =>
    `${facts.isNew ? 'New topic' : 'The topic'}: **${facts.en}**, in Chinese **${facts.zh}**.`,
  /** @param facts.topic safe to be shown. */
  channels: (facts: { topic: string; channelIds: readonly string[] }) =>
    facts.channelIds.length === 0
      ? `No channel counts for **${facts.topic}** now.`
      : `Talk in ${facts.channelIds.map((id) => `<#${id}>`).join(', ')} counts for **${facts.topic}**.`,
  /** @param facts.from, facts.into safe to be shown. */
  merged: (facts: { from: string; into: string; courseCount: number }) =>
    `**${facts.from}** is **${facts.into}** from now on (${counted(facts.courseCount, 'course', 'courses')} changed). The old name still finds it.`,
};

export const topicsRefusals = {
  'topics.unknown': ({ given }: RefusalFacts['topics.unknown']) =>
    `There is no topic ${quoted(given)}. Pick one of the suggestions, or make it with \`/topics name\`.`,
  'topics.name-taken': ({ name, topic }: RefusalFacts['topics.name-taken']) =>
    `${quoted(name)} is already the topic ${quoted(topic)}. If they are the same, use \`/topics merge\`.`,
  'topics.same': () => 'Both are the same topic, so there is nothing to merge.',
  'topics.too-many-channels': ({ most }: RefusalFacts['topics.too-many-channels']) =>
    `A topic has at most ${most} channels. Take one off with \`remove\` first.`,
};

const topic = { name: 'topic', description: 'Which topic' };

export const topicsCommands = {
  topics: {
    name: 'topics',
    description: 'What is asked for and what there is, topic by topic (staff)',
    subcommands: {
      list: {
        name: 'list',
        description: 'Demand and supply, to choose the next course',
        options: { span: { name: 'span', description: 'Over how many days; 28 if left out' } },
      },
      name: {
        name: 'name',
        description: 'Make a topic, or rename it',
        options: {
          topic,
          en: { name: 'en', description: 'Its name in English' },
          zh: { name: 'zh', description: 'Its name in Chinese' },
        },
      },
      channel: {
        name: 'channel',
        description: 'Say where a topic is talked about',
        options: {
          topic,
          channel: { name: 'channel', description: 'The channel, with its threads' },
          remove: { name: 'remove', description: 'True: it no longer counts' },
        },
      },
      merge: {
        name: 'merge',
        description: 'Merge two topics into one',
        options: {
          from: { name: 'from', description: 'The one that goes' },
          into: { name: 'into', description: 'The one that stays' },
        },
      },
    },
  },
} satisfies Record<string, CommandWords>;
