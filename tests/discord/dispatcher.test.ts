/** Every call goes through one dispatcher: access, deferring, words, failures. Real client, real database, local Discord; nothing is faked. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

const CHINESE = /[\u4e00-\u9fff]{4}/;

let bot: TestBot;
let here: { channelId: string };

beforeAll(async () => {
  bot = await startTestBot({ sandbox: { interactions: { firstResponseMs: 1_000 } } });
  here = { channelId: bot.town.channels.general };
});

afterAll(() => bot.close());
afterEach(() => bot.town.sandbox.faults.clear());

async function outcomes(command: string): Promise<string[]> {
  const rows = await bot.app.db.prisma.commandCall.findMany({ where: { command } });
  return rows.map(({ outcome }) => outcome);
}

/** A message of the bot with a button whose custom id is given, as an older version might have left it. */
async function oldButton(customId: string) {
  const { messageId } = await bot.app.messenger.post(bot.town.guildId, here.channelId, {
    content: 'An old message',
    components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Old', custom_id: customId }] }],
  });
  return { id: messageId };
}

describe('a command', () => {
  it('is answered privately, in the language of who asked', async () => {
    const english = await bot.as('ann').type('/help', {}, here);
    const chinese = await bot.as('bo').type('/help', {}, here);
    expect(english.ephemeral).toBe(true);
    expect(english.message?.text).toMatch(/[a-z]{4}/);
    expect(chinese.message?.text).toMatch(CHINESE);
  });

  it('leaves a row that does not say who made it', async () => {
    await bot.as('ann').type('/help', {}, here);
    await expect.poll(() => outcomes('help')).toContain('ok');
    const rows = await bot.app.db.prisma.commandCall.findMany();
    const text = JSON.stringify(rows, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    expect(text).toContain(bot.town.guildId);
    expect(text).not.toContain(bot.town.people.ann);
  });
});

describe('a command for staff', () => {
  const createSurvey = (who: 'ann' | 'bo' | 'staff' | 'owner') => bot.as(who).type('/survey list', {}, here);

  it('is refused to others, privately, in their language', async () => {
    const english = await createSurvey('ann');
    expect(english.ephemeral).toBe(true);
    expect(english.message?.content).toContain('Only staff can do this');
    expect((await createSurvey('bo')).message?.content).toContain('只有管理人员可以这样做');
    await expect.poll(() => outcomes('survey list')).toEqual(['refused', 'refused']);
  });

  it('is open to who may manage the server, and to the staff role once it is set', async () => {
    expect((await createSurvey('owner')).message?.content).not.toContain('Only staff');
    expect((await createSurvey('staff')).message?.content).toContain('Only staff');
    await bot.as('owner').type('/setup', { 'staff-role': bot.town.staffRoleId }, here);
    expect((await createSurvey('staff')).message?.content).not.toContain('Only staff');
    expect((await createSurvey('ann')).message?.content).toContain(`<@&${bot.town.staffRoleId}>`);
  });
});

describe('a button', () => {
  it.each([
    ['of a component that is gone', '1:gone.component:7'],
    ['of another version', '9:survey.answer:7'],
    ['with a damaged id', 'survey.answer%'],
    ['with a number that is none', '1:survey.answer:many'],
  ])('%s says so, privately', async (_, customId) => {
    const answer = await bot.as('bo').press(await oldButton(customId), 'Old');
    expect(answer.ephemeral).toBe(true);
    expect(answer.message?.content).toMatch(CHINESE);
  });
});

describe('when something fails', () => {
  it('a bug is answered with a reference that stands in the table', async () => {
    const { surveys } = bot.app;
    const broken = Object.getOwnPropertyNames(Object.getPrototypeOf(surveys)).filter(
      (name) => name !== 'constructor',
    );
    // The surveys in memory are made to throw, as a bug would.
    for (const name of broken)
      Object.defineProperty(surveys, name, {
        configurable: true,
        get: () => () => {
          throw new Error('broken');
        },
      });
    const button = await oldButton('1:survey.answer:1');
    const answer = await bot.as('ann').press(button, 'Old');
    for (const name of broken) Reflect.deleteProperty(surveys, name);
    const reference = /`([0-9a-f]{8})`/.exec(answer.message?.content ?? '')?.[1];
    const row = () => bot.app.db.prisma.commandCall.findUnique({ where: { reference: reference ?? '' } });
    await expect.poll(row).toMatchObject({ outcome: 'failed', command: 'survey.answer' });
  });

  it('a first answer that came too late is counted, and nothing is done', async () => {
    bot.town.sandbox.faults.delay(
      { route: '/interactions/{interaction_id}/{interaction_token}/callback' },
      1_500,
    );
    await bot
      .as('ann')
      .type('/me opt-out', {}, { ...here, timeoutMs: 3_000 })
      .catch(() => undefined);
    await expect.poll(() => outcomes('me opt-out')).toEqual(['expired']);
    expect(bot.app.interactions.isOptedOut(bot.town.guildId, bot.town.people.ann)).toBe(false);
    expect(await bot.app.db.prisma.optOut.count()).toBe(0);
  });
});

describe('registering the commands', () => {
  const registrations = () =>
    bot.town.sandbox.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands'))
      .length;

  it('happens once, and not again at a restart with the same commands', async () => {
    expect(registrations()).toBe(1);
    await bot.restart();
    expect(registrations()).toBe(1);
    expect((await bot.as('ann').type('/help', {}, here)).ephemeral).toBe(true);
  });
});
