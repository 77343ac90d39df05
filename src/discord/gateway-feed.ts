/** What Discord's gateway says, as it is handed to the log: each packet before discord.js sees it. Knows no discord.js. */
import type { GatewaySession } from '../interactions/interactions-session-rules.ts';

/** Where a packet comes from. */
export interface HeardFrom extends Omit<GatewaySession, 'owner' | 'sequence' | 'atMs'> {
  /** A session of an earlier run that tells what happened since; otherwise the one the bot lives on. */
  readonly isOld: boolean;
  /** It happened while nobody was connected, and comes now. */
  readonly isReplay: boolean;
}

export interface GatewayFeed {
  /** One packet, in the order of its session. Never throws. */
  hear(packet: unknown, from: HeardFrom): void;
  /** Sessions of earlier runs of this bot that may still be resumed; from now on the log counts on them until they are ended. */
  listOldSessions(): Promise<readonly GatewaySession[]>;
  /** An old session that had told all lost its connection; it goes on when it says RESUMED. */
  breakOldSession(session: GatewaySession): void;
  /** An old session tells nothing more, and did not tell all. */
  endOldSession(session: GatewaySession): void;
  /**
   * The old sessions have told everything: from now on the log goes by the live ones.
   * @returns false when that could not be written; then a restart resumes the old ones once more.
   */
  takeOver(): Promise<boolean>;
}
