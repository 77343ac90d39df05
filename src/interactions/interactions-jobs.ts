/** The log's scheduled work. */
import type { BotJob } from '../jobs/job.ts';
import { PARTITIONS_AHEAD_MONTHS } from './interactions.ts';
import { ensurePartitions } from './interactions-partitions-store.ts';

/** Makes the next months' partitions of the log. */
export const partitionsJob: BotJob = {
  scope: 'bot',
  name: 'interactions.partitions',
  schedule: () => ({ every: 'day', hour: 3, timeZone: 'UTC' }),
  missed: 'run-latest',
  async run(app) {
    await ensurePartitions(app, app.clock.now(), PARTITIONS_AHEAD_MONTHS);
  },
};
