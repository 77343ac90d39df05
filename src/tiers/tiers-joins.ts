/** Who comes back gets what is still paid; who was invited begins. Joins that nobody heard are found by the hourly comparison of roles. */
import type { App } from '../app.ts';
import { changeTiers } from './tiers-changes.ts';
import type { ChangeNeeds } from './tiers-changes.ts';
import { listGrantsOf } from './tiers-reading-store.ts';

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
  // Nearly everybody who joins is new: they need no row.
  if ((await listGrantsOf(app, guildId, userId)).length === 0) return;
  await changeTiers(app, guildId, [{ userId, act: { act: 'join' } }], { actorId: null, source: 'invite' });
}
