/** What people are called: the whole bot on the local Discord, with its faults. Nothing is faked. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot();
});
afterAll(() => bot.close());

it('is known of members and of who has left, asked for once, and null where Discord does not say', async () => {
  const { app, town } = bot;
  const { people } = town.sandbox.world;
  const cora = people.createUser({ username: 'cora', at: new Date('2026-01-05T00:00:00Z') }).id;
  people.join(town.guildId, cora, { silently: true, joinedAt: new Date('2026-01-06T00:00:00Z') });
  expect(await app.names.of(town.guildId, cora)).toMatchObject({ username: 'cora' });

  const asked = town.sandbox.requests.length;
  await app.names.of(town.guildId, cora);
  expect(town.sandbox.requests.length).toBe(asked);

  const stranger = people.createUser({ username: 'nobody', at: new Date('2026-01-05T00:00:00Z') }).id;
  expect(await app.names.of(town.guildId, stranger)).toMatchObject({ username: 'nobody' });
  expect(await app.names.of(town.guildId, '100000000000000001')).toBeNull();
});
