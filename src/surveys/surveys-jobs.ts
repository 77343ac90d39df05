/** Scheduled work of surveys: closing those whose time is over, and finishing what a bot that died had begun. */
import type { Job } from '../jobs/job.ts';
import { settleSurveys } from './surveys-lifecycle.ts';

/** Surveys close at the end of a local day, and every zone's days begin at a quarter of an hour; answers are refused from the instant on. */
const EVERY_MINUTES = 15;

export const settleSurveysJob: Job = {
  name: 'surveys.settle',
  schedule: () => ({ every: 'minutes', minutes: EVERY_MINUTES }),
  missed: 'run-latest',
  run: (app, { guildId }) => settleSurveys(app, guildId),
};
