import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChannelKind, Permission } from '../../src/sandbox/api-codes.ts';
import { BOT_PERMISSIONS, createSetting, type Setting } from './community-setting.ts';

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
