import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Permission } from '../../src/sandbox/api-codes.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { assertFaithful } from './interaction-setting.ts';

const clock = new StoppedClock('2026-03-02T08:00:00Z');
let sandbox: Sandbox;
let guildId: string;
let elsewhereId: string;
let applicationId: string;
let token: string;

beforeAll(async () => {
  sandbox = await startSandbox({ clock, limits: { enabled: false } });
  const { people, guilds, channels } = sandbox.world;
  const owner = people.createUser({ username: 'olga' });
  guildId = guilds.create({ name: 'Programmers', ownerId: owner.id }).id;
  elsewhereId = guilds.create({ name: 'Others', ownerId: owner.id }).id;
  channels.create(guildId, { name: 'general' });
  const application = people.createApplication({ name: 'Steward' });
  guilds.addBot(guildId, application, Permission.viewChannel);
  ({ id: applicationId, token } = application);
});
afterAll(async () => {
  await sandbox.close();
  assertFaithful(sandbox);
});
// A new day for each test, so that none uses up the creates of another.
beforeEach(async () => {
  clock.moveBy(2 * 86_400_000);
  await call('PUT', '', []);
  await call('PUT', '', [], null);
});

async function call(
  method: string,
  path: string,
  body?: unknown,
  guild: string | null = guildId,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const place = guild === null ? '' : `/guilds/${guild}`;
  const response = await fetch(
    `${sandbox.apiUrl}/v10/applications/${applicationId}${place}/commands${path}`,
    {
      method,
      headers: {
        authorization: `Bot ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  );
  const text = await response.text();
  const read: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, body: read as Record<string, unknown> };
}

const survey = (more: object = {}): object => ({
  name: 'survey',
  description: 'Ask',
  name_localizations: { 'zh-CN': '问卷' },
  ...more,
});
const named = (count: number, type = 1): object[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `c${i}`,
    type,
    ...(type === 1 ? { description: 'd' } : {}),
  }));
const idsOf = (body: unknown): unknown[] => (body as { id: string }[]).map(({ id }) => id);

describe('a command of an application', () => {
  it('is made (201), read, changed in part and deleted', async () => {
    const { status, body } = await call('POST', '', survey({ default_member_permissions: '32' }));
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        name: 'survey',
        guild_id: guildId,
        application_id: applicationId,
        default_member_permissions: '32',
        name_localizations: { 'zh-CN': '问卷' },
      },
    });
    const path = `/${String(body['id'])}`;
    expect((await call('PATCH', path, { description: 'Ask all' })).body).toMatchObject({
      name: 'survey',
      description: 'Ask all',
      name_localizations: { 'zh-CN': '问卷' },
    });
    expect((await call('GET', path)).body).toMatchObject({ description: 'Ask all' });
    expect((await call('DELETE', path)).status).toBe(204);
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 10063 } });
    expect(await call('DELETE', path)).toMatchObject({ status: 404, body: { code: 10063 } });
  });

  it('of a name that exists replaces it (200) and keeps its id', async () => {
    const first = await call('POST', '', survey());
    const second = await call('POST', '', survey({ description: 'Again' }));
    expect(second).toMatchObject({ status: 200, body: { id: first.body['id'], description: 'Again' } });
    expect(second.body['version']).not.toBe(first.body['version']);
  });

  it('shows all its languages only when asked', async () => {
    await call('POST', '', survey());
    expect((await call('GET', '?with_localizations=true')).body).toMatchObject([
      { name_localizations: { 'zh-CN': '问卷' } },
    ]);
    expect(JSON.stringify((await call('GET', '')).body)).not.toContain('localizations');
  });

  it('may be global: met in every guild the bot is in', async () => {
    const { body } = await call('POST', '', survey(), null);
    expect(body).toMatchObject({ contexts: null, dm_permission: true });
    expect(body).not.toHaveProperty('guild_id');
    expect(sandbox.commands.availableIn(guildId).map(({ name }) => name)).toEqual(['survey']);
    expect(sandbox.commands.availableIn(elsewhereId)).toEqual([]);
  });

  it('cannot be made in a guild without the bot (50001), nor for another application', async () => {
    expect(await call('POST', '', survey(), elsewhereId)).toMatchObject({
      status: 403,
      body: { code: 50001 },
    });
    const other = await fetch(`${sandbox.apiUrl}/v10/applications/1/commands`, {
      headers: { authorization: `Bot ${token}` },
    });
    expect(other.status).toBe(403);
  });

  it('must follow the rules (50035)', async () => {
    expect(await call('POST', '', survey({ name: 'Survey' }))).toMatchObject({
      status: 400,
      body: { code: 50035, errors: { name: { _errors: [{ code: 'APPLICATION_COMMAND_INVALID_NAME' }] } } },
    });
    expect(await call('PUT', '', [survey(), survey()])).toMatchObject({
      body: { code: 50035, errors: { '1': {} } },
    });
  });
});

describe('a bulk overwrite', () => {
  it('keeps the ids of what stays and removes the rest', async () => {
    const [a, b] = idsOf((await call('PUT', '', named(2))).body);
    const after = idsOf((await call('PUT', '', [...named(1), survey()])).body);
    expect(after[0]).toBe(a);
    expect(after).not.toContain(b);
    expect(idsOf((await call('GET', '')).body)).toEqual(after);
  });

  it('changes no version where nothing changed', async () => {
    const before = (await call('PUT', '', [survey()])).body;
    expect((await call('PUT', '', [survey()])).body).toEqual(before);
  });

  it('takes 100 commands of a kind and no more (30032)', async () => {
    expect((await call('PUT', '', named(100))).status).toBe(200);
    expect(await call('PUT', '', named(101))).toMatchObject({ status: 400, body: { code: 30032 } });
    expect(await call('POST', '', survey())).toMatchObject({ status: 400, body: { code: 30032 } });
    expect((await call('POST', '', { type: 3, name: 'Report' })).status).toBe(201);
  });
});

it('200 commands may be made in a guild within a day (30034), while changing them is free', async () => {
  await call('PUT', '', named(100));
  await call('PUT', '', []);
  await call('PUT', '', named(100));
  expect((await call('PUT', '', named(100))).status).toBe(200);
  await call('PUT', '', named(99));
  expect(await call('POST', '', survey())).toMatchObject({ status: 400, body: { code: 30034 } });
  clock.moveBy(86_400_001);
  expect((await call('POST', '', survey())).status).toBe(201);
});

it('nobody changed who may use a command, and a bot may not', async () => {
  const { body } = await call('POST', '', survey());
  expect((await call('GET', '/permissions')).body).toEqual([]);
  const path = `/${String(body['id'])}/permissions`;
  expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 10066 } });
  expect(await call('PUT', path, { permissions: [] })).toMatchObject({ status: 403, body: { code: 20001 } });
});
