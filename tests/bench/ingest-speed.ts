/** How fast the log takes events in, next to clients that do nothing and to one write per event. */
import { atLeast, written } from './bench-measurement.ts';
import type { Bar, Bench, Measurement } from './bench-measurement.ts';
import type { DatabaseKind } from './bench-place.ts';
import { keptBotRun, medianRun, runBot, runContender } from './ingest-run.ts';
import type { Run } from './ingest-run.ts';

/** Of what discord.js takes in doing nothing. */
const LEAST_OF_IDLE: Record<DatabaseKind, number> = { PostgreSQL: 0.7, embedded: 0.4 };
const LEAST_TIMES_CREATE = 50;

const IDLE = 'discord.js, idle';
const botName = (database: DatabaseKind): string => `Steward, ${database}`;
const createName = (database: DatabaseKind): string => `one Prisma create each, ${database}`;

export const ingestSpeed: Measurement = {
  name: 'ingest',
  title: 'Frames to committed rows',
  async measure(bench) {
    const runs = await race(bench, contestantsOf(bench));
    const idle = runs.get(IDLE)!;
    const table = [['', 'frames/s', 'µs CPU each', 'peak MB', 'of idle', '× create', 'by journal']];
    const added = new Map<string, string[]>();
    const bars: Bar[] = [];
    for (const database of bench.databases) {
      const bot = await keptBotRun(bench, database);
      const ofIdle = bot.perSecond / idle.perSecond;
      const times = bot.perSecond / runs.get(createName(database))!.perSecond;
      added.set(botName(database), [written(times), written(bot.journaled)]);
      bars.push(
        atLeast(`speed, ${database}, of idle discord.js`, ofIdle, LEAST_OF_IDLE[database], 2),
        atLeast(`speed, ${database}, of one create each`, times, LEAST_TIMES_CREATE, 0, ' ×'),
      );
    }
    for (const [name, { perSecond, cpuMicros, peakMb }] of runs)
      table.push([
        name,
        written(perSecond),
        written(cpuMicros, 1),
        written(peakMb),
        written(perSecond / idle.perSecond, 2),
        ...(added.get(name) ?? ['', '']),
      ]);
    return { bars, tables: [table], how: howOf(bench) };
  },
};

function contestantsOf(bench: Bench): Map<string, () => Promise<Run>> {
  const contestants = new Map([
    ['@discordjs/ws alone', () => runContender(bench, 'ws', null)],
    [IDLE, () => runContender(bench, 'idle', null)],
    ["discord.js, idle, the bot's caches", () => runContender(bench, 'idle-lean', null)],
  ]);
  for (const database of bench.databases) {
    contestants.set(botName(database), () => runBot(bench, database));
    contestants.set(createName(database), () => runContender(bench, 'create', database));
  }
  return contestants;
}

/** Each once per round and not all rounds of one after the other, so that what else the machine does meets all of them. */
async function race(
  { rounds }: Bench,
  contestants: ReadonlyMap<string, () => Promise<Run>>,
): Promise<Map<string, Run>> {
  const runs = new Map<string, Run[]>([...contestants.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, run] of contestants) runs.get(name)!.push(await run());
  return new Map([...runs].map(([name, each]) => [name, medianRun(each)]));
}

function howOf({ sizes: { frames, members, creates }, rounds }: Bench): string {
  return `${written(frames)} messages and reactions of ${written(members)} members wait at the local Discord and come at once by a resume, so that the client is the bound; ${written(creates)} for one create each. The time runs from the client back at the door to its last row committed, or its last frame taken in. All rows are counted afterwards. The run of median speed of ${rounds}; the contestants take turns.`;
}
