/** How long the bot takes to start on a large database, against an empty one: from the process to "Steward is ready". */
import { spawn } from 'node:child_process';
import { projectPath } from '../../src/project-root.ts';
import { endProcess, START_ENVIRONMENT } from './bench-child.ts';
import { atMost, median, written } from './bench-measurement.ts';
import type { Bar, Bench, Measurement } from './bench-measurement.ts';
import { makePlace } from './bench-place.ts';
import type { Place } from './bench-place.ts';
import { machineMs } from './bench-time.ts';
import { grownDatabase } from './grown.ts';
import type { Grown } from './grown.ts';

const MOST_OF_EMPTY = 3;
const READY = 'Steward is ready';

export const start: Measurement = {
  name: 'start',
  title: 'Start',
  async measure(bench) {
    const table = [['seconds to ready', 'empty database', 'grown database', 'rows', 'grown ÷ empty']];
    const bars: Bar[] = [];
    for (const database of bench.databases) {
      const grown = await grownDatabase(bench, database);
      const empty = await makePlace(database, bench.serverUrl);
      try {
        const [emptyMs, grownMs] = await startsOf(bench, grown, [empty, grown.place]);
        const ratio = grownMs / emptyMs;
        const rows = grown.large + grown.small;
        table.push([
          database,
          written(emptyMs / 1_000, 2),
          written(grownMs / 1_000, 2),
          written(rows),
          written(ratio, 2),
        ]);
        bars.push(
          atMost(
            `start on ${written(rows)} rows, ${database}, of an empty one`,
            ratio,
            MOST_OF_EMPTY,
            2,
            ' ×',
          ),
        );
      } finally {
        await empty.remove();
      }
    }
    return {
      bars,
      tables: [table],
      how: `The bot as \`npm start\` runs it once it is built, on the same local Discord with ${written(bench.sizes.crowd)} members; the empty database was made by an earlier start. Median of ${bench.sizes.repeats}.`,
    };
  },
};

/** Each of the two in turn, after a start that does not count. */
async function startsOf(
  { sizes }: Bench,
  discord: Pick<Grown, 'apiUrl' | 'token'>,
  [first, second]: readonly [Place, Place],
): Promise<[number, number]> {
  const firstMs: number[] = [];
  const secondMs: number[] = [];
  for (let round = 0; round <= sizes.repeats; round += 1) {
    firstMs.push(await startOnce(discord, first));
    secondMs.push(await startOnce(discord, second));
  }
  return [median(firstMs.slice(1)), median(secondMs.slice(1))];
}

async function startOnce({ apiUrl, token }: Pick<Grown, 'apiUrl' | 'token'>, place: Place): Promise<number> {
  const from = machineMs();
  const bot = spawn(process.execPath, [projectPath('dist', 'bench', 'src', 'main.js')], {
    env: {
      ...START_ENVIRONMENT,
      DISCORD_TOKEN: token,
      DISCORD_API_URL: apiUrl,
      DATA_DIR: place.dataDir,
      ANSWER_KEY: 'b1'.repeat(32),
      ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let said = '';
    for await (const piece of bot.stdout) {
      said += String(piece);
      if (said.includes(READY)) return machineMs() - from;
    }
    throw new Error(`the bot ended before it was ready:\n${said}`);
  } finally {
    await endProcess(bot);
  }
}
