/**
 * Scheduled messages to members. Welcomes go out every minute, so that several come together; reminders every other one, so that one whose
 * answer was lost is repeated while Discord still knows its nonce.
 */
import type { CommunityJob, ProcessJob } from '../jobs/job.ts';
import { forEachCommunity } from './tiers-clock.ts';
import { sendReminders } from './tiers-notices-reminders.ts';
import { postWelcomes } from './tiers-notices-welcomes.ts';

export const welcomeJob: ProcessJob = {
  scope: 'process',
  asksDiscord: true,
  name: 'tiers.welcome',
  schedule: () => ({ every: 'minutes', minutes: 1 }),
  missed: 'run-latest',
  run: (app) => forEachCommunity(app, (guildId) => postWelcomes(app, guildId)),
};

/** By community: direct messages take their time, and the ledger's minutes must not wait for them. */
export const remindJob: CommunityJob = {
  name: 'tiers.remind',
  schedule: () => ({ every: 'minutes', minutes: 2 }),
  missed: 'run-latest',
  run: (app, { guildId }) => sendReminders(app, guildId),
};
