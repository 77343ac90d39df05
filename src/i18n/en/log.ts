/** English words of /log, and of the line of coverage on the weekly reports. */
import type { TaskProblem } from '../../backfill/backfill.ts';
import type { CommandWords } from '../command-words.ts';
import { formatCount, formatInstant } from '../format.ts';
import { core } from './core.ts';

const counted = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${formatCount(count, 'en')} ${many}`;

/** 31 min, 5 h 20 min, 2 days 3 h. */
const lasting = (ms: number): string => {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${counted(Math.floor(hours / 24), 'day', 'days')}${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
};

/** The days back that coverage is of; today is the last of them. */
const ofDays = (days: number): string =>
  days === 1 ? 'today' : `of the last ${formatCount(days, 'en')} days`;

/** Why something is left to fetch; running: nothing stands in its way. */
const whyLeft: Record<TaskProblem | 'running', string> = {
  running: 'under way',
  budget: 'as much was fetched as one start may; it goes on at the next one, or with `/log backfill`',
  excluded: 'excluded; it goes on when the channel is counted again',
  'no-permission': 'I may not read there; it goes on when I may',
  discord: 'Discord did not answer; I try again by myself',
  gone: 'the channel no longer exists',
  unreadable: 'Discord does not give this history',
};

export const log = {
  coverage: {
    title: 'What I saw',
    whole: (facts: { percent: string; days: number }) =>
      `**Coverage ${facts.percent}** ${ofDays(facts.days)}`,
    ofChannel: (facts: { channelId: string; percent: string; days: number }) =>
      `<#${facts.channelId}>: **coverage ${facts.percent}** ${ofDays(facts.days)}`,
    day: (facts: { on: string; percent: string; notes: readonly string[] }) =>
      [`\`${facts.on}\` ${facts.percent}`, ...facts.notes].join(' · '),
    channel: (facts: { channelId: string; percent: string; notes: readonly string[] }) =>
      [`<#${facts.channelId}> ${facts.percent}`, ...facts.notes].join(' · '),
    channels: '**Channels with gaps**',
    allSeen: 'Every channel was seen all the time.',
    more: (facts: { count: number }) =>
      `… and ${counted(facts.count, 'more line', 'more lines')}. Ask for one channel or fewer days.`,
    gap: (facts: { from: Date; to: Date; reason: string }) =>
      `- ${formatInstant(facts.from)} – ${formatInstant(facts.to)}: ${facts.reason}`,
    lasting: (facts: { ms: number; reason: string }) => `${facts.reason} ${lasting(facts.ms)}`,
    reasons: {
      'not-here': 'before I came',
      offline: 'offline',
      'no-permission': 'no permission',
      excluded: 'excluded',
    },
    fetched: (facts: { reason: string }) => `${facts.reason} (fetched afterwards)`,
    reactions: (facts: { count: number }) =>
      `Reactions known by their number only: ${formatCount(facts.count, 'en')}. They are in no figure.`,
    left: (facts: { channels: number; problem: TaskProblem | null }) =>
      `Still to be fetched: ${counted(facts.channels, 'channel', 'channels')} (${whyLeft[facts.problem ?? 'running']}).`,
    explain:
      '-# Coverage: time seen through all time, over the channels. Seen is what I listened to or fetched afterwards; fetched are messages, not voice.',
  },

  backfill: {
    title: 'Fetching history',
    span: (facts: { channelId: string; from: Date; to: Date }) =>
      `<#${facts.channelId}> · ${formatInstant(facts.from)} – ${formatInstant(facts.to)}`,
    state: {
      running: '⏳ Being fetched.',
      waiting: '⏸️ Waiting.',
      done: '✅ Done: every message is in the log.',
      refused: '⛔ Ended before the end.',
    },
    found: (facts: { found: number; added: number }) =>
      `${counted(facts.found, 'message', 'messages')} of members found, ${formatCount(facts.added, 'en')} of them new to the log.`,
    position: (facts: { reachedAt: Date; percent: string }) =>
      `Position: ${formatInstant(facts.reachedAt)} (${facts.percent}).`,
    places: (facts: { done: number; places: number }) =>
      `Finished: ${formatCount(facts.done, 'en')} of ${formatCount(facts.places, 'en')} (the channel and its threads).`,
    problems: {
      budget: 'As much was fetched as one start may. Press the button, or type the command again, to go on.',
      excluded: 'The channel is excluded. It goes on when it is counted again: `/setup include`.',
      'no-permission': 'I may not read there any more. It goes on when I may.',
      discord: 'Discord did not answer. I try again by myself.',
      gone: 'The channel no longer exists.',
      unreadable: 'Discord does not give this history.',
    },
    refresh: 'Refresh',
    none: 'Nothing is being fetched there. Ask with `/log backfill`.',
  },

  /** The line on the reports; its parts are joined with a dot. */
  report: {
    coverage: (facts: { percent: string }) => `Coverage ${facts.percent}`,
    offline: (facts: { ms: number; fetched: 'all' | 'some' | 'none' }) =>
      `${lasting(facts.ms)} offline${{ all: ' (fetched afterwards)', some: ' (partly fetched afterwards)', none: '' }[facts.fetched]}`,
    closed: (facts: { count: number }) => `${counted(facts.count, 'channel', 'channels')} unreadable`,
    line: (facts: { parts: string }) => `-# ${facts.parts}`,
    low: (facts: { parts: string }) => `⚠️ ${facts.parts}: more happened than is counted here.`,
  },
};

const mayNotRead = (missing: readonly string[]) =>
  missing.map((name) => core.permissions[name] ?? name).join(', ');

export const logRefusals = {
  'log.days-reversed': (facts: { fromOn: string; toOn: string }) =>
    `The last day (${facts.toOn}) lies before the first (${facts.fromOn}). Swap them.`,
  'log.future': (facts: { fromOn: string }) => `${facts.fromOn} has not begun. Choose a day that has.`,
  'log.too-long': (facts: { days: number; most: number }) =>
    `These are ${facts.days} days; I fetch at most ${facts.most} at once. Ask for them in parts.`,
  'log.too-old': (facts: { fromOn: string; oldestOn: string }) =>
    `${facts.fromOn} lies too far back: I fetch at most a year back, and nothing older than what this bot keeps. The earliest day is ${facts.oldestOn}.`,
  'log.excluded': (facts: { channelId: string }) =>
    `<#${facts.channelId}> is or was excluded then, and what was written there meanwhile is never counted. To count it from now on: \`/setup include\`.`,
  'log.unreadable': (facts: { channelId: string; missing: readonly string[] }) =>
    `I cannot read the history of <#${facts.channelId}>: I am missing ${mayNotRead(facts.missing)} there. Give my role these permissions in the channel's settings.`,
  'log.no-messages': (facts: { channelId: string }) =>
    `<#${facts.channelId}> holds no messages that could be fetched. Choose a channel; its threads come with it.`,
};

export const logCommands = {
  log: {
    name: 'log',
    description: 'What I saw of this community, and fetching what I missed',
    subcommands: {
      coverage: {
        name: 'coverage',
        description: 'What was seen per day and channel, and which gaps remain and why',
        options: {
          channel: { name: 'channel', description: 'One channel only, with each of its gaps' },
          days: { name: 'days', description: 'How many days back, today included; 7 if left out' },
        },
      },
      backfill: {
        name: 'backfill',
        description: 'Fetch the messages of a channel and its threads that I missed',
        options: {
          channel: { name: 'channel', description: 'The channel' },
          from: { name: 'from', description: 'The first day, like 2026-03-02' },
          to: { name: 'to', description: 'The last day, like 2026-03-09; today if left out' },
        },
      },
    },
  },
} satisfies Record<string, CommandWords>;
