/** What became of a line cannot be written: nothing of it is granted then. Real: see support/tiers.ts; the database refuses by a trigger. */
import { afterEach, expect, it } from 'vitest';
import { applyImport, checkImport } from '../../src/tier-import/tier-import.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

/** The bot tries again after ten seconds. */
const PATIENCE = { timeout: 30_000, interval: 50 };

let town: TierTown;
afterEach(() => town?.bot.close());

it('a line is granted and noted as done at once, or neither', async () => {
  town = await startTierTown();
  const { app } = town.bot;
  const { ann, bo, staff: actorId } = town.bot.town.people;
  const bytes = Buffer.from(`user,tier,days,reference\n${ann},Silver,30,WX1\n${bo},Gold,30,\n`);
  const { id } = await checkImport(app, town.guildId, { fileName: 'paid.csv', bytes, actorId });
  // A sequence counts also what is rolled back.
  await app.db.execute('CREATE SEQUENCE refusals');
  await app.db.execute(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN PERFORM nextval('refusals'); RAISE EXCEPTION 'not now'; END $$`,
  );
  await app.db.execute(
    'CREATE TRIGGER refuse BEFORE UPDATE ON tier_import_line FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  await applyImport(app, town.guildId, id, actorId);
  // The batch, and then its first line by itself.
  await expect.poll(() => countOf('(SELECT FROM refusals WHERE last_value >= 2)'), PATIENCE).toBe(1);
  expect(await countOf('tier_grant')).toBe(0);
  expect(await countOf('tier_payment')).toBe(0);
  await app.db.execute('DROP TRIGGER refuse ON tier_import_line');
  await expect.poll(() => countOf(`(SELECT FROM tier_import_line WHERE state = 'done')`), PATIENCE).toBe(2);
  expect(await countOf('tier_grant')).toBe(2);
  expect(await countOf('tier_payment')).toBe(1);
}, 60_000);

async function countOf(rows: string): Promise<number> {
  const [row] = await town.bot.app.db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${rows} AS rows`,
  );
  return row!.count;
}
