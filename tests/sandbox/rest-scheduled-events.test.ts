import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChannelKind, Intent, Permission } from '../../src/sandbox/api-codes.ts';
import { BOT_PERMISSIONS, createSetting, type Setting } from './community-setting.ts';

let town: Setting;
beforeEach(async () => {
  town = await createSetting({ permissions: BOT_PERMISSIONS | Permission.createEvents });
});
afterEach(() => town.close());

const guildPath = (rest: string): string => `/guilds/${town.guild.id}${rest}`;
const botRole = () => [...town.guild.roles.values()].find(({ managed }) => managed);

describe('scheduled events', () => {
  const event = (more: object = {}): object => ({
    name: 'Meetup',
    privacy_level: 2,
    entity_type: 3,
    scheduled_start_time: '2026-03-10T10:00:00Z',
    scheduled_end_time: '2026-03-10T12:00:00Z',
    entity_metadata: { location: 'Library' },
    ...more,
  });
  const make = (more?: object) => town.call('POST', guildPath('/scheduled-events'), event(more));

  it('are made, started and then no longer moved back', async () => {
    const { body } = await make();
    const path = guildPath(`/scheduled-events/${body.id}`);
    expect((await town.call('PATCH', path, { status: 2 })).body).toMatchObject({ status: 2 });
    expect(await town.call('PATCH', path, { status: 1 })).toMatchObject({ body: { code: 50035 } });
    expect((await town.call('DELETE', path)).status).toBe(204);
    expect(await town.call('GET', path)).toMatchObject({ status: 404, body: { code: 10070 } });
  });

  it.each([
    ['in the past', { scheduled_start_time: '2026-03-01T00:00:00Z' }],
    ['that end before they start', { scheduled_end_time: '2026-03-10T09:00:00Z' }],
    ['elsewhere without a place', { entity_metadata: null }],
    ['in voice without a channel', { entity_type: 2 }],
    ['on a day that does not exist', { scheduled_start_time: 'the 31st of February' }],
  ])('%s are refused (50035)', async (_, more) => {
    expect(await make(more)).toMatchObject({ status: 400, body: { code: 50035 } });
  });

  it('need Create Events, and are at most a hundred', async () => {
    for (let n = 0; n < 100; n += 1) {
      town.sandbox.world.scheduledEvents.create(town.guild.id, {
        name: `${n}`,
        creatorId: town.owner.id,
        startsAt: new Date('2026-04-01T00:00:00Z'),
      });
    }
    expect(await make()).toMatchObject({ body: { code: 30038 } });
    town.sandbox.world.guilds.updateRole(town.guild.id, botRole()?.id ?? '', { permissions: 0n });
    expect(await make()).toMatchObject({ status: 403, body: { code: 50013 } });
  });

  it('elsewhere begin and end by themselves, and then make room', async () => {
    const { body } = await make();
    const status = async () =>
      (await town.call('GET', guildPath(`/scheduled-events/${body.id}`))).body.status;
    town.clock.moveTo(new Date('2026-03-10T10:00:00Z'));
    expect(await status()).toBe(2);
    town.clock.moveTo(new Date('2026-03-10T12:00:00Z'));
    expect(await status()).toBe(3);
    const change = town.call('PATCH', guildPath(`/scheduled-events/${body.id}`), { name: 'Late' });
    expect(await change).toMatchObject({ status: 400, body: { code: 180000 } });
  });

  it('in a voice channel need Connect there, and show to those who see it', async () => {
    const { channels } = town.sandbox.world;
    const voice = channels.create(town.guild.id, { name: 'lounge', type: ChannelKind.voice });
    const deny = (bits: bigint) =>
      channels.setOverwrite(voice.id, { id: town.guild.id, type: 0, allow: 0n, deny: bits });
    const inVoice = { entity_type: 2, channel_id: voice.id, entity_metadata: null };
    deny(Permission.connect);
    expect(await make(inVoice)).toMatchObject({ status: 403, body: { code: 50013 } });
    deny(0n);
    const { body } = await make(inVoice);
    expect(body).toMatchObject({ channel_id: voice.id, entity_metadata: null, status: 1 });
    deny(Permission.viewChannel);
    expect((await town.call('GET', guildPath('/scheduled-events'))).body).toEqual([]);
    const raw = await town.connect(Intent.guilds | Intent.guildScheduledEvents);
    town.sandbox.world.scheduledEvents.delete(town.guild.id, body.id!);
    await make();
    await raw.dispatched('GUILD_SCHEDULED_EVENT_CREATE');
    expect(raw.payloads('GUILD_SCHEDULED_EVENT_DELETE')).toEqual([]);
  });

  it('take a picture, and nothing that is none', async () => {
    const { body } = await make({ image: 'data:image/png;base64,aGFsbG8=' });
    expect(body.image).toMatch(/^[0-9a-f]{32}$/);
    expect(await make({ image: 'aGFsbG8=' })).toMatchObject({ body: { code: 50035 } });
  });

  it('of others are changed only with Manage Events', async () => {
    const { id } = town.sandbox.world.scheduledEvents.create(town.guild.id, {
      name: 'Not ours',
      creatorId: town.owner.id,
      startsAt: new Date('2026-04-01T00:00:00Z'),
      endsAt: new Date('2026-04-01T01:00:00Z'),
      location: 'Library',
    });
    const change = () => town.call('PATCH', guildPath(`/scheduled-events/${id}`), { name: 'Ours' });
    expect(await change()).toMatchObject({ status: 403, body: { code: 50013 } });
    const permissions = botRole()!.permissions | Permission.manageEvents;
    town.sandbox.world.guilds.updateRole(town.guild.id, botRole()!.id, { permissions });
    expect((await change()).status).toBe(200);
  });
});
