/** Every call goes through one dispatcher: access, deferring, words, failures. Real client, real database, local Discord. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(() => bot.close());

const calls = async () => bot.app.db.prisma.commandCall.findMany({ orderBy: { calledAt: 'asc' } });

describe('a command', () => {
  it('is answered privately, in the language of who asked', async () => {
    const english = await bot.as('ann').type('/help', {}, { channelId: bot.town.channels.general });
    const chinese = await bot.as('bo').type('/help', {}, { channelId: bot.town.channels.general });
    expect(english.ephemeral).toBe(true);
    expect(english.message?.content).toMatch(/[a-z]{4}/);
    expect(chinese.message?.content).toMatch(/[\u4e00-\u9fff]{4}/);
  });

  it('leaves a row that does not say who made it', async () => {
    await bot.as('ann').type('/help', {}, { channelId: bot.town.channels.general });
    const rows = await calls();
    expect(rows.at(-1)).toMatchObject({ command: 'help', outcome: 'ok', guildId: BigInt(bot.town.guildId) });
    expect(
      JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
    ).not.toContain(bot.town.people.ann);
  });
});
