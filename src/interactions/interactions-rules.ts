/** What counts as an interaction, under which code it is kept, and which of Discord's packets are one. Pure. */
import type { ChannelFact } from '../channels/channels-rules.ts';
import { snowflakeAt } from '../kernel/snowflake.ts';
import type { StayEvent } from '../members/members-rules.ts';
import type { ListenedSpan } from './interactions-coverage-rules.ts';
import type { FetchedPage } from './interactions-history-rules.ts';

/**
 * Kinds of an interaction and their codes in the table. A code is never given another meaning.
 * `counts`: whether it is part of I (docs/metrics.md); joins, leaves and pressed components are kept but are no interactions.
 * `isMessage`: whether it stands among the messages of a rollup.
 */
export const interactionKinds = {
  message: { code: 1, counts: true, isMessage: true },
  reply: { code: 2, counts: true, isMessage: true },
  reaction: { code: 3, counts: true, isMessage: false },
  thread: { code: 4, counts: true, isMessage: false },
  post: { code: 5, counts: true, isMessage: true },
  voice: { code: 6, counts: true, isMessage: false },
  command: { code: 7, counts: true, isMessage: false },
  component: { code: 8, counts: false, isMessage: false },
  surveyAnswer: { code: 9, counts: true, isMessage: false },
  join: { code: 10, counts: false, isMessage: false },
  leave: { code: 11, counts: false, isMessage: false },
  courseView: { code: 12, counts: true, isMessage: false },
  courseStart: { code: 13, counts: true, isMessage: false },
  lessonDone: { code: 14, counts: true, isMessage: false },
  question: { code: 15, counts: true, isMessage: false },
  answer: { code: 16, counts: true, isMessage: false },
  rating: { code: 17, counts: true, isMessage: false },
} as const;

export type InteractionKind = keyof typeof interactionKinds;

/** What the log is told, in the order it happened. Ids are text, instants Unix milliseconds (hundreds of thousands are in flight). */
export type LogEvent =
  | InteractionEvent
  /** A message was edited at `atMs`; no matter when nothing was logged of it. */
  | { readonly type: 'edit'; readonly guildId: string; readonly messageId: string; readonly atMs: number }
  /** Messages were deleted: they and their reactions no longer count. */
  | {
      readonly type: 'delete';
      readonly guildId: string;
      readonly messageIds: readonly string[];
      readonly atMs: number;
    }
  | VoiceStayEvent
  | ({ readonly type: 'listened' } & ListenedSpan)
  | ({ readonly type: 'stay' } & StayEvent)
  | { readonly type: 'channel'; readonly fact: ChannelFact }
  /** An account was seen to be a bot. */
  | { readonly type: 'bot'; readonly botId: string }
  /** A page of history was fetched; told after what stands on it. */
  | { readonly type: 'page'; readonly page: FetchedPage };

/** One interaction; its key is (subjectId, kind, userId, emoji). */
export interface InteractionEvent {
  readonly type: 'interaction';
  readonly kind: InteractionKind;
  readonly guildId: string;
  /** The message's id (also for a reaction to it), the thread's, the interaction's; see `momentId` and `surveySubjectId`. */
  readonly subjectId: string;
  readonly userId: string;
  /** The channel or thread; '0' where there is none. */
  readonly channelId: string;
  readonly occurredAtMs: number;
  /** The message a reply answers; null otherwise. */
  readonly referenceId: string | null;
  /** Reactions: the custom emoji's id or the Unicode emoji; '' otherwise. */
  readonly emoji: string;
}

/** Where a member's voice stay stands, so that a restart goes on from it; `channelId` null = the stay ended. */
export interface VoiceStayEvent {
  readonly type: 'voice-stay';
  readonly guildId: string;
  readonly userId: string;
  readonly channelId: string | null;
  /** Since when there is company; null while alone. */
  readonly inCompanyAtMs: number | null;
  readonly loggedSlots: number;
}

/** An interaction without a reference and without an emoji. */
export function interactionOf(
  kind: InteractionKind,
  guildId: string,
  subjectId: string,
  userId: string,
  channelId: string,
  occurredAtMs: number,
): InteractionEvent {
  return {
    type: 'interaction',
    kind,
    guildId,
    subjectId,
    userId,
    channelId,
    occurredAtMs,
    referenceId: null,
    emoji: '',
  };
}

/**
 * The id under which something without an id of its own is kept: made from when it happened and from the community, so that hearing
 * of it again makes the same key.
 */
export function momentId(guildId: string, atMs: number): string {
  return snowflakeAt(new Date(atMs), Number((BigInt(guildId) >> 22n) & 0x3f_ff_ffn));
}

/** An answer is kept under its survey's own number: one interaction per member and survey, whenever and however often it is told. */
export function surveySubjectId(surveyId: number): string {
  return String(surveyId);
}
