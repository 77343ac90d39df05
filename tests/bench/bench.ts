/**
 * npm run bench: speed, memory, answers under load, disk, reports, starts, paid tiers and recommendations of the bot, each next to what it is compared with and its bar. The
 * local Discord, the bot and every contender are processes of their own, run from a build as `npm start` runs the bot.
 *
 *   npm run bench -- --postgres postgresql://postgres@127.0.0.1/postgres
 *   TEST_POSTGRES_FSYNC=on scripts/postgres-for-tests.sh npm run bench      the same with a throw-away server
 *   npm run bench -- --only ingest,disk --rounds 1 --frames 50000
 *   npm run bench -- --short                             everything small: shows that it works, its figures mean nothing
 */
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { systemClock } from '../../src/kernel/clock.ts';
import { written } from './bench-measurement.ts';
import type { Bench, Measurement, Sizes } from './bench-measurement.ts';
import { renderSummary, renderTerminal, writePage } from './bench-page.ts';
import type { Measured } from './bench-page.ts';
import { describeServer } from './bench-place.ts';
import { commands } from './commands.ts';
import { disk } from './disk.ts';
import { removeGrown } from './grown.ts';
import { ingestSpeed } from './ingest-speed.ts';
import { memory } from './memory.ts';
import { recommend } from './recommend.ts';
import { report } from './report.ts';
import { start } from './start.ts';
import { tiers } from './tiers.ts';

const MEASUREMENTS: readonly Measurement[] = [
  ingestSpeed,
  memory,
  commands,
  disk,
  report,
  start,
  tiers,
  recommend,
];

const FULL: Sizes = {
  frames: 200_000,
  members: 20_000,
  creates: 2_000,
  crowd: 100_000,
  interactions: 10_000_000,
  days: 60,
  calls: 400,
  repeats: 5,
  paying: 50_000,
  wrongRoles: 500,
  expiring: 5_000,
  learners: 50_000,
  // Longer than the process that draws waits for the next picture.
  settleSeconds: 12,
};

const SHORT: Sizes = {
  frames: 4_000,
  members: 300,
  creates: 100,
  crowd: 1_000,
  interactions: 60_000,
  days: 35,
  calls: 20,
  repeats: 1,
  paying: 500,
  wrongRoles: 20,
  expiring: 60,
  learners: 1_000,
  settleSeconds: 1,
};

const { values: flags } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    postgres: { type: 'string' },
    only: { type: 'string' },
    frames: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const chosen = choose(flags.only);
const rounds = readCount('rounds', flags.rounds ?? (flags.short ? '1' : '3'));
const sizes = flags.short ? SHORT : FULL;
const serverUrl = flags.postgres ?? process.env['TEST_DATABASE_URL'] ?? null;
const bench: Bench = {
  sizes: flags.frames ? { ...sizes, frames: readCount('frames', flags.frames) } : sizes,
  rounds,
  databases: serverUrl ? ['PostgreSQL', 'embedded'] : ['embedded'],
  serverUrl,
};

const machine = await describeMachine();
console.log(machine.join('\n'));
const measured: Measured[] = [];
try {
  for (const measurement of chosen) {
    const from = systemClock.now().getTime();
    const findings = await measurement.measure(bench);
    measured.push({ title: measurement.title, findings });
    const seconds = Math.round((systemClock.now().getTime() - from) / 1_000);
    console.log(`\n${measurement.title} (${seconds} s)\n`);
    for (const table of findings.tables) console.log(`${renderTerminal(table)}\n`);
  }
} finally {
  await removeGrown();
}
console.log(`\n${flags.short ? 'It works. Figures of so little mean nothing.' : renderSummary(measured)}`);
if (bench.sizes === FULL && chosen === MEASUREMENTS) writePage(machine, measured);

function choose(only: string | undefined): readonly Measurement[] {
  if (only === undefined) return MEASUREMENTS;
  const names = only.split(',');
  const unknown = names.filter((name) => !MEASUREMENTS.some((each) => each.name === name));
  if (unknown.length > 0)
    leave(`--only knows ${MEASUREMENTS.map(({ name }) => name).join(', ')}; not ${unknown.join(', ')}.`);
  return MEASUREMENTS.filter(({ name }) => names.includes(name));
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) leave(`--${name} must be a whole number above 0.`);
  return count;
}

async function describeMachine(): Promise<string[]> {
  const server = serverUrl ? `, ${await describeServer(serverUrl)}` : '';
  return [
    `${systemClock.now().toISOString().slice(0, 10)}, \`npm run bench -- --rounds ${rounds}\``,
    `${cpus()[0]?.model.trim()} × ${availableParallelism()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${release()}, Node ${process.versions.node}${server}`,
    `load average of the machine before the run: ${written(loadavg()[0] ?? 0, 1)}`,
  ];
}

function leave(why: string): never {
  console.error(why);
  process.exit(1);
}
