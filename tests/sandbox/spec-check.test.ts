/** The real client walks through every room of the local Discord; nothing it sends and nothing it is answered may differ from Discord's own description. */
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type CategoryChannel,
  ChannelType,
  Client,
  EmbedBuilder,
  type ForumChannel,
  GatewayIntentBits,
  type Guild,
  GuildScheduledEventEntityType,
  GuildScheduledEventPrivacyLevel,
  StringSelectMenuBuilder,
  type TextChannel,
} from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Permission } from '../../src/sandbox/api-codes.ts';
import { loadSpecCheck, type SpecCheck } from '../../src/sandbox/spec-check.ts';
import routes from '../../src/sandbox/spec-routes.json' with { type: 'json' };
import { type SpecRoute, toChecker } from '../../src/sandbox/spec-shapes.ts';
import { createSetting, type Setting } from './community-setting.ts';

let town: Setting;
let client: Client<true>;
let guild: Guild;
let text: TextChannel;

beforeAll(async () => {
  town = await createSetting({ permissions: Permission.administrator });
  const started: Client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers, GatewayIntentBits.GuildMessages],
    rest: { api: town.sandbox.apiUrl, version: '10' },
  });
  const ready = new Promise<Client<true>>((resolve) => started.once('clientReady', resolve));
  await started.login(town.application.token);
  client = await ready;
  guild = client.guilds.cache.get(town.guild.id) as Guild;
  text = guild.channels.cache.get(town.general.id) as TextChannel;
});
afterAll(async () => {
  await client.destroy();
  await town.close();
});

describe('the real client finds the answers Discord describes', () => {
  let seen: number;
  beforeEach(() => {
    seen = town.sandbox.requests.length;
  });
  const found = () => ({
    requests: town.sandbox.requests.length - seen,
    mismatches: town.sandbox.specMismatches,
    failures: town.sandbox.failures,
  });
  const clean = (requests: number) => ({ requests, mismatches: [], failures: [] });

  it('about itself', async () => {
    await client.application.fetch();
    await client.guilds.fetch();
    await client.user.fetch(true);
    const dm = await client.users.createDM(town.ann.id, { force: true });
    await dm.send('hello');
    await client.channels.fetch(dm.id, { force: true });
    expect(found()).toEqual(clean(6));
  });

  it('when it makes, changes and deletes channels', async () => {
    const made = await guild.channels.create({
      name: 'Text One',
      type: ChannelType.GuildText,
      topic: 'x',
      permissionOverwrites: [{ id: guild.id, deny: ['SendMessages'] }],
    });
    expect(made.name).toBe('text-one');
    await made.permissionOverwrites.edit(town.ann.id, { ViewChannel: true });
    await made.permissionOverwrites.delete(town.ann.id);
    await made.edit({ topic: 'new', rateLimitPerUser: 5 });
    const category = (await guild.channels.create({
      name: 'C',
      type: ChannelType.GuildCategory,
    })) as CategoryChannel;
    await made.setParent(category);
    await guild.channels.create({ name: 'Voice', type: ChannelType.GuildVoice });
    await guild.channels.fetch();
    await guild.invites.create(made.id, { maxAge: 0 });
    await guild.invites.fetch();
    await made.delete();
    expect(found()).toEqual(clean(11));
  });

  it('when it writes, reads, reacts, pins and deletes', async () => {
    const buttons = new ActionRowBuilder<ButtonBuilder>().addComponents(
      new ButtonBuilder().setCustomId('a').setLabel('A').setStyle(ButtonStyle.Primary),
    );
    const menu = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
      new StringSelectMenuBuilder().setCustomId('b').addOptions({ label: 'a', value: 'a' }),
    );
    const message = await text.send({
      content: 'hello',
      embeds: [
        new EmbedBuilder()
          .setTitle('t')
          .addFields({ name: 'n', value: 'v' })
          .setFooter({ text: 'f' })
          .setImage('attachment://a.png')
          .setTimestamp(new Date('2026-03-02T08:00:00Z')),
      ],
      files: [{ attachment: Buffer.from('abc'), name: 'a.png' }],
      components: [buttons, menu],
      allowedMentions: { parse: [] },
      nonce: '12345',
      enforceNonce: true,
    });
    await message.edit({ content: 'edited' });
    await message.react('👍');
    await message.reactions.resolve('👍')?.users.fetch();
    await text.messages.fetch({ limit: 10, cache: false });
    await text.messages.fetch({ message: message.id, force: true });
    await message.pin();
    await text.messages.fetchPins();
    const reply = await message.reply('again');
    await reply.delete();
    await text.sendTyping();
    await text.bulkDelete([await text.send('1'), await text.send('2')]);
    const hook = await text.createWebhook({ name: 'news' });
    await hook.send('from elsewhere');
    await text.fetchWebhooks();
    expect(found()).toEqual(clean(17));
  });

  it('when it starts, follows and lists threads and posts', async () => {
    const thread = await (await text.send('starter')).startThread({ name: 'th', autoArchiveDuration: 60 });
    await thread.send('in it');
    await thread.members.fetch();
    await thread.members.add(town.ann.id);
    await thread.setArchived(true);
    await text.threads.fetchArchived();
    await guild.channels.fetchActiveThreads();
    const forum = (await guild.channels.create({
      name: 'forum',
      type: ChannelType.GuildForum,
      availableTags: [{ name: 'q' }],
    })) as ForumChannel;
    const post = await forum.threads.create({
      name: 'post',
      message: { content: 'first' },
      appliedTags: [forum.availableTags[0]?.id ?? ''],
    });
    expect((await post.fetchStarterMessage())?.content).toBe('first');
    await post.delete();
    expect(found()).toEqual(clean(11));
  });

  it('when it looks after members and roles', async () => {
    const role = await guild.roles.create({ name: 'paid', permissions: ['SendMessages'] });
    await role.edit({ name: 'paying', hoist: true });
    const ann = await guild.members.fetch({ user: town.ann.id, force: true });
    await ann.roles.add(role);
    await ann.roles.set([]);
    await ann.setNickname('Annie');
    await ann.timeout(null);
    await guild.members.list({ limit: 100 });
    await guild.members.search({ query: 'ann' });
    expect((await guild.members.fetch()).size).toBe(3);
    await guild.bans.create(town.ann.id, { reason: 'why 好' });
    await guild.bans.fetch();
    await guild.bans.remove(town.ann.id);
    await guild.roles.fetch();
    await role.delete();
    expect(found()).toEqual(clean(14));
  });

  it('when it plans an event', async () => {
    const event = await guild.scheduledEvents.create({
      name: 'Meetup',
      scheduledStartTime: new Date('2026-03-10T10:00:00Z'),
      scheduledEndTime: new Date('2026-03-10T12:00:00Z'),
      privacyLevel: GuildScheduledEventPrivacyLevel.GuildOnly,
      entityType: GuildScheduledEventEntityType.External,
      entityMetadata: { location: 'Library' },
    });
    town.sandbox.world.scheduledEvents.setInterested(guild.id, event.id, town.owner.id, true);
    expect((await event.fetchSubscribers({ withMember: true })).size).toBe(1);
    await event.edit({ status: 2 });
    await guild.scheduledEvents.fetch();
    await event.delete();
    expect(found()).toEqual(clean(5));
  });

  it('when it is refused', async () => {
    await expect(client.channels.fetch('10000000000000001')).rejects.toMatchObject({ code: 10003 });
    expect(found()).toEqual(clean(1));
  });
});

describe('the check', () => {
  const route = {
    method: 'POST',
    template: '/channels/{channel_id}/messages',
    parts: [],
    handler: () => ({ status: 200 }),
    auth: 'bot',
    globalExempt: false,
    limit: null,
  } as const;
  const sent = (body: unknown, query = '') => ({ body, query: new URLSearchParams(query) });
  let check: SpecCheck;
  beforeEach(async () => {
    check = await loadSpecCheck();
  });
  const problems = (): string[] => check.mismatches.flatMap((mismatch) => mismatch.problems);

  it('finds a wrong field in a request, however deep', () => {
    const components = [{ type: 1, components: [{ type: 2, style: 1, custom_id: 'x'.repeat(101) }] }];
    check.checkExchange(route, sent({ components }), { status: 400, body: { code: 50035, message: '' } });
    expect(check.mismatches).toMatchObject([{ side: 'request', status: 400 }]);
    expect(problems()[0]).toMatch(/^components\.0\.components\.0\.custom_id: /);
  });

  it('finds a field that an answer lacks, a status and a query that are not described', () => {
    check.checkExchange(route, sent({}, 'wait=true'), { status: 200, body: { id: '1' } });
    check.checkExchange(route, sent({}), { status: 202 });
    expect(problems()).toEqual(
      expect.arrayContaining(['query wait: not described', 'status 202 is not described']),
    );
    expect(problems().some((problem) => problem.startsWith('author: '))).toBe(true);
  });

  it('finds a refusal without a code', () => {
    check.checkExchange(route, sent({}), { status: 403, body: { message: 'no' } });
    expect(problems()).toHaveLength(1);
  });

  it('knows every schema that the map of routes names', async () => {
    const schemas = (await import('discord-api-spec/zod')) as Record<string, unknown>;
    const shapes = (Object.values(routes) as SpecRoute[]).flatMap(({ request, answers }) => [
      request,
      ...Object.values(answers),
    ]);
    const named = shapes.filter((shape) => shape !== undefined && shape !== null);
    expect(named.length).toBeGreaterThan(250);
    expect(() => named.map((shape) => toChecker(shape, schemas))).not.toThrow();
  });
});
