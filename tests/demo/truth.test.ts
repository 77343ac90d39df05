/** The local Discord's own count, on ledgers written by hand. */
import { describe, expect, it } from 'vitest';
import { shanghai } from '../../src/demo/story-time.ts';
import { countTruth } from '../../src/demo/truth.ts';
import type { TruthFacts } from '../../src/demo/truth.ts';
import type { LedgerEntry } from '../../src/sandbox/world-events.ts';

const WEEK = { from: shanghai('2026-10-19 00:00'), to: shanghai('2026-10-26 00:00') };

const FACTS: TruthFacts = {
  channelOf: (id) => (id === 'thread' ? 'talk' : id === 'post' ? 'forum' : id),
  isForum: (id) => id === 'forum',
  excluded: new Set(['playground']),
  optedOut: new Map(),
  forgotten: new Set(),
  participations: [],
  learnt: [],
  founders: [
    { userId: 'ann', from: 0 },
    { userId: 'bo', from: 0 },
  ],
};

function entry(wallTime: string, kind: LedgerEntry['kind'], given: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    kind,
    at: new Date(shanghai(wallTime)),
    guildId: 'guild',
    channelId: 'talk',
    userId: 'ann',
    byBot: false,
    subjectId: null,
    detail: null,
    otherUserId: null,
    ...given,
  };
}

const count = (ledger: LedgerEntry[], facts: Partial<TruthFacts> = {}) =>
  countTruth(ledger, { ...FACTS, ...facts }, WEEK);

describe('what counts', () => {
  it('counts messages, reactions, threads and commands of people, and nothing of bots', () => {
    const truth = count([
      entry('2026-10-19 10:00', 'message', { subjectId: '1' }),
      entry('2026-10-19 10:01', 'reaction', { subjectId: '1', detail: '👍', userId: 'bo' }),
      entry('2026-10-19 10:02', 'thread', { subjectId: 'thread' }),
      entry('2026-10-19 10:03', 'interaction', { subjectId: '9', detail: 'command /help' }),
      entry('2026-10-19 10:03', 'interaction', { subjectId: '10', detail: 'component survey.answer:1' }),
      entry('2026-10-19 10:04', 'message', { subjectId: '2', byBot: true, userId: 'bot' }),
      entry('2026-10-19 10:05', 'reaction', { subjectId: '1', detail: '🤖', byBot: true, userId: 'bot' }),
    ]);
    expect(truth).toMatchObject({
      interactions: 4,
      messages: 1,
      reactions: 1,
      activeMembers: 2,
      memberHours: 2,
    });
  });

  it('counts a reaction once, however often it is toggled', () => {
    const reaction = { subjectId: '1', detail: '👍' };
    const truth = count([
      entry('2026-10-19 10:00', 'reaction', reaction),
      entry('2026-10-19 10:01', 'reactionRemove', reaction),
      entry('2026-10-20 10:02', 'reaction', reaction),
      entry('2026-10-20 10:02', 'reaction', { ...reaction, detail: '🎉' }),
    ]);
    expect(truth.reactions).toBe(2);
  });

  it('counts neither a deleted message nor its reactions', () => {
    const truth = count([
      entry('2026-10-19 10:00', 'message', { subjectId: '1' }),
      entry('2026-10-19 10:00', 'reaction', { subjectId: '1', detail: '👍', userId: 'bo' }),
      entry('2026-10-19 11:00', 'messageDelete', { subjectId: '1' }),
    ]);
    expect(truth).toMatchObject({ interactions: 0, activeMembers: 0 });
  });

  it('counts a forum post and its first message once, and what is in a thread to its channel', () => {
    const truth = count([
      entry('2026-10-19 10:00', 'thread', { channelId: 'forum', subjectId: 'post' }),
      entry('2026-10-19 10:00', 'message', { channelId: 'post', subjectId: 'post' }),
      entry('2026-10-19 10:05', 'message', { channelId: 'post', subjectId: '5' }),
      entry('2026-10-19 10:06', 'message', { channelId: 'thread', subjectId: '6' }),
    ]);
    expect(truth.messages).toBe(3);
    expect(truth.channels).toEqual([
      { channelId: 'forum', interactions: 2 },
      { channelId: 'talk', interactions: 1 },
    ]);
  });

  it('leaves out excluded channels and days that are not in the week', () => {
    const truth = count([
      entry('2026-10-18 23:59', 'message', { subjectId: '1' }),
      entry('2026-10-19 00:00', 'message', { subjectId: '2' }),
      entry('2026-10-26 00:00', 'message', { subjectId: '3' }),
      entry('2026-10-20 00:00', 'message', { subjectId: '4', channelId: 'playground' }),
    ]);
    expect(truth.interactions).toBe(1);
    expect(truth.days.map(({ interactions }) => interactions)).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  it('notes who took part in a survey when it closed, also without a channel', () => {
    const at = shanghai('2026-10-25 21:00');
    const truth = count([], { participations: [{ userId: 'bo', channelId: '0', at }] });
    expect(truth).toMatchObject({ interactions: 1, messages: 0, activeMembers: 1 });
  });
});

describe('who counts', () => {
  it('counts somebody who asked not to be up to that very moment', () => {
    const truth = count(
      [
        entry('2026-10-20 10:00', 'interaction', { subjectId: '1', detail: 'command /me opt-out' }),
        entry('2026-10-20 10:01', 'message', { subjectId: '2' }),
      ],
      { optedOut: new Map([['ann', shanghai('2026-10-20 10:00')]]) },
    );
    expect(truth).toMatchObject({ interactions: 1, members: 2, left: 1 });
  });

  it('finds no trace of somebody who was forgotten', () => {
    const truth = count([entry('2026-10-20 10:00', 'message', { subjectId: '1' })], {
      forgotten: new Set(['ann']),
    });
    expect(truth).toMatchObject({ interactions: 0, members: 1, left: 0 });
  });

  it('counts whoever was a member at any time of the week, and each coming and going', () => {
    const truth = count([
      entry('2026-10-18 10:00', 'leave', { userId: 'bo', channelId: null }),
      entry('2026-10-20 10:00', 'join', { userId: 'cy', channelId: null }),
      entry('2026-10-21 10:00', 'leave', { userId: 'cy', channelId: null }),
      entry('2026-10-22 10:00', 'join', { userId: 'cy', channelId: null }),
    ]);
    expect(truth).toMatchObject({ members: 2, joined: 2, left: 1 });
  });
});

describe('voice', () => {
  const voice = (wallTime: string, userId: string, channelId: string | null) =>
    entry(wallTime, 'voice', { userId, channelId });

  it('counts every started ten minutes in company, and none alone', () => {
    const truth = count([
      voice('2026-10-19 20:00', 'ann', 'study'),
      voice('2026-10-19 20:30', 'bo', 'study'),
      voice('2026-10-19 20:41', 'bo', null),
      voice('2026-10-19 21:30', 'ann', null),
    ]);
    // Eleven minutes together: two started tens of each.
    expect(truth).toMatchObject({ interactions: 4, memberHours: 2 });
  });

  it('counts exactly ten minutes as one', () => {
    const truth = count([
      voice('2026-10-19 20:00', 'ann', 'study'),
      voice('2026-10-19 20:00', 'bo', 'study'),
      voice('2026-10-19 20:10', 'bo', null),
    ]);
    expect(truth.interactions).toBe(2);
  });

  it('goes on for those who stay when a third one leaves, and begins anew in another room', () => {
    const truth = count([
      voice('2026-10-19 20:00', 'ann', 'study'),
      voice('2026-10-19 20:00', 'bo', 'study'),
      voice('2026-10-19 20:00', 'cy', 'study'),
      voice('2026-10-19 20:05', 'cy', 'talks'),
      voice('2026-10-19 20:15', 'ann', 'talks'),
      voice('2026-10-19 20:20', 'ann', null),
    ]);
    // Together 5 minutes as three (1 each), ann and bo on to 15 (2 each), then ann and cy 5 (1 each).
    expect(truth.interactions).toBe(1 + 2 + 2 + 1 + 1);
  });
});
