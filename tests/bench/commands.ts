/** How soon a slash command is answered while frames come at half the rate the log sustains, against when nothing else comes. */
import type { Called } from './bench-discord.ts';
import { atMost, quantile, written } from './bench-measurement.ts';
import type { Bar, Bench, Measurement } from './bench-measurement.ts';
import type { DatabaseKind } from './bench-place.ts';
import { onStage } from './bench-stage.ts';
import { keptBotRun } from './ingest-run.ts';

const MOST_OF_IDLE = 5;
/** Discord's limit is 3,000 ms; a third of it is far below. */
const MOST_FIRST_MS = 1_000;
/** This share as many commands come before the first one that counts: code is compiled and connections are opened. */
const WARM_UP = 1 / 8;

interface Asked {
  readonly calls: readonly Called[];
  readonly framesPerSecond: number;
}

export const commands: Measurement = {
  name: 'commands',
  title: 'Slash commands under load',
  async measure(bench) {
    const table = [
      ['/help, milliseconds', 'frames/s', 'first p50', 'first p99', 'longest', 'answer p50', 'answer p99'],
    ];
    const bars: Bar[] = [];
    for (const database of bench.databases) {
      const { idle, loaded } = await askBot(bench, database);
      table.push(rowOf(`${database}, idle`, idle), rowOf(`${database}, under load`, loaded));
      const [idleP99, loadedP99] = [p99Of(idle), p99Of(loaded)];
      bars.push(
        atMost(`p99 of the first response, ${database}, of idle`, loadedP99 / idleP99, MOST_OF_IDLE, 1, ' ×'),
        atMost(`p99 of the first response, ${database}`, loadedP99, MOST_FIRST_MS, 1, ' ms'),
      );
    }
    return {
      bars,
      tables: [table],
      how: `${written(bench.sizes.calls)} members type /help, one every 40 ms whether the last was answered or not. The load is talk at half the rate measured above on the same database, frames that the local Discord took down before and sends on the same cores under new ids, so that the bot is the bound and not whoever makes them (the rate it reached stands in the table). The local Discord measures from sending the command to receiving the bot's first response, and to the finished answer.`,
    };
  },
};

async function askBot(bench: Bench, database: DatabaseKind): Promise<{ idle: Asked; loaded: Asked }> {
  const { perSecond } = await keptBotRun(bench, database);
  const { members, calls } = bench.sizes;
  return onStage(bench, { file: 'bench-bot', database, members, frames: 0 }, async ({ discord }) => {
    const ask = async (count: number, framesPerSecond: number): Promise<Asked> => {
      discord.tell({ hear: 'call', calls: count, framesPerSecond });
      return discord.hear('called');
    };
    await ask(Math.ceil(calls * WARM_UP), perSecond / 2);
    const idle = await ask(calls, 0);
    return { idle, loaded: await ask(calls, perSecond / 2) };
  });
}

function p99Of({ calls }: Asked): number {
  return quantile(
    calls.map(({ firstMs }) => firstMs),
    0.99,
  );
}

function rowOf(name: string, { calls, framesPerSecond }: Asked): string[] {
  const first = calls.map(({ firstMs }) => firstMs);
  const answer = calls.map(({ answerMs }) => answerMs);
  const milliseconds = [
    quantile(first, 0.5),
    quantile(first, 0.99),
    Math.max(...first),
    quantile(answer, 0.5),
    quantile(answer, 0.99),
  ];
  return [name, written(framesPerSecond), ...milliseconds.map((ms) => written(ms, 1))];
}
