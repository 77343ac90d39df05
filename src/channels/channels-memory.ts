/** The channels of every community as last seen, in memory: names for reports, parents for threads and exclusions. */
import { THREAD_TYPES, undescribedChannel } from './channels-rules.ts';
import type { ChannelFact } from './channels-rules.ts';

export class ChannelMemory {
  private readonly facts = new Map<string, ChannelFact>();

  constructor(facts: readonly ChannelFact[] = []) {
    for (const fact of facts) this.facts.set(fact.channelId, fact);
  }

  find(channelId: string): ChannelFact | null {
    return this.facts.get(channelId) ?? null;
  }

  /** Remembers it; false when that is what was known already. */
  learn(fact: ChannelFact): boolean {
    const known = this.facts.get(fact.channelId);
    if (known && isSame(known, fact)) return false;
    this.facts.set(fact.channelId, fact);
    return true;
  }

  /** The fact that stands for a channel nobody described yet, the first time it is asked for; null when the channel is known. */
  learnUnknown(guildId: string, channelId: string): ChannelFact | null {
    if (this.facts.has(channelId)) return null;
    const fact = undescribedChannel(guildId, channelId);
    this.facts.set(channelId, fact);
    return fact;
  }

  /** The channel a channel or thread counts to: a thread's parent, else itself. */
  countedChannelOf(channelId: string): string {
    const fact = this.facts.get(channelId);
    return fact && fact.parentId !== null && THREAD_TYPES.includes(fact.type) ? fact.parentId : channelId;
  }

  /** Whether the channel, the channel of the thread, or its category is among these. */
  isWithin(channelId: string, ids: readonly string[]): boolean {
    if (ids.length === 0) return false;
    let at: string | null = channelId;
    // A thread stands in a channel, a channel in a category: three steps.
    for (let step = 0; at !== null && step < 3; step++) {
      if (ids.includes(at)) return true;
      at = this.facts.get(at)?.parentId ?? null;
    }
    return false;
  }

  /** Channels (not threads) of the community that are there, in no order. */
  channelsOf(guildId: string): ChannelFact[] {
    return [...this.facts.values()].filter(
      (fact) => fact.guildId === guildId && fact.deletedAtMs === null && !THREAD_TYPES.includes(fact.type),
    );
  }

  forgetGuild(guildId: string): void {
    for (const [channelId, fact] of this.facts) if (fact.guildId === guildId) this.facts.delete(channelId);
  }
}

function isSame(a: ChannelFact, b: ChannelFact): boolean {
  return (
    a.guildId === b.guildId &&
    a.parentId === b.parentId &&
    a.type === b.type &&
    a.name === b.name &&
    a.deletedAtMs === b.deletedAtMs
  );
}
