import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Permission } from '../../src/sandbox/api-codes.ts';
import { BOT_PERMISSIONS, callAs, createSetting, type Setting } from './community-setting.ts';

let town: Setting;
beforeEach(async () => {
  town = await createSetting();
});
afterEach(() => town.close());

const path = (id = ''): string => `/channels/${town.general.id}/messages${id && `/${id}`}`;
const post = (body: object, channelId = town.general.id) =>
  town.call('POST', `/channels/${channelId}/messages`, body);
const allow = (permissions: bigint): void => {
  const role = [...town.guild.roles.values()].find(({ botId }) => botId === town.application.botId);
  town.sandbox.world.guilds.updateRole(town.guild.id, role?.id ?? '', { permissions });
};

describe('who asks', () => {
  it.each([
    ['nobody', null],
    ['somebody with a wrong token', 'wrong'],
  ])('is refused when it is %s (401, code 0)', async (_, token) => {
    const answer = await callAs(town.sandbox, token, 'GET', '/users/@me');
    expect(answer).toMatchObject({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
    expect(town.sandbox.invalidRequestCount).toBe(1);
  });

  it('for what does not exist gets 404, for a wrong method 405', async () => {
    expect(await town.call('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 0 } });
    expect(await town.call('DELETE', '/users/@me')).toMatchObject({ status: 405, body: { code: 0 } });
    expect((await fetch(`${town.sandbox.apiUrl}/../elsewhere`)).status).toBe(404);
  });
});

describe('writing a message', () => {
  it('answers with the message and tells the world', async () => {
    const { status, body } = await post({ content: 'hello', tts: false });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        content: 'hello',
        type: 0,
        author: { id: town.application.botId, bot: true },
        channel_id: town.general.id,
        timestamp: '2026-03-02T08:00:00.000000+00:00',
      },
    });
    expect(body).not.toHaveProperty('guild_id');
    expect(town.sandbox.world.state.ledger.at(-1)).toMatchObject({
      kind: 'message',
      byBot: true,
      subjectId: body.id,
    });
  });

  it.each([
    ['where there is no channel', 404, 10003, () => post({ content: 'x' }, '10000000000000001')],
    ['where it cannot see', 403, 50001, () => post({ content: 'x' }, town.staffRoom.id)],
    [
      'without Send Messages',
      403,
      50013,
      () => (allow(0n), deny(Permission.sendMessages), post({ content: 'x' })),
    ],
    ['with nothing in it', 400, 50006, () => post({ content: '' })],
    ['longer than 2,000 characters', 400, 50035, () => post({ content: 'x'.repeat(2_001) })],
    [
      'as an answer to nothing',
      400,
      50035,
      () => post({ content: 'x', message_reference: { message_id: '1' } }),
    ],
  ])('is refused %s', async (_, status, code, send) => {
    expect(await send()).toMatchObject({ status, body: { code } });
  });

  const deny = (permission: bigint): void =>
    town.sandbox.world.channels.setOverwrite(town.general.id, {
      id: town.guild.id,
      type: 0,
      allow: 0n,
      deny: permission,
    });

  it('with embeds needs Embed Links (50013)', async () => {
    deny(Permission.embedLinks);
    expect(await post({ embeds: [{ title: 'x' }] })).toMatchObject({ status: 403, body: { code: 50013 } });
    deny(0n);
    expect((await post({ embeds: [{ title: 'x' }] })).status).toBe(200);
  });

  it('in a category is refused (50008)', async () => {
    const category = town.sandbox.world.channels.create(town.guild.id, { name: 'c', type: 4 });
    expect(await post({ content: 'x' }, category.id)).toMatchObject({ status: 400, body: { code: 50008 } });
  });

  it('to somebody who takes no direct messages is refused (50007)', async () => {
    const dm = await town.call('POST', '/users/@me/channels', { recipient_id: town.ann.id });
    expect((await post({ content: 'hi' }, dm.body.id)).status).toBe(200);
    town.sandbox.world.people.updateUser(town.ann.id, { acceptsDms: false });
    expect(await post({ content: 'hi' }, dm.body.id)).toMatchObject({ status: 403, body: { code: 50007 } });
  });

  it('with the same enforced nonce gives the first one back, until some minutes have passed', async () => {
    const send = () => post({ content: 'once', nonce: 'claim-1', enforce_nonce: true });
    const first = await send();
    expect(first.body).toMatchObject({ nonce: 'claim-1' });
    town.say('meanwhile');
    expect((await send()).body.id).toBe(first.body.id);
    const unforced = await post({ content: 'once', nonce: 'claim-1' });
    expect(unforced.body.id).not.toBe(first.body.id);
    town.clock.moveBy(6 * 60_000);
    expect([first.body.id, unforced.body.id]).not.toContain((await send()).body.id);
  });

  it('pings only whom the rules for mentions allow', async () => {
    const content = `@everyone <@${town.ann.id}> <@${town.owner.id}>`;
    const none = await post({ content, allowed_mentions: { parse: [] } });
    expect(none.body).toMatchObject({ mentions: [], mention_everyone: false });
    const one = await post({ content, allowed_mentions: { users: [town.ann.id] } });
    expect(one.body).toMatchObject({ mentions: [{ id: town.ann.id }], mention_everyone: false });
    allow(BOT_PERMISSIONS | Permission.mentionEveryone);
    expect((await post({ content })).body).toMatchObject({ mention_everyone: true });
  });

  it('keeps a file and serves its bytes', async () => {
    const form = new FormData();
    form.append(
      'payload_json',
      JSON.stringify({ content: 'see', attachments: [{ id: '0', description: 'words' }] }),
    );
    form.append('files[0]', new Blob(['a,b\n1,2\n'], { type: 'text/csv' }), 'numbers.csv');
    const response = await fetch(`${town.sandbox.apiUrl}/v10${path()}`, {
      method: 'POST',
      headers: { authorization: `Bot ${town.application.token}` },
      body: form,
    });
    const message = (await response.json()) as { attachments: { url: string }[] };
    expect(message).toMatchObject({
      attachments: [{ filename: 'numbers.csv', size: 8, description: 'words' }],
    });
    const file = await fetch(message.attachments[0]?.url ?? '');
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(await file.text()).toBe('a,b\n1,2\n');
  });
});

describe('reading messages', () => {
  const contents = async (query: string): Promise<unknown[]> => {
    const { body } = await town.call('GET', `${path()}?${query}`);
    return (body as unknown as { content: string }[]).map(({ content }) => content);
  };

  it('goes back, forth and around, newest first, at most a hundred', async () => {
    const ids = Array.from({ length: 120 }, (_, n) => (town.clock.moveBy(1_000), town.say(`${n}`)));
    expect(await contents('')).toHaveLength(50);
    expect(await contents('limit=2')).toEqual(['119', '118']);
    expect(await contents(`limit=2&before=${ids[10]}`)).toEqual(['9', '8']);
    expect(await contents(`limit=2&after=${ids[10]}`)).toEqual(['12', '11']);
    expect(await contents(`limit=3&around=${ids[10]}`)).toEqual(['11', '10', '9']);
    expect(await town.call('GET', `${path()}?limit=101`)).toMatchObject({
      status: 400,
      body: { code: 50035, errors: { limit: { _errors: [{ code: 'NUMBER_TYPE_MAX' }] } } },
    });
  });

  it('finds nothing without Read Message History, and refuses a single one', async () => {
    const id = town.say('hello');
    town.sandbox.world.channels.setOverwrite(town.general.id, {
      id: town.guild.id,
      type: 0,
      allow: 0n,
      deny: Permission.readMessageHistory,
    });
    allow(0n);
    expect(await contents('')).toEqual([]);
    expect(await town.call('GET', path(id))).toMatchObject({ status: 403, body: { code: 50013 } });
  });

  it('says who reacted, page by page', async () => {
    const id = town.say('hello');
    town.sandbox.world.reactions.add(id, town.ann.id, '👍');
    await town.call('PUT', `${path(id)}/reactions/${encodeURIComponent('👍')}/@me`);
    expect((await town.call('GET', path(id))).body).toMatchObject({
      reactions: [{ emoji: { name: '👍' }, count: 2, me: true }],
    });
    const of = `${path(id)}/reactions/${encodeURIComponent('👍')}`;
    expect((await town.call('GET', `${of}?limit=1`)).body).toMatchObject([{ id: town.ann.id }]);
    expect((await town.call('GET', `${of}?after=${town.ann.id}`)).body).toMatchObject([
      { id: town.application.botId },
    ]);
    expect(await town.call('PUT', `${path(id)}/reactions/nonsense/@me`)).toMatchObject({
      body: { code: 10014 },
    });
  });
});

describe('changing and deleting', () => {
  it('of its own message works and is marked', async () => {
    const { body } = await post({ content: 'hello' });
    town.clock.moveBy(1_000);
    expect((await town.call('PATCH', path(body.id), { content: 'bye' })).body).toMatchObject({
      content: 'bye',
      edited_timestamp: '2026-03-02T08:00:01.000000+00:00',
    });
    expect((await town.call('DELETE', path(body.id))).status).toBe(204);
    expect(await town.call('GET', path(body.id))).toMatchObject({ status: 404, body: { code: 10008 } });
  });

  it("of another's message is refused: 50005 to change, 50013 to delete without Manage Messages", async () => {
    const id = town.say('mine');
    expect(await town.call('PATCH', path(id), { content: 'x' })).toMatchObject({ body: { code: 50005 } });
    expect(await town.call('DELETE', path(id))).toMatchObject({ body: { code: 50013 } });
    allow(Permission.manageMessages);
    expect((await town.call('DELETE', path(id))).status).toBe(204);
  });

  it('in bulk takes two to a hundred messages younger than two weeks', async () => {
    allow(Permission.manageMessages);
    const old = town.say('old');
    town.clock.moveBy(15 * 86_400_000);
    const ids = [town.say('a'), town.say('b')];
    const bulk = (messages: unknown[]) => town.call('POST', `${path()}/bulk-delete`, { messages });
    expect(await bulk([ids[0]])).toMatchObject({ body: { code: 50016 } });
    expect(await bulk([...ids, old])).toMatchObject({ body: { code: 50034 } });
    const raw = await town.connect(1 << 9);
    expect((await bulk(ids)).status).toBe(204);
    expect((await raw.dispatched('MESSAGE_DELETE_BULK')).d).toMatchObject({
      ids,
      channel_id: town.general.id,
    });
    expect(town.general.messages.map(({ id }) => id)).toEqual([old]);
  });

  it('pinning needs its own permission', async () => {
    const id = town.say('pin me');
    allow(Permission.manageMessages);
    expect(await town.call('PUT', `${path()}/pins/${id}`)).toMatchObject({ body: { code: 50013 } });
    allow(Permission.pinMessages);
    expect((await town.call('PUT', `${path()}/pins/${id}`)).status).toBe(204);
    expect((await town.call('GET', `${path()}/pins`)).body).toMatchObject({
      items: [{ message: { id, pinned: true } }],
    });
  });
});
