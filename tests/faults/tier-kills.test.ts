/**
 * The process killed in the middle of an import and of a wave of expiries, again and again. Real: the bot as `npm start` runs it, its
 * database, the client, the commands, the kills. Faked: the month between, and forcing writes to the disk, which costs nothing. A seed
 * tells the points: FAULTS_SEED repeats a run that failed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { projectPath } from '../../src/project-root.ts';
import { ROLE_ROUTE } from '../../src/sandbox/rest-members.ts';
import type { Child } from '../support/child-process.ts';
import { faultyBot, READY } from './faulty-bot.ts';
import type { FaultyBot } from './faulty-bot.ts';
import { letAMonthPass, readBooks, TierCrowd } from './tier-crowd.ts';
import type { TierBooks } from './tier-crowd.ts';

const KILLS = 10;
/** So many that ten kills do not see the end. */
const PAYING = 4_000;
/** Every so manieth holds the role when their time is over; of the others staff took it by hand. */
const STILL_HOLDING = 40;
/** Requests about roles under way at once: those of a kill may be sent again. */
const IN_FLIGHT = 4;
const WITHIN_MS = 240_000;
const DONE_WITHIN = { timeout: 120_000, interval: 50 };
/** When it is killed, over and over in this order. */
const MOMENTS = ['loseRequest', 'ready', 'ready', 'loseReply', 'ready', 'ready'] as const;

const seed = process.env['FAULTS_SEED'] ?? String(Date.now());
const random = new Random(seed);

let bot: FaultyBot;
let crowd: TierCrowd;
beforeAll(async () => {
  bot = await faultyBot({
    // The list of members can be asked for at each start, else that would wait for half a minute.
    sandbox: { gateway: { idleSessions: 2 * KILLS + 5, fullListEveryMs: 0 } },
    imports: [projectPath('tests', 'support', 'no-syncs.mjs')],
  });
  crowd = new TierCrowd(bot.town, PAYING);
});
afterAll(() => bot?.close());

/** Kills it a random while (real milliseconds) after it is ready, or when the request or the answer of a change of a role is lost on its way. */
async function killSoon(child: Child, moment: (typeof MOMENTS)[number]): Promise<void> {
  if (moment === 'ready') {
    await child.hear(READY);
    await sleep(random.between(0, 150));
  } else {
    const lost = bot.town.sandbox.faults[moment]({ route: ROLE_ROUTE, after: random.between(0, 6) });
    let isOver = false;
    void child.ended.then(() => (isOver = true));
    while (lost.hits === 0 && !isOver) await sleep(1);
    if (isOver) throw new Error(`the bot ended by itself:\n${child.said.slice(-10).join('\n')}`);
  }
  await child.kill('SIGKILL');
}

/** @returns what stood in the ledger after the first and after the last kill: what is in the middle at both was so at all of them. */
async function killAgainAndAgain(first: Child, startNext: () => Child): Promise<[TierBooks, TierBooks]> {
  await killSoon(first, MOMENTS[0]);
  const atFirst = await bot.withDatabase(readBooks);
  for (let kill = 1; kill < KILLS; kill += 1) await killSoon(startNext(), MOMENTS[kill % MOMENTS.length]!);
  return [atFirst, await bot.withDatabase(readBooks)];
}

/** Ends it when everything is carried out. @param holders of the role by then. */
async function endWhenDone(child: Child, holders: number): Promise<TierBooks> {
  await expect.poll(() => crowd.holders().length, DONE_WITHIN).toBe(holders);
  // The outcome of the last requests is being written.
  await sleep(500);
  expect(await child.kill('SIGTERM')).toBe(0);
  return bot.withDatabase(readBooks);
}

it(
  `an import that is killed ${KILLS} times (FAULTS_SEED=${seed}) grants each line once, and the roles are those of the ledger`,
  async () => {
    const needed = PAYING - crowd.holders().length;
    const first = await bot.startReady();
    await crowd.apply(await crowd.sendFile());
    const [atFirst, atLast] = await killAgainAndAgain(first, () => bot.start());
    expect(atFirst.granted).toBeGreaterThan(0);
    expect(atLast.linesLeft).toBeGreaterThan(0);
    const last = bot.start();
    await last.hear(/an import was applied/);
    const books = await endWhenDone(last, PAYING);
    expect(books).toMatchObject({ grants: PAYING, granted: PAYING, doubled: 0, linesLeft: 0, rolesOpen: 0 });
    expect(books.paidMinor).toBe(crowd.paidMinor);
    expect(books.holders.toSorted()).toEqual(crowd.holders().toSorted());
    expect(crowd.requests).toBeGreaterThanOrEqual(needed);
    expect(crowd.requests).toBeLessThanOrEqual(needed + KILLS * IN_FLIGHT);
  },
  WITHIN_MS,
);

it(
  `a wave of expiries that is killed ${KILLS} times ends each grant once, and takes each role once`,
  async () => {
    crowd.takeRoles(STILL_HOLDING);
    const needed = crowd.holders().length;
    const before = crowd.requests;
    await bot.withDatabase(letAMonthPass);
    const startAndLook = (): Child => {
      const child = bot.start();
      // Killed before it is ready, it settles nothing.
      child.hear(READY).then(
        () => crowd.look(),
        () => undefined,
      );
      return child;
    };
    const [atFirst, atLast] = await killAgainAndAgain(startAndLook(), startAndLook);
    expect(atFirst.expired).toBeGreaterThan(0);
    expect(crowd.holders().length).toBeGreaterThan(0);
    expect(atLast.rolesOpen).toBeGreaterThan(0);
    const books = await endWhenDone(startAndLook(), 0);
    expect(books).toMatchObject({ grants: PAYING, expired: PAYING, doubled: 0, due: 0, rolesOpen: 0 });
    expect(books.holders).toEqual([]);
    expect(crowd.requests - before).toBeGreaterThanOrEqual(needed);
    expect(crowd.requests - before).toBeLessThanOrEqual(needed + KILLS * IN_FLIGHT);
  },
  WITHIN_MS,
);
