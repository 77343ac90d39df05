/** Scheduled work of rooms: every hour those in them are compared with those who belong there. */
import type { CommunityJob } from '../jobs/job.ts';

export const compareRoomsJob: CommunityJob = {
  name: 'learning.rooms',
  schedule: () => ({ every: 'minutes', minutes: 60 }),
  missed: 'run-latest',
  // Half a list of members would look as if the others had left.
  isReady: (app, guildId) => !app.roleHands.isListComing(guildId),
  async run(app, { guildId }) {
    app.courseRooms.compare(guildId);
    await app.courseRooms.settled(guildId);
  },
};
