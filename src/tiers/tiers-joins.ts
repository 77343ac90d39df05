/** Who comes back gets what is still paid; who was invited begins. Joins that nobody heard are found by the hourly comparison of roles. */
import type { App } from '../app.ts';
import { transactSql } from '../db/transact.ts';
import { wishRoles } from '../roles/roles.ts';
import { changeTiers } from './tiers-changes.ts';
import type { ChangeNeeds } from './tiers-changes.ts';
import { updateJoined } from './tiers-invites-store.ts';
import { listGrantsOf } from './tiers-reading-store.ts';
import { lockMembers } from './tiers-store.ts';
import { ROLE_PURPOSE } from './tiers-writing.ts';

type JoinNeeds = ChangeNeeds & Pick<App, 'log'>;

/** Somebody joined the server. Never throws. */
export function noteMemberJoined(app: JoinNeeds, guildId: string, userId: string): void {
  restore(app, guildId, userId).catch((error: unknown) => {
    app.log.warn(
      { guild: guildId, err: error },
      'what somebody who joined had paid for could not be looked up; the hourly comparison of roles makes up for it',
    );
  });
}

async function restore(app: JoinNeeds, guildId: string, userId: string): Promise<void> {
  if (!app.communities.serves(guildId) || app.tiers.all(guildId).length === 0) return;
  const brought = await updateJoined(app, guildId, userId, app.clock.now());
  // Nearly everybody who joins is new: they need no row.
  if ((await listGrantsOf(app, guildId, userId)).length > 0)
    await changeTiers(app, guildId, [{ userId, act: { act: 'join' } }], { actorId: null, source: 'invite' });
  if (brought.length > 0) await takeUnearned(app, guildId, userId, brought);
}

/** An invite brings its role however the ledger stands by now: revoked meanwhile, over, or waiting for a higher tier. */
async function takeUnearned(
  app: JoinNeeds,
  guildId: string,
  userId: string,
  tierIds: readonly number[],
): Promise<void> {
  await transactSql(app.db, async (sql) => {
    const held = (await lockMembers(sql, guildId, [userId])).get(userId)!.tierId;
    const roleIds = tierIds
      .filter((tierId) => tierId !== held)
      .flatMap((tierId) => app.tiers.find(guildId, tierId)?.roleId ?? []);
    const wish = {
      userId,
      wanted: false,
      purpose: ROLE_PURPOSE,
      entryId: null,
      wishedAt: app.clock.now(),
    };
    await wishRoles(
      sql,
      guildId,
      roleIds.map((roleId) => ({ ...wish, roleId })),
    );
  });
  app.roles.wake(guildId);
}
