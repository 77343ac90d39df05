import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  ChannelType,
  ContainerBuilder,
  FileBuilder,
  type ChatInputCommandInteraction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  RoleSelectMenuBuilder,
  SectionBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  UserSelectMenuBuilder,
} from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../src/sandbox/driver.ts';
import { type Setting, startSetting } from './interaction-setting.ts';

let setting: Setting;
let ann: Person;
let ben: Person;
const seen: unknown[] = [];

beforeAll(async () => {
  setting = await startSetting();
  ann = setting.sandbox.as(setting.guildId, setting.annId);
  ben = setting.sandbox.as(setting.guildId, setting.benId);
  await setting.client.application.commands.set(
    [
      new SlashCommandBuilder().setName('go').setDescription('d'),
      { type: 3, name: 'Report' },
      { type: 2, name: 'Profile' },
    ],
    setting.guildId,
  );
});
afterAll(() => setting.stop());
beforeEach(() => {
  seen.length = 0;
  setting.thrown.length = 0;
});

const button = (customId: string, label: string): ButtonBuilder =>
  new ButtonBuilder().setCustomId(customId).setLabel(label).setStyle(ButtonStyle.Primary);
const row = (...buttons: ButtonBuilder[]): ActionRowBuilder<ButtonBuilder> =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(buttons);

const form = (): ModalBuilder =>
  new ModalBuilder()
    .setCustomId('form')
    .setTitle('Survey')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Why?')
        .setDescription('In a few words')
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId('why')
            .setStyle(TextInputStyle.Paragraph)
            .setMinLength(3)
            .setMaxLength(20)
            .setRequired(true),
        ),
      new LabelBuilder()
        .setLabel('Score')
        .setStringSelectMenuComponent(
          new StringSelectMenuBuilder()
            .setCustomId('score')
            .addOptions(['9', '10'].map((value) => ({ label: `${value} of 10`, value }))),
        ),
      new LabelBuilder()
        .setLabel('More')
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId('more')
            .setStyle(TextInputStyle.Short)
            .setRequired(false)
            .setValue('as before'),
        ),
    );

/** Answers the command with `reply`, everything else with `then`. */
function play(
  reply: (interaction: ChatInputCommandInteraction) => Promise<unknown>,
  then: Parameters<Setting['answer']>[0] = async () => undefined,
): void {
  setting.answer((interaction) =>
    interaction.isChatInputCommand() ? reply(interaction) : then(interaction),
  );
}

describe('a button', () => {
  it('is pressed by its words, and the bot changes the message', async () => {
    play(
      (interaction) => interaction.reply({ content: 'Open', components: [row(button('close:1', 'Close'))] }),
      async (interaction) => {
        if (!interaction.isButton()) return;
        seen.push(interaction.customId, interaction.message.content, interaction.user.username);
        await interaction.update({ content: 'Closed', components: [] });
      },
    );
    const shown = await ann.type('/go');
    const answer = await ben.press(shown, 'Close');
    expect(seen).toEqual(['close:1', 'Open', 'Ben']);
    expect(answer).toMatchObject({ kind: 'update', message: { content: 'Closed', buttons: [] } });
    expect(ann.look(shown.message?.id ?? '').content).toBe('Closed');
  });

  it('may be acknowledged first and answered by an edit', async () => {
    play(
      (interaction) => interaction.reply({ content: 'Open', components: [row(button('b', 'Go'))] }),
      async (interaction) => {
        if (!interaction.isButton()) return;
        await interaction.deferUpdate();
        await interaction.editReply('Later');
      },
    );
    expect(await ben.press(await ann.type('/go'), 'Go')).toMatchObject({
      kind: 'update',
      message: { content: 'Later' },
    });
  });

  it('is answered as a reply to its message', async () => {
    play(
      (interaction) => interaction.reply({ content: 'Open', components: [row(button('b', 'Go'))] }),
      (interaction) => (interaction.isButton() ? interaction.reply('Hello') : Promise.resolve()),
    );
    const shown = await ann.type('/go');
    const answer = await ben.press(shown, 'Go');
    expect(setting.sandbox.world.state.message(answer.message?.id ?? '')).toMatchObject({
      type: 19,
      reference: { messageId: shown.message?.id },
      interactionMetadata: { type: 3, interacted_message_id: shown.message?.id },
    });
  });

  it('works on an ordinary message of the bot too', async () => {
    const channel = await setting.client.channels.fetch(setting.channelId);
    if (!channel?.isSendable()) throw new Error('no channel');
    const message = await channel.send({ content: 'Survey', components: [row(button('answer', 'Answer'))] });
    setting.answer((interaction) =>
      interaction.isButton()
        ? interaction.reply({ content: 'Thanks', flags: MessageFlags.Ephemeral })
        : Promise.resolve(),
    );
    expect(await ann.press(message, 'Answer')).toMatchObject({
      ephemeral: true,
      message: { content: 'Thanks' },
    });
  });

  it('that is not there, greyed out, a link, or not unique cannot be pressed', async () => {
    const twice = [
      row(button('a', 'Twice'), button('b', 'Twice')),
      row(
        button('c', 'Grey').setDisabled(true),
        new ButtonBuilder().setStyle(ButtonStyle.Link).setLabel('Docs').setURL('https://example.org'),
      ),
    ];
    play((interaction) => interaction.reply({ content: 'x', components: twice }));
    const shown = await ann.type('/go');
    await expect(ann.press(shown, 'Gone')).rejects.toThrow(
      'There is no button "Gone" on the message; there is Twice, Twice, Grey, Docs.',
    );
    await expect(ann.press(shown, 'Twice')).rejects.toThrow('There are 2 buttons');
    await expect(ann.press(shown, 'Grey')).rejects.toThrow('greyed out');
    await expect(ann.press(shown, 'Docs')).rejects.toThrow('leads to https://example.org');
  });
});

describe('an ephemeral answer', () => {
  it('is seen by the one who asked and nobody else, and stands in no history', async () => {
    play((interaction) =>
      interaction.reply({
        content: 'Secret',
        components: [row(button('b', 'Go'))],
        flags: MessageFlags.Ephemeral,
      }),
    );
    const answer = await ann.type('/go');
    expect(answer).toMatchObject({ ephemeral: true, message: { content: 'Secret' } });
    await expect(ben.press(answer, 'Go')).rejects.toThrow('Ben cannot see an answer that only Ann sees.');
    expect(ann.read(setting.channelId).map(({ content }) => content)).not.toContain('Secret');
    const path = `/channels/${setting.channelId}/messages/${answer.message?.id}`;
    expect(await setting.call('GET', path)).toMatchObject({ status: 404, body: { code: 10008 } });
    expect(await setting.call('DELETE', path)).toMatchObject({ status: 404, body: { code: 10008 } });
  });

  it('can be taken back by its bot', async () => {
    play(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.deleteReply();
    });
    expect(await ann.type('/go')).toMatchObject({ kind: 'removed', message: null });
  });
});

describe('a menu', () => {
  const menus = (): ActionRowBuilder<
    StringSelectMenuBuilder | UserSelectMenuBuilder | RoleSelectMenuBuilder | ChannelSelectMenuBuilder
  >[] => [
    new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
      new StringSelectMenuBuilder()
        .setCustomId('topics')
        .setMinValues(1)
        .setMaxValues(2)
        .addOptions(['rust', 'go', 'ts'].map((value) => ({ label: value.toUpperCase(), value }))),
    ),
    new ActionRowBuilder<UserSelectMenuBuilder>().addComponents(
      new UserSelectMenuBuilder().setCustomId('people'),
    ),
    new ActionRowBuilder<RoleSelectMenuBuilder>().addComponents(
      new RoleSelectMenuBuilder().setCustomId('roles'),
    ),
    new ActionRowBuilder<ChannelSelectMenuBuilder>().addComponents(
      new ChannelSelectMenuBuilder().setCustomId('places').setChannelTypes(ChannelType.GuildText),
    ),
  ];

  it('gives the bot what was chosen: words, people, roles, channels', async () => {
    const role = setting.sandbox.world.guilds.createRole(setting.guildId, { name: 'Rustaceans' });
    play(
      (interaction) => interaction.reply({ content: 'Choose', components: menus() }),
      async (interaction) => {
        if (!interaction.isAnySelectMenu()) return;
        seen.push(interaction.values);
        if (interaction.isUserSelectMenu()) seen.push(interaction.users.first()?.username);
        if (interaction.isRoleSelectMenu()) seen.push(interaction.roles.first()?.name);
        if (interaction.isChannelSelectMenu()) seen.push(interaction.channels.first()?.id);
        await interaction.reply({ content: 'ok', flags: MessageFlags.Ephemeral });
      },
    );
    const shown = await ann.type('/go');
    await ann.choose(shown, 'topics', ['rust', 'TS']);
    await ann.choose(shown, 'people', setting.benId);
    await ann.choose(shown, 'roles', role);
    await ann.choose(shown, 'places', setting.channelId);
    expect(setting.thrown).toEqual([]);
    expect(seen).toEqual([
      ['rust', 'ts'],
      [setting.benId],
      'Ben',
      [role.id],
      'Rustaceans',
      [setting.channelId],
      setting.channelId,
    ]);
  });

  it('takes no more than it allows and nothing it does not offer', async () => {
    play((interaction) => interaction.reply({ content: 'Choose', components: menus() }));
    const shown = await ann.type('/go');
    await expect(ann.choose(shown, 'topics', ['rust', 'go', 'ts'])).rejects.toThrow(
      'takes 1 to 2 choices, not 3',
    );
    await expect(ann.choose(shown, 'topics', 'perl')).rejects.toThrow(
      'has no option "perl"; it has RUST, GO, TS',
    );
    await expect(ann.choose(shown, 'people', setting.channelId)).rejects.toThrow('does not offer');
    await expect(ann.choose(shown, 'gone', 'x')).rejects.toThrow('There is no menu "gone"');
  });
});

describe('a form', () => {
  it('is filled in by its labels and reaches the bot, fields left out as they were', async () => {
    play(
      (interaction) => interaction.showModal(form()),
      async (interaction) => {
        if (!interaction.isModalSubmit()) return;
        const { fields } = interaction;
        seen.push(
          fields.getTextInputValue('why'),
          fields.getStringSelectValues('score'),
          fields.getTextInputValue('more'),
        );
        await interaction.reply({ content: 'Noted', flags: MessageFlags.Ephemeral });
      },
    );
    const shown = await ann.type('/go');
    expect(shown.modal).toMatchObject({
      title: 'Survey',
      fields: [
        { label: 'Why?', description: 'In a few words', required: true },
        { label: 'Score', options: [{ label: '9 of 10' }, {}] },
        { value: 'as before' },
      ],
    });
    const answer = await ann.submit(shown, { 'Why?': 'It is fun', Score: '9 of 10' });
    expect(setting.thrown).toEqual([]);
    expect(seen).toEqual(['It is fun', ['9'], 'as before']);
    expect(answer).toMatchObject({ kind: 'message', ephemeral: true, message: { content: 'Noted' } });
    const { interactionMetadata } = setting.sandbox.world.state.message(answer.message?.id ?? '');
    expect(interactionMetadata).toMatchObject({ type: 5, triggering_interaction_metadata: { type: 2 } });
  });

  it('opened by a button can change the message of that button', async () => {
    play(
      (interaction) =>
        interaction.reply({ content: 'Survey', components: [row(button('answer', 'Answer'))] }),
      async (interaction) => {
        if (interaction.isButton()) await interaction.showModal(form());
        else if (interaction.isModalSubmit() && interaction.isFromMessage())
          await interaction.update('1 answer');
      },
    );
    const shown = await ann.type('/go');
    const opened = await ben.press(shown, 'Answer');
    expect(await ben.submit(opened, { why: 'Because', score: '10' })).toMatchObject({
      kind: 'update',
      message: { content: '1 answer' },
    });
    expect(setting.thrown).toEqual([]);
  });

  it('is not sent while something is missing or wrong, nor by another person', async () => {
    play((interaction) => interaction.showModal(form()));
    const shown = await ann.type('/go');
    await expect(ann.submit(shown, { Score: '9' })).rejects.toThrow('The field "Why?" must be filled in');
    await expect(ann.submit(shown, { 'Why?': 'ab', Score: '9' })).rejects.toThrow(
      'takes 3 to 20 characters, not 2',
    );
    await expect(ann.submit(shown, { 'Why?': 'fine', Score: '7' })).rejects.toThrow('has no option "7"');
    await expect(ann.submit(shown, { 'Why?': 'fine' })).rejects.toThrow(
      'The field "Score" must be filled in',
    );
    await expect(ann.submit(shown, { When: 'now' })).rejects.toThrow(
      'has no field "When"; it has Why?, Score, More',
    );
    await expect(ben.submit(shown, { 'Why?': 'fine', Score: '9' })).rejects.toThrow(
      'Ben was not shown that form',
    );
  });

  it('carries every kind of field', async () => {
    const data = {
      custom_id: 'all',
      title: 'All',
      components: [
        {
          type: 18,
          label: 'One',
          component: {
            type: 21,
            custom_id: 'one',
            options: ['1', '2'].map((value) => ({ label: value, value })),
          },
        },
        {
          type: 18,
          label: 'Some',
          component: {
            type: 22,
            custom_id: 'some',
            options: ['a', 'b', 'c'].map((value) => ({ label: value, value })),
          },
        },
        { type: 18, label: 'Agree', component: { type: 23, custom_id: 'agree' } },
        { type: 18, label: 'Who', component: { type: 5, custom_id: 'who' } },
        { type: 18, label: 'File', component: { type: 19, custom_id: 'file' } },
      ],
    };
    const sent: unknown[] = [];
    setting.client.ws.on('INTERACTION_CREATE' as never, (payload: { type: number; data: unknown }) => {
      if (payload.type === 5) sent.push(payload.data);
    });
    play(
      (interaction) =>
        setting.call('POST', `/interactions/${interaction.id}/${interaction.token}/callback`, {
          type: 9,
          data,
        }),
      (interaction) => (interaction.isModalSubmit() ? interaction.reply('ok') : Promise.resolve()),
    );
    const shown = await ann.type('/go');
    await ann.submit(shown, {
      One: '2',
      Some: ['a', 'c'],
      Agree: true,
      Who: setting.benId,
      File: { filename: 'a.txt', bytes: Buffer.from('x') },
    });
    const fileId = expect.stringMatching(/^\d{17,20}$/) as unknown;
    expect(sent).toMatchObject([
      {
        custom_id: 'all',
        components: [
          { type: 18, component: { type: 21, value: '2' } },
          { type: 18, component: { type: 22, values: ['a', 'c'] } },
          { type: 18, component: { type: 23, value: true } },
          { type: 18, component: { type: 5, values: [setting.benId] } },
          { type: 18, component: { type: 19, values: [fileId] } },
        ],
        resolved: { users: { [setting.benId]: { username: 'Ben' } } },
      },
    ]);
  });
});

it('commands from the menu of a message and of a person reach the bot', async () => {
  setting.answer(async (interaction) => {
    if (interaction.isMessageContextMenuCommand()) seen.push(interaction.targetMessage.id);
    if (interaction.isUserContextMenuCommand())
      seen.push(interaction.targetUser.username, interaction.targetMember !== null);
    if (interaction.isContextMenuCommand())
      await interaction.reply({ content: 'Seen', flags: MessageFlags.Ephemeral });
  });
  const message = ben.say(setting.channelId, 'Buy my coins');
  await ann.useOnMessage('Report', message);
  await ann.useOnUser('Profile', setting.benId);
  expect(setting.thrown).toEqual([]);
  expect(seen).toEqual([message.id, 'Ben', true]);
});

it('a button in a direct message works as in a guild, without a member', async () => {
  setting.answer(async (interaction) => {
    seen.push(interaction.guildId, interaction.member, interaction.context, interaction.user.username);
    if (interaction.isButton()) await interaction.update({ content: 'Stopped', components: [] });
  });
  const user = await setting.client.users.fetch(setting.annId);
  await user.send({ content: 'Your week', components: [row(button('stop', 'Stop these'))] });
  const [letter] = ann.read(ann.directChannel(setting.client.user.id));
  const answer = await ann.press(letter?.id ?? '', 'Stop these');
  expect(setting.thrown).toEqual([]);
  expect(answer).toMatchObject({ kind: 'update', message: { content: 'Stopped' } });
  expect(seen).toEqual([null, null, 1, 'Ann']);
  expect(() => ben.look(letter?.id ?? '')).toThrow('Ben does not see');
});

it('an answer laid out with components v2 shows its words, buttons and file', async () => {
  play(async (interaction) => {
    const text = new TextDisplayBuilder().setContent('# Week 12');
    const section = new SectionBuilder()
      .addTextDisplayComponents(new TextDisplayBuilder().setContent('42 active'))
      .setButtonAccessory(button('more', 'More'));
    await interaction.reply({
      flags: MessageFlags.IsComponentsV2,
      components: [
        new ContainerBuilder().addTextDisplayComponents(text).addSectionComponents(section),
        new FileBuilder().setURL('attachment://data.csv'),
      ],
      files: [{ attachment: Buffer.from('a,b'), name: 'data.csv' }],
    });
    seen.push((await interaction.fetchReply()).components.length);
  });
  const answer = await ann.type('/go');
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual([2]);
  expect(setting.thrown).toEqual([]);
  expect(answer.message).toMatchObject({
    text: '# Week 12\n42 active',
    buttons: [{ label: 'More' }],
    attachments: [{ filename: 'data.csv' }],
  });
});
