/** The log's scheduled work. */
import type { BotJob } from '../jobs/job.ts';
import { PARTITIONS_AHEAD_MONTHS } from './interactions.ts';
import { ensurePartitions, placeStrays } from './interactions-partitions-store.ts';
import { deleteOldRows } from './interactions-retention.ts';
import { findRowsFrom } from './interactions-retention-store.ts';

/** Ids below belong to no message: Discord opened later, and surveys are kept under their own small numbers. */
const FIRST_MONTH = new Date('2015-05-01T00:00:00Z');

/** Makes the next months' partitions of the log, and those of past months that are missing, say because history was fetched. */
export const partitionsJob: BotJob = {
  scope: 'bot',
  name: 'interactions.partitions',
  schedule: () => ({ every: 'day', hour: 3, timeZone: 'UTC' }),
  missed: 'run-latest',
  async run(app) {
    const now = app.clock.now();
    await ensurePartitions(app, now, PARTITIONS_AHEAD_MONTHS);
    // Late reactions to messages of months that were deleted stay where they are.
    await placeStrays(app, (await findRowsFrom(app.db)) ?? FIRST_MONTH, now);
  },
};

/** Deletes what is older than RETENTION_DAYS. */
export const retentionJob: BotJob = {
  scope: 'bot',
  name: 'interactions.retention',
  schedule: () => ({ every: 'day', hour: 3, timeZone: 'UTC' }),
  missed: 'run-latest',
  async run(app) {
    const { retentionDays } = app.config;
    if (retentionDays !== null) await deleteOldRows(app, retentionDays);
  },
};
