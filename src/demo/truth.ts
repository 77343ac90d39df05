/**
 * The local Discord's own count, after docs/metrics.md: from its ledger of what happened and from what people asked the bot for.
 * Shares no code with the bot, so that an error in the one shows in the other. Pure.
 */
import type { LedgerEntry } from '../sandbox/world-events.ts';
import { DAY_MS, dayOn, HOUR_MS } from './story-time.ts';
import { voiceSlices } from './truth-voice.ts';

/** What the ledger cannot know. Instants are Unix milliseconds. */
export interface TruthFacts {
  /** The channel a thread belongs to; the channel itself otherwise. */
  readonly channelOf: (channelId: string) => string;
  readonly isForum: (channelId: string) => boolean;
  /** Channels that are left out. */
  readonly excluded: ReadonlySet<string>;
  /** When somebody asked not to be counted. */
  readonly optedOut: ReadonlyMap<string, number>;
  /** Who was forgotten and asked not to be counted at the same time: as if they had never been there. */
  readonly forgotten: ReadonlySet<string>;
  /** Who took part in a survey; noted when it closed. */
  readonly participations: readonly {
    readonly userId: string;
    readonly channelId: string;
    readonly at: number;
  }[];
  /** What people did with courses and questions about them, each once. */
  readonly learnt: readonly { readonly userId: string; readonly channelId: string; readonly at: number }[];
  /** Members from before the ledger began. */
  readonly founders: readonly { readonly userId: string; readonly from: number }[];
}

export interface TruthSpan {
  readonly from: number;
  readonly to: number;
}

export interface DayTruth {
  readonly on: string;
  readonly activeMembers: number;
  readonly interactions: number;
  readonly messages: number;
}

/** Figures of one span; names as in docs/metrics.md. */
export interface Truth {
  /** I */
  readonly interactions: number;
  readonly messages: number;
  readonly reactions: number;
  /** H */
  readonly memberHours: number;
  /** Nₐ */
  readonly activeMembers: number;
  /** N */
  readonly members: number;
  readonly joined: number;
  readonly left: number;
  readonly days: readonly DayTruth[];
  /** Interactions by channel, most first. */
  readonly channels: readonly { readonly channelId: string; readonly interactions: number }[];
}

interface Act {
  readonly kind: 'message' | 'reaction' | 'thread' | 'voice' | 'command' | 'answer' | 'learning';
  readonly userId: string;
  readonly channelId: string;
  readonly at: number;
}

export function countTruth(ledger: readonly LedgerEntry[], facts: TruthFacts, span: TruthSpan): Truth {
  const within = ({ at }: { at: number }): boolean => at >= span.from && at < span.to;
  const acts = countedActs(ledger, facts).filter(within);
  const byChannel = new Map<string, number>();
  for (const { channelId } of acts) byChannel.set(channelId, (byChannel.get(channelId) ?? 0) + 1);
  return {
    interactions: acts.length,
    messages: countKind(acts, 'message'),
    reactions: countKind(acts, 'reaction'),
    memberHours: new Set(acts.map(({ userId, at }) => `${userId} ${Math.floor(at / HOUR_MS)}`)).size,
    activeMembers: new Set(acts.map(({ userId }) => userId)).size,
    ...membership(ledger, facts, span),
    days: daysOf(acts, span),
    channels: [...byChannel]
      .map(([channelId, interactions]) => ({ channelId, interactions }))
      .toSorted((a, b) => b.interactions - a.interactions || a.channelId.localeCompare(b.channelId)),
  };
}

/** Every act that counts, once. */
function countedActs(ledger: readonly LedgerEntry[], facts: TruthFacts): Act[] {
  const deleted = new Set(
    ledger.filter(({ kind }) => kind === 'messageDelete').map(({ subjectId }) => subjectId),
  );
  const seen = new Set<string>();
  const acts: Act[] = [];
  const count = (act: Act): void => {
    const optedOutAt = facts.optedOut.get(act.userId);
    if (facts.forgotten.has(act.userId) || (optedOutAt !== undefined && act.at > optedOutAt)) return;
    const channelId = facts.channelOf(act.channelId);
    if (!facts.excluded.has(channelId)) acts.push({ ...act, channelId });
  };
  for (const entry of ledger) {
    const act = actOf(entry, facts);
    if (!act) continue;
    if (act.kind !== 'thread' && deleted.has(entry.subjectId)) continue;
    // The same emoji of the same member on the same message is one, however often it is toggled.
    const key = `${entry.kind} ${entry.subjectId} ${entry.userId} ${entry.detail}`;
    if (act.kind === 'reaction' && seen.has(key)) continue;
    seen.add(key);
    count(act);
  }
  const last = ledger.at(-1)?.at.getTime() ?? 0;
  for (const slice of voiceSlices(ledger, last)) count({ kind: 'voice', ...slice });
  for (const participation of facts.participations) count({ kind: 'answer', ...participation });
  for (const learnt of facts.learnt) count({ kind: 'learning', ...learnt });
  return acts;
}

function actOf(entry: LedgerEntry, facts: TruthFacts): Act | null {
  const { channelId, userId, byBot } = entry;
  if (byBot || channelId === null) return null;
  const act = { userId, channelId, at: entry.at.getTime() };
  switch (entry.kind) {
    case 'message': {
      // A forum post and its first message are one: it is counted with the post.
      const isPost = entry.subjectId === channelId && facts.isForum(facts.channelOf(channelId));
      return isPost ? null : { kind: 'message', ...act };
    }
    case 'thread':
      return { kind: facts.isForum(channelId) ? 'message' : 'thread', ...act };
    case 'reaction':
      return { kind: 'reaction', ...act };
    case 'interaction':
      return entry.detail?.startsWith('command ') === true ? { kind: 'command', ...act } : null;
    default:
      return null;
  }
}

function membership(
  ledger: readonly LedgerEntry[],
  facts: TruthFacts,
  { from, to }: TruthSpan,
): Pick<Truth, 'members' | 'joined' | 'left'> {
  const stays = facts.founders.map(({ userId, from: since }) => ({ userId, from: since, to: Infinity }));
  for (const { kind, userId, byBot, at } of ledger) {
    if (byBot || (kind !== 'join' && kind !== 'leave')) continue;
    if (kind === 'join') stays.push({ userId, from: at.getTime(), to: Infinity });
    else for (const stay of stays) if (stay.userId === userId) stay.to = Math.min(stay.to, at.getTime());
  }
  // For the number of members, whoever asks not to be counted is as one who left.
  for (const stay of stays) stay.to = Math.min(stay.to, facts.optedOut.get(stay.userId) ?? Infinity);
  const known = stays.filter(({ userId }) => !facts.forgotten.has(userId));
  return {
    members: new Set(known.filter((stay) => stay.from < to && stay.to > from).map(({ userId }) => userId))
      .size,
    joined: known.filter((stay) => stay.from >= from && stay.from < to).length,
    left: known.filter((stay) => stay.to >= from && stay.to < to).length,
  };
}

function daysOf(acts: readonly Act[], { from, to }: TruthSpan): DayTruth[] {
  const days: DayTruth[] = [];
  for (let start = from; start < to; start += DAY_MS) {
    const own = acts.filter(({ at }) => at >= start && at < start + DAY_MS);
    days.push({
      on: dayOn(start),
      activeMembers: new Set(own.map(({ userId }) => userId)).size,
      interactions: own.length,
      messages: countKind(own, 'message'),
    });
  }
  return days;
}

function countKind(acts: readonly Act[], kind: Act['kind']): number {
  return acts.filter((act) => act.kind === kind).length;
}
