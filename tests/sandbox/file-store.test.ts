/** Files under addresses that end, as people choose them for a command and as bots send them. Faked: the clock, which stands still. */
import {
  type Attachment,
  type ChatInputCommandInteraction,
  type Message,
  SlashCommandBuilder,
  type TextChannel,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Permission } from '../../src/sandbox/api-codes.ts';
import { createPaidSetting, heard, type PaidSetting } from './paid-setting.ts';

const DAY_MS = 86_400_000;
const PERMISSIONS =
  Permission.viewChannel |
  Permission.sendMessages |
  Permission.attachFiles |
  Permission.embedLinks |
  Permission.readMessageHistory;

let town: PaidSetting;
beforeEach(async () => {
  town = await createPaidSetting(PERMISSIONS);
});
afterEach(() => town.close());

const load = async (url: string): Promise<{ status: number; text: string; type: string | null }> => {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') };
};
const GONE = { status: 404, text: 'This content is no longer available.' };

describe('a file chosen for a command', () => {
  const given = async (): Promise<Attachment> => {
    const command = new SlashCommandBuilder()
      .setName('grant')
      .setDescription('d')
      .addAttachmentOption((option) => option.setName('receipt').setDescription('d').setRequired(true));
    await town.client.application.commands.set([command], town.guild.id);
    const interaction = heard<ChatInputCommandInteraction>(town.client, 'interactionCreate');
    const receipt = { filename: '收据 1.txt', bytes: Buffer.from('¥128'), contentType: 'text/plain' };
    const answering = town.sandbox.as(town.guild.id, town.ann.id).type('/grant', { receipt });
    await (await interaction).reply('Thanks');
    await answering;
    return (await interaction).options.getAttachment('receipt', true);
  };

  it('reaches the bot with its size, kind and an address it can load for a day', async () => {
    const file = await given();
    expect(file).toMatchObject({ name: '收据 1.txt', size: 5, contentType: 'text/plain', ephemeral: true });
    expect(new URL(file.url).pathname).toMatch(/^\/ephemeral-attachments\/\d+\/\d+\//);
    expect(await load(file.url)).toEqual({ status: 200, text: '¥128', type: 'text/plain' });
    town.clock.moveBy(DAY_MS - 1);
    expect(await load(file.url)).toMatchObject({ status: 200 });
    town.clock.moveBy(1);
    expect(await load(file.url)).toMatchObject(GONE);
  });

  it('opens neither without its signature nor with a later end', async () => {
    const { url } = await given();
    expect(await load(url.split('?')[0] ?? '')).toMatchObject(GONE);
    expect(await load(url.replace(/ex=\w+/, 'ex=ffffffff'))).toMatchObject(GONE);
  });
});

describe('a file the bot sent', () => {
  it('can be loaded under the address of any later look at its message', async () => {
    const channel = town.clientGuild.channels.cache.get(town.general.id) as TextChannel;
    const files = [{ attachment: Buffer.from('card'), name: 'card.png' }];
    const embeds = [{ title: 'Card', image: { url: 'attachment://card.png' } }];
    const sent = await channel.send({ files, embeds });
    const urlsOf = (message: Message) => [message.attachments.first()?.url, message.embeds[0]?.image?.url];
    const urls = urlsOf(sent).map(String);
    for (const url of urls) expect(await load(url)).toMatchObject({ status: 200, text: 'card' });
    town.clock.moveBy(DAY_MS);
    for (const url of urls) expect(await load(url)).toMatchObject(GONE);
    const again = await channel.messages.fetch({ message: sent.id, force: true });
    for (const url of urlsOf(again)) expect(await load(String(url))).toMatchObject({ status: 200 });
  });
});
