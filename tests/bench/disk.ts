/** What an interaction weighs on disk, next to a plain model with text ids. */
import { atMost, written } from './bench-measurement.ts';
import type { Bar, Measurement } from './bench-measurement.ts';
import type { LogWeight } from './disk-weight.ts';
import { grownDatabase } from './grown.ts';
import { keptBotRun } from './ingest-run.ts';

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
      const { weight, plainBytes } = await keptBotRun(bench, database);
      const grown = (await grownDatabase(bench, database)).weight;
      table.push([
        ...rowOf(`${database}, written by the bot`, weight),
        written(plainBytes / weight.rows, 1),
        written(plainBytes / weight.logBytes, 1),
      ]);
      table.push([...rowOf(`${database}, ${written(grown.rows)} rows`, grown), '', '']);
      const heavier = Math.max(...[weight, grown].map(({ rows, logBytes }) => logBytes / rows));
      bars.push(atMost(`disk per interaction with indexes, ${database}`, heavier, MOST_BYTES, 1, ' B'));
    }
    return {
      bars,
      tables: [table],
      how: `The log as the bot wrote it in the stream above (all on one day, many members with few interactions each, written over and over: the worst case for the rollups' share), and the database of the large community below, filled by SQL. The plain model holds the rows of the stream in the order of time: text ids, an id of its own, four usual indexes.`,
    };
  },
};

function rowOf(name: string, { rows, logBytes, rollupBytes }: LogWeight): string[] {
  return [
    name,
    written(logBytes / rows, 1),
    written(rollupBytes / rows, 1),
    `${written((rollupBytes / (logBytes + rollupBytes)) * 100)} %`,
  ];
}
