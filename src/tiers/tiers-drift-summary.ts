/** The hourly look at the roles, and what staff are told of it: only what needs them, and only when it changed. */
import type { App } from '../app.ts';
import type { Reply } from '../discord/reply.ts';
import { catalogues } from '../i18n/i18n.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { findDriftTold, saveDriftTold } from './tiers-drift-store.ts';
import { findDrift, reconcileRoles } from './tiers-reconcile.ts';
import type { ReconcileNeeds, TierDrift } from './tiers-reconcile.ts';

/** Less is what a busy hour brings by itself. */
const WORTH_TELLING_LAG_MS = 30 * 60_000;
const COLOUR = { needed: 0xfee75c, calm: 0x57f287 };

/** Puts right what differs, and tells staff what it cannot put right. */
export async function reconcileCommunity(
  app: ReconcileNeeds & Pick<App, 'log'>,
  guildId: string,
): Promise<void> {
  if (app.tiers.all(guildId).length === 0) return;
  await reconcileRoles(app, guildId, undefined, 'tomorrow');
  const { staffChannelId, locale } = app.communities.get(guildId);
  if (staffChannelId === null) return;
  const drift = await findDrift(app, guildId);
  // Half a list would read as if all the others had lost their roles.
  if (!drift.isComparable) return;
  const lines = summaryLines(drift, catalogues[locale]);
  const told = await findDriftTold(app, guildId);
  const key = lines.length === 0 ? '' : keyOf(drift);
  if (key === (told ?? '')) return;
  await app.messenger.post(guildId, staffChannelId, summaryReply(lines, catalogues[locale]), {
    // The same summary posted again after a crash is the same message.
    nonce: `drift-${Math.floor(app.clock.now().getTime() / 3_600_000)}`,
  });
  await saveDriftTold(app, guildId, key, app.clock.now());
}

/** What makes a summary news: not its language, nor by how much roles that are on their way lag behind. */
function keyOf({ obstacles, withoutRole, surplus, unknown, openEnded, progress }: TierDrift): string {
  return JSON.stringify([
    obstacles.map(({ roleId, problem }) => `${roleId} ${problem}`),
    obstacles.length > 0 ? [withoutRole.length, surplus.length] : [],
    unknown.length,
    openEnded.length,
    progress.lagMs >= WORTH_TELLING_LAG_MS,
  ]);
}

/** What needs somebody; empty when nothing does. */
function summaryLines(
  { obstacles, withoutRole, surplus, unknown, openEnded, progress }: TierDrift,
  words: Catalogue,
): string[] {
  const { tierDrift } = words;
  const { summary } = tierDrift;
  // The rest is put right by itself.
  const isStuck = obstacles.length > 0;
  const lags = progress.lagMs >= WORTH_TELLING_LAG_MS;
  return [
    ...new Set(obstacles.map((each) => tierDrift.obstacle(each))),
    ...(isStuck && withoutRole.length > 0 ? [summary.withoutRole({ count: withoutRole.length })] : []),
    ...(isStuck && surplus.length > 0 ? [summary.surplus({ count: surplus.length })] : []),
    ...(unknown.length > 0 ? [summary.unknown({ count: unknown.length })] : []),
    ...(openEnded.length > 0 ? [summary.openEnded({ count: openEnded.length })] : []),
    ...(lags ? [summary.lag({ count: progress.open, lagMs: progress.lagMs })] : []),
  ];
}

function summaryReply(lines: readonly string[], { tierDrift }: Catalogue): Reply {
  const { summary, summaryTitle, title } = tierDrift;
  const isFine = lines.length === 0;
  return {
    embeds: [
      {
        title: isFine ? title : summaryTitle,
        description: isFine ? summary.mended : [...lines, '', summary.next].join('\n'),
        color: isFine ? COLOUR.calm : COLOUR.needed,
      },
    ],
  };
}
