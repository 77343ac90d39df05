/**
 * The paid tiers as the people of the story know them: what was granted to whom until when, what was paid, and from that who must hold which
 * role at any instant. Shares no code with the bot. Pure. Instants are Unix milliseconds, money is in minor units.
 */
import { DAY_MS } from './story-time.ts';

/** The tiers of the story, the lower one first. */
export const PAID_TIERS = ['pro', 'gold'] as const;
export type PaidTier = (typeof PAID_TIERS)[number];

interface Stretch {
  readonly tier: PaidTier;
  readonly from: number;
  to: number;
  /** Money went back: it ended there, without grace. */
  isCut: boolean;
}

export class TierBook {
  /** By person. */
  private readonly stretches = new Map<string, Stretch[]>();
  /** From then on an end is followed by so many days of grace. */
  private grace: { readonly from: number; readonly days: number } = { from: 0, days: 0 };
  paidMinor = 0;
  refundedMinor = 0;
  payments = 0;
  refunds = 0;
  /** How often people did something that the ledger must hold; the clock's share follows from the ends. */
  private readonly deeds = new Map<string, number>();

  /** Everybody who was ever granted something. */
  get people(): string[] {
    return [...this.stretches.keys()];
  }

  grant(userId: string, tier: PaidTier, from: number, to: number): void {
    const own = this.stretches.get(userId) ?? [];
    this.stretches.set(userId, [...own, { tier, from, to, isCut: false }]);
  }

  extend(userId: string, days: number): void {
    this.last(userId).to += days * DAY_MS;
  }

  cut(userId: string, at: number): void {
    Object.assign(this.last(userId), { to: at, isCut: true });
  }

  pay(minor: number): void {
    this.paidMinor += minor;
    this.payments += 1;
  }

  refund(minor: number): void {
    this.refundedMinor += minor;
    this.refunds += 1;
  }

  allowGrace(from: number, days: number): void {
    this.grace = { from, days };
  }

  /** @param kind as the ledger calls it. */
  did(kind: string, times = 1): void {
    this.deeds.set(kind, (this.deeds.get(kind) ?? 0) + times);
  }

  /** The tier whose role somebody must hold; null: none. */
  tierAt(userId: string, at: number): PaidTier | null {
    return this.countedAt(userId, at)?.tier ?? null;
  }

  /** When what somebody holds is paid until, grace left out; null: they hold nothing. */
  paidUntil(userId: string, at: number): number | null {
    return this.countedAt(userId, at)?.to ?? null;
  }

  /** How many lines of each kind the ledger must hold. */
  entriesAt(at: number): Map<string, number> {
    const all = [...this.stretches.values()].flat().filter(({ isCut }) => !isCut);
    const inGrace = all.filter((one) => one.to <= at && this.closesAt(one) > one.to).length;
    const expired = all.filter((one) => this.closesAt(one) <= at).length;
    const clock = Object.entries({ grace: inGrace, expired }).filter(([, count]) => count > 0);
    return new Map([...this.deeds, ...clock]);
  }

  private countedAt(userId: string, at: number): Stretch | null {
    const open = (this.stretches.get(userId) ?? []).filter(
      (one) => one.from <= at && at < this.closesAt(one),
    );
    return open.find(({ tier }) => tier === 'gold') ?? open[0] ?? null;
  }

  private closesAt({ to, isCut }: Stretch): number {
    return isCut || to < this.grace.from ? to : to + this.grace.days * DAY_MS;
  }

  private last(userId: string): Stretch {
    const own = this.stretches.get(userId)?.at(-1);
    if (!own) throw new RangeError(`nothing was granted to ${userId}`);
    return own;
  }
}
