/** How long the log keeps its rows, and what happens when they are old. What is counted per day stays. */
import type { App } from '../app.ts';
import { monthStart } from './interactions-partitions-store.ts';
import {
  deleteReactionCountsBefore,
  deleteStraysBefore,
  dropPartition,
  listPartitionsBefore,
  moveRowsFrom,
} from './interactions-retention-store.ts';

const DAY_MS = 86_400_000;

/**
 * Deletes the rows of the months that ended at least `retentionDays` ago, so that every row is kept for so long and up to a month longer.
 * Repeatable: what fails is done by the next call.
 */
export async function deleteOldRows(
  app: Pick<App, 'db' | 'clock' | 'log'>,
  retentionDays: number,
): Promise<void> {
  const wanted = monthStart(new Date(app.clock.now().getTime() - retentionDays * DAY_MS));
  // First of all, so that what is deleted is not taken again from a journal or from Discord's history.
  const rowsFrom = await moveRowsFrom(app, wanted);
  for (const partition of await listPartitionsBefore(app, rowsFrom)) {
    const moved = await dropPartition(app, partition, rowsFrom);
    app.log.info({ partition, moved }, 'a month of the log was deleted for its age; its counts stay');
  }
  await deleteReactionCountsBefore(app, rowsFrom);
  const strays = await deleteStraysBefore(app, rowsFrom);
  if (strays > 0)
    app.log.info({ rows: strays, before: rowsFrom }, 'single rows of the log were deleted for their age');
}
