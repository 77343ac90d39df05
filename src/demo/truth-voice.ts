/** Voice as docs/metrics.md counts it, from the local Discord's own ledger: one per started ten minutes in company. Pure. */
import type { LedgerEntry } from '../sandbox/world-events.ts';

const TEN_MINUTES_MS = 600_000;

export interface VoiceSlice {
  readonly userId: string;
  readonly channelId: string;
  readonly at: number;
}

/** Every started ten minutes that a human spent with another human, up to `until` (Unix milliseconds). */
export function voiceSlices(ledger: readonly LedgerEntry[], until: number): VoiceSlice[] {
  const rooms = new Map<string, Set<string>>();
  /** Since when each one is in company, by `channel user`. */
  const since = new Map<string, number>();
  const slices: VoiceSlice[] = [];

  const close = (channelId: string, userId: string, at: number): void => {
    const key = `${channelId} ${userId}`;
    const from = since.get(key);
    if (from === undefined) return;
    since.delete(key);
    for (let start = from; start < at; start += TEN_MINUTES_MS) slices.push({ userId, channelId, at: start });
  };
  const review = (channelId: string, at: number): void => {
    const there = rooms.get(channelId) ?? new Set();
    for (const userId of there) {
      const key = `${channelId} ${userId}`;
      if (there.size < 2) close(channelId, userId, at);
      else if (!since.has(key)) since.set(key, at);
    }
  };

  for (const { kind, userId, channelId, byBot, at } of ledger) {
    if (kind !== 'voice' || byBot) continue;
    for (const [roomId, there] of rooms) {
      if (!there.delete(userId)) continue;
      close(roomId, userId, at.getTime());
      review(roomId, at.getTime());
    }
    if (channelId === null) continue;
    rooms.set(channelId, (rooms.get(channelId) ?? new Set()).add(userId));
    review(channelId, at.getTime());
  }
  for (const key of since.keys()) {
    const [channelId = '', userId = ''] = key.split(' ');
    close(channelId, userId, until);
  }
  return slices;
}
