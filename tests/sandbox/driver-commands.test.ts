import {
  AttachmentBuilder,
  ChannelType,
  type ChatInputCommandInteraction,
  MessageFlags,
  PermissionFlagsBits,
  SlashCommandBuilder,
} from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../src/sandbox/driver.ts';
import { type Setting, startSetting } from './interaction-setting.ts';

let setting: Setting;
let ann: Person;
let ben: Person;

beforeAll(async () => {
  setting = await startSetting();
  ann = setting.sandbox.as(setting.guildId, setting.annId);
  ben = setting.sandbox.as(setting.guildId, setting.benId);
  const survey = new SlashCommandBuilder()
    .setName('survey')
    .setNameLocalizations({ 'zh-CN': '问卷' })
    .setDescription('Ask the members')
    .addSubcommand((sub) =>
      sub
        .setName('create')
        .setNameLocalizations({ 'zh-CN': '创建' })
        .setDescription('Open a survey')
        .addStringOption((option) =>
          option
            .setName('title')
            .setNameLocalizations({ 'zh-CN': '标题' })
            .setDescription('Its name')
            .setRequired(true)
            .setMaxLength(20),
        )
        .addIntegerOption((option) =>
          option.setName('days').setDescription('How long').setMinValue(1).setMaxValue(30),
        )
        .addStringOption((option) =>
          option
            .setName('kind')
            .setDescription('Kind')
            .addChoices(
              { name: 'Rating', name_localizations: { 'zh-CN': '评分' }, value: 'rating' },
              { name: 'Text', value: 'text' },
            ),
        ),
    );
  const pick = new SlashCommandBuilder()
    .setName('pick')
    .setDescription('Everything that can be chosen')
    .addUserOption((option) => option.setName('who').setDescription('d'))
    .addChannelOption((option) =>
      option.setName('where').setDescription('d').addChannelTypes(ChannelType.GuildText),
    )
    .addRoleOption((option) => option.setName('role').setDescription('d'))
    .addMentionableOption((option) => option.setName('any').setDescription('d'))
    .addBooleanOption((option) => option.setName('loud').setDescription('d'))
    .addNumberOption((option) => option.setName('weight').setDescription('d'))
    .addAttachmentOption((option) => option.setName('file').setDescription('d'))
    .addStringOption((option) => option.setName('course').setDescription('d').setAutocomplete(true));
  const setup = new SlashCommandBuilder()
    .setName('setup')
    .setDescription('Settings')
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild);
  await setting.client.application.commands.set([survey, pick, setup], setting.guildId);
});
afterAll(() => setting.stop());
beforeEach(() => {
  ann.locale = 'en-US';
});

function command(interaction: { isChatInputCommand(): boolean }): ChatInputCommandInteraction<'cached'> {
  if (!interaction.isChatInputCommand()) throw new Error('no command');
  return interaction as ChatInputCommandInteraction<'cached'>;
}

describe('a command typed at a bot', () => {
  it('reaches it with its options and everything it needs to know of the member', async () => {
    const seen: unknown[] = [];
    setting.answer(async (interaction) => {
      const given = command(interaction);
      seen.push(
        given.commandName,
        given.options.getSubcommand(),
        given.options.getString('title', true),
        given.options.getInteger('days'),
        given.inCachedGuild(),
        given.member.permissions.has('SendMessages'),
        given.appPermissions.has('ViewChannel'),
        given.locale,
        given.guildLocale,
        given.channel?.name,
        given.context,
      );
      await given.reply('Done');
    });
    const answer = await ann.type('/survey create', { title: 'Week 12', days: 7 });
    expect(seen).toEqual([
      'survey',
      'create',
      'Week 12',
      7,
      true,
      true,
      true,
      'en-US',
      'en-US',
      'general',
      0,
    ]);
    expect(answer).toMatchObject({ kind: 'message', ephemeral: false, message: { content: 'Done' } });
    expect(setting.thrown).toEqual([]);
  });

  it('stands in the channel as an answer to the person, when it is public', async () => {
    setting.answer((interaction) => command(interaction).reply('For all'));
    const answer = await ann.type('/survey create', { title: 'x' });
    const record = setting.sandbox.world.state.message(answer.message?.id ?? '');
    expect(record).toMatchObject({
      type: 20,
      webhookId: setting.applicationId,
      interactionMetadata: { type: 2, user: { id: setting.annId } },
    });
    expect(ben.read(setting.channelId).at(-1)?.content).toBe('For all');
  });

  it('may be typed in the language of the person', async () => {
    ann.locale = 'zh-CN';
    setting.answer(async (interaction) => {
      const given = command(interaction);
      await given.reply(
        `${given.commandName} ${given.options.getString('title', true)} ${given.options.getString('kind')} ${given.locale}`,
      );
    });
    const answer = await ann.type('/问卷 创建', { 标题: '第十二周', kind: '评分' });
    expect(answer.message?.content).toBe('survey 第十二周 rating zh-CN');
    expect(ann.commands()).toContain('问卷');
  });

  it('carries the people, channels, roles and files it names', async () => {
    const role = setting.sandbox.world.guilds.createRole(setting.guildId, { name: 'Staff' });
    const seen: unknown[] = [];
    setting.answer(async (interaction) => {
      const { options, reply } = {
        options: command(interaction).options,
        reply: () => command(interaction).reply('ok'),
      };
      const file = options.getAttachment('file', true);
      const bytes = await (await fetch(file.url)).text();
      seen.push(
        options.getMember('who')?.id,
        options.getUser('who')?.username,
        options.getChannel('where')?.name,
        options.getRole('role')?.name,
        options.getMentionable('any')?.toString(),
        options.getBoolean('loud'),
        options.getNumber('weight'),
        file.name,
        bytes,
      );
      await reply();
    });
    await ann.type('/pick', {
      who: setting.benId,
      where: { id: setting.channelId },
      role,
      any: role,
      loud: true,
      weight: 0.5,
      file: { filename: 'notes.txt', bytes: Buffer.from('hello') },
    });
    expect(setting.thrown).toEqual([]);
    expect(seen).toEqual([
      setting.benId,
      'Ben',
      'general',
      'Staff',
      `<@&${role.id}>`,
      true,
      0.5,
      'notes.txt',
      'hello',
    ]);
  });

  it('waits for what a deferral promised, files too', async () => {
    setting.answer(async (interaction) => {
      const given = command(interaction);
      await given.deferReply({ flags: MessageFlags.Ephemeral });
      await given.editReply({
        content: 'Here',
        files: [new AttachmentBuilder(Buffer.from('a,b'), { name: 'data.csv', description: 'numbers' })],
      });
      await given.followUp({ content: 'And this', flags: MessageFlags.Ephemeral });
    });
    const answer = await ann.type('/survey create', { title: 'x' });
    expect(answer).toMatchObject({ kind: 'message', ephemeral: true, message: { content: 'Here' } });
    const [file] = answer.message?.attachments ?? [];
    expect([file?.filename, file?.description, file?.bytes.toString()]).toEqual([
      'data.csv',
      'numbers',
      'a,b',
    ]);
    await ann.awaitAnswer(answer, ({ followUps }) => followUps.length === 1);
    expect(answer.followUps[0]).toMatchObject({ content: 'And this', ephemeral: true });
  });

  it('shows "is thinking" when the first response is all one waits for', async () => {
    setting.answer((interaction) => command(interaction).deferReply());
    expect(await ann.type('/survey create', { title: 'x' }, { until: 'first' })).toMatchObject({
      kind: 'deferred',
    });
  });

  it('offers choices in the language of the person', async () => {
    ann.locale = 'zh-CN';
    setting.answer(async (interaction) => {
      if (!interaction.isAutocomplete()) throw new Error('no autocomplete');
      await interaction.respond([{ name: 'Courses', nameLocalizations: { 'zh-CN': '课程' }, value: 'all' }]);
    });
    expect(await ann.autocomplete('/pick', 'course', '')).toEqual([{ name: '课程', value: 'all' }]);
  });

  it('offers what the bot offers while typing', async () => {
    setting.answer(async (interaction) => {
      if (!interaction.isAutocomplete()) throw new Error('no autocomplete');
      const focused = interaction.options.getFocused(true);
      await interaction.respond([
        {
          name: `${focused.name}: ${focused.value} ${interaction.options.getBoolean('loud')}`,
          value: 'rust',
        },
      ]);
    });
    expect(await ann.autocomplete('/pick', 'course', 'ru', { loud: true })).toEqual([
      { name: 'course: ru true', value: 'rust' },
    ]);
    expect(setting.thrown).toEqual([]);
  });
});

describe('what the client does not let through', () => {
  it.each<[string, Record<string, string | number>, RegExp]>([
    ['/quiz', {}, /There is no command "quiz"; there is survey, pick, setup/],
    ['/survey close', {}, /"close" is none of create/],
    ['/survey create', {}, /needs the option "title"/],
    ['/survey create', { title: 'x', colour: 'red' }, /has no option "colour"; it has title, days, kind/],
    ['/survey create', { title: 'x'.repeat(21) }, /takes 0 to 20 characters/],
    ['/survey create', { title: 5 }, /takes a text/],
    ['/survey create', { title: 'x', days: 31 }, /takes 1 to 30/],
    ['/survey create', { title: 'x', days: 1.5 }, /takes a whole number/],
    ['/survey create', { title: 'x', kind: 'nps' }, /takes Rating, Text/],
    ['/pick', { where: '1' }, /someone or something of this guild/],
  ])('%s %o', async (line, options, words) => {
    await expect(ann.type(line, options)).rejects.toThrow(words);
  });

  it('a member without Manage Guild is not offered a command for those who have it', async () => {
    setting.answer((interaction) => command(interaction).reply('Settings'));
    await expect(ann.type('/setup')).rejects.toThrow('Ann is not offered /setup here');
    expect(ann.commands()).toEqual(['survey', 'pick']);
    const olga = setting.sandbox.as(setting.guildId, setting.ownerId);
    expect((await olga.type('/setup')).message?.content).toBe('Settings');
  });
});
