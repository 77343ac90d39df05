/** The two weekly reports as scheduled work, at the community's own hour. */
import type { CommunityJob } from '../jobs/job.ts';
import { slotsBetween } from '../jobs/schedule-rules.ts';
import type { Schedule } from '../jobs/schedule-rules.ts';
import type { CommunitySettings } from '../communities/communities.ts';
import { deliverReport } from './reports-delivery.ts';
import type { ReportKind } from './reports-rules.ts';

export const activityReportJob = reportJob('reports.activity', 'activity');

export const satisfactionReportJob = reportJob('reports.satisfaction', 'satisfaction');

function reportJob(name: string, kind: ReportKind): CommunityJob {
  return {
    name,
    schedule: reportSchedule,
    // A report is about the last week: of several missed ones only that is news.
    missed: 'run-latest',
    // What was missed while the bot was off is being fetched, and belongs into the figures.
    isReady: ({ backfill }, guildId) => backfill.isSettled(guildId),
    async run(app, { guildId, bucketAt, late }) {
      const schedule = reportSchedule(app.communities.get(guildId));
      // Tried until the next one is due; then that one is the news.
      if (schedule && slotsBetween(schedule, { from: bucketAt, to: app.clock.now() }).length > 0) {
        app.log.warn(
          { guild: guildId, kind, dueAt: bucketAt },
          'a weekly report was given up: the next one is due',
        );
        return;
      }
      await deliverReport(app, guildId, kind, { dueAt: bucketAt, late });
    },
  };
}

function reportSchedule(community: CommunitySettings): Schedule | null {
  const { reportsChannelId, reportWeekday, reportHour, timeZone } = community;
  return reportsChannelId === null
    ? null
    : { every: 'week', weekday: reportWeekday, hour: reportHour, timeZone };
}
