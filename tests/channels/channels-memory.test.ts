/** What the bot remembers of channels. */
import { describe, expect, it } from 'vitest';
import { ChannelMemory } from '../../src/channels/channels.ts';
import type { ChannelFact } from '../../src/channels/channels.ts';

const fact = (
  channelId: string,
  type: number,
  parentId: string | null = null,
  guildId = 'g',
): ChannelFact => ({
  guildId,
  channelId,
  parentId,
  type,
  name: channelId,
  deletedAtMs: null,
});

describe('channels in memory', () => {
  const memory = new ChannelMemory([
    fact('rooms', 4),
    fact('code', 0, 'rooms'),
    fact('thread', 11, 'code'),
    fact('elsewhere', 0, null, 'other'),
  ]);

  it('a thread counts to its channel, a channel to itself and not to its category', () => {
    expect(['thread', 'code', 'rooms', 'unknown'].map((id) => memory.countedChannelOf(id))).toEqual([
      'code',
      'code',
      'rooms',
      'unknown',
    ]);
  });

  it('a thread is within its channel and the category of that', () => {
    expect(memory.isWithin('thread', ['rooms'])).toBe(true);
    expect(memory.isWithin('thread', ['code'])).toBe(true);
    expect(memory.isWithin('code', ['thread'])).toBe(false);
    expect(memory.isWithin('unknown', ['code'])).toBe(false);
    expect(memory.isWithin('thread', [])).toBe(false);
  });

  it('says whether it heard something new', () => {
    expect(memory.learn(fact('code', 0, 'rooms'))).toBe(false);
    expect(memory.learn({ ...fact('code', 0, 'rooms'), name: 'rust' })).toBe(true);
    expect(memory.find('code')?.name).toBe('rust');
  });

  it('stands in once for a channel nobody described', () => {
    expect(memory.learnUnknown('g', 'new')).toMatchObject({ channelId: 'new', type: -1 });
    expect(memory.learnUnknown('g', 'new')).toBeNull();
    expect(memory.learnUnknown('g', 'code')).toBeNull();
  });

  it('lists the channels of one community, without threads', () => {
    expect(memory.channelsOf('other').map(({ channelId }) => channelId)).toEqual(['elsewhere']);
    expect(memory.channelsOf('g').some(({ channelId }) => channelId === 'thread')).toBe(false);
  });
});
