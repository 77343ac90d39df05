/** Hashes under a secret key: who answered an anonymous survey, who opted out. Nobody without the key can join them to a person. */
import { createHmac } from 'node:crypto';

export interface KeyedHash {
  /** Hex HMAC-SHA-256 of the parts, joined unambiguously. Same parts and key, same hash. */
  of(...parts: readonly string[]): string;
}

/** @param key at least 32 bytes of randomness. */
export function keyedHash(key: Buffer): KeyedHash {
  return { of: (...parts) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex') };
}
