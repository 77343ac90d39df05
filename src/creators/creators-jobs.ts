/** Scheduled work of creators: finishing what a bot that died, or Discord, left open. */
import type { Job } from '../jobs/job.ts';
import { settleCreators } from './creators-lifecycle.ts';

/** Repeated while Discord still knows a post's nonce, so that one whose answer was lost is not made twice. */
export const settleCreatorsJob: Job = {
  name: 'creators.settle',
  schedule: () => ({ every: 'minutes', minutes: 1 }),
  missed: 'run-latest',
  run: (app, { guildId }) => settleCreators(app, guildId),
};
