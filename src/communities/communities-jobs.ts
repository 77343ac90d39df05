/** Scheduled work on communities: forgetting those that removed the bot, finishing changes of time zone. */
import type { Job } from '../jobs/job.ts';
import { finishTimeZoneChanges, purgeRemovedCommunities } from './communities.ts';

/** Every night, in UTC, since the communities it is about are no longer there to say what night is. */
export const purgeRemovedCommunitiesJob: Job = {
  name: 'communities.purge-removed',
  scope: 'process',
  schedule: () => ({ every: 'day', hour: 4, timeZone: 'UTC' }),
  missed: 'run-latest',
  async run(app) {
    await purgeRemovedCommunities(app);
  },
};

/** Nearly always finds nothing to do: a change of time zone is finished at once unless something fails. */
export const finishTimeZoneChangesJob: Job = {
  name: 'communities.finish-time-zone-changes',
  scope: 'process',
  schedule: () => ({ every: 'minutes', minutes: 60 }),
  missed: 'run-latest',
  run: (app) => finishTimeZoneChanges(app),
};
