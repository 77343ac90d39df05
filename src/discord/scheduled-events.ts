/** What features may do with Discord's own scheduled events. Features see events and places, not packets. */

export type EventPlace =
  | { readonly kind: 'voice' | 'stage'; readonly channelId: string }
  /** Anywhere else, in at most 100 characters: an address, a link, a channel for text. */
  | { readonly kind: 'elsewhere'; readonly name: string };

export interface ScheduledEventPlan {
  /** At most 100 characters. */
  readonly name: string;
  /** At most 1,000 characters; '' for none. */
  readonly description: string;
  /** In the future. */
  readonly startsAt: Date;
  /** After the start; null only in a voice or stage channel. */
  readonly endsAt: Date | null;
  readonly place: EventPlace;
  /** Shown above it; left out: none, and on a change the one it has. */
  readonly image?: { readonly type: 'image/png' | 'image/jpeg'; readonly data: Buffer };
}

export interface ScheduledEvents {
  /**
   * Makes an event. Before it is repeated, `find` says whether an earlier try came through.
   * @throws Refusal `scheduled-events.permissions`, `scheduled-events.place`, `scheduled-events.past`, `scheduled-events.too-many`;
   * UpstreamError when Discord failed: it may have been made all the same.
   */
  create(guildId: string, plan: ScheduledEventPlan): Promise<{ eventId: string }>;
  /** Makes it as planned. gone: it was deleted; over: it has ended or was cancelled. @throws as create, without `too-many`. */
  change(guildId: string, eventId: string, plan: ScheduledEventPlan): Promise<'done' | 'gone' | 'over'>;
  /**
   * Begins one in a voice channel, which nobody else does; done: begun now. running: it had begun; gone: it was deleted; over: it has ended or
   * was cancelled. @throws as delete.
   */
  start(guildId: string, eventId: string): Promise<'done' | 'running' | 'gone' | 'over'>;
  /** Calls off one that has not begun, ends one that goes on; done also where it is over already. @throws as delete. */
  cancel(guildId: string, eventId: string): Promise<'done' | 'gone'>;
  /** @throws Refusal `scheduled-events.permissions`; UpstreamError. */
  delete(guildId: string, eventId: string): Promise<'done' | 'gone'>;
  /** An own event of this name and start that is not over; null when there is none. @throws as delete. */
  find(guildId: string, name: string, startsAt: Date): Promise<string | null>;
  /** Permissions for an event at this place that the bot lacks, in Discord's English names. Answered from memory. */
  missing(guildId: string, place: EventPlace): string[];
}

/** The address that opens the event in Discord. */
export function eventAddress(guildId: string, eventId: string): string {
  return `https://discord.com/events/${guildId}/${eventId}`;
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** The bot may not make or change events, in the whole server or (channelId) where one is to be; what it lacks. */
    'scheduled-events.permissions': { channelId: string | null; missing: readonly string[] };
    /** Where an event is to be is no voice or stage channel, or no longer there. */
    'scheduled-events.place': { channelId: string };
    /** An event was to begin before now. */
    'scheduled-events.past': { startsAt: Date };
    /** The server has as many events as Discord allows. */
    'scheduled-events.too-many': { most: number };
  }
}
