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
