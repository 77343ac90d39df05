/** Scheduled work of courses: what a bot that died, or Discord, left undone, and reminding creators of stale courses. */
import type { Job } from '../jobs/job.ts';
import { settleCourses } from './courses-settling.ts';
import { remindStale } from './courses-stale.ts';

/** In the working day of most creators, and not when reports come. */
const REMINDED_AT_HOUR = 11;

/** Repeated while Discord still knows a post's nonce, so that one whose answer was lost is not made twice. */
export const settleCoursesJob: Job = {
  name: 'courses.settle',
  schedule: () => ({ every: 'minutes', minutes: 1 }),
  missed: 'run-latest',
  run: (app, { guildId }) => settleCourses(app, guildId),
};

/** What Discord refused is tried again: somebody may have mended it. */
export const retryCoursesJob: Job = {
  name: 'courses.retry',
  schedule: () => ({ every: 'minutes', minutes: 60 }),
  missed: 'run-latest',
  run: (app, { guildId }) => settleCourses(app, guildId, true),
};

export const remindStaleJob: Job = {
  name: 'courses.remind',
  schedule: ({ timeZone }) => ({ every: 'day', hour: REMINDED_AT_HOUR, timeZone }),
  missed: 'run-latest',
  run: (app, { guildId }) => remindStale(app, guildId),
};
