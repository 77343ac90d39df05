/** Which process serves which community. Pure. */
import { expect, it } from 'vitest';
import { areSome, runsFirstShard, servesCommunity } from '../../src/kernel/shards.ts';
import { snowflakeAt } from '../../src/kernel/snowflake.ts';

it('every community belongs to exactly one process, by the time its id was made', () => {
  const processes = [
    { ids: [0], count: 3 },
    { ids: [1, 2], count: 3 },
  ];
  for (let ms = 0; ms < 9; ms += 1) {
    const guildId = snowflakeAt(new Date(Date.UTC(2026, 0, 1, 0, 0, 0, ms)), 77);
    const serving = processes.filter((shards) => servesCommunity(shards, guildId));
    expect(serving).toHaveLength(1);
    expect(serving[0]!.ids).toContain(Number((BigInt(guildId) >> 22n) % 3n));
  }
});

it('a process with all the shards, or told of none, serves everybody', () => {
  for (const shards of [null, { ids: [0], count: 1 }, { ids: [0, 1], count: 2 }]) {
    expect(areSome(shards)).toBe(false);
    expect(runsFirstShard(shards)).toBe(true);
    expect(servesCommunity(shards, '900000000000000001')).toBe(true);
  }
  expect(runsFirstShard({ ids: [1], count: 2 })).toBe(false);
});
