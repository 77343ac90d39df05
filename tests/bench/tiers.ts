/** What paid tiers cost a large community: thousands that end in one minute, and all roles compared with the ledger. */
import type { Called } from './bench-discord.ts';
import { atMost, quantile, written } from './bench-measurement.ts';
import type { Bar, Bench, Measurement } from './bench-measurement.ts';
import type { DatabaseKind } from './bench-place.ts';
import type { RoleCount } from './bench-role.ts';
import { onStage } from './bench-stage.ts';
import type { Expired, Granted, Reconciled } from './tier-wave.ts';

/** Discord's is ten in ten seconds as a rule, with which five thousand take 83 minutes. This one is still below the bot's own pace. */
const ROLE_LIMIT = { calls: 100, windowMs: 6_000 };
/** The bot's own pace, in all communities together. */
const PACE_PER_SECOND = 20;
const MOST_OF_BOUND = 1.1;
/** Access ends at its minute. */
const MOST_WRITTEN_SECONDS = 60;
const MOST_COMPARED_SECONDS = 10;
const MOST_ADDED_MB = 100;
const MOST_FIRST_MS = 1_000;
/** This share as many commands come before the first one that counts. */
const WARM_UP = 1 / 8;

interface Run {
  readonly granted: Granted & RoleCount;
  readonly reconciled: Reconciled & RoleCount;
  readonly expired: Expired & RoleCount;
  readonly idle: readonly Called[];
  readonly inWave: readonly Called[];
}

export const tiers: Measurement = {
  name: 'tiers',
  title: 'Paid tiers',
  async measure(bench) {
    const { crowd, paying, wrongRoles, expiring, calls } = bench.sizes;
    const work = [
      ['', 'ledger s', 'requests needed', 'sent', 'over the limit', 'bound s', 'took s', 'of the bound'],
    ];
    const memory = [['MB', 'before', 'peak', 'after']];
    const answers = [['/membership, milliseconds', 'first p50', 'first p99', 'answer p50', 'answer p99']];
    const bars: Bar[] = [];
    for (const database of bench.databases) {
      const { granted, reconciled, expired, idle, inWave } = await runOnce(bench, database);
      const repairBound = boundSeconds(wrongRoles / 2, wrongRoles);
      const waveBound = boundSeconds(expiring, expiring);
      const [grant, compare, end] = [
        `${written(paying)} granted, all hold the role, ${database}`,
        `${written(paying)} compared, ${written(wrongRoles)} wrong, ${database}`,
        `${written(expiring)} end in one minute, ${database}`,
      ];
      work.push(
        rowOf(grant, granted, { ledgerMs: granted.grantedMs, needed: 0, bound: 0 }),
        rowOf(compare, reconciled, {
          ledgerMs: reconciled.comparedMs,
          needed: wrongRoles,
          bound: repairBound,
        }),
        rowOf(end, expired, { ledgerMs: expired.writtenMs, needed: expiring, bound: waveBound }),
      );
      for (const [name, { beforeMb, peakMb, afterMb }] of [
        [compare, reconciled],
        [end, expired],
      ] as const)
        memory.push([name, ...[beforeMb, peakMb, afterMb].map((mb) => written(mb))]);
      answers.push(answerRow(`${database}, idle`, idle), answerRow(`${database}, while they end`, inWave));
      const added = Math.max(reconciled.peakMb - reconciled.beforeMb, expired.peakMb - expired.beforeMb);
      bars.push(
        atMost(
          `requests beyond the needed, ${database}`,
          beyond([granted.sent, reconciled.sent, expired.sent], [0, wrongRoles, expiring]),
          0,
          0,
        ),
        atMost(
          `roles that are wrong afterwards, ${database}`,
          granted.wrong + reconciled.wrong + expired.wrong,
          0,
          0,
        ),
        atMost(
          `${written(expiring)} ends, ${database}, of the limit’s bound`,
          expired.rolesMs / 1_000 / waveBound,
          MOST_OF_BOUND,
          2,
          ' ×',
        ),
        atMost(
          `${written(expiring)} ends in the ledger, ${database}`,
          expired.writtenMs / 1_000,
          MOST_WRITTEN_SECONDS,
          1,
          ' s',
        ),
        atMost(
          `${written(paying)} roles compared, ${database}`,
          reconciled.comparedMs / 1_000,
          MOST_COMPARED_SECONDS,
          1,
          ' s',
        ),
        atMost(`memory that takes, ${database}`, added, MOST_ADDED_MB, 0, ' MB'),
        atMost(
          `p99 of the first response while they end, ${database}`,
          p99Of(inWave),
          MOST_FIRST_MS,
          1,
          ' ms',
        ),
      );
    }
    return {
      bars,
      tables: [work, memory, answers],
      how: `A community of ${written(crowd)} members, ${written(paying)} of them with a tier by the ledger, who hold its role already. Staff then take it from ${written(wrongRoles / 2)} and give it to ${written(wrongRoles / 2)} others by hand, and the bot compares; then the tier of ${written(expiring)} ends in the same minute, by the job that runs every minute. "Ledger" is until that says so of everybody, "took" until every role followed. The bound is the time that the limits leave for the requests needed: here ${ROLE_LIMIT.calls} in ${ROLE_LIMIT.windowMs / 1_000} s for giving and for taking each, where Discord usually allows 10 in 10 s, and the bot's own pace of ${PACE_PER_SECOND} a second. Memory is of the bot's process, as above. ${written(calls)} members type /membership, one every 40 ms, idle and from the moment the tiers end.`,
    };
  },
};

async function runOnce(bench: Bench, database: DatabaseKind): Promise<Run> {
  const { crowd, paying, wrongRoles, expiring, calls } = bench.sizes;
  const roles = { holders: paying, roleLimit: ROLE_LIMIT };
  const cast = { file: 'bench-bot', database, members: crowd, frames: 0, roles };
  return onStage(bench, cast, async ({ discord, client: bot, town }) => {
    const ask = async (count: number): Promise<readonly Called[]> => {
      discord.tell({ hear: 'call', command: '/membership', calls: count, framesPerSecond: 0 });
      return (await discord.hear('called')).calls;
    };
    const count = async (from: number): Promise<RoleCount> => {
      discord.tell({ hear: 'roles', from, to: paying });
      return discord.hear('roles');
    };
    const { guildId, roleId } = town;
    bot.tell({ hear: 'grant', guildId, roleId, userIds: town.userIds.slice(0, paying), expiring });
    const granted = { ...(await bot.hear('granted')), ...(await count(0)) };
    await ask(Math.ceil(calls * WARM_UP));
    const idle = await ask(calls);
    discord.tell({ hear: 'spoil', wrong: wrongRoles });
    await discord.hear('spoiled');
    bot.tell({ hear: 'reconcile' });
    const reconciled = { ...(await bot.hear('reconciled')), ...(await count(0)) };
    bot.tell({ hear: 'expire' });
    const inWave = await ask(calls);
    const expired = { ...(await bot.hear('expired')), ...(await count(expiring)) };
    return { granted, reconciled, expired, idle, inWave };
  });
}

/**
 * The least time for so many requests: those of a window at the bot's pace, then waiting for the next window.
 * @param ofOneKind the more of giving and taking, which have a limit each. @param all of both.
 */
function boundSeconds(ofOneKind: number, all: number): number {
  const windows = Math.ceil(ofOneKind / ROLE_LIMIT.calls) - 1;
  const inLast = ofOneKind - windows * ROLE_LIMIT.calls;
  const byLimit = (windows * ROLE_LIMIT.windowMs) / 1_000 + (inLast - 1) / PACE_PER_SECOND;
  return Math.max(byLimit, (all - 1) / PACE_PER_SECOND);
}

function rowOf(
  name: string,
  { sent, limited, rolesMs }: RoleCount & { readonly rolesMs: number },
  { ledgerMs, needed, bound }: { readonly ledgerMs: number; readonly needed: number; readonly bound: number },
): string[] {
  const took = rolesMs / 1_000;
  const share = bound > 0 ? written(took / bound, 2) : '';
  const seconds = [written(bound, 1), written(took, 1)];
  return [
    name,
    written(ledgerMs / 1_000, 1),
    ...[needed, sent, limited].map((each) => written(each)),
    ...seconds,
    share,
  ];
}

function answerRow(name: string, calls: readonly Called[]): string[] {
  const first = calls.map(({ firstMs }) => firstMs);
  const answer = calls.map(({ answerMs }) => answerMs);
  const milliseconds = [first, answer].flatMap((each) => [quantile(each, 0.5), quantile(each, 0.99)]);
  return [name, ...milliseconds.map((ms) => written(ms, 1))];
}

function p99Of(calls: readonly Called[]): number {
  return quantile(
    calls.map(({ firstMs }) => firstMs),
    0.99,
  );
}

function beyond(sent: readonly number[], needed: readonly number[]): number {
  return sent.reduce((sum, each, index) => sum + Math.max(0, each - needed[index]!), 0);
}
