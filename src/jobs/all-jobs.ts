/** Every scheduled job the bot has. */
import { finishTimeZoneChangesJob, purgeRemovedCommunitiesJob } from '../communities/communities-jobs.ts';
import { partitionsJob, retentionJob } from '../interactions/interactions-jobs.ts';
import { remindStaleJob, retryCoursesJob, settleCoursesJob } from '../courses/courses-jobs.ts';
import { activityReportJob, satisfactionReportJob } from '../reports/reports-jobs.ts';
import { backupJob, clearAwayJob } from './upkeep-jobs.ts';
import { settleCreatorsJob } from '../creators/creators-jobs.ts';
import { compareRoomsJob } from '../learning/learning-rooms-jobs.ts';
import { settleQaJob } from '../qa/qa-jobs.ts';
import { settleSurveysJob } from '../surveys/surveys-jobs.ts';
import { reconcileTiersJob, settleTiersJob } from '../tiers/tiers-jobs.ts';
import { listEntitlementsJob } from '../tiers/tiers-entitlements-jobs.ts';
import { settleInvitesJob } from '../tiers/tiers-invites-jobs.ts';
import { remindJob, welcomeJob } from '../tiers/tiers-notices-jobs.ts';
import type { Job } from './job.ts';

export const allJobs: readonly Job[] = [
  partitionsJob,
  retentionJob,
  backupJob,
  clearAwayJob,
  purgeRemovedCommunitiesJob,
  finishTimeZoneChangesJob,
  // Before the reports: what closed at the end of the week belongs to them.
  settleSurveysJob,
  settleQaJob,
  settleTiersJob,
  settleCreatorsJob,
  settleInvitesJob,
  welcomeJob,
  compareRoomsJob,
  remindJob,
  listEntitlementsJob,
  reconcileTiersJob,
  settleCoursesJob,
  retryCoursesJob,
  remindStaleJob,
  activityReportJob,
  satisfactionReportJob,
];
