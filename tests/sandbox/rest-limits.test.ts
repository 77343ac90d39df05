import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Permission } from '../../src/sandbox/api-codes.ts';
import { ROLE_ROUTE } from '../../src/sandbox/rest-members.ts';
import { createSetting, type Setting } from './community-setting.ts';

let town: Setting;
const start = async (globalPerSecond: number): Promise<void> => {
  town = await createSetting({ limits: { enabled: true, globalPerSecond } });
};
afterEach(() => town.close());

describe('a route', () => {
  beforeEach(() => start(50));
  const write = (channelId = town.general.id) =>
    town.call('POST', `/channels/${channelId}/messages`, { content: 'x' });

  it('counts down and says so in every answer', async () => {
    const { headers } = await write();
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '4',
      'x-ratelimit-bucket': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(Number(headers.get('x-ratelimit-reset-after'))).toBeGreaterThan(4);
    expect(Number(headers.get('x-ratelimit-reset'))).toBeGreaterThan(town.clock.now().getTime() / 1_000);
    expect((await write()).headers.get('x-ratelimit-remaining')).toBe('3');
  });

  it('refuses what is too much (429), and carries nothing out', async () => {
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await write());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers[5]).toMatchObject({ body: { message: 'You are being rate limited.', global: false } });
    expect(answers[5]?.body.retry_after).toBeGreaterThan(0);
    expect(answers[5]?.headers.get('x-ratelimit-scope')).toBe('user');
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(town.general.messages).toHaveLength(5);
    expect(town.sandbox.invalidRequestCount).toBe(1);
  });

  it('counts each channel for itself, under one name', async () => {
    const other = town.sandbox.world.channels.create(town.guild.id, { name: 'other' });
    for (let n = 0; n < 5; n += 1) await write();
    const answer = await write(other.id);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-ratelimit-bucket')).toBe((await write()).headers.get('x-ratelimit-bucket'));
  });
});

describe('an application', () => {
  beforeEach(() => start(3));

  it('is refused beyond its requests a second, whatever the route; the address of the gateway included', async () => {
    const paths = ['/users/@me', '/gateway/bot', `/guilds/${town.guild.id}`, '/users/@me/guilds'];
    const answers = [];
    for (const path of paths) answers.push(await town.call('GET', path));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[3]).toMatchObject({ body: { global: true } });
    expect(answers[3]?.headers.get('x-ratelimit-global')).toBe('true');
  });

  it('may answer interactions all the same', async () => {
    for (let n = 0; n < 4; n += 1) await town.call('GET', '/users/@me');
    const answer = await town.call('POST', '/interactions/1/token/callback', { type: 5 });
    expect(answer).toMatchObject({ status: 404, body: { code: 10062 } });
  });
});

describe('the route that gives a role', () => {
  const give = async (count: number): Promise<(number | undefined)[]> => {
    const statuses: number[] = [];
    const role = town.sandbox.world.guilds.createRole(town.guild.id, { name: 'paid' }).id;
    const path = `/guilds/${town.guild.id}/members/${town.ann.id}/roles/${role}`;
    for (let n = 0; n < count; n += 1) statuses.push((await town.call('PUT', path)).status);
    return statuses;
  };
  beforeEach(async () => {
    await start(50);
    town.sandbox.world.guilds.updateRole(town.guild.id, botRoleId(), { permissions: Permission.manageRoles });
  });
  const botRoleId = (): string => [...town.guild.roles.values()].find(({ managed }) => managed)?.id ?? '';

  it('takes as many calls as the owner of the local Discord says, or any number', async () => {
    town.sandbox.limitRoute('PUT', ROLE_ROUTE, { calls: 2, windowMs: 60_000 });
    expect(await give(3)).toEqual([204, 204, 429]);
    town.sandbox.limitRoute('PUT', ROLE_ROUTE, null);
    expect(await give(12)).toEqual(Array.from({ length: 12 }, () => 204));
  });

  it('is counted by method and answer', async () => {
    town.sandbox.limitRoute('PUT', ROLE_ROUTE, { calls: 2, windowMs: 60_000 });
    await give(3);
    const { sandbox } = town;
    expect(sandbox.requestCount({ method: 'PUT', route: ROLE_ROUTE })).toBe(3);
    expect(sandbox.requestCount({ route: ROLE_ROUTE, status: 204 })).toBe(2);
    expect(sandbox.requestCount({ method: 'DELETE', route: ROLE_ROUTE })).toBe(0);
    expect(sandbox.invalidRequestCount).toBe(1);
  });
});
