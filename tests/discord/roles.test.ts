/** What is known of roles from memory. Real: the client, the bot, the local Discord; nothing of Discord is faked. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let bot: TestBot;
let roleId: string;
beforeAll(async () => {
  bot = await startTestBot();
  roleId = bot.town.sandbox.world.guilds.createRole(bot.town.guildId, { name: 'Members' }).id;
  await bot.settled();
});
afterAll(() => bot?.close());

const hands = () => bot.app.roleHands;
const guildId = () => bot.town.guildId;

it('who holds a role is known as soon as the list of members is', async () => {
  const { ann, staff } = bot.town.people;
  bot.as('owner').giveRole(ann, roleId);
  await bot.settled();
  expect(hands().isListComing(guildId())).toBe(false);
  expect(hands().holds(guildId(), ann, roleId)).toBe(true);
  expect(hands().holds(guildId(), staff, roleId)).toBe(false);
  expect(hands().holders(guildId(), new Set([roleId, bot.town.staffRoleId]))).toEqual(
    new Map([
      [ann, [roleId]],
      [staff, [bot.town.staffRoleId]],
    ]),
  );
});

it('who left is no member, and nothing is known of their roles', async () => {
  const { bo } = bot.town.people;
  expect(hands().isMember(guildId(), bo)).toBe(true);
  bot.as('bo').leave();
  await bot.settled();
  expect(hands().isMember(guildId(), bo)).toBe(false);
  expect(hands().holds(guildId(), bo, roleId)).toBe(null);
});

it('a community the bot is not in has no roles it knows of', () => {
  expect(hands().problem('4711', roleId)).toBe(null);
  expect(hands().isListening('4711')).toBe(false);
  expect(hands().holders('4711', new Set([roleId]))).toBe(null);
});

it('@everyone and roles of integrations are not the bot’s to give', async () => {
  const { world } = bot.town.sandbox;
  const booster = world.guilds.createRole(guildId(), { name: 'Booster', managed: 'booster' });
  await bot.settled();
  expect(hands().problem(guildId(), guildId())).toBe('role-managed');
  expect(hands().problem(guildId(), booster.id)).toBe('role-managed');
  expect(hands().problem(guildId(), roleId)).toBe(null);
});

it('without the members intent nothing is known of members, and no list is waited for', async () => {
  const blind = await startTestBot({ application: { privileged: { guildMembers: false } } });
  try {
    const { guildId: id, people } = blind.town;
    expect(blind.app.gateway.hasMembersIntent).toBe(false);
    expect(blind.app.roleHands.holds(id, people.ann, roleId)).toBe(null);
    expect(blind.app.roleHands.isMember(id, people.ann)).toBe(null);
    expect(blind.app.roleHands.isListComing(id)).toBe(false);
  } finally {
    await blind.close();
  }
});
