/** What an act does to one member's grants, or why it cannot be done. Pure; the clock has been settled to `now` before. */
import { addLocal, localLength } from '../kernel/calendar.ts';
import type { LocalLength } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import type { EntrySource, Grant, GrantState, Term, TierAct } from './tiers-ledger.ts';
import { endOf, standingOf } from './tiers-rules.ts';
import type { GrantBook } from './tiers-rules.ts';
import { assertDays, assertEndAhead, isDays, isUntil, lengthOf } from './tiers-terms-rules.ts';

/** What an act needs besides the grants. */
export interface ActFacts {
  readonly userId: string;
  readonly now: Date;
  readonly source: EntrySource;
  /** The id of a grant that the act makes. */
  readonly newId: string;
  /** The usual length of a tier; null where it has none. */
  usualDays(tierId: number): number | null;
}

type ActOf<K extends TierAct['act']> = Extract<TierAct, { readonly act: K }>;

/**
 * Carries out the act.
 * @returns the grant it is about as it stands afterwards; null where nothing had to be done.
 * @throws Refusal `tiers.*`, see tiers-ledger.ts.
 */
export function carryOut(book: GrantBook, act: TierAct, facts: ActFacts): Grant | null {
  switch (act.act) {
    case 'grant':
      return grant(book, act, facts);
    case 'extend':
      return extend(book, act, facts);
    case 'upgrade':
    case 'downgrade':
      return changeTier(book, act, facts);
    case 'pause':
      return pause(book, act.tierId, facts);
    case 'resume':
      return resume(book, act.tierId, facts);
    case 'revoke':
      return revoke(book, act.tierId, facts);
    case 'end':
      return endOne(book, act, facts);
    case 'redate':
      return redate(book, act, facts);
    case 'join':
      return join(book, facts);
    case 'settle':
      return null;
  }
}

function grant(
  book: GrantBook,
  { tierId, term, startsAt, externalId }: ActOf<'grant'>,
  facts: ActFacts,
): Grant {
  const { now } = facts;
  const isFuture = startsAt instanceof Date && startsAt > now;
  const begunAt = startsAt instanceof Date && startsAt <= now ? startsAt : null;
  const length = begunAt && isDays(term) ? agedTerm(book, term.days, begunAt, now) : lengthOf(term);
  const made = newGrant(facts, tierId, term, length, externalId ?? null);
  assertEndAhead(term, now);
  if (isFuture) assertEndAhead({ until: startsAt }, now);
  if (startsAt === 'on-join') return book.put('granted', now, null, { ...made, state: 'invited' });
  if (isFuture) {
    if (isUntil(term) && term.until <= startsAt) throw new Refusal('tiers.end-past', { endsAt: term.until });
    return book.put('granted', now, null, { ...made, state: 'scheduled', startsAt });
  }
  return book.open('granted', now, null, { ...made, startsAt: begunAt });
}

function extend(book: GrantBook, { tierId, term }: ActOf<'extend'>, { userId, now }: ActFacts): Grant {
  const found = lastOf(book, userId, tierId, [
    'active',
    'grace',
    'waiting',
    'paused',
    'scheduled',
    'invited',
  ]);
  assertOwn(found);
  if (isOpenEnded(found)) throw new Refusal('tiers.open-ended', { tierId: found.tierId });
  const extended = isDays(term) ? byDays(book, found, term.days, now) : untilThen(book, found, term, now);
  const after = book.put('extended', now, found, extended);
  book.arrange(now);
  return book.find(after.id)!;
}

function byDays(book: GrantBook, found: Grant, days: number, now: Date): Grant {
  assertDays(days);
  if (found.left) return { ...found, left: { ...found.left, days: found.left.days + days } };
  // Also in grace: the days follow the old end, so what grace gave is not given twice.
  const endsAt = addLocal(found.endsAt!, { days, ms: 0 }, book.rules.timeZone);
  if (endsAt <= now) throw new Refusal('tiers.end-past', { endsAt });
  return { ...found, endsAt, ...(found.state === 'grace' && { state: 'active', graceEndsAt: null }) };
}

function untilThen(book: GrantBook, found: Grant, term: Exclude<Term, { days: number }>, now: Date): Grant {
  if (found.state === 'paused') throw new Refusal('tiers.paused', { tierId: found.tierId });
  assertEndAhead(term, now);
  const until = isUntil(term) ? term.until : null;
  const presentEnd =
    endOf(book.live(), found.id, book.rules) ??
    (found.left && addLocal(now, found.left, book.rules.timeZone));
  if (until && presentEnd && until <= presentEnd)
    throw new Refusal('tiers.not-longer', { endsAt: presentEnd });
  const isToCome = found.state === 'scheduled' || found.state === 'invited';
  return {
    ...found,
    state: isToCome ? found.state : 'active',
    startsAt: isToCome ? found.startsAt : (found.startsAt ?? now),
    endsAt: until,
    left: null,
    graceEndsAt: null,
    dated: true,
  };
}

function changeTier(book: GrantBook, act: ActOf<'upgrade' | 'downgrade'>, facts: ActFacts): Grant {
  const { now, userId } = facts;
  const standing = standingOf(book.live(), book.rules);
  const paused = book.live().find(({ state }) => state === 'paused');
  if (!standing && paused) throw new Refusal('tiers.paused', { tierId: paused.tierId });
  if (!standing) throw new Refusal('tiers.not-held', { userId, tierId: null });
  const { grant: present, inGrace } = standing;
  assertOwn(present);
  assertDirection(book, act, present);
  const next = book.live().find(({ followsId }) => followsId === present.id);
  if (next) throw new Refusal('tiers.already-followed', { tierId: present.tierId, nextTierId: next.tierId });
  if (act.when === 'now') {
    const made = act.term
      ? newGrant(facts, act.tierId, act.term, lengthOf(act.term), null)
      : inPlaceOf(book, present, newGrant(facts, act.tierId, 'open-ended', null, null), now);
    if (act.term) assertEndAhead(act.term, now);
    book.end(present, now, act.act === 'upgrade' ? 'upgraded' : 'downgraded');
    return book.open('granted', now, null, made);
  }
  if (inGrace)
    throw new Refusal('tiers.in-grace', { tierId: present.tierId, graceEndsAt: present.graceEndsAt! });
  if (present.endsAt === null) throw new Refusal('tiers.open-ended', { tierId: present.tierId });
  const term = act.term ?? usualTerm(act.tierId, facts);
  assertEndAhead(term, now);
  const made = newGrant(facts, act.tierId, term, lengthOf(term), null);
  return book.put(act.act === 'upgrade' ? 'upgraded' : 'downgraded', now, null, {
    ...made,
    state: 'scheduled',
    followsId: present.id,
  });
}

function pause(book: GrantBook, tierId: number | null, { userId, now }: ActFacts): Grant {
  const already = book
    .live()
    .find((one) => one.state === 'paused' && (tierId === null || one.tierId === tierId));
  const found = anyOf(book, tierId, ['active', 'waiting']);
  if (!found && already) throw new Refusal('tiers.paused', { tierId: already.tierId });
  if (!found) throw new Refusal('tiers.not-held', { userId, tierId });
  assertOwn(found);
  const paused = book.stop(found, now, 'paused', 'paused');
  book.arrange(now);
  return paused;
}

function resume(book: GrantBook, tierId: number | null, { userId, now }: ActFacts): Grant {
  const found = anyOf(book, tierId, ['paused']);
  if (found) return book.open('resumed', now, found, found);
  const other = anyOf(book, tierId, ['active', 'waiting', 'grace', 'scheduled', 'invited']);
  if (other) throw new Refusal('tiers.not-paused', { tierId: other.tierId });
  throw new Refusal('tiers.not-held', { userId, tierId });
}

/** Takes the tier away, with what of it was still to come, and with what was to follow it. */
function revoke(book: GrantBook, tierId: number | null, { userId, now }: ActFacts): Grant {
  const wanted =
    tierId ?? standingOf(book.live(), book.rules)?.grant.tierId ?? book.live()[0]?.tierId ?? null;
  const [first, ...others] = book.live().filter((one) => one.tierId === wanted);
  if (!first) throw new Refusal('tiers.not-held', { userId, tierId });
  const ended = book.end(first, now, 'revoked');
  for (const other of others) book.end(other, now, 'revoked');
  endFollowers(book, [first, ...others], now);
  book.arrange(now);
  return ended;
}

function endOne(book: GrantBook, { grantId, reason }: ActOf<'end'>, { now }: ActFacts): Grant | null {
  const found = book.find(grantId);
  if (!found || found.state === 'ended') return null;
  // Who came in the last moment has begun.
  if (reason === 'lapsed' && found.state !== 'invited') return null;
  const ended = book.end(found, now, reason);
  // What was to follow was sold by itself: it begins now.
  for (const follower of book.live()) if (follower.followsId === found.id) book.begin(follower, now);
  book.arrange(now);
  return ended;
}

function redate(book: GrantBook, { grantId, endsAt }: ActOf<'redate'>, { now }: ActFacts): Grant | null {
  const found = book.find(grantId);
  if (!found || found.state === 'ended' || found.endsAt?.getTime() === endsAt?.getTime()) return null;
  book.put('redated', now, found, {
    ...found,
    state: found.state === 'grace' ? 'active' : found.state,
    endsAt,
    graceEndsAt: null,
    dated: true,
    left: null,
  });
  // An end that is past already takes effect at once.
  book.settle(now);
  book.arrange(now);
  return book.find(grantId);
}

function join(book: GrantBook, { now }: ActFacts): Grant | null {
  let last: Grant | null = null;
  for (const invited of book.live().filter(({ state }) => state === 'invited'))
    last = book.open('joined', now, invited, invited);
  return last;
}

function newGrant(
  { newId, userId, source, now }: ActFacts,
  tierId: number,
  term: Term,
  left: LocalLength | null,
  externalId: string | null,
): Grant {
  if (isDays(term)) assertDays(term.days);
  return {
    id: newId,
    userId,
    tierId,
    state: 'waiting',
    startsAt: null,
    endsAt: isUntil(term) ? term.until : null,
    left,
    dated: !isDays(term),
    graceEndsAt: null,
    endedAt: null,
    endReason: null,
    followsId: null,
    source,
    externalId,
    createdAt: now,
  };
}

/** What is left of so many days that began at `begunAt`. */
function agedTerm(book: GrantBook, days: number, begunAt: Date, now: Date): LocalLength {
  assertDays(days);
  const { timeZone } = book.rules;
  const endsAt = addLocal(begunAt, { days, ms: 0 }, timeZone);
  if (endsAt <= now) throw new Refusal('tiers.end-past', { endsAt });
  return localLength(now, endsAt, timeZone);
}

/** The new grant with the time left of the one whose place it takes. */
function inPlaceOf(book: GrantBook, present: Grant, made: Grant, now: Date): Grant {
  const { endsAt, dated, state, tierId, graceEndsAt } = present;
  if (state === 'grace') throw new Refusal('tiers.in-grace', { tierId, graceEndsAt: graceEndsAt! });
  if (dated || endsAt === null) return { ...made, endsAt };
  return { ...made, dated: false, left: localLength(now, endsAt, book.rules.timeZone) };
}

function usualTerm(tierId: number, facts: ActFacts): Term {
  const days = facts.usualDays(tierId);
  if (days === null) throw new Refusal('tiers.no-term', { tierId });
  return { days };
}

function endFollowers(book: GrantBook, ended: readonly Grant[], now: Date): void {
  const endedIds = new Set(ended.map(({ id }) => id));
  for (const follower of book.live())
    if (follower.followsId && endedIds.has(follower.followsId)) book.end(follower, now, 'revoked');
}

/** The youngest grant of the tier (null: of the one that counts, else any) in one of the states. @throws Refusal `tiers.not-held`. */
function lastOf(
  book: GrantBook,
  userId: string,
  tierId: number | null,
  states: readonly GrantState[],
): Grant {
  const wanted = tierId ?? standingOf(book.live(), book.rules)?.grant.tierId ?? null;
  const found = book
    .live()
    .findLast((one) => states.includes(one.state) && (wanted === null || one.tierId === wanted));
  if (!found) throw new Refusal('tiers.not-held', { userId, tierId });
  return found;
}

/** The first grant of the tier in the earliest of the states; with null the one that counts comes first. */
function anyOf(book: GrantBook, tierId: number | null, states: readonly GrantState[]): Grant | null {
  const standing = tierId === null ? standingOf(book.live(), book.rules)?.grant : undefined;
  if (standing && states.includes(standing.state)) return standing;
  for (const state of states) {
    const found = book
      .live()
      .find((one) => one.state === state && (tierId === null || one.tierId === tierId));
    if (found) return found;
  }
  return null;
}

function assertOwn({ source, tierId }: Grant): void {
  if (source === 'entitlement') throw new Refusal('tiers.managed-by-source', { tierId });
}

function assertDirection(
  book: GrantBook,
  { act, tierId }: ActOf<'upgrade' | 'downgrade'>,
  present: Grant,
): void {
  const difference = book.rules.rankOf(tierId) - book.rules.rankOf(present.tierId);
  const facts = { tierId, currentTierId: present.tierId };
  if (act === 'upgrade' && difference <= 0) throw new Refusal('tiers.not-above', facts);
  if (act === 'downgrade' && difference >= 0) throw new Refusal('tiers.not-below', facts);
}

function isOpenEnded({ endsAt, left, dated }: Grant): boolean {
  return dated && endsAt === null && left === null;
}
