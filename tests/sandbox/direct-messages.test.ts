/** What a bot writes to people directly, through the real client. */
import { ActionRowBuilder, ButtonBuilder, type ButtonInteraction, ButtonStyle } from 'discord.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPaidSetting, heard, type PaidSetting } from './paid-setting.ts';

let town: PaidSetting;
beforeEach(async () => {
  town = await createPaidSetting(0n);
});
afterEach(() => town.close());

const write = (userId: string, content = 'Your tier ends in three days') =>
  town.client.users.send(userId, content);

it('a person reads what the bot wrote to them, and nobody else does', async () => {
  const ann = town.sandbox.person(town.ann.id);
  const waiting = ann.awaitDirectMessage(({ content }) => content.includes('three days'));
  await write(town.ann.id);
  expect((await waiting).content).toBe('Your tier ends in three days');
  expect(ann.directMessages(town.application.botId)).toHaveLength(1);
  expect(ann.directMessages(town.owner.id)).toEqual([]);
  expect(town.sandbox.person(town.owner.id).directMessages()).toEqual([]);
  await expect(ann.awaitDirectMessage(() => false, 20)).rejects.toThrow('Ann got no such direct message');
});

it('what it wrote counts in no guild', async () => {
  const { ledger } = town.sandbox.world.state;
  ledger.length = 0;
  await write(town.ann.id);
  expect(ledger).toMatchObject([{ kind: 'message', guildId: null, byBot: true }]);
});

it('who does not allow direct messages gets none (50007), nor who shares no guild with the bot (50278)', async () => {
  town.sandbox.person(town.ann.id).acceptsDms = false;
  await expect(write(town.ann.id)).rejects.toMatchObject({ code: 50007, status: 403 });
  await expect(write(town.zoeId)).rejects.toMatchObject({ code: 50278, status: 403 });
  expect(town.sandbox.person(town.ann.id).directMessages()).toEqual([]);
});

it('a button in it works, and the answer stands there', async () => {
  const button = new ButtonBuilder().setCustomId('stop').setLabel('Stop').setStyle(ButtonStyle.Secondary);
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(button);
  await town.client.users.send(town.ann.id, { content: 'Reminder', components: [row] });
  const person = town.sandbox.as(town.guild.id, town.ann.id);
  const [message] = town.sandbox.person(town.ann.id).directMessages();
  const interaction = heard<ButtonInteraction>(town.client, 'interactionCreate');
  const answering = person.press(message?.id ?? '', 'Stop');
  const { guildId, user } = await interaction;
  expect([guildId, user.id]).toEqual([null, town.ann.id]);
  await (await interaction).reply('No more reminders');
  expect((await answering).message?.content).toBe('No more reminders');
});
