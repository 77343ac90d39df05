/** What an interaction weighs on disk, next to a plain model with text ids. */
import { atMost, written } from './bench-measurement.ts';
import type { Bar, Measurement } from './bench-measurement.ts';
import { runBot } from './ingest-run.ts';

const MOST_BYTES = 160;

export const disk: Measurement = {
  name: 'disk',
  title: 'Disk',
  async measure(bench) {
    const table = [
      ['bytes per interaction', 'log and indexes', 'rollups', "rollups' share", 'plain model', 'plain ÷ log'],
    ];
    const bars: Bar[] = [];
    for (const database of bench.databases) {
      const { rows, logBytes, rollupBytes, plainBytes } = (await runBot(bench, database)).weight;
      table.push([
        database,
        written(logBytes / rows, 1),
        written(rollupBytes / rows, 1),
        `${written((rollupBytes / (logBytes + rollupBytes)) * 100)} %`,
        written(plainBytes / rows, 1),
        written(plainBytes / logBytes, 1),
      ]);
      bars.push(
        atMost(`disk per interaction with indexes, ${database}`, logBytes / rows, MOST_BYTES, 1, ' B'),
      );
    }
    return {
      bars,
      tables: [table],
      how: `The log as the bot wrote it in the stream above (all on one day, many members with few interactions: the worst case for the rollups' share, whose dead rows count as well). The plain model holds the same rows in the order of time: text ids, an id of its own, four usual indexes.`,
    };
  },
};
