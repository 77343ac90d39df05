/** What people may ask about themselves: what is held, all of it, its erasure, and never being counted. Every feature brings its part. */
import type { App } from '../app.ts';
import { coursesPrivacy } from '../courses/courses-privacy.ts';
import { creatorsPrivacy } from '../creators/creators-privacy.ts';
import { interactionsPrivacy } from '../interactions/interactions-privacy.ts';
import { languagesPrivacy } from '../languages/languages-privacy.ts';
import { learningPrivacy } from '../learning/learning-privacy.ts';
import { membersPrivacy } from '../members/members-privacy.ts';
import { qaPrivacy } from '../qa/qa-privacy.ts';
import { rolesPrivacy } from '../roles/roles-privacy.ts';
import { surveysPrivacy } from '../surveys/surveys-privacy.ts';
import { tierImportPrivacy } from '../tier-import/tier-import-privacy.ts';
import { tiersPrivacy } from '../tiers/tiers-privacy.ts';
import type { PrivacyPart } from './privacy-part.ts';
import { countedFromHash, countRecords, optOutHash } from './privacy-rules.ts';
import {
  deleteOptOut,
  insertOptOut,
  isOptOutKept,
  listCountedFrom,
  upsertCountedFrom,
  findKeyMark,
  holdsHashes,
  saveKeyMark,
} from './privacy-store.ts';

export { deleteCountedFromBefore } from './privacy-store.ts';

/**
 * Every feature that holds something on a person. Interactions come first: erasing them first writes what the log still has in hand,
 * stays among it, so that nothing erased after it comes back. Roles come last: others wish them away.
 */
export const privacyParts: readonly PrivacyPart[] = [
  interactionsPrivacy,
  membersPrivacy,
  surveysPrivacy,
  qaPrivacy,
  languagesPrivacy,
  tiersPrivacy,
  tierImportPrivacy,
  coursesPrivacy,
  creatorsPrivacy,
  learningPrivacy,
  rolesPrivacy,
];

/** Feature → everything it holds on the person in this community; null = nothing. */
export type Held = Readonly<Record<string, unknown>>;

/** One after the other: together they would ask for many connections at once, for something nobody waits for by the second. */
export async function exportPerson(app: App, guildId: string, userId: string): Promise<Held> {
  const held: Record<string, unknown> = {};
  for (const part of privacyParts) held[part.feature] = await part.export(app, guildId, userId);
  return held;
}

/** How many records each feature holds on the person; features that hold none are left out. */
export async function summarisePerson(
  app: App,
  guildId: string,
  userId: string,
): Promise<{ feature: string; count: number }[]> {
  const held = await exportPerson(app, guildId, userId);
  return Object.entries(held)
    .map(([feature, data]) => ({ feature, count: countRecords(data) }))
    .filter(({ count }) => count > 0);
}

export interface Forgotten {
  /** Rows erased. */
  readonly count: number;
  /** Features whose part could not be erased; asking again erases what is left. */
  readonly failed: readonly string[];
  /** Features that keep something, because the person would lose by it. */
  readonly kept: readonly string[];
}

/**
 * Erases everything held on the person in this community. One part that fails does not keep the others; repeatable without harm.
 * @throws what the parts throw, when none could be erased.
 */
export async function forgetPerson(app: App, guildId: string, userId: string): Promise<Forgotten> {
  let count = 0;
  const failed: string[] = [];
  const kept: string[] = [];
  let firstError: unknown;
  // First of all: history that is being fetched must not bring back what is erased next.
  await countFromNow(app, guildId, userId);
  for (const part of privacyParts) {
    try {
      count += await part.erase(app, guildId, userId);
      if (await part.keeps?.(app, guildId, userId)) kept.push(part.feature);
    } catch (error) {
      firstError ??= error;
      failed.push(part.feature);
      app.log.error(
        { guildId, feature: part.feature, err: error },
        'what a feature holds on a person could not be erased; the person was told to ask again',
      );
    }
  }
  app.refusedForms.forget(guildId, userId);
  if (failed.length === privacyParts.length) throw firstError;
  return { count, failed, kept };
}

/** Whether the person asked not to be counted in this community. */
export async function isOptedOut(
  app: Pick<App, 'db' | 'keyedHash'>,
  guildId: string,
  userId: string,
): Promise<boolean> {
  return isOptOutKept(app, guildId, optOutHash(app.keyedHash, guildId, userId));
}

/**
 * Nothing the person does in this community is recorded from now on. For the number of members it is as if they had left.
 * @returns false when they had opted out already.
 */
export async function optOut(
  app: Pick<App, 'db' | 'clock' | 'keyedHash' | 'interactions'>,
  guildId: string,
  userId: string,
): Promise<boolean> {
  if (await isOptedOut(app, guildId, userId)) return false;
  const atMs = app.clock.now().getTime();
  // While the log still takes events about them: afterwards nobody could end their stays.
  app.interactions.record({ type: 'stay', op: 'left', guildId, userId, atMs });
  app.interactions.record({
    type: 'voice-stay',
    guildId,
    userId,
    channelId: null,
    inCompanyAtMs: null,
    loggedSlots: 0,
  });
  // In the table before the opt-out is: after a kill in between nobody would end them.
  await app.interactions.flush();
  await insertOptOut(app, guildId, optOutHash(app.keyedHash, guildId, userId));
  await app.interactions.refreshOptOuts(guildId);
  return true;
}

/**
 * The person is counted again, from now on.
 * @returns false when they had not opted out.
 */
export async function optIn(
  app: Pick<App, 'db' | 'clock' | 'keyedHash' | 'interactions'>,
  guildId: string,
  userId: string,
): Promise<boolean> {
  // Before anything of them counts: what they did meanwhile stays uncounted, also when history is fetched.
  if (await isOptedOut(app, guildId, userId)) await countFromNow(app, guildId, userId);
  const wasOut = await deleteOptOut(app, guildId, optOutHash(app.keyedHash, guildId, userId));
  await app.interactions.refreshOptOuts(guildId);
  if (!wasOut) return false;
  const joinedAtMs = app.clock.now().getTime();
  app.interactions.record({ type: 'stay', op: 'joined', guildId, userId, joinedAtMs });
  return true;
}

/** From when on each of these people is counted (Unix milliseconds), where they asked to be forgotten or opted in again. */
export async function countedSince(
  app: Pick<App, 'db' | 'keyedHash'>,
  guildId: string,
  userIds: readonly string[],
): Promise<Map<string, number>> {
  const hashes = new Map(userIds.map((userId) => [countedFromHash(app.keyedHash, guildId, userId), userId]));
  const kept = await listCountedFrom(app, guildId, [...hashes.keys()]);
  return new Map([...kept].map(([hash, at]) => [hashes.get(hash)!, at.getTime()]));
}

async function countFromNow(
  app: Pick<App, 'db' | 'clock' | 'keyedHash'>,
  guildId: string,
  userId: string,
): Promise<void> {
  await upsertCountedFrom(app, guildId, countedFromHash(app.keyedHash, guildId, userId), app.clock.now());
}

/**
 * Whether everything that stands in the database under a keyed hash stands under this key, and notes the key where nothing does yet. Under
 * another one, who opted out would be counted again.
 */
export async function adoptKey(app: Pick<App, 'db' | 'keyedHash'>): Promise<boolean> {
  const hash = app.keyedHash.of('key mark');
  const mark = await findKeyMark(app);
  if (mark === hash) return true;
  if (mark !== null && (await holdsHashes(app))) return false;
  await saveKeyMark(app, hash);
  return true;
}
