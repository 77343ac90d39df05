/** The whole bot ending while something does not answer. Faked: a database that froze; its real one is there again after the restart. */
import { afterEach, describe, expect, it } from 'vitest';
import { startTestBot } from './support/bot.ts';
import type { TestBot } from './support/bot.ts';

let bot: TestBot | null = null;

afterEach(async () => {
  await bot?.close();
  bot = null;
});

async function messagesLogged({ app, town }: TestBot): Promise<number> {
  await app.interactions.flush();
  const [row] = await app.db.query<{ count: string }>(
    'SELECT count(*) FROM interaction WHERE guild_id = $1 AND kind = 1',
    [town.guildId],
  );
  return Number(row?.count);
}

describe('ending the bot', () => {
  it('loses no message that it heard while the database had frozen', async () => {
    bot = await startTestBot();
    const { town } = bot;
    bot.as('ann').say(town.channels.general, 'before');
    await bot.settled();

    Object.assign(bot.app.db, { sqlTransaction: () => new Promise(() => undefined) });
    bot.as('ann').say(town.channels.general, 'heard and not written');
    await town.sandbox.drained();
    await bot.restart();

    expect(await messagesLogged(bot)).toBe(2);
  });
});
