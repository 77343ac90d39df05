/** Compares who holds a tier's role with who is to hold it. Pure. */
import type { Tier } from './tiers-definitions-rules.ts';

/** Somebody whose roles of tiers are not what the ledger says. */
export interface RoleDrift {
  readonly userId: string;
  /** The tier that counts by the ledger; null without access. */
  readonly tierId: number | null;
  /** The role they lack; null where they have it, or are to have none. */
  readonly missing: string | null;
  /** Roles of other tiers that they hold. */
  readonly surplus: readonly string[];
}

/** Who is in the community as memory knows it: who holds which of the tiers' roles, and who is a member at all. */
export interface Present {
  /** Members who hold at least one of the roles. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  isMember(userId: string): boolean;
}

/**
 * Everybody whose roles do not match, in the order of their ids. Who is not in the community has no roles to compare.
 * @param tierOf member → tier that counts now, by the ledger. @param tiers all tiers, archived ones too.
 */
export function compareRoles(
  tierOf: ReadonlyMap<string, number>,
  tiers: readonly Tier[],
  present: Present,
): RoleDrift[] {
  const { holders } = present;
  const roles = new Map(tiers.map(({ id, roleId }) => [id, roleId]));
  const found: RoleDrift[] = [];
  for (const [userId, tierId] of tierOf) {
    const roleId = roles.get(tierId) ?? null;
    const held = holders.get(userId) ?? [];
    const missing = roleId !== null && !held.includes(roleId) && present.isMember(userId) ? roleId : null;
    const surplus = held.filter((one) => one !== roleId);
    if (missing !== null || surplus.length > 0) found.push({ userId, tierId, missing, surplus });
  }
  for (const [userId, surplus] of holders)
    if (!tierOf.has(userId)) found.push({ userId, tierId: null, missing: null, surplus });
  return found.toSorted((one, other) => (BigInt(one.userId) < BigInt(other.userId) ? -1 : 1));
}
