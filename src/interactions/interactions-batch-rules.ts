/** What is written to the database at once: events gathered by what they do, interactions as columns. Plain data, so that it can lie in a file. */
import { undescribedChannel } from '../channels/channels-rules.ts';
import type { ChannelFact } from '../channels/channels-rules.ts';
import type { StayEvent } from '../members/members-rules.ts';
import type { ListenedSpan } from './interactions-coverage-rules.ts';
import type { FetchedPage } from './interactions-history-rules.ts';
import { interactionKinds } from './interactions-rules.ts';
import type { InteractionEvent, InteractionKind, LogEvent, VoiceStayEvent } from './interactions-rules.ts';
import type { GatewaySession } from './interactions-session-rules.ts';

/** One array per column, all of one length: that is how the database takes them, and it is cheaper than an object per row. */
export interface InteractionColumns {
  readonly subjectId: string[];
  readonly guildId: string[];
  readonly userId: string[];
  readonly channelId: string[];
  readonly occurredAtMs: number[];
  readonly referenceId: (string | null)[];
  readonly kind: number[];
  readonly emoji: string[];
}

export interface LogBatch {
  readonly interactions: InteractionColumns;
  readonly edits: { guildId: string; messageId: string; atMs: number }[];
  readonly deletes: { guildId: string; messageIds: readonly string[]; atMs: number }[];
  readonly stays: StayEvent[];
  readonly channels: ChannelFact[];
  readonly voiceStays: VoiceStayEvent[];
  readonly listened: ListenedSpan[];
  /** Ids of accounts seen to be bots. */
  readonly bots: string[];
  /** Of fetched history, in the order they were fetched; their rows stand in this batch or before it. */
  readonly pages: FetchedPage[];
  /** Up to where each gateway session is covered by this batch and those before it. */
  sessions: GatewaySession[];
  /** Roughly how many rows it makes. */
  weight: number;
}

const kindsByCode = new Map(
  Object.entries(interactionKinds).map(([kind, { code }]) => [code as number, kind as InteractionKind]),
);

export function emptyBatch(): LogBatch {
  return {
    interactions: {
      subjectId: [],
      guildId: [],
      userId: [],
      channelId: [],
      occurredAtMs: [],
      referenceId: [],
      kind: [],
      emoji: [],
    },
    edits: [],
    deletes: [],
    stays: [],
    channels: [],
    voiceStays: [],
    listened: [],
    bots: [],
    pages: [],
    sessions: [],
    weight: 0,
  };
}

export function addEvent(batch: LogBatch, event: LogEvent): void {
  batch.weight += weightOf(event);
  if (event.type === 'interaction') addInteraction(batch.interactions, event);
  else if (event.type === 'edit') batch.edits.push(event);
  else if (event.type === 'delete') batch.deletes.push(event);
  else if (event.type === 'stay') batch.stays.push(event);
  else if (event.type === 'channel') batch.channels.push(event.fact);
  else if (event.type === 'voice-stay') batch.voiceStays.push(event);
  else if (event.type === 'bot') batch.bots.push(event.botId);
  else if (event.type === 'page') batch.pages.push(event.page);
  else batch.listened.push(event);
}

/** The events it was made of, by type: for taking a batch apart that the database refuses. */
export function eventsIn(batch: LogBatch): LogEvent[] {
  return [
    ...batch.channels.map((fact) => ({ type: 'channel' as const, fact })),
    ...batch.interactions.subjectId.map((_, index) => interactionAt(batch.interactions, index)),
    ...batch.edits.map((edit) => ({ ...edit, type: 'edit' as const })),
    ...batch.deletes.map((deletion) => ({ ...deletion, type: 'delete' as const })),
    ...batch.stays.map((stay) => ({ ...stay, type: 'stay' as const })),
    ...batch.voiceStays,
    ...batch.listened.map((span) => ({ ...span, type: 'listened' as const })),
    ...batch.bots.map((botId) => ({ type: 'bot' as const, botId })),
    ...batch.pages.map((page) => ({ type: 'page' as const, page })),
  ];
}

export function batchOf(events: readonly LogEvent[]): LogBatch {
  const batch = emptyBatch();
  for (const event of events) addEvent(batch, event);
  return batch;
}

/**
 * What a batch says where those before it may be missing. How far it covers a session holds only with all of them: what is missing Discord
 * is then asked for again. Nor may a channel have been described, so that what is counted under it can move once it is.
 */
export function withoutThoseBefore(batch: LogBatch): LogBatch {
  const { channelId, guildId } = batch.interactions;
  const named = new Map(channelId.map((id, index) => [id, guildId[index]!]));
  named.delete('0');
  const undescribed = [...named].map(([id, guild]) => undescribedChannel(guild, id));
  return { ...batch, channels: [...undescribed, ...batch.channels], sessions: [] };
}

/** The last entry of each key, in the order they first came: a statement may not touch one row twice. */
export function lastOf<T>(entries: readonly T[], keyOf: (entry: T) => string): T[] {
  return [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
}

function addInteraction(columns: InteractionColumns, event: InteractionEvent): void {
  columns.subjectId.push(event.subjectId);
  columns.guildId.push(event.guildId);
  columns.userId.push(event.userId);
  columns.channelId.push(event.channelId);
  columns.occurredAtMs.push(event.occurredAtMs);
  columns.referenceId.push(event.referenceId);
  columns.kind.push(interactionKinds[event.kind].code);
  columns.emoji.push(event.emoji);
}

function interactionAt(columns: InteractionColumns, index: number): InteractionEvent {
  return {
    type: 'interaction',
    kind: kindOf(columns.kind[index]!),
    guildId: columns.guildId[index]!,
    subjectId: columns.subjectId[index]!,
    userId: columns.userId[index]!,
    channelId: columns.channelId[index]!,
    occurredAtMs: columns.occurredAtMs[index]!,
    referenceId: columns.referenceId[index]!,
    emoji: columns.emoji[index]!,
  };
}

/** The kind a code of the table stands for. @throws RangeError for a code nobody gave. */
export function kindOf(code: number): InteractionKind {
  const kind = kindsByCode.get(code);
  if (!kind) throw new RangeError(`no kind of interaction has the code ${code}`);
  return kind;
}

function weightOf(event: LogEvent): number {
  if (event.type === 'delete') return event.messageIds.length;
  if (event.type !== 'stay') return 1;
  if (event.op === 'present') return event.members.length;
  return event.op === 'complete' ? event.userIds.length : 1;
}
