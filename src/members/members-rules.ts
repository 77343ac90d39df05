/** Who was a member when: how joins, leaves and member lists become stays. Pure. */

/** What was heard of who is a member, in the order it was heard. Ids are text, instants Unix milliseconds. Bots never appear. */
export type StayEvent =
  | { readonly op: 'joined'; readonly guildId: string; readonly userId: string; readonly joinedAtMs: number }
  | { readonly op: 'left'; readonly guildId: string; readonly userId: string; readonly atMs: number }
  /** Part of a member list: these are there, since when. */
  | {
      readonly op: 'present';
      readonly guildId: string;
      readonly members: readonly (readonly [userId: string, joinedAtMs: number])[];
    }
  /** A member list is complete: whoever is not on it has left while nobody listened; their stay ends at `atMs`, when that was found. */
  | {
      readonly op: 'complete';
      readonly guildId: string;
      readonly userIds: readonly string[];
      readonly atMs: number;
    };

/** One stay to be written; `leftAtMs` null = still there. */
export interface NewStay {
  readonly guildId: string;
  readonly userId: string;
  readonly joinedAtMs: number;
  readonly leftAtMs: number | null;
}

/** What a stretch of events does to the table, in three steps to be taken in this order. */
export interface StayChanges {
  /** Stays open in the table that end, one per member. One that began later than `atMs` by a clock's error ends as it begins. */
  readonly endings: readonly { readonly guildId: string; readonly userId: string; readonly atMs: number }[];
  /** Stays to add; one already there stays as it is. An older stay still open ends where the new one begins: its end was missed. */
  readonly stays: readonly NewStay[];
  /** Complete lists: every open stay of somebody who is not on it ends. */
  readonly completions: readonly {
    readonly guildId: string;
    readonly userIds: readonly string[];
    readonly atMs: number;
  }[];
}

/** Puts events in the order heard together, so that a batch of them can be written at once whatever it holds. */
export function gatherStays(events: readonly StayEvent[]): StayChanges {
  const endings = new Map<string, { guildId: string; userId: string; atMs: number }>();
  const begun = new Map<
    string,
    { guildId: string; userId: string; joinedAtMs: number; leftAtMs: number | null }[]
  >();
  const completions: { guildId: string; userIds: string[]; atMs: number }[] = [];

  const begin = (guildId: string, userId: string, joinedAtMs: number): void => {
    const key = `${guildId}:${userId}`;
    const stays = begun.get(key) ?? [];
    if (stays.some((stay) => stay.joinedAtMs === joinedAtMs)) return;
    const last = stays.at(-1);
    if (last && last.leftAtMs === null) last.leftAtMs = Math.max(joinedAtMs, last.joinedAtMs);
    stays.push({ guildId, userId, joinedAtMs, leftAtMs: null });
    begun.set(key, stays);
    // Whoever comes after a list was complete must not be taken for missing on it.
    for (const list of completions) if (list.guildId === guildId) list.userIds.push(userId);
  };
  const end = (guildId: string, userId: string, atMs: number): void => {
    const key = `${guildId}:${userId}`;
    const last = begun.get(key)?.at(-1);
    if (last) last.leftAtMs ??= Math.max(atMs, last.joinedAtMs);
    else if (!endings.has(key)) endings.set(key, { guildId, userId, atMs });
  };

  for (const event of events) {
    if (event.op === 'joined') begin(event.guildId, event.userId, event.joinedAtMs);
    else if (event.op === 'left') end(event.guildId, event.userId, event.atMs);
    else if (event.op === 'present')
      for (const [userId, joinedAtMs] of event.members) begin(event.guildId, userId, joinedAtMs);
    else completions.push({ guildId: event.guildId, userIds: [...event.userIds], atMs: event.atMs });
  }
  return { endings: [...endings.values()], stays: [...begun.values()].flat(), completions };
}
