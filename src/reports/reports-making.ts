/** Reads every figure of a week into a snapshot. */
import { activityOf, isUnobserved, satisfactionOf } from '../analytics/analytics.ts';
import type { App } from '../app.ts';
import { coverageOf } from '../coverage/coverage.ts';
import type { DaySpan } from '../kernel/calendar.ts';
import { UpstreamError } from '../kernel/errors.ts';
import type { ReportKind } from './reports-rules.ts';
import { parseSnapshot, snapshotBase } from './reports-snapshot.ts';
import type { ReportSnapshot } from './reports-snapshot.ts';

export type MakingNeeds = Pick<App, 'db' | 'clock' | 'communities' | 'interactions'>;

/**
 * The figures of a week as they are now, with everything that was recorded until now counted.
 * @throws UpstreamError while the database does not take what was recorded: the figures would be too low.
 */
export async function makeSnapshot(
  app: MakingNeeds,
  guildId: string,
  kind: ReportKind,
  week: DaySpan,
): Promise<ReportSnapshot> {
  if (!(await app.interactions.flush()))
    throw new UpstreamError(
      'database',
      'recorded interactions wait for the database, so nothing can be reported',
    );
  const { name, weekStartsOn } = app.communities.get(guildId);
  const { ratio, offlineMs, fetchedMs, closedChannels } = await coverageOf(app, guildId, week);
  const base = snapshotBase({
    communityName: name,
    weekStartsOn,
    madeAt: app.clock.now().toISOString(),
    unobserved: await isUnobserved(app, guildId, week),
    coverage: { ratio, offlineMs, fetchedMs, closedChannels },
  });
  const snapshot: ReportSnapshot =
    kind === 'activity'
      ? { ...base, kind, reading: await activityOf(app, guildId, week) }
      : { ...base, kind, reading: await satisfactionOf(app, guildId, week) };
  // Exactly what is stored, so that a post can never hold more than its snapshot.
  return parseSnapshot(JSON.stringify(snapshot));
}
