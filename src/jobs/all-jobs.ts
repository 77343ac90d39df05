/** Every scheduled job the bot has. */
import type { Job } from './job.ts';

export const allJobs: readonly Job[] = [];
