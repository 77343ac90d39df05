/** How fast the log takes events in, next to clients that do nothing and to one write per event. */
import { atLeast, written } from './bench-measurement.ts';
import type { Bar, Measurement } from './bench-measurement.ts';
import type { DatabaseKind } from './bench-place.ts';
import { runBot, runContender } from './ingest-run.ts';
import type { Run } from './ingest-run.ts';

/** Of what discord.js takes in doing nothing. */
const LEAST_OF_IDLE: Record<DatabaseKind, number> = { PostgreSQL: 0.7, embedded: 0.4 };
const LEAST_TIMES_CREATE = 50;

export const ingestSpeed: Measurement = {
  name: 'ingest',
  title: 'Frames to committed rows',
  async measure(bench) {
    const idle = await runContender(bench, 'idle', null);
    const row = (name: string, run: Run, more: readonly string[] = ['', '']): string[] => [
      name,
      written(run.perSecond),
      written(run.cpuMicros, 1),
      written(run.peakMb),
      written(run.perSecond / idle.perSecond, 2),
      ...more,
    ];
    const table = [
      ['', 'frames/s', 'µs CPU each', 'peak MB', 'of idle', '× create', 'by journal'],
      row('@discordjs/ws alone', await runContender(bench, 'ws', null)),
      row('discord.js, idle', idle),
      row("discord.js, idle, the bot's caches", await runContender(bench, 'idle-lean', null)),
    ];
    const bars: Bar[] = [];
    for (const database of bench.databases) {
      const create = await runContender(bench, 'create', database);
      const bot = await runBot(bench, database);
      const times = bot.perSecond / create.perSecond;
      table.push(row(`Steward, ${database}`, bot, [written(times), written(bot.journaled)]));
      table.push(row(`one Prisma create each, ${database}`, create));
      bars.push(
        atLeast(
          `speed, ${database}, of idle discord.js`,
          bot.perSecond / idle.perSecond,
          LEAST_OF_IDLE[database],
          2,
        ),
        atLeast(`speed, ${database}, of one create each`, times, LEAST_TIMES_CREATE, 0, ' ×'),
      );
    }
    const { frames, members, creates } = bench.sizes;
    return {
      bars,
      tables: [table],
      how: `${written(frames)} messages and reactions of ${written(members)} members wait at the local Discord and come at once by a resume, so that the client is the bound; ${written(creates)} for one create each. The time runs from the client back at the door to its last row committed, or its last frame taken in. All rows are counted afterwards.`,
    };
  },
};
