import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChannelKind, Intent, Permission } from '../../src/sandbox/api-codes.ts';
import { DriverError } from '../../src/sandbox/driver-seen.ts';
import { BOT_PERMISSIONS, callAs, createSetting, type Setting } from './community-setting.ts';

let town: Setting;
beforeEach(async () => {
  town = await createSetting({ permissions: BOT_PERMISSIONS });
});
afterEach(() => town.close());

const fromMessage = (id: string) =>
  town.call('POST', `/channels/${town.general.id}/messages/${id}/threads`, { name: 'Talk' });

describe('a thread', () => {
  it('started from a message has its id, marks the message, and is started once (160004)', async () => {
    const raw = await town.connect(1 << 0);
    const id = town.say('shall we?');
    const { status, body } = await fromMessage(id);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { id, parent_id: town.general.id, owner_id: town.application.botId, message_count: 0 },
    });
    expect((await raw.dispatched('THREAD_CREATE')).d).toMatchObject({ id, newly_created: true });
    expect((await town.call('GET', `/channels/${town.general.id}/messages/${id}`)).body).toMatchObject({
      flags: 32,
      thread: { id, name: 'Talk' },
    });
    expect(await fromMessage(id)).toMatchObject({ status: 400, body: { code: 160004 } });
  });

  it('started without one is announced in its channel', async () => {
    const { body } = await town.call('POST', `/channels/${town.general.id}/threads`, {
      name: 'Talk',
      type: 11,
    });
    expect(town.general.messages.at(-1)).toMatchObject({
      type: 18,
      content: 'Talk',
      reference: { channelId: body.id },
    });
  });

  it('needs the permission to start one', async () => {
    town.sandbox.world.channels.setOverwrite(town.general.id, {
      id: town.guild.id,
      type: 0,
      allow: 0n,
      deny: Permission.createPublicThreads,
    });
    expect(await fromMessage(town.say('x'))).toMatchObject({ status: 403, body: { code: 50013 } });
  });

  it('wakes when somebody writes in it, unless it is locked', async () => {
    const { threads } = town.sandbox.world;
    const thread = threads.create({ channelId: town.general.id, name: 't', ownerId: town.ann.id });
    threads.update(thread.id, { archived: true });
    const write = () => town.call('POST', `/channels/${thread.id}/messages`, { content: 'x' });
    expect((await write()).status).toBe(200);
    expect(thread.thread).toMatchObject({ archived: false, messageCount: 1 });
    threads.update(thread.id, { archived: true, locked: true });
    expect(await write()).toMatchObject({ status: 400, body: { code: 50083 } });
  });

  it('counts its messages, and those ever sent', async () => {
    const thread = town.sandbox.world.threads.create({
      channelId: town.general.id,
      name: 't',
      ownerId: town.ann.id,
    });
    const first = town.say('1', thread);
    town.say('2', thread);
    town.sandbox.world.messages.delete(first);
    expect((await town.call('GET', `/channels/${thread.id}`)).body).toMatchObject({
      message_count: 1,
      total_message_sent: 2,
      member_count: 1,
    });
  });

  it('is listed while it runs, and among the archived afterwards', async () => {
    const { threads } = town.sandbox.world;
    const ids = ['a', 'b', 'c'].map((name) => {
      town.clock.moveBy(1_000);
      return threads.create({ channelId: town.general.id, name, ownerId: town.ann.id }).id;
    });
    for (const id of ids.slice(0, 2)) {
      town.clock.moveBy(1_000);
      threads.update(id, { archived: true });
    }
    const active = await town.call('GET', `/guilds/${town.guild.id}/threads/active`);
    expect(active.body).toMatchObject({ threads: [{ id: ids[2] }] });
    const archived = await town.call('GET', `/channels/${town.general.id}/threads/archived/public`);
    expect(archived.body).toMatchObject({ threads: [{ id: ids[1] }, { id: ids[0] }], has_more: false });
  });

  it('is followed and left', async () => {
    const thread = town.sandbox.world.threads.create({
      channelId: town.general.id,
      name: 't',
      ownerId: town.ann.id,
    });
    const members = `/channels/${thread.id}/thread-members`;
    expect((await town.call('PUT', `${members}/@me`)).status).toBe(204);
    expect((await town.call('GET', members)).body).toMatchObject([
      { user_id: town.ann.id },
      { user_id: town.application.botId },
    ]);
    expect((await town.call('DELETE', `${members}/@me`)).status).toBe(204);
    expect(await town.call('DELETE', `${members}/${town.ann.id}`)).toMatchObject({ body: { code: 50013 } });
    expect(await town.call('GET', `${members}/@me`)).toMatchObject({ status: 404, body: { code: 10007 } });
  });
});

describe('a private thread', () => {
  const start = async (more: object = {}): Promise<string> => {
    const body = { name: 'Room', type: 12, invitable: false, ...more };
    const answer = await town.call('POST', `/channels/${town.general.id}/threads`, body);
    return answer.body.id ?? '';
  };
  const member = (id: string, userId = town.ann.id) => `/channels/${id}/thread-members/${userId}`;
  const allow = (permission: bigint) => {
    const role = [...town.guild.roles.values()].find(({ managed }) => managed)!;
    const permissions = role.permissions | permission;
    town.sandbox.world.guilds.updateRole(town.guild.id, role.id, { permissions });
  };

  it('is seen by who is in it, and by moderators', async () => {
    const id = await start();
    const ann = town.sandbox.as(town.guild.id, town.ann.id);
    expect(ann.threads(town.general.id)).toEqual([]);
    expect(() => ann.read(id)).toThrow(DriverError);
    town.sandbox.world.threads.addMember(id, town.ann.id);
    expect(ann.threads(town.general.id).map((thread) => thread.id)).toEqual([id]);
    ann.say(id, 'Hello');
    ann.leaveThread(id);
    expect(() => ann.say(id, 'Hello?')).toThrow(DriverError);
    expect(town.sandbox.as(town.guild.id, town.owner.id).read(id)).toHaveLength(1);
  });

  it('is told of at the gateway to a bot that is in it, and to no other', async () => {
    const { people, guilds, threads } = town.sandbox.world;
    const other = people.createApplication({ name: 'Other', ownerId: town.owner.id });
    guilds.addBot(town.guild.id, other, BOT_PERMISSIONS);
    const ours = await town.connect(Intent.guilds);
    const theirs = await town.open().identify(other.token, Intent.guilds);
    const id = await start();
    await ours.dispatched('THREAD_CREATE');
    threads.addMember(id, other.botId);
    expect((await theirs.dispatched('THREAD_CREATE')).d).toMatchObject({ id });
    threads.removeMember(id, other.botId);
    expect((await theirs.until(({ d }) => 'removed_member_ids' in Object(d))).d).toMatchObject({ id });
    threads.delete(id);
    await ours.dispatched('THREAD_DELETE');
    threads.create({ channelId: town.general.id, name: 'Public', ownerId: town.ann.id });
    await theirs.until(({ t, d }) => t === 'THREAD_CREATE' && Object(d).name === 'Public');
    expect(theirs.payloads('THREAD_DELETE')).toEqual([]);
    expect(await callAs(town.sandbox, other.token, 'GET', `/channels/${id}`)).toMatchObject({ status: 404 });
  });

  it('that members may not invite to takes people from moderators only; who opened it may take them out', async () => {
    const id = await start();
    expect(await town.call('PUT', member(id))).toMatchObject({ status: 403, body: { code: 50013 } });
    town.sandbox.world.threads.addMember(id, town.ann.id);
    expect((await town.call('DELETE', member(id))).status).toBe(204);
    allow(Permission.manageThreads);
    expect((await town.call('PUT', member(id))).status).toBe(204);
    const lines = town.sandbox.world.state.channel(id).messages;
    expect(lines.map(({ type, mentionIds }) => [type, ...mentionIds])).toEqual([
      [2, town.ann.id],
      [1, town.ann.id],
    ]);
    expect(await town.call('PUT', member(id, '400000000000000001'))).toMatchObject({ body: { code: 10007 } });
  });

  it('takes no more than a thousand people (30033), and of active threads there are no more (160006)', async () => {
    allow(Permission.manageThreads);
    const id = await start();
    Object.assign(town.sandbox.world.threads, { mostMembers: 1, mostActive: 1 });
    expect(await town.call('PUT', member(id))).toMatchObject({ status: 400, body: { code: 30033 } });
    const second = await town.call('POST', `/channels/${town.general.id}/threads`, { name: 'x', type: 12 });
    expect(second).toMatchObject({ status: 400, body: { code: 160006 } });
  });

  it('that is archived takes nobody and lets nobody out (50083); locked, it is woken by moderators alone', async () => {
    const id = await start();
    allow(Permission.manageThreads);
    const change = (body: object) => town.call('PATCH', `/channels/${id}`, body);
    expect((await change({ archived: true, locked: true })).status).toBe(200);
    for (const method of ['PUT', 'DELETE'])
      expect(await town.call(method, member(id))).toMatchObject({ body: { code: 50083 } });
    expect(await change({ archived: true, locked: true })).toMatchObject({ body: { code: 50083 } });
    const write = town.call('POST', `/channels/${id}/messages`, { content: 'x' });
    expect(await write).toMatchObject({ body: { code: 50083 } });
    expect((await change({ archived: false })).body).toMatchObject({ thread_metadata: { locked: true } });
  });

  it('stands in text channels only', async () => {
    const { id } = town.sandbox.world.channels.create(town.guild.id, {
      name: 'news',
      type: ChannelKind.announcement,
    });
    const answer = await town.call('POST', `/channels/${id}/threads`, { name: 'x', type: 12 });
    expect(answer).toMatchObject({ status: 400, body: { code: 50024 } });
  });

  it('lists who is in it by pages, for bots with the members intent', async () => {
    const id = await start();
    for (const userId of [town.ann.id, town.owner.id]) town.sandbox.world.threads.addMember(id, userId);
    const list = (query: string) => town.call('GET', `/channels/${id}/thread-members${query}`);
    expect((await list('?limit=1')).body).toHaveLength(3);
    const first = await list('?with_member=true&limit=1');
    expect(first.body).toMatchObject([{ user_id: town.owner.id, member: { roles: [] } }]);
    expect((await list(`?with_member=true&after=${town.owner.id}`)).body).toHaveLength(2);
    town.application.privileged.guildMembers = false;
    expect(await list('')).toMatchObject({ status: 403, body: { code: 50001 } });
  });
});

describe('a forum', () => {
  it('takes posts, whose first message has the id of the thread, and no plain messages', async () => {
    const forum = town.sandbox.world.channels.create(town.guild.id, {
      name: 'help',
      type: ChannelKind.forum,
    });
    const { status, body } = await town.call('POST', `/channels/${forum.id}/threads`, {
      name: 'How?',
      message: { content: 'Like so?' },
    });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { message: { id: body.id, content: 'Like so?' } },
    });
    expect(await town.call('POST', `/channels/${forum.id}/messages`, { content: 'x' })).toMatchObject({
      body: { code: 50008 },
    });
    expect(
      await town.call('POST', `/channels/${forum.id}/threads`, { name: 'Empty', message: {} }),
    ).toMatchObject({
      body: { code: 50006 },
    });
    expect(town.guild.threads.size).toBe(1);
  });
});
