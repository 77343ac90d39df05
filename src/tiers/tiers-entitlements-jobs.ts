/** Scheduled work of what people buy in Discord's own shop. */
import type { ProcessJob } from '../jobs/job.ts';

/** Every hour the whole list is compared with the ledger: it makes up for events that nobody heard. */
export const listEntitlementsJob: ProcessJob = {
  scope: 'process',
  asksDiscord: true,
  name: 'tiers.entitlements',
  schedule: () => ({ every: 'minutes', minutes: 60 }),
  missed: 'run-latest',
  run: (app) => app.entitlements.compare(),
};
