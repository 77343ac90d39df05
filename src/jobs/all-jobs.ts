/** Every scheduled job the bot has. */
import { finishTimeZoneChangesJob, purgeRemovedCommunitiesJob } from '../communities/communities-jobs.ts';
import { activityReportJob, satisfactionReportJob } from '../reports/reports-jobs.ts';
import type { Job } from './job.ts';

export const allJobs: readonly Job[] = [
  purgeRemovedCommunitiesJob,
  finishTimeZoneChangesJob,
  activityReportJob,
  satisfactionReportJob,
];
