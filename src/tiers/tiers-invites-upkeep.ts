/** What time does to invites: those left in the making are taken up again, those that ran out are closed, and staff are told who did not come. */
import type { App } from '../app.ts';
import { catalogues } from '../i18n/i18n.ts';
import { Refusal } from '../kernel/errors.ts';
import { closeInvite } from './tiers-invites.ts';
import { makeInvite } from './tiers-invites-making.ts';
import type { InviteNeeds } from './tiers-invites-making.ts';
import { listUnsettled, updateReady, updateState } from './tiers-invites-store.ts';
import type { Invitee, TierInvite } from './tiers-invites-store.ts';

/** Younger ones may be under way in this very process. */
const LEFT_AFTER_MS = 120_000;
/** So long Discord is asked again for an invite that it did not make. */
const GIVEN_UP_AFTER_MS = 3_600_000;
/** Of those who did not come; the rest is counted. */
const MOST_NAMED = 20;

type UpkeepNeeds = InviteNeeds & Pick<App, 'communities'>;

/** Everything that is due for the invites of this process's communities. One that fails does not keep the others; repeatable without harm. */
export async function settleInvites(app: UpkeepNeeds): Promise<void> {
  const guildIds = app.communities.all().map(({ guildId }) => guildId);
  const now = app.clock.now();
  const leftSince = new Date(now.getTime() - LEFT_AFTER_MS);
  for (const invite of await listUnsettled(app, guildIds, now, leftSince)) {
    try {
      await settleInvite(app, invite, now);
    } catch (error) {
      app.log.warn(
        { guild: invite.guildId, invite: invite.id, err: error },
        'an invite could not be settled',
      );
    }
  }
}

async function settleInvite(app: UpkeepNeeds, invite: TierInvite, now: Date): Promise<void> {
  if (invite.state === 'making') await makeLeft(app, invite, now);
  else if (invite.expiresAt <= now) await lapse(app, invite);
  else await lookAtList(app, invite);
}

async function makeLeft(app: UpkeepNeeds, invite: TierInvite, now: Date): Promise<void> {
  const isLate = now.getTime() - invite.createdAt.getTime() > GIVEN_UP_AFTER_MS || invite.expiresAt <= now;
  if (isLate) {
    await updateState(app.db, invite, 'making', 'failed', 'discord');
    return;
  }
  try {
    await makeInvite(app, invite, true);
  } catch (error) {
    // Why it came to nothing stands in its row, where /tier invite shows it.
    if (!(error instanceof Refusal)) throw error;
  }
}

async function lapse(app: UpkeepNeeds, invite: TierInvite): Promise<void> {
  // Who came while nobody listened stands in the list of members alone: before it is here they would lose what was paid for.
  if (app.roleHands.isListComing(invite.guildId)) return;
  const absent = await closeInvite(app, invite, { actorId: null, reason: 'lapsed', problem: null });
  if (absent && absent.length > 0) await tellStaff(app, invite, absent, null);
}

/** Discord's work on the list took longer than anybody waited for. */
async function lookAtList(app: UpkeepNeeds, invite: TierInvite): Promise<void> {
  const list = await app.invites.nameList(invite.code!);
  if (list?.state === 'done') await updateReady(app, invite);
  if (list?.state !== 'failed') return;
  const problem = list.problem ?? 'discord';
  const absent = await closeInvite(app, invite, { actorId: null, reason: 'withdrawn', problem });
  if (absent) await tellStaff(app, invite, absent, problem);
}

async function tellStaff(
  app: UpkeepNeeds,
  { id, guildId, tierId, wish }: TierInvite,
  absent: readonly Invitee[],
  problem: string | null,
): Promise<void> {
  const { staffChannelId, locale } = app.communities.get(guildId);
  if (staffChannelId === null) return;
  const words = catalogues[locale].tierInvites.told;
  const named = absent.slice(0, MOST_NAMED).map(({ userId }) => userId);
  const tier = app.tiers.find(guildId, tierId)!.names[locale];
  const facts = { id, tier, userIds: named, more: absent.length - named.length };
  const isVoid = wish.startsAt === 'on-join';
  const content =
    problem === null ? words.lapsed({ ...facts, isVoid }) : words.unusable({ ...facts, problem });
  await app.messenger.post(guildId, staffChannelId, { content }, { nonce: `tier-invite-${id}` });
}
