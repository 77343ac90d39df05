/** A bot whose community has a reports channel, for the report tests: Berlin, weeks from Monday, posted Mondays at nine. */
import { changeSettings } from '../../src/communities/communities.ts';
import type { SettingsChanges } from '../../src/communities/communities.ts';
import type { SeenMessage } from '../../src/sandbox/driver-seen.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

/** Monday of the reported week, 10:00 in Berlin. */
export const ARRIVED_AT = '2026-11-16T09:00:00Z';
/** The Monday after at nine in Berlin: the report of the week from 16 November is due. */
export const DUE_AT = new Date('2026-11-23T08:00:00Z');
export const REPORTED_WEEK = '2026-11-16';

export const MINUTE_MS = 60_000;

export interface ReportingBot {
  readonly bot: TestBot;
  /** What stands in the reports channel, oldest first. */
  posts(): SeenMessage[];
  row(kind?: string): Promise<{
    state: string;
    claimedAt: Date;
    messageId: bigint | null;
    channelId: bigint | null;
    postedAt: Date | null;
    late: boolean;
    snapshot: unknown;
  } | null>;
  runs(job?: string): Promise<{ state: string; attempts: number; error: string | null }[]>;
  moveTo(at: Date): void;
}

export async function startReportingBot(
  changes: SettingsChanges = {},
  at = ARRIVED_AT,
): Promise<ReportingBot> {
  const bot = await startTestBot({ at });
  const { guildId, channels } = bot.town;
  await changeSettings(bot.app, guildId, {
    reportsChannelId: channels.reports,
    timeZone: 'Europe/Berlin',
    ...changes,
  });
  // The runner notes that from now on it looks after the jobs of this community.
  await bot.runDueJobs();
  return {
    bot,
    posts: () => bot.as('owner').read(channels.reports),
    row: (kind = 'activity') =>
      bot.app.db.prisma.reportPost.findFirst({ where: { guildId: BigInt(guildId), kind } }),
    runs: (job = 'activity-report') =>
      bot.app.db.prisma.jobRun.findMany({
        where: { job, guildId: BigInt(guildId), state: { not: 'passed' } },
        orderBy: { bucketAt: 'asc' },
      }),
    moveTo: (to) => bot.clock.moveTo(to),
  };
}
