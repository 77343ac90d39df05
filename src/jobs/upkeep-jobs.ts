/** What the whole bot does for itself: the daily backup, and clearing away what only its operation needed. */
import { deleteCallsBefore } from '../discord/call-store.ts';
import type { BotJob } from './job.ts';
import { deleteCountedFromBefore } from '../privacy/privacy.ts';
import { dayOf } from '../kernel/calendar.ts';
import { deleteImportsBefore } from '../tier-import/tier-import.ts';
import { deleteSearchesBefore } from '../topics/topics.ts';
import { deleteRunsBefore } from './job-store.ts';

/** Calls and job runs say how the bot did, imports what came of a file; after a quarter nobody asks. */
const KEPT_DAYS = 90;
/** Runs that ended well: some jobs run every minute. */
const KEPT_WELL_DAYS = 7;
/** History is fetched a year back at most; whose earlier acts must not come back is remembered a little longer. */
const ERASURES_KEPT_DAYS = 370;
/** `/topics list` compares half a year with the one before it. */
const SEARCHES_KEPT_DAYS = 366;
const DAY_MS = 86_400_000;

/** Backs up the embedded database. A server has its own means, so there it does nothing. */
export const backupJob: BotJob = {
  scope: 'bot',
  name: 'upkeep.backup',
  schedule: () => ({ every: 'day', hour: 4, timeZone: 'UTC' }),
  // A bot that runs only in the evening is backed up when it starts.
  missed: 'run-latest',
  async run(app) {
    await app.db.backup((work) => app.interactions.holdWrites(work));
  },
};

export const clearAwayJob: BotJob = {
  scope: 'bot',
  name: 'upkeep.clear-away',
  schedule: () => ({ every: 'day', hour: 5, timeZone: 'UTC' }),
  missed: 'run-latest',
  async run({ db, clock, log }) {
    const daysAgo = (days: number): Date => new Date(clock.now().getTime() - days * DAY_MS);
    const before = daysAgo(KEPT_DAYS);
    const calls = await deleteCallsBefore(db, before);
    const runs = await deleteRunsBefore(db, before);
    const wellEnded = await deleteRunsBefore(db, daysAgo(KEPT_WELL_DAYS), ['done', 'passed']);
    const imports = await deleteImportsBefore({ db }, before);
    const erasures = await deleteCountedFromBefore({ db }, daysAgo(ERASURES_KEPT_DAYS));
    const searches = await deleteSearchesBefore({ db }, dayOf(daysAgo(SEARCHES_KEPT_DAYS), 'UTC'));
    log.debug(
      { calls, runs, wellEnded, imports, erasures, searches },
      'old calls, job runs, imports, notes of erasures and searches cleared away',
    );
  },
};
