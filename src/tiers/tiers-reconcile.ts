/** Roles against the ledger: what differs, what is put right by itself every hour, and what an admin has put right on their word. */
import type { App } from '../app.ts';
import type { RoleObstacle } from '../discord/roles.ts';
import { transactSql } from '../db/transact.ts';
import { failedRoles, roleProgress, wishRoles } from '../roles/roles.ts';
import type { RoleProgress, RoleWish } from '../roles/roles.ts';
import { BATCH_SIZE, changeTiers } from './tiers-changes.ts';
import type { ChangeNeeds } from './tiers-changes.ts';
import { settleCommunity } from './tiers-clock.ts';
import { compareRoles } from './tiers-drift-rules.ts';
import type { RoleDrift } from './tiers-drift-rules.ts';
import { listHeldTiers, listInvited, listKnown, listOpenEnded } from './tiers-drift-store.ts';
import { updateJoined } from './tiers-invites-store.ts';
import { lockMembers } from './tiers-store.ts';
import { ROLE_PURPOSE } from './tiers-writing.ts';

/** What differs between the ledger and the roles. */
export interface TierDrift {
  /** False: the list of members is not known (yet), so that roles cannot be compared. */
  readonly isComparable: boolean;
  /** Paid, in the community, and without the role. */
  readonly withoutRole: readonly RoleDrift[];
  /** With a tier's role that the ledger, which knows them, does not give them. */
  readonly surplus: readonly RoleDrift[];
  /** With a tier's role although the ledger never granted them anything. */
  readonly unknown: readonly RoleDrift[];
  /** Grants without an end that no source looks after. */
  readonly openEnded: readonly { readonly userId: string; readonly tierId: number }[];
  /** Tiers whose role the bot cannot give or take; archived ones only where somebody's role is wrong because of it. */
  readonly obstacles: readonly {
    readonly tierId: number;
    readonly roleId: string;
    readonly problem: RoleObstacle;
  }[];
  /** Roles on their way, and how far they are behind. */
  readonly progress: RoleProgress;
}

export type ReconcileNeeds = ChangeNeeds & Pick<App, 'roleHands' | 'messenger'>;

/** A day: what failed before was wished anew since, or told of. */
const FAILURES_SINCE_MS = 86_400_000;
/** As many as a community has members. */
const MOST_SPARED = 200_000;

/** What differs now. Changes nothing but what the clock had to write down. */
export async function findDrift(app: ReconcileNeeds, guildId: string): Promise<TierDrift> {
  await settleCommunity(app, guildId);
  const tiers = app.tiers.all(guildId);
  // Memory before the ledger: whatever is granted in between is at worst wished once more.
  const roleIds = tiers.map(({ roleId }) => roleId);
  // Members are not told anew when a role is deleted: who held it last says nothing.
  const there = new Set(roleIds.filter((roleId) => app.roleHands.problem(guildId, roleId) !== 'role-gone'));
  const holders = app.roleHands.holders(guildId, there);
  const tierOf = await listHeldTiers(app, guildId);
  const isMember = (userId: string): boolean => app.roleHands.isMember(guildId, userId) === true;
  const drift = holders ? compareRoles(tierOf, tiers, { holders, isMember }) : [];
  const strangers = drift.filter(({ tierId }) => tierId === null).map(({ userId }) => userId);
  const known = await listKnown(app, guildId, strangers);
  const isKnown = ({ tierId, userId }: RoleDrift): boolean => tierId !== null || known.has(userId);
  const wrongRoles = new Set(drift.flatMap(({ missing, surplus }) => [missing, ...surplus]));
  const since = new Date(app.clock.now().getTime() - FAILURES_SINCE_MS);
  return {
    isComparable: holders !== null,
    withoutRole: drift.filter(({ missing }) => missing !== null),
    surplus: drift.filter((one) => one.surplus.length > 0 && isKnown(one)),
    unknown: drift.filter((one) => !isKnown(one)),
    openEnded: await listOpenEnded(app, guildId),
    obstacles: tiers
      .filter(({ archivedAt, roleId }) => archivedAt === null || wrongRoles.has(roleId))
      .flatMap(({ id, roleId }) => {
        const problem = app.roleHands.problem(guildId, roleId);
        return problem ? [{ tierId: id, roleId, problem }] : [];
      }),
    progress: await roleProgress(app, guildId, since),
  };
}

/** How many roles were wished to be put right. */
export interface Repair {
  readonly given: number;
  readonly taken: number;
}

/**
 * Puts the roles right: ours is the truth. Roles of people the ledger never knew stay unless `unknown` is `remove`: the day the bot comes
 * to a community nobody is in the ledger yet. What Discord refused lately is asked for again at once or a day later: each refusal counts. Also begins the grants of invited people who came while nobody listened. Repeatable without harm.
 */
export async function reconcileRoles(
  app: ReconcileNeeds,
  guildId: string,
  unknown: 'keep' | 'remove' = app.tiers.settingsOf(guildId).unknownRoles,
  failedBefore: 'again' | 'tomorrow' = 'again',
): Promise<Repair> {
  await beginForPresent(app, guildId);
  const spared = failedBefore === 'again' ? new Set<string>() : await failedLately(app, guildId);
  const drift = await findDrift(app, guildId);
  const wrong = new Map([...drift.withoutRole, ...drift.surplus].map((one) => [one.userId, one]));
  if (unknown === 'remove') for (const one of drift.unknown) wrong.set(one.userId, one);
  const repair = { given: 0, taken: 0 };
  const all = [...wrong.values()];
  for (let from = 0; from < all.length; from += BATCH_SIZE) {
    const wishes = await wishRight(app, guildId, all.slice(from, from + BATCH_SIZE), spared);
    repair.given += wishes.filter(({ wanted }) => wanted).length;
    repair.taken += wishes.filter(({ wanted }) => !wanted).length;
  }
  if (all.length > 0) app.roles.wake(guildId);
  return repair;
}

/** Wishes what the ledger says under lock, so that a grant made meanwhile is not undone. */
async function wishRight(
  app: ReconcileNeeds,
  guildId: string,
  drifted: readonly RoleDrift[],
  spared: ReadonlySet<string>,
): Promise<RoleWish[]> {
  return transactSql(app.db, async (sql) => {
    const rows = await lockMembers(
      sql,
      guildId,
      drifted.map(({ userId }) => userId),
    );
    const wishedAt = app.clock.now();
    const wishes = drifted.flatMap(({ userId, missing, surplus }) => {
      const tierId = rows.get(userId)!.tierId;
      const due = tierId === null ? null : (app.tiers.find(guildId, tierId)?.roleId ?? null);
      const wish = (roleId: string, wanted: boolean): RoleWish => ({
        userId,
        roleId,
        wanted,
        purpose: ROLE_PURPOSE,
        entryId: null,
        wishedAt,
      });
      const give = due !== null && due === missing ? [wish(due, true)] : [];
      const take = surplus.filter((roleId) => roleId !== due).map((roleId) => wish(roleId, false));
      // What the bot cannot give or take now is wished as soon as it can: the next hour sees it again.
      return [...give, ...take].filter(
        ({ roleId }) => app.roleHands.problem(guildId, roleId) === null && !spared.has(`${userId}/${roleId}`),
      );
    });
    await wishRoles(sql, guildId, wishes);
    return wishes;
  });
}

/** Roles of people that were refused within a day, for no reason memory can see. */
async function failedLately(app: ReconcileNeeds, guildId: string): Promise<Set<string>> {
  const since = new Date(app.clock.now().getTime() - FAILURES_SINCE_MS);
  const failed = await failedRoles(app, guildId, since, MOST_SPARED);
  return new Set(failed.map(({ userId, roleId }) => `${userId}/${roleId}`));
}

async function beginForPresent(app: ReconcileNeeds, guildId: string): Promise<void> {
  const here = (await listInvited(app, guildId)).filter(
    (userId) => app.roleHands.isMember(guildId, userId) === true,
  );
  for (const userId of here) await updateJoined(app, guildId, userId, app.clock.now());
  for (let from = 0; from < here.length; from += BATCH_SIZE) {
    const requests = here
      .slice(from, from + BATCH_SIZE)
      .map((userId) => ({ userId, act: { act: 'join' as const } }));
    await changeTiers(app, guildId, requests, { actorId: null, source: 'invite' });
  }
}
