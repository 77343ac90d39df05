/** What the log keeps in memory besides its buffer: who opted out, and which messages were deleted lately. */
import type { KeyedHash } from '../kernel/keyed-hash.ts';
import { optOutHash } from '../privacy/privacy-rules.ts';

const MOST_REMEMBERED = 100_000;

/** Who does not want to be counted. The table knows only hashes, so each member is looked up once and remembered. */
export class OptOuts {
  private readonly hashes = new Map<string, Set<string>>();
  private readonly answers = new Map<string, boolean>();
  private readonly keyedHash: KeyedHash;

  constructor(keyedHash: KeyedHash) {
    this.keyedHash = keyedHash;
  }

  /** Replaces what is known of the community. */
  set(guildId: string, userHashes: readonly string[]): void {
    if (userHashes.length > 0) this.hashes.set(guildId, new Set(userHashes));
    else this.hashes.delete(guildId);
    this.answers.clear();
  }

  of(guildId: string): ReadonlySet<string> | null {
    return this.hashes.get(guildId) ?? null;
  }

  has(guildId: string, userId: string): boolean {
    const known = this.hashes.get(guildId);
    if (!known) return false;
    const key = `${guildId}:${userId}`;
    const answer = this.answers.get(key) ?? known.has(optOutHash(this.keyedHash, guildId, userId));
    if (this.answers.size >= MOST_REMEMBERED) this.answers.clear();
    this.answers.set(key, answer);
    return answer;
  }
}

/**
 * Ids of messages deleted lately, so that a message or reaction told of after its deletion is deleted as well. Holds at least the last
 * half of `most`, and never more than that.
 */
export class RecentDeletes {
  private young = new Set<string>();
  private old = new Set<string>();
  private readonly half: number;

  constructor(most = MOST_REMEMBERED) {
    this.half = Math.ceil(most / 2);
  }

  add(messageId: string): void {
    if (this.young.size >= this.half) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(messageId);
  }

  has(messageId: string): boolean {
    return this.young.has(messageId) || this.old.has(messageId);
  }
}
