/** One run of the stream through the bot or a contender. The bot's are kept, because speed, memory, disk and commands all ask for them. */
import type { ClientSays } from './bench-client.ts';
import { median } from './bench-measurement.ts';
import type { Bench } from './bench-measurement.ts';
import type { DatabaseKind } from './bench-place.ts';
import { onStage } from './bench-stage.ts';
import type { Stage } from './bench-stage.ts';
import type { LogWeight } from './disk-weight.ts';
import type { Contender } from './ingest-contender.ts';

export interface Run {
  /** Frames per second, from the client back at the door to the last row committed, or the last frame taken in where nothing is written. */
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly peakMb: number;
}

export interface BotRun extends Run {
  /** Events that went through the journal, at most at once. */
  readonly journaled: number;
  /** Memory before the first frame and after each quarter of them. */
  readonly quartersMb: readonly number[];
  /** After the stream, when it stays the same. */
  readonly settledMb: number;
  readonly weight: LogWeight;
  /** The same rows in a plain model. */
  readonly plainBytes: number;
}

const botRuns = new Map<DatabaseKind, BotRun[]>();

/** The bot's run of median speed among those there were; the first one who asks makes one. */
export async function keptBotRun(bench: Bench, database: DatabaseKind): Promise<BotRun> {
  return medianRun(botRuns.get(database) ?? [await runBot(bench, database)]);
}

export function medianRun<R extends Run>(runs: readonly R[]): R {
  const middle = median(runs.map(({ perSecond }) => perSecond));
  return runs.find(({ perSecond }) => perSecond === middle)!;
}

/** The bot takes in the stream, once more. @throws Error when a row is missing or too much. */
export async function runBot(bench: Bench, database: DatabaseKind): Promise<BotRun> {
  const { frames, members } = bench.sizes;
  const run = await onStage(bench, { file: 'bench-bot', database, members, frames }, async (stage) => {
    const { client: bot } = stage;
    const { rows, releasedMs } = await release(stage, frames);
    const speed = speedOf(frames, releasedMs, await bot.hear('done'));
    const { quartersMb, journaled } = await bot.hear('course');
    bot.tell({ hear: 'settle' });
    const { mb: settledMb } = await bot.hear('settled');
    bot.tell({ hear: 'weigh' });
    const { weight, plainBytes } = await bot.hear('weighed');
    assertRows(rows, weight.rows);
    return { ...speed, quartersMb, journaled, settledMb, weight, plainBytes };
  });
  botRuns.set(database, [...(botRuns.get(database) ?? []), run]);
  return run;
}

/** @param database where it writes; null for a contender that writes nothing. */
export function runContender(
  bench: Bench,
  contender: Contender,
  database: DatabaseKind | null,
): Promise<Run> {
  const { members } = bench.sizes;
  const frames = contender === 'create' ? bench.sizes.creates : bench.sizes.frames;
  const cast = { file: 'ingest-contender', contender, database, members, frames };
  return onStage(bench, cast, async (stage) => {
    const { rows, releasedMs } = await release(stage, frames);
    const speed = speedOf(frames, releasedMs, await stage.client.hear('done'));
    if (contender === 'create') assertRows(rows, (await stage.client.hear('counted')).rows);
    return speed;
  });
}

function speedOf(
  frames: number,
  releasedMs: number,
  { atMs, cpuMs, peakMb }: Extract<ClientSays, { say: 'done' }>,
): Run {
  return { perSecond: (frames / (atMs - releasedMs)) * 1_000, cpuMicros: (cpuMs * 1_000) / frames, peakMb };
}

function assertRows(expected: number, found: number): void {
  if (found !== expected) throw new Error(`${found} rows of ${expected}`);
}

/** Lets so many frames go, which the client is told to expect. @returns how many rows they must make, and when they were let go. */
async function release(
  { client, discord }: Stage,
  frames: number,
): Promise<{ rows: number; releasedMs: number }> {
  discord.tell({ hear: 'prepare', frames });
  const { before, last, rows } = await discord.hear('prepared');
  client.tell({ hear: 'expect', before, last });
  discord.tell({ hear: 'release' });
  return { rows, releasedMs: (await discord.hear('released')).atMs };
}
