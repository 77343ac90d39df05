/** Scheduled work of rooms: every hour those in them are compared with those who belong there. */
import type { CommunityJob } from '../jobs/job.ts';

export const compareRoomsJob: CommunityJob = {
  name: 'learning.rooms',
  schedule: () => ({ every: 'minutes', minutes: 60 }),
  missed: 'run-latest',
  // Half a list of members would look as if the others had left.
  isReady: (app, guildId) => !app.roleHands.isListComing(guildId),
  // Letting people in and out, ten a second at most, keeps no other community's jobs waiting.
  run: (app, { guildId }) => app.courseRooms.compare(guildId),
};
