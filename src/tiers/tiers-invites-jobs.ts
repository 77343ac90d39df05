/** Scheduled work of invites to tiers. */
import type { ProcessJob } from '../jobs/job.ts';
import { settleInvites } from './tiers-invites-upkeep.ts';

/** Every minute: invites that a kill left in the making are made, and those that ran out are closed. */
export const settleInvitesJob: ProcessJob = {
  scope: 'process',
  asksDiscord: true,
  name: 'tiers.invites',
  schedule: () => ({ every: 'minutes', minutes: 1 }),
  missed: 'run-latest',
  run: (app) => settleInvites(app),
};
