/** Imports beside each other. Real: bot, database, local Discord. Faked: a channel that Discord does not answer about. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { changeSettings } from '../../src/communities/communities.ts';
import { UpstreamError } from '../../src/kernel/errors.ts';
import { applyImport, checkImport, reportOf, TierImportWork } from '../../src/tier-import/tier-import.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

let town: TierTown;
beforeAll(async () => {
  town = await startTierTown();
});
afterAll(() => town.bot.close());

async function applied(line: string): Promise<number> {
  const { app, town: place } = town.bot;
  const file = {
    fileName: 'a.csv',
    bytes: Buffer.from(`user,tier,days\n${line}`),
    actorId: place.people.staff,
  };
  const { id } = await checkImport(app, town.guildId, file);
  await applyImport(app, town.guildId, id, place.people.staff);
  return id;
}

it('one whose end cannot be told keeps no other waiting', async () => {
  const { app, town: place } = town.bot;
  await changeSettings(app, town.guildId, { staffChannelId: place.channels.reports });
  await app.tierImports.stop();
  const first = await applied('300000000000000001,Gold,1');
  await app.db.execute(`UPDATE tier_import SET state = 'done' WHERE id = $1`, [first]);
  const other = await applied('300000000000000002,Gold,1');
  vi.spyOn(app.messenger, 'findOwn').mockRejectedValue(new UpstreamError('discord', 'no answer'));
  const work = new TierImportWork();
  work.start(app);
  await expect
    .poll(async () => (await reportOf(app, town.guildId, other)).lines, { timeout: 5_000 })
    .toMatchObject({ ready: 0, done: 1 });
  await work.stop();
});
