/** Events in a server's calendar: made, changed, called off, found again. The whole bot on the local Discord; nothing is faked but its faults. */
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventAddress } from '../../src/discord/scheduled-events.ts';
import type { ScheduledEventPlan } from '../../src/discord/scheduled-events.ts';
import { UpstreamError } from '../../src/kernel/errors.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ sandbox: { limits: { enabled: false } } });
});
afterAll(() => bot?.close());
afterEach(() => bot.town.sandbox.faults.clear());

const startsAt = new Date('2026-11-20T12:00:00Z');
const plan = (more: Partial<ScheduledEventPlan> = {}): ScheduledEventPlan => ({
  name: 'Questions on Rust',
  description: 'Ask Ann anything',
  startsAt,
  endsAt: new Date('2026-11-20T13:00:00Z'),
  place: { kind: 'elsewhere', name: '#general' },
  ...more,
});
const events = () => bot.app.scheduledEvents;
const guildId = () => bot.town.guildId;
const create = async (more?: Partial<ScheduledEventPlan>): Promise<string> =>
  (await events().create(guildId(), plan(more))).eventId;
const seen = (eventId: string) => bot.town.sandbox.world.state.guild(guildId()).scheduledEvents.get(eventId);
/** What the bot's role lacks at a voice channel; nothing: it lacks nothing. */
const denyInVoice = async (deny: bigint): Promise<void> => {
  const { channels, sandbox } = bot.town;
  sandbox.world.channels.setOverwrite(channels.voice, { id: guildId(), type: 0, allow: 0n, deny });
  await sandbox.drained();
};

describe('an event', () => {
  it('is made somewhere or in a voice channel, with its picture, and can be shown', async () => {
    const eventId = await create({ image: { type: 'image/png', data: Buffer.from('a picture') } });
    expect(seen(eventId)).toMatchObject({ entityType: 3, location: '#general', status: 1, startsAt });
    expect(seen(eventId)?.image).toBeTruthy();
    const { voice } = bot.town.channels;
    const spoken = await create({
      place: { kind: 'voice', channelId: voice },
      endsAt: null,
      description: '',
    });
    expect(seen(spoken)).toMatchObject({ entityType: 2, channelId: voice, endsAt: null, description: null });
    expect(bot.as('ann').setInterested(spoken, true)).toBe(true);
    expect(eventAddress(guildId(), spoken)).toBe(`https://discord.com/events/${guildId()}/${spoken}`);
  });

  it('is changed as a whole, also from a voice channel to elsewhere', async () => {
    const place = { kind: 'voice', channelId: bot.town.channels.voice } as const;
    const eventId = await create({ name: 'Moved', place });
    const later = new Date('2026-11-20T12:30:00Z');
    const changed = plan({ name: 'Moved away', startsAt: later });
    expect(await events().change(guildId(), eventId, changed)).toBe('done');
    expect(seen(eventId)).toMatchObject({
      name: 'Moved away',
      entityType: 3,
      channelId: null,
      startsAt: later,
    });
  });

  it('is called off before it begins, and ended when it goes on', async () => {
    const ahead = await create({ name: 'Called off' });
    const underWay = await create({ name: 'Under way' });
    bot.town.sandbox.world.scheduledEvents.update(guildId(), underWay, { status: 2 });
    for (const eventId of [ahead, underWay]) {
      expect(await events().cancel(guildId(), eventId)).toBe('done');
      expect(await events().cancel(guildId(), eventId)).toBe('done');
      expect(await events().change(guildId(), eventId, plan())).toBe('over');
    }
    expect([seen(ahead)?.status, seen(underWay)?.status]).toEqual([4, 3]);
  });

  it('that was deleted is gone', async () => {
    const eventId = await create();
    expect(await events().delete(guildId(), eventId)).toBe('done');
    expect(await events().delete(guildId(), eventId)).toBe('gone');
    expect(await events().cancel(guildId(), eventId)).toBe('gone');
    expect(await events().change(guildId(), eventId, plan())).toBe('gone');
  });

  it('whose making was answered into the void is found by name and start, unlike those of others and those that are over', async () => {
    bot.town.sandbox.faults.loseReply({ method: 'POST', route: '/guilds/{guild_id}/scheduled-events' });
    await expect(create({ name: 'Unheard' })).rejects.toBeInstanceOf(UpstreamError);
    const { scheduledEvents } = bot.town.sandbox.world;
    scheduledEvents.create(guildId(), { name: 'Theirs', creatorId: bot.town.people.owner, startsAt });
    const found = await events().find(guildId(), 'Unheard', startsAt);
    expect(seen(found ?? '')).toMatchObject({ name: 'Unheard' });
    expect(await events().find(guildId(), 'Theirs', startsAt)).toBe(null);
    expect(await events().find(guildId(), 'Unheard', new Date('2026-11-20T12:30:00Z'))).toBe(null);
    await events().cancel(guildId(), found!);
    expect(await events().find(guildId(), 'Unheard', startsAt)).toBe(null);
  });
});

describe('an event that cannot be', () => {
  it('in the past is refused, and says when', async () => {
    const past = new Date('2026-11-01T12:00:00Z');
    await expect(create({ startsAt: past })).rejects.toMatchObject({
      code: 'scheduled-events.past',
      facts: { startsAt: past },
    });
  });

  it('in a channel that is gone or of another kind is refused', async () => {
    const { voice, general } = bot.town.channels;
    for (const place of [
      { kind: 'voice', channelId: general },
      { kind: 'stage', channelId: voice },
      { kind: 'voice', channelId: '400000000000000001' },
    ] as const)
      await expect(create({ place })).rejects.toMatchObject({
        code: 'scheduled-events.place',
        facts: { channelId: place.channelId },
      });
  });

  it('without the permissions is refused, and names them', async () => {
    const place = { kind: 'voice', channelId: bot.town.channels.voice } as const;
    expect(events().missing(guildId(), place)).toEqual([]);
    await denyInVoice(PermissionFlagsBits.CreateEvents | PermissionFlagsBits.Connect);
    expect(events().missing(guildId(), place)).toEqual(['CreateEvents', 'Connect']);
    expect(events().missing(guildId(), { kind: 'elsewhere', name: 'x' })).toEqual([]);
    await expect(create({ place })).rejects.toMatchObject({
      code: 'scheduled-events.permissions',
      facts: { channelId: place.channelId, missing: ['CreateEvents', 'Connect'] },
    });
    await denyInVoice(0n);
  });

  it('made by somebody else is not the bot’s to change', async () => {
    const { id } = bot.town.sandbox.world.scheduledEvents.create(guildId(), {
      name: 'Theirs',
      creatorId: bot.town.people.owner,
      startsAt,
    });
    await expect(events().delete(guildId(), id)).rejects.toMatchObject({
      code: 'scheduled-events.permissions',
    });
  });

  it('beyond the hundred that Discord takes is refused', async () => {
    const { scheduledEvents } = bot.town.sandbox.world;
    for (let n = 0; n < 100; n += 1)
      scheduledEvents.create(guildId(), { name: `${n}`, creatorId: bot.town.people.owner, startsAt });
    await expect(create()).rejects.toMatchObject({ code: 'scheduled-events.too-many', facts: { most: 100 } });
  });
});
