/** The daily backup of the embedded database. A server has its own means, so there it does nothing. */
import type { BotJob } from './job.ts';

export const backupJob: BotJob = {
  scope: 'bot',
  name: 'backup',
  schedule: () => ({ every: 'day', hour: 4, timeZone: 'UTC' }),
  // A bot that runs only in the evening is backed up when it starts.
  missed: 'run-latest',
  async run(app) {
    await app.db.backup((work) => app.interactions.holdWrites(work));
  },
};
