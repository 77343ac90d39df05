/** /me through the real dispatcher and client on a local Discord: language, what is held, export, erasing, not being counted. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anonymousKey } from '../../src/surveys/surveys-answers.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

type Who = 'owner' | 'staff' | 'ann' | 'bo';

let bot: TestBot;
let here: { channelId: string };

beforeAll(async () => {
  bot = await startTestBot();
  here = { channelId: bot.town.channels.general };
});
afterAll(() => bot.close());

/** Everybody says something, so that there is something to hold. */
beforeEach(async () => {
  for (const who of ['ann', 'bo'] as const) {
    const message = bot.as(who).say(here.channelId, `a secret of ${who}`);
    bot.as(who).react(message, '👍');
  }
  await bot.settled();
});

async function me(who: Who, what: string, options: Record<string, string> = {}) {
  const answer = await bot.as(who).type(`/me ${what}`, options, here);
  expect(answer.ephemeral).toBe(true);
  return answer;
}

const textOf = async (who: Who, what: string, options?: Record<string, string>) =>
  (await me(who, what, options)).message?.content ?? '';

/** Tables in which a text stands anywhere, whatever the column. */
async function tablesWith(text: string): Promise<string[]> {
  await bot.settled();
  const tables = await bot.app.db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace
     AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname`,
    [],
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await bot.app.db.query(`SELECT 1 FROM "${name}" AS t WHERE t::text LIKE $1 LIMIT 1`, [
      `%${text}%`,
    ]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** What the exported file holds. */
async function exported(who: Who) {
  const answer = await me(who, 'export');
  const [file] = answer.message?.attachments ?? [];
  expect(file?.filename).toBe('my-data.json');
  return JSON.parse(file?.bytes.toString() ?? '') as {
    readme: string[];
    person: string;
    counted: boolean;
    held: Record<string, Record<string, unknown[]> | null>;
  };
}

describe('/me language', () => {
  it('answers in the chosen language at once, everywhere, and after a restart', async () => {
    expect(await textOf('ann', 'language', { language: 'zh-CN' })).toContain('简体中文');
    expect(await textOf('ann', 'data')).toContain('我在本社区保存的关于你的数据');
    await bot.restart();
    expect(await textOf('ann', 'data')).toContain('我在本社区保存的关于你的数据');
    expect(await textOf('bo', 'language', { language: 'en' })).toContain('in English');
    expect(await textOf('bo', 'data')).toContain('What I hold on you');
  });

  it('goes back to what Discord says', async () => {
    await me('ann', 'language', { language: 'auto' });
    await me('bo', 'language', { language: 'auto' });
    expect(await textOf('ann', 'data')).toContain('What I hold on you');
    expect(await textOf('bo', 'data')).toContain('我在本社区保存的关于你的数据');
  });
});

describe('/me data and /me export', () => {
  it('say in short what is held, in the language of who asks', async () => {
    expect(await textOf('ann', 'data')).toMatch(/What you did here.*: \d+ records/);
    expect(await textOf('ann', 'data')).toContain('When you joined and left: 1 record');
    expect(await textOf('bo', 'data')).toMatch(/你在这里的活动.*：\d+ 条/);
  });

  it('give all of it as a file, and never what was said', async () => {
    await me('ann', 'language', { language: 'en' });
    const file = await exported('ann');
    expect(file).toMatchObject({ person: bot.town.people.ann, counted: true });
    expect(file.readme.join(' ')).toContain('/me forget');
    const kinds = file.held['interactions']?.['interactions']?.map((row) => (row as { kind: string }).kind);
    expect(kinds).toEqual(expect.arrayContaining(['message', 'reaction', 'command']));
    expect(file.held['memberships']?.['stays']).toHaveLength(1);
    expect(file.held['languages']).toEqual({ chosenLanguage: 'en' });
    expect(JSON.stringify(file)).not.toContain('secret of');
  });

  it('hold nothing on anybody else, nor on another community', async () => {
    const text = JSON.stringify(await exported('ann'));
    expect(text).toContain(bot.town.people.ann);
    for (const foreign of [bot.town.people.bo, bot.town.people.staff, bot.town.other.guildId])
      expect(text).not.toContain(foreign);
    expect(JSON.stringify(await exported('bo'))).not.toContain(bot.town.people.ann);
  });
});

describe('/me forget', () => {
  it('asks first, and erases nothing until the button is pressed', async () => {
    const answer = await me('ann', 'forget');
    expect(answer.message?.content).toContain('Erase everything I hold on you in this community?');
    expect(await tablesWith(bot.town.people.ann)).toEqual(
      expect.arrayContaining(['interaction', 'member_day', 'member_stay']),
    );
  });

  it('leaves nothing on the person in any table, and everything on everybody else', async () => {
    const { ann, bo } = bot.town.people;
    await me('ann', 'language', { language: 'en' });
    await answerSurveys();
    const tables = ['interaction', 'language_choice', 'member_day', 'member_stay', 'survey', 'survey_answer'];
    expect(await tablesWith(ann)).toEqual(tables);
    const countOf = async (table: string) =>
      Number((await bot.app.db.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`, []))[0]?.n);
    const surveys = await countOf('survey');
    const boTables = await tablesWith(bo);

    const pressed = await bot.as('ann').press(await me('ann', 'forget'), 'Erase everything');
    expect(pressed.message?.content).toMatch(/^Erased: \d+ records\./);
    expect(pressed.message?.content).toContain('you are counted again');
    expect(await tablesWith(ann)).toEqual([]);
    expect(await countOf('survey')).toBe(surveys);
    expect(await bot.app.db.prisma.surveyAnswer.count()).toBe(0);
    expect(await tablesWith(bo)).toEqual(boTables);
    expect(bot.app.languages.choiceOf(ann)).toBeNull();
    const file = await exported('bo');
    expect(file.held['interactions']).not.toBeNull();
  });

  it('takes what a person did out of the sums as well', async () => {
    const { ann } = bot.town.people;
    const sums = async () => {
      const [row] = await bot.app.db.query<{ messages: string }>(
        'SELECT coalesce(sum(messages), 0) AS messages FROM channel_hour WHERE guild_id = $1',
        [bot.town.guildId],
      );
      return Number(row?.messages);
    };
    const before = await sums();
    const own = await bot.app.db.prisma.memberDay.findMany({
      where: { guildId: BigInt(bot.town.guildId), userId: BigInt(ann) },
    });
    const ofAnn = own.reduce((sum, { messages }) => sum + messages, 0);
    expect(ofAnn).toBeGreaterThan(0);
    await bot.as('ann').press(await me('ann', 'forget'), 'Erase everything');
    expect(await sums()).toBe(before - ofAnn);
  });

  it('can be repeated: there is nothing left to erase', async () => {
    const first = await me('ann', 'forget');
    await bot.as('ann').press(first, 'Erase everything');
    const again = await me('ann', 'forget');
    const pressed = await bot.as('ann').press(again, 'Erase everything');
    // What stood there again was the two commands themselves.
    expect(pressed.message?.content).toMatch(/^(Erased: \d+ records?\.|There was nothing to erase\.)/);
    expect(await tablesWith(bot.town.people.ann)).toEqual([]);
  });

  it('erases in this community only', async () => {
    const { other, people } = bot.town;
    bot.town.sandbox.world.people.join(other.guildId, people.bo, {
      joinedAt: new Date('2026-02-01T00:00:00Z'),
    });
    bot.town.sandbox.as(other.guildId, people.bo).say(other.channelId, 'hello there');
    await bot.settled();
    await bot.as('bo').press(await me('bo', 'forget'), '清除全部数据');
    const rows = await bot.app.db.prisma.interaction.findMany({ where: { userId: BigInt(people.bo) } });
    expect(new Set(rows.map(({ guildId }) => guildId.toString()))).toEqual(new Set([other.guildId]));
  });

  it('says which parts could not be erased, and the button erases the rest', async () => {
    const { ann } = bot.town.people;
    const { surveys } = bot.app;
    await answerSurveys();
    // The memory of surveys is made to throw, as a bug would.
    Object.defineProperty(surveys, 'forgetAnswer', {
      configurable: true,
      value: () => {
        throw new Error('broken');
      },
    });
    const asked = await me('ann', 'forget');
    const failed = await bot.as('ann').press(asked, 'Erase everything');
    expect(failed.message?.content).toContain('could not be erased just now: Your survey answers');
    expect(await tablesWith(ann)).not.toContain('interaction');
    Reflect.deleteProperty(surveys, 'forgetAnswer');
    const retried = await bot.as('ann').press(asked, 'Erase everything');
    expect(retried.message?.content).toContain('Erased');
    expect(await tablesWith(ann)).toEqual([]);
  });
});

describe('/me opt-out', () => {
  const counted = async (userId: string) => {
    await bot.settled();
    return bot.app.db.prisma.interaction.count({ where: { userId: BigInt(userId) } });
  };

  it('records nothing any more, remembers only a hash, and outlives a restart', async () => {
    const { ann } = bot.town.people;
    const text = await textOf('ann', 'opt-out');
    expect(text).toContain('From now on nothing you do here is counted');
    const before = await counted(ann);
    bot.as('ann').say(here.channelId, 'not for the record');
    bot.as('ann').joinVoice(bot.town.channels.voice);
    await textOf('ann', 'data');
    await bot.restart();
    bot.as('ann').say(here.channelId, 'neither is this');
    expect(await counted(ann)).toBe(before);
    expect(await textOf('ann', 'data')).toContain('**not** counted');
    expect(await bot.app.db.prisma.optOut.count()).toBe(1);
    expect(await tablesWith(ann)).not.toContain('opt_out');
    expect((await exported('ann')).counted).toBe(false);
  });

  it('ends a voice stay that was under way', async () => {
    const { bo } = bot.town.people;
    bot.as('bo').joinVoice(bot.town.channels.voice);
    expect(await tablesWith(bo)).toContain('voice_stay');
    await me('bo', 'opt-out');
    expect(await tablesWith(bo)).not.toContain('voice_stay');
    bot.as('bo').leaveVoice();
    await me('bo', 'opt-in');
  });

  it('is no longer a member for the numbers', async () => {
    const stays = await bot.app.db.prisma.memberStay.findMany({
      where: { userId: BigInt(bot.town.people.ann) },
    });
    expect(stays.every(({ leftAt }) => leftAt !== null)).toBe(true);
  });

  it('says so when asked twice, and holds for this community only', async () => {
    expect(await textOf('ann', 'opt-out')).toContain('already opted out');
    const { other, people } = bot.town;
    expect(bot.app.interactions.isOptedOut(bot.town.guildId, people.ann)).toBe(true);
    expect(bot.app.interactions.isOptedOut(other.guildId, people.ann)).toBe(false);
    expect(bot.app.interactions.isOptedOut(bot.town.guildId, people.bo)).toBe(false);
  });

  it('leaves nothing at all once the past is forgotten too, not even from the buttons', async () => {
    const { ann } = bot.town.people;
    const pressed = await bot.as('ann').press(await me('ann', 'forget'), 'Erase everything');
    expect(pressed.message?.content).toContain('You are still not counted');
    expect(await tablesWith(ann)).toEqual([]);
  });

  it('is taken back by /me opt-in, from now on', async () => {
    const { ann } = bot.town.people;
    expect(await textOf('ann', 'opt-in')).toContain('you are counted again');
    const before = await counted(ann);
    bot.as('ann').say(here.channelId, 'counted again');
    expect(await counted(ann)).toBe(before + 1);
    expect(await textOf('ann', 'opt-in')).toContain('already counted');
    expect(await bot.app.db.prisma.optOut.count()).toBe(0);
  });

  it('is offered after forgetting, and forgetting after opting out', async () => {
    const { bo } = bot.town.people;
    const forgot = await bot.as('bo').press(await me('bo', 'forget'), '清除全部数据');
    expect(forgot.message?.content).toContain('已清除');
    const out = await bot.as('bo').press(forgot, '不要统计我');
    expect(out.message?.content).toContain('从现在起，你在这里的活动不再被统计');
    const stays = { guildId: BigInt(bot.town.guildId), userId: BigInt(bo) };
    await bot.settled();
    expect(await bot.app.db.prisma.memberStay.count({ where: stays })).toBe(0);
    await me('bo', 'opt-in');
    const answer = await me('bo', 'opt-out');
    const ask = await bot.as('bo').press(answer, '清除过去的记录');
    expect(ask.ephemeral).toBe(true);
    const done = await bot.as('bo').press(ask, '清除全部数据');
    expect(done.message?.content).toContain('今后也不会统计你');
    await me('bo', 'opt-in');
  });
});

/** Ann made a survey and answered a named and an anonymous one; written as the surveys feature writes them. */
async function answerSurveys(): Promise<void> {
  const { prisma } = bot.app.db;
  const guildId = BigInt(bot.town.guildId);
  const userId = BigInt(bot.town.people.ann);
  const at = bot.clock.now();
  const survey = { guildId, title: 'How is it?', state: 'open', createdAt: at, openedAt: at };
  const named = await prisma.survey.create({ data: { ...survey, anonymous: false, createdBy: userId } });
  const hidden = await prisma.survey.create({ data: { ...survey, anonymous: true, createdBy: userId } });
  const hash = anonymousKey(bot.app, bot.town.guildId, hidden.id, bot.town.people.ann);
  await prisma.surveyAnswer.createMany({
    data: [
      {
        id: randomUUID(),
        guildId,
        surveyId: named.id,
        userId,
        respondentKey: bot.town.people.ann,
        answeredAt: at,
        values: { 1: 5 },
      },
      {
        id: randomUUID(),
        guildId,
        surveyId: hidden.id,
        respondentKey: hash,
        values: { 1: 4 },
      },
    ],
  });
}
