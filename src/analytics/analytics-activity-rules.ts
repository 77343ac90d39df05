/** Activity A = c·T·N, its factors, why it changed, and the ratios beside it: sums over counts, nothing that waits or reads. */

/** What was counted in a span of whole local days. All are whole numbers ≥ 0. */
export interface ActivityTotals {
  /** I: interactions of human members. */
  readonly interactions: number;
  /** H: distinct pairs of member and UTC clock hour with an interaction. */
  readonly memberHours: number;
  /** Nₐ: distinct members with at least one interaction. */
  readonly activeMembers: number;
  /** N: distinct humans who were members at any time in the span, so at least `activeMembers`. */
  readonly members: number;
  /** D: days of the span. */
  readonly days: number;
}

/** A and what it is made of: A = c·T·N and T = r·Tₐ. A factor is null where its divisor is 0. */
export interface ActivityFactors {
  /** A: interactions per day. */
  readonly activity: number;
  /** c: interactions per active hour. */
  readonly intensity: number | null;
  /** T: active hours per member and day. */
  readonly time: number | null;
  /** r: share of members who were active, 0..1. */
  readonly reach: number | null;
  /** Tₐ: active hours per active member and day. */
  readonly hoursPerActive: number | null;
  /** N: members. */
  readonly members: number;
}

/** How much of a change of A each factor brought, in interactions per day. They add up to the change. */
export interface ActivityEffects {
  /** Through c: interactions per active hour. */
  readonly intensity: number;
  /** Through Tₐ: active hours per active member. */
  readonly time: number;
  /** Through r: the share of members who were active. */
  readonly reach: number;
  /** Through N: the number of members. */
  readonly size: number;
}

/** Why A changed; `effects` is null where a factor is 0 in one of the spans, because nothing can be divided there. */
export interface ActivityChange {
  /** ΔA in interactions per day. */
  readonly difference: number;
  /** ΔA as a share of the earlier A; null when that was 0. */
  readonly ratio: number | null;
  readonly effects: ActivityEffects | null;
  /** In which span nothing happened, when `effects` is null. */
  readonly emptySpan: 'now' | 'before' | 'both' | null;
}

/** A quotient, null where it would divide by 0. */
export function ratioOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** The change from `before` to `now` as a share of `before`; null when there was nothing to compare with. */
export function changeRatio(now: number | null, before: number | null | undefined): number | null {
  if (now === null || before === null || before === undefined || before === 0) return null;
  return (now - before) / before;
}

/** @throws RangeError for a span without days. */
export function activityFactors(counts: ActivityTotals): ActivityFactors {
  const { interactions, memberHours, activeMembers, members, days } = counts;
  if (days <= 0) throw new RangeError(`a span of ${days} days has no activity`);
  return {
    activity: interactions / days,
    intensity: ratioOf(interactions, memberHours),
    time: ratioOf(memberHours, members * days),
    reach: ratioOf(activeMembers, members),
    hoursPerActive: ratioOf(memberHours, activeMembers * days),
    members,
  };
}

/**
 * Why A changed between two spans, by the logarithmic mean Divisia index: each factor's effect is L(A₁,A₀)·ln(x₁/x₀), and the
 * four effects add up to ΔA exactly, without a remainder.
 * Source: B. W. Ang, "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33 (2005) 867–871.
 */
export function explainActivityChange(now: ActivityFactors, before: ActivityFactors): ActivityChange {
  const difference = now.activity - before.activity;
  const ratio = changeRatio(now.activity, before.activity);
  const weight = logarithmicMean(now.activity, before.activity);
  const effect = (x1: number | null, x0: number | null) => (x1 && x0 ? weight * Math.log(x1 / x0) : null);
  const intensity = effect(now.intensity, before.intensity);
  const time = effect(now.hoursPerActive, before.hoursPerActive);
  const reach = effect(now.reach, before.reach);
  const size = effect(now.members, before.members);
  if (intensity === null || time === null || reach === null || size === null)
    return { difference, ratio, effects: null, emptySpan: emptySpanOf(now, before) };
  return { difference, ratio, effects: { intensity, time, reach, size }, emptySpan: null };
}

/** L(a,b) = (a − b)/(ln a − ln b), L(a,a) = a, and 0 where one of them is 0. Between the geometric and the arithmetic mean. */
export function logarithmicMean(a: number, b: number): number {
  if (a <= 0 || b <= 0) return 0;
  const growth = (a - b) / b;
  const logarithm = Math.log1p(growth);
  // Equal, or so close that their logarithms do not differ any more.
  return logarithm === 0 ? a : (a - b) / logarithm;
}

/** A factor is 0 or missing exactly where nothing happened in the span. */
function emptySpanOf(now: ActivityFactors, before: ActivityFactors): 'now' | 'before' | 'both' {
  if (now.activity > 0) return 'before';
  return before.activity > 0 ? 'now' : 'both';
}

/** DAU: the mean number of active members per day; null without days. */
export function dailyActiveMean(activeMembersByDay: readonly number[]): number | null {
  return ratioOf(
    activeMembersByDay.reduce((sum, active) => sum + active, 0),
    activeMembersByDay.length,
  );
}

/** Stickiness DAU/MAU, 0..1: on how many days of the month a monthly active member comes. Null without a whole month. */
export function stickiness(dailyActive: number | null, monthlyActive: number | null): number | null {
  return dailyActive === null || monthlyActive === null ? null : ratioOf(dailyActive, monthlyActive);
}
