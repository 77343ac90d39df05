/**
 * What time does to the grants of one member: begin, wait, go on, grace, end. Pure: the same grants and the same instant give the same ledger,
 * however late somebody looks.
 */
import { addLocal, localLength } from '../kernel/calendar.ts';
import type { EntryKind, Grant, GrantChange, TierRules } from './tiers-ledger.ts';

/** Grants that are not ended, and what was written down on the way. */
export interface Settled {
  readonly grants: readonly Grant[];
  readonly changes: readonly GrantChange[];
}

/** What a member has at one instant. */
export interface Standing {
  readonly grant: Grant;
  readonly inGrace: boolean;
}

/** A stretch of time in which one tier counts; `to` null = without end. */
export interface Stretch {
  readonly tierId: number;
  readonly grantId: string;
  readonly from: Date;
  readonly to: Date | null;
  readonly inGrace: boolean;
}

/** Later than any instant. */
const NEVER = new Date(8.64e15);

/** Collects what changes in one member's grants. Ended grants stay in it until it is closed, so that they can be saved. */
export class GrantBook {
  readonly rules: TierRules;
  readonly changes: GrantChange[] = [];
  private readonly byId = new Map<string, Grant>();

  constructor(grants: readonly Grant[], rules: TierRules) {
    this.rules = rules;
    for (const grant of grants) this.byId.set(grant.id, grant);
  }

  /** Those not ended, in the order of their ids. */
  live(): Grant[] {
    return [...this.byId.values()]
      .filter(({ state }) => state !== 'ended')
      .toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
  }

  find(id: string): Grant | null {
    return this.byId.get(id) ?? null;
  }

  /** Writes a change down. @returns the grant afterwards. */
  put(kind: EntryKind, at: Date, before: Grant | null, after: Grant): Grant {
    this.byId.set(after.id, after);
    this.changes.push({ kind, at, before, after });
    return after;
  }

  /** Carries out everything the clock did up to `now`, in order. */
  settle(now: Date): void {
    for (let at = nextInstant(this.live()); at !== null && at <= now; at = nextInstant(this.live())) {
      this.pass(at);
      this.arrange(at);
    }
  }

  /** Lets run what may run and wait what must wait, from `at` on. */
  arrange(at: Date): void {
    // The highest first: what waits for whom follows from those above.
    for (const { id } of inOrder(this.live(), this.rules)) {
      const grant = this.find(id)!;
      if (grant.dated || grant.state === 'grace') continue;
      const waits = this.mustWait(grant);
      if (waits && grant.state === 'active') this.stop(grant, at, 'waiting', 'waiting');
      else if (!waits && grant.state === 'waiting')
        this.put(grant.startsAt ? 'continued' : 'started', at, grant, this.running(grant, at));
    }
    for (const grace of this.live().filter(({ state }) => state === 'grace'))
      if (this.live().some((other) => other.state === 'active' && this.isAtLeast(other, grace)))
        this.end(grace, at, 'expired');
  }

  /** A grant's time has come: it runs, or, where it may and must, waits. Others are arranged around it. @returns the grant afterwards. */
  open(kind: EntryKind, at: Date, before: Grant | null, grant: Grant): Grant {
    const waiting: Grant = { ...grant, state: 'waiting', followsId: null };
    const waits = !grant.dated && this.mustWait(waiting);
    const opened = this.put(kind, at, before, waits ? waiting : this.running(waiting, at));
    this.arrange(at);
    return this.find(opened.id)!;
  }

  /** The clock of a grant stops, and what is left of it is kept. */
  stop(grant: Grant, at: Date, state: 'waiting' | 'paused', kind: EntryKind): Grant {
    const left = grant.endsAt ? localLength(at, grant.endsAt, this.rules.timeZone) : grant.left;
    return this.put(kind, at, grant, { ...grant, state, left, endsAt: null });
  }

  end(grant: Grant, at: Date, reason: NonNullable<Grant['endReason']>): Grant {
    return this.put(reason, at, grant, { ...grant, state: 'ended', endedAt: at, endReason: reason });
  }

  /** The grant with its clock running from `at` on. */
  private running(grant: Grant, at: Date): Grant {
    return {
      ...grant,
      state: 'active',
      startsAt: grant.startsAt ?? at,
      endsAt: grant.left ? addLocal(at, grant.left, this.rules.timeZone) : grant.endsAt,
      left: null,
    };
  }

  /** What is due exactly at `at`: ends before beginnings. */
  private pass(at: Date): void {
    const due = (state: Grant['state'], instantOf: (grant: Grant) => Date | null): Grant[] =>
      this.live().filter((grant) => grant.state === state && (instantOf(grant) ?? NEVER) <= at);
    for (const grant of due('active', ({ endsAt }) => endsAt)) this.expire(grant);
    for (const grant of due('grace', ({ graceEndsAt }) => graceEndsAt)) this.end(grant, at, 'expired');
    for (const grant of due('scheduled', ({ startsAt }) => startsAt)) this.begin(grant, at);
  }

  /** The time of a scheduled grant has come: it runs, or waits for its turn. */
  begin(grant: Grant, at: Date): void {
    const fresh = { ...grant, startsAt: grant.dated ? grant.startsAt : null };
    this.open(!grant.dated && this.mustWait(grant) ? 'waiting' : 'started', at, grant, fresh);
  }

  private expire(grant: Grant): void {
    const at = grant.endsAt!;
    const followers = this.live().filter(({ followsId }) => followsId === grant.id);
    const isFollowed =
      followers.length > 0 ||
      this.live().some((other) => other.state === 'waiting' && this.isAtLeast(other, grant));
    const { graceDays, timeZone } = this.rules;
    if (isFollowed || graceDays === 0 || grant.source === 'entitlement') this.end(grant, at, 'expired');
    else
      this.put('grace', at, grant, {
        ...grant,
        state: 'grace',
        graceEndsAt: addLocal(at, { days: graceDays, ms: 0 }, timeZone),
      });
    for (const follower of followers) this.begin(follower, at);
  }

  /** Whether a higher tier that counts, or an earlier grant of the same tier, keeps this one from running. */
  private mustWait(grant: Grant): boolean {
    return this.live().some((other) => {
      if (other.id === grant.id) return false;
      if (other.tierId === grant.tierId)
        return other.state === 'active' && (grant.state !== 'active' || BigInt(other.id) < BigInt(grant.id));
      const counts = other.state === 'active' || other.state === 'grace';
      const isHigher = this.rules.rankOf(other.tierId) > this.rules.rankOf(grant.tierId);
      return this.rules.overlap === 'wait' && counts && isHigher;
    });
  }

  private isAtLeast(one: Grant, other: Grant): boolean {
    return this.rules.rankOf(one.tierId) >= this.rules.rankOf(other.tierId);
  }
}

/** The grants as they stand at `now`, with what the clock did since they were saved. */
export function settle(grants: readonly Grant[], now: Date, rules: TierRules): Settled {
  const book = new GrantBook(grants, rules);
  book.settle(now);
  return { grants: book.live(), changes: book.changes };
}

/** The grant that counts among settled ones: the highest tier; among equals one that is not in grace, and then the one that ends last. */
export function standingOf(grants: readonly Grant[], rules: TierRules): Standing | null {
  const [grant] = grants
    .filter(({ state }) => state === 'active' || state === 'grace')
    .toSorted(
      (one, other) =>
        rules.rankOf(other.tierId) - rules.rankOf(one.tierId) ||
        Number(one.state === 'grace') - Number(other.state === 'grace') ||
        endMs(other) - endMs(one),
    );
  return grant ? { grant, inGrace: grant.state === 'grace' } : null;
}

/** The next instant at which the clock changes something; null = never. */
export function nextInstant(grants: readonly Grant[]): Date | null {
  const instants = grants.flatMap(({ state, startsAt, endsAt, graceEndsAt }) => {
    if (state === 'scheduled') return startsAt ? [startsAt] : [];
    if (state === 'active') return endsAt ? [endsAt] : [];
    return state === 'grace' && graceEndsAt ? [graceEndsAt] : [];
  });
  return instants.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;
}

/** When the paid time of a grant is over if nothing happens, whatever it waits for until then; null = never, or nobody knows. */
export function endOf(grants: readonly Grant[], grantId: string, rules: TierRules): Date | null {
  const book = new GrantBook(grants, rules);
  for (;;) {
    const grant = book.find(grantId);
    if (!grant || grant.state === 'grace' || grant.state === 'ended') return grant?.endsAt ?? null;
    const at = nextInstant(book.live());
    // Invited or paused: its time begins when people do something.
    if (at === null) return grant.endsAt;
    book.settle(at);
  }
}

/** Which tier counts from `now` on if nothing happens, in order; stretches without access are left out. */
export function timelineOf(grants: readonly Grant[], now: Date, rules: TierRules): Stretch[] {
  const book = new GrantBook(grants, rules);
  book.settle(now);
  const stretches: Stretch[] = [];
  for (let from: Date | null = now; from !== null;) {
    const standing = standingOf(book.live(), rules);
    const to: Date | null = nextInstant(book.live());
    const last = stretches.at(-1);
    if (standing) {
      const { tierId, id } = standing.grant;
      const isSame = last && last.grantId === id && last.inGrace === standing.inGrace;
      if (isSame) stretches.pop();
      stretches.push({ tierId, grantId: id, from: isSame ? last.from : from, to, inGrace: standing.inGrace });
    }
    if (to) book.settle(to);
    from = to;
  }
  return stretches;
}

/** Those that run or want to, the highest tier first; within a tier those that run, then the oldest. */
function inOrder(grants: readonly Grant[], rules: TierRules): Grant[] {
  const isRunning = ({ state }: Grant): boolean => state === 'active' || state === 'grace';
  return grants
    .filter((grant) => isRunning(grant) || grant.state === 'waiting')
    .toSorted(
      (one, other) =>
        rules.rankOf(other.tierId) - rules.rankOf(one.tierId) ||
        Number(isRunning(other)) - Number(isRunning(one)) ||
        (BigInt(one.id) < BigInt(other.id) ? -1 : 1),
    );
}

function endMs({ endsAt }: Grant): number {
  return endsAt?.getTime() ?? Infinity;
}
