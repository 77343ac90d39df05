/**
 * Half a year of a community in which everything happens in any order: tiers granted, extended, changed, paused, revoked and run out, people
 * who leave and come back, staff who give and take roles by hand. Real: see support/tiers.ts. FAULTS_SEED repeats a run that failed.
 */
import { afterEach, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { membershipOf } from '../../src/tiers/tiers.ts';
import type { Term, TierAct } from '../../src/tiers/tiers.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const MEMBERS = 15;
const STEPS = 200;
const HOUR_MS = 3_600_000;
const JOINED_AT = new Date('2026-01-06T00:00:00Z');

const seed = process.env['FAULTS_SEED'] ?? String(Date.now());
const random = new Random(seed);

let town: TierTown;
afterEach(() => town?.bot.close());

it(`whatever happens (FAULTS_SEED=${seed}), after the next full hour everybody holds the role of their tier and no other`, async () => {
  town = await startTierTown({
    timeZone: 'Europe/Berlin',
    settings: {
      overlap: random.pick(['wait', 'parallel']),
      graceDays: random.between(0, 2),
      unknownRoles: 'remove',
    },
  });
  const userIds = Array.from({ length: MEMBERS }, (_, index) => {
    const { people } = town.bot.town.sandbox.world;
    const { id } = people.createUser({ username: `m${index}`, at: JOINED_AT });
    people.join(town.guildId, id, { joinedAt: JOINED_AT });
    return id;
  });
  await town.bot.settled();
  for (let step = 0; step < STEPS; step += 1) await takeStep(random.pick(userIds), userIds);
  for (const userId of userIds) if (!isHere(userId)) town.bot.town.sandbox.join(town.guildId, userId);
  await passHours(1, userIds);
  const before = town.roleRequests();
  expect(before).toBeGreaterThan(MEMBERS);
  await town.moveTo(new Date(town.bot.clock.now().getTime() + 1));
  expect(town.roleRequests()).toBe(before);
  expect(await endedTwice()).toBe(0);
}, 180_000);

async function takeStep(userId: string, userIds: readonly string[]): Promise<void> {
  const { sandbox, people } = town.bot.town;
  const kind = random.weighted(
    ['act', 'wait', 'hand', 'move'] as const,
    (one) => ({ act: 50, wait: 15, hand: 20, move: 15 })[one],
  );
  if (kind === 'act') await town.act({ userId, act: anyAct(), again: true });
  else if (kind === 'wait') await passHours(random.between(1, 72), userIds);
  else if (kind === 'move') {
    if (isHere(userId)) sandbox.as(town.guildId, userId).leave();
    else sandbox.join(town.guildId, userId);
    // Sometimes the next thing happens at once.
    if (random.chance(0.5)) await town.act();
  } else if (isHere(userId)) {
    const owner = sandbox.as(town.guildId, people.owner);
    const { roleId } = random.pick([town.silver, town.gold]);
    if (random.chance(0.5)) owner.giveRole(userId, roleId);
    else owner.takeRole(userId, roleId);
  }
}

function anyAct(): TierAct {
  const { id: tierId } = random.pick([town.silver, town.gold]);
  const days = random.between(1, 12);
  const now = town.bot.clock.now();
  const term = random.pick<Term>([
    { days },
    { days },
    { until: new Date(now.getTime() + days * 24 * HOUR_MS) },
  ]);
  const startsAt = random.chance(0.2) ? new Date(now.getTime() + random.between(1, 90) * HOUR_MS) : null;
  const when = random.pick(['now', 'period-end'] as const);
  return random.pick<TierAct>([
    { act: 'grant', tierId, term, startsAt },
    { act: 'grant', tierId, term, startsAt },
    { act: 'grant', tierId, term, startsAt },
    { act: 'extend', tierId: null, term },
    { act: 'upgrade', tierId: town.gold.id, when, term: null },
    { act: 'downgrade', tierId: town.silver.id, when, term: null },
    { act: 'pause', tierId: null },
    { act: 'resume', tierId: null },
    { act: 'revoke', tierId: null },
  ]);
}

/** To the full hour that many hours ahead: then all roles are right. */
async function passHours(hours: number, userIds: readonly string[]): Promise<void> {
  await town.bot.settled();
  const hour = Math.floor(town.bot.clock.now().getTime() / HOUR_MS);
  await town.moveTo(new Date((hour + hours) * HOUR_MS));
  for (const userId of userIds.filter(isHere))
    expect([userId, town.rolesOf(userId)]).toEqual([userId, await due(userId)]);
}

const isHere = (userId: string): boolean =>
  town.bot.town.sandbox.world.state.guild(town.guildId).members.has(userId);

/** The role that the ledger gives them. */
async function due(userId: string): Promise<string[]> {
  const { standing } = await membershipOf(town.bot.app, town.guildId, userId);
  const tier = [town.silver, town.gold].find(({ id }) => id === standing?.grant.tierId);
  return tier ? [tier.names.en] : [];
}

async function endedTwice(): Promise<number> {
  const rows = await town.bot.app.db.query(
    `SELECT FROM tier_entry WHERE kind IN ('expired', 'revoked') GROUP BY grant_id HAVING count(*) > 1`,
  );
  return rows.length;
}
