/**
 * What any command may rely on: who may use it, options read back, suggestions. Real dispatcher, client and database on a local Discord.
 * Faked: the list of commands, which has one made for this test.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { changeSettings } from '../../src/communities/communities.ts';
import { action, command } from '../../src/discord/command.ts';
import type { Access, Call } from '../../src/discord/command.ts';
import { attachment, member, required, text } from '../../src/discord/options.ts';
import type { SuggestPlace, Suggestion } from '../../src/discord/options.ts';
import { catalogues } from '../../src/i18n/i18n.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

const ACCESSES = ['everyone', 'staff', 'tier-admin', 'admin'] as const satisfies readonly Access[];

/** Source: https://discord.com/developers/docs/interactions/receiving-and-responding (callback types) */
const AUTOCOMPLETE_ANSWER = 8;

const probe = vi.hoisted(() => ({ commands: [] as unknown[] }));
vi.mock('../../src/discord/all-commands.ts', () => ({ allCommands: probe.commands, allComponents: [] }));

let suggest: (typed: string, where: SuggestPlace) => readonly Suggestion[] | Promise<readonly Suggestion[]>;
let given: unknown;
let caller: Call | null = null;

const open = (access: Access) =>
  action({
    access,
    options: {},
    async run(_app, call) {
      caller = call;
      return { content: `open to ${access}` };
    },
  });

probe.commands.push(
  command({
    name: 'probe',
    subcommands: {
      ...Object.fromEntries(ACCESSES.map((access) => [access, open(access)])),
      options: action({
        access: 'everyone',
        options: { who: required(member()), file: attachment() },
        async run(_app, _call, options) {
          given = options;
          return { content: 'read' };
        },
      }),
      pick: action({
        access: 'tier-admin',
        options: { who: member(), what: { ...text(), suggest: (typed, where) => suggest(typed, where) } },
        run: async () => ({ content: 'picked' }),
      }),
    },
  }),
);

const words = (name: string) => ({ name, description: 'for a test' });
const probeWords = {
  ...words('probe'),
  subcommands: {
    ...Object.fromEntries(ACCESSES.map((access) => [access, words(access)])),
    options: { ...words('options'), options: { who: words('who'), file: words('file') } },
    pick: { ...words('pick'), options: { who: words('who'), what: words('what') } },
  },
};
for (const catalogue of Object.values(catalogues)) Object.assign(catalogue.commands, { probe: probeWords });

let bot: TestBot;
let here: { channelId: string };
/** Held by Ann alone. */
let adminRoleId: string;

beforeAll(async () => {
  bot = await startTestBot();
  const { guildId, staffRoleId, sandbox, people, channels } = bot.town;
  here = { channelId: channels.general };
  adminRoleId = sandbox.world.guilds.createRole(guildId, { name: 'Treasurers' }).id;
  await changeSettings(bot.app, guildId, { staffRoleId });
  bot.as('owner').giveRole(people.ann, adminRoleId);
  await sandbox.drained();
});
afterAll(() => bot.close());

const nameAdminRole = (roleId: string | null) => {
  const { communities } = bot.app;
  communities.put({ ...communities.get(bot.town.guildId), adminRoleId: roleId });
};

async function use(who: 'owner' | 'staff' | 'ann' | 'bo', access: Access): Promise<string> {
  const answer = await bot.as(who).type(`/probe ${access}`, {}, here);
  expect(answer.ephemeral).toBe(true);
  return answer.message?.content ?? '';
}

describe('who may use a command:', () => {
  it.each([
    ['who manages the server', 'owner', ['everyone', 'staff', 'admin']],
    ['staff', 'staff', ['everyone', 'staff']],
    ['a holder of the admin role', 'ann', ['everyone', 'staff', 'tier-admin']],
    ['a member', 'bo', ['everyone']],
  ] as const)('%s', async (_, who, expected) => {
    nameAdminRole(adminRoleId);
    const allowed: Access[] = [];
    for (const access of ACCESSES) if ((await use(who, access)) === `open to ${access}`) allowed.push(access);
    expect(allowed).toEqual(expected);
  });

  it('the refusal names the admin role', async () => {
    nameAdminRole(adminRoleId);
    expect(await use('owner', 'tier-admin')).toContain(`Only members with <@&${adminRoleId}>`);
    expect(await use('bo', 'tier-admin')).toContain(`只有拥有 <@&${adminRoleId}> 身份组的成员`);
  });

  it('while no admin role is named nobody may grant, and everybody hears who can change that', async () => {
    nameAdminRole(null);
    for (const who of ['owner', 'staff', 'ann'] as const)
      expect(await use(who, 'tier-admin')).toMatch(/^Nobody can do this yet.*`\/setup admin-role:@role`/);
    expect(await use('bo', 'tier-admin')).toContain('目前没有人可以这样做');
  });

  it('a call says whether the caller is of the admin role', async () => {
    nameAdminRole(adminRoleId);
    await use('ann', 'everyone');
    expect(caller).toMatchObject({ isTierAdmin: true, isStaff: true, isAdmin: false });
    await use('owner', 'everyone');
    expect(caller).toMatchObject({ isTierAdmin: false, isStaff: true, isAdmin: true });
  });

  it('the admin role of one community counts for nothing in another', async () => {
    const { other, people, sandbox } = bot.town;
    sandbox.world.people.join(other.guildId, people.ann);
    await sandbox.drained();
    const elsewhere = sandbox.as(other.guildId, people.ann);
    const answer = await elsewhere.type('/probe tier-admin', {}, { channelId: other.channelId });
    expect(answer.message?.content).toContain('Nobody can do this yet');
  });
});

describe('an option', () => {
  const typed = (options: Record<string, unknown>) =>
    bot.as('ann').type('/probe options', options as Record<string, string>, here);

  it('takes a member, a bot, and somebody who has left', async () => {
    const { people, botId, guildId, sandbox } = bot.town;
    await typed({ who: people.bo });
    expect(given).toEqual({ who: { userId: people.bo, isMember: true, isBot: false }, file: null });
    await typed({ who: botId });
    expect(given).toMatchObject({ who: { userId: botId, isMember: true, isBot: true } });
    const gone = sandbox.join(guildId, { username: 'gone' });
    gone.leave();
    await typed({ who: gone.userId });
    expect(given).toMatchObject({ who: { userId: gone.userId, isMember: false, isBot: false } });
  });

  it('takes a file, which can then be downloaded', async () => {
    const bytes = Buffer.from('member,tier\n小明,Pro\n');
    await typed({ who: bot.town.people.bo, file: { filename: '名单.csv', bytes, contentType: 'text/csv' } });
    const { file } = given as { file: Parameters<typeof bot.app.attachments.download>[0] };
    expect(file).toMatchObject({ fileName: '名单.csv', contentType: 'text/csv', size: bytes.length });
    expect(await bot.app.attachments.download(file, 1_000)).toEqual(bytes);
    bot.town.sandbox.world.state.uploads.delete(/attachments\/\d+\/(\d+)\//.exec(file.url)?.[1] ?? '');
    await expect(bot.app.attachments.download(file, 1_000)).rejects.toMatchObject({
      code: 'attachment.gone',
      facts: { fileName: '名单.csv' },
    });
  });
});

describe('suggestions', () => {
  const offered = async (who: 'owner' | 'ann', others: Record<string, string> = {}) => {
    const choices = await bot.as(who).autocomplete('/probe pick', 'what', 'pr', others, here);
    return choices.map(({ name }) => name);
  };

  it('may ask the database, and see who types and what else is given', async () => {
    let seen: SuggestPlace | null = null;
    suggest = async (typed, where) => {
      seen = where;
      await bot.app.db.ping();
      return [{ name: `${typed}o`, value: 'pro' }];
    };
    const { guildId, people } = bot.town;
    expect(await offered('ann', { who: people.bo })).toEqual(['pro']);
    expect(seen).toMatchObject({ guildId, userId: people.ann, locale: 'en', given: { who: people.bo } });
  });

  it('are made only for those who may use the command', async () => {
    suggest = () => [{ name: 'Pro', value: 'pro' }];
    expect(await offered('owner')).toEqual([]);
    expect(await offered('ann')).toEqual(['Pro']);
  });

  it.each([
    [
      'that fail at once',
      () => {
        throw new Error('broken');
      },
    ],
    ['that fail later', () => Promise.reject(new Error('broken'))],
    ['that never come', () => new Promise<never>(() => undefined)],
  ])('%s hold nobody up: nothing is suggested', async (_, broken) => {
    // Without an answer somebody at Discord sees nothing either, but only after waiting for it.
    const answers = () =>
      bot.town.sandbox.requests.filter(
        ({ body, status }) =>
          (body as { type?: number } | null)?.type === AUTOCOMPLETE_ANSWER && status === 204,
      ).length;
    const before = answers();
    suggest = broken;
    expect(await offered('ann')).toEqual([]);
    expect(answers()).toBe(before + 1);
  });
});
