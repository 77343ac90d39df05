/** Scheduled work of questions and answers: sessions open and close at their time, and what a bot that died had begun is finished. */
import type { Job } from '../jobs/job.ts';
import { settleQa } from './qa-settling.ts';

export const settleQaJob: Job = {
  name: 'qa.settle',
  schedule: () => ({ every: 'minutes', minutes: 1 }),
  missed: 'run-latest',
  run: (app, { guildId }) => settleQa(app, guildId),
};
