/** How much memory the bot holds: over the stream, with a large community known, and while reports are drawn. */
import { atMost, written } from './bench-measurement.ts';
import type { Bar, Bench, Measurement } from './bench-measurement.ts';
import type { DatabaseKind } from './bench-place.ts';
import { onStage } from './bench-stage.ts';
import { keptBotRun } from './ingest-run.ts';

const MOST_KNOWN_MB: Record<DatabaseKind, number> = { PostgreSQL: 250, embedded: 400 };
const MOST_DRAWING_MB = 220;
/** What drawing may leave behind. */
const MOST_LEFT_MB = 20;
/** Growth from the first quarter of the stream to its end. */
const MOST_GROWTH = 1.15;
const DRAWINGS = 5;

interface Held {
  readonly knownMb: number;
  readonly firstPeakMb: number;
  readonly peakMb: number;
  readonly leftMb: number;
}

export const memory: Measurement = {
  name: 'memory',
  title: 'Memory',
  async measure(bench) {
    const { frames, crowd } = bench.sizes;
    const stream = [['MB over the stream', 'before', '25 %', '50 %', '75 %', 'all', 'settled']];
    const large = [
      ['MB', `${written(crowd)} members known`, 'drawing adds', `${DRAWINGS} more times`, 'left after them'],
    ];
    const bars: Bar[] = [];
    for (const database of bench.databases) {
      const { quartersMb, settledMb } = await keptBotRun(bench, database);
      stream.push([database, ...[...quartersMb, settledMb].map((mb) => written(mb))]);
      const growth = quartersMb.at(-1)! / quartersMb[1]!;
      const { knownMb, firstPeakMb, peakMb, leftMb } = await holdCrowd(bench, database);
      const [first, more, left] = [firstPeakMb - knownMb, peakMb - knownMb, leftMb - knownMb];
      large.push([database, ...[knownMb, first, more, left].map((mb) => written(mb))]);
      bars.push(
        atMost(
          `memory over ${written(frames)} frames, ${database}, end through first quarter`,
          growth,
          MOST_GROWTH,
          2,
        ),
        atMost(
          `memory with ${written(crowd)} members, ${database}`,
          knownMb,
          MOST_KNOWN_MB[database],
          0,
          ' MB',
        ),
        atMost(`drawing a report adds, ${database}`, Math.max(first, more), MOST_DRAWING_MB, 0, ' MB'),
        atMost(`drawing a report leaves, ${database}`, left, MOST_LEFT_MB, 0, ' MB'),
      );
    }
    return {
      bars,
      tables: [stream, large],
      how: `Resident memory (RSS) of the bot's process, the embedded database's thread included, and what the process that draws holds besides while there is one (shared pages by their part); a PostgreSQL server's own is not in it. No garbage collection is forced: "settled" is when the size stays within 2 MB for ${bench.sizes.settleSeconds} s. Drawing is both weekly reports with their four pictures, in Chinese.`,
    };
  },
};

function holdCrowd(bench: Bench, database: DatabaseKind): Promise<Held> {
  const cast = { file: 'bench-bot', database, members: bench.sizes.crowd, frames: 0 };
  return onStage(bench, cast, async ({ client: bot }) => {
    bot.tell({ hear: 'settle' });
    const { mb: knownMb } = await bot.hear('settled');
    bot.tell({ hear: 'draw', times: 1 });
    const { peakMb: firstPeakMb } = await bot.hear('drawn');
    bot.tell({ hear: 'draw', times: DRAWINGS });
    const { peakMb, leftMb } = await bot.hear('drawn');
    return { knownMb, firstPeakMb, peakMb, leftMb };
  });
}
