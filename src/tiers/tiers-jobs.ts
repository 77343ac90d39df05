/** Scheduled work of the tiers: every minute what the clock did is written down, so that access ends in the ledger at its minute. */
import type { ProcessJob } from '../jobs/job.ts';
import { settleCommunity } from './tiers.ts';

export const settleTiersJob: ProcessJob = {
  scope: 'process',
  name: 'tiers.settle',
  schedule: () => ({ every: 'minutes', minutes: 1 }),
  missed: 'run-latest',
  async run(app) {
    for (const { guildId } of app.communities.all()) await settleCommunity(app, guildId);
  },
};
