/** Scheduled work of surveys: closing those whose time is over, and finishing what a bot that died had begun. */
import type { Job } from '../jobs/job.ts';
import { settleSurveys } from './surveys-lifecycle.ts';

/** Answers are refused from the closing time on, so the post may be a few minutes behind. */
const EVERY_MINUTES = 5;

export const surveySettling: Job = {
  name: 'surveys.settle',
  schedule: () => ({ every: 'minutes', minutes: EVERY_MINUTES }),
  missed: 'run-latest',
  run: (app, { guildId }) => settleSurveys(app, guildId),
};
