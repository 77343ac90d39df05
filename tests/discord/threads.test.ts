/** Rooms within channels: who is let in, what an archive changes, what is repeated. The whole bot on the local Discord; nothing is faked but its faults. */
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NewThread } from '../../src/discord/threads.ts';
import { Refusal, UpstreamError } from '../../src/kernel/errors.ts';
import { DriverError } from '../../src/sandbox/driver-seen.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot();
});
afterAll(() => bot?.close());
afterEach(() => {
  bot.town.sandbox.faults.clear();
  Object.assign(bot.town.sandbox.world.threads, { mostMembers: 1_000, mostActive: 1_000 });
});

const threads = () => bot.app.threads;
const guildId = () => bot.town.guildId;
const general = () => bot.town.channels.general;
const record = (threadId: string) => bot.town.sandbox.world.state.channel(threadId).thread!;
const open = (name: string, more: Partial<NewThread> = {}) =>
  threads().open(guildId(), general(), {
    name,
    isPrivate: true,
    firstMessage: { content: 'Welcome' },
    ...more,
  });
/** A private room with ann in it. */
async function roomWithAnn(name: string): Promise<string> {
  const { threadId } = await open(name);
  expect(await threads().add(guildId(), threadId, bot.town.people.ann)).toBe('done');
  return threadId;
}
const archive = (threadId: string, locked = false) =>
  bot.town.sandbox.world.threads.update(threadId, { archived: true, locked });
const since = () => new Date('2026-11-16T08:00:00Z');
const find = (name: string, from = since()) => threads().find(guildId(), general(), name, from);

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (error instanceof Refusal) return error;
  throw new Error(`no refusal: ${String(error)}`);
}

describe('a private room', () => {
  it('is seen, read and written in by who is in it, and by nobody else', async () => {
    const threadId = await roomWithAnn('Rust for beginners');
    expect(bot.as('ann').threads(general()).at(-1)?.name).toBe('Rust for beginners');
    expect(bot.as('ann').read(threadId)[0]?.content).toBe('Welcome');
    expect(bot.as('ann').say(threadId, 'Hello').channelId).toBe(threadId);
    expect(bot.as('bo').threads(general())).toEqual([]);
    expect(() => bot.as('bo').read(threadId)).toThrow(DriverError);
    expect(record(threadId)).toMatchObject({ invitable: false, autoArchiveMinutes: 10_080 });
  });

  it('is closed again to who is taken out; who was never in it stays out without complaint', async () => {
    const threadId = await roomWithAnn('Left again');
    const { ann, bo } = bot.town.people;
    expect(await threads().remove(guildId(), threadId, ann)).toBe('done');
    expect(await threads().remove(guildId(), threadId, bo)).toBe('done');
    expect(() => bot.as('ann').read(threadId)).toThrow(DriverError);
  });

  it('lets nobody in who is not in the server', async () => {
    const { threadId } = await open('For members');
    expect(await threads().add(guildId(), threadId, bot.town.other.ownerId)).toBe('absent');
  });

  it('that is full says so, and who is in it stays', async () => {
    const threadId = await roomWithAnn('Small');
    bot.town.sandbox.world.threads.mostMembers = 2;
    expect(await threads().add(guildId(), threadId, bot.town.people.bo)).toBe('full');
    expect(await threads().add(guildId(), threadId, bot.town.people.ann)).toBe('done');
  });

  it('that was deleted is gone, whatever is asked of it', async () => {
    const threadId = await roomWithAnn('Deleted');
    bot.town.sandbox.world.threads.delete(threadId);
    const { ann } = bot.town.people;
    expect(await threads().add(guildId(), threadId, ann)).toBe('gone');
    expect(await threads().remove(guildId(), threadId, ann)).toBe('gone');
    expect(await threads().close(guildId(), threadId)).toBe('gone');
    expect(await refusalOf(threads().members(guildId(), threadId))).toMatchObject({
      code: 'messenger.channel',
      facts: { problem: { kind: 'gone' } },
    });
  });

  it('of another community is none of ours', async () => {
    const threadId = await roomWithAnn('Ours');
    await bot.settled();
    const elsewhere = bot.town.other.guildId;
    expect(await threads().close(elsewhere, threadId)).toBe('gone');
    expect(await refusalOf(bot.app.messenger.post(elsewhere, threadId, { content: 'x' }))).toMatchObject({
      code: 'messenger.channel',
    });
    expect(record(threadId).archived).toBe(false);
  });

  it('names everybody in it, more than one page of them', async () => {
    const threadId = await roomWithAnn('Crowded');
    const { sandbox, botId, people } = bot.town;
    const crowd = Array.from({ length: 120 }, (_, n) => {
      const user = sandbox.world.people.createUser({ username: `crowd${n}` });
      sandbox.world.people.join(guildId(), user.id, { silently: true });
      sandbox.world.threads.addMember(threadId, user.id);
      return user.id;
    });
    expect((await threads().members(guildId(), threadId))?.toSorted()).toEqual(
      [...crowd, people.ann, botId].toSorted(),
    );
  });
});

describe('an archived room', () => {
  it('is woken for who comes in, and stays asleep when somebody goes', async () => {
    const threadId = await roomWithAnn('Asleep');
    const { ann, bo } = bot.town.people;
    archive(threadId);
    expect(await threads().remove(guildId(), threadId, ann)).toBe('done');
    expect(record(threadId)).toMatchObject({ archived: true });
    expect(record(threadId).members.has(ann)).toBe(false);
    expect(await threads().add(guildId(), threadId, bo)).toBe('done');
    expect(record(threadId)).toMatchObject({ archived: false, locked: false });
  });

  it('that is closed lets people in and stays closed, also where that fails', async () => {
    const threadId = await roomWithAnn('Closed');
    const { ann, bo } = bot.town.people;
    expect(await threads().close(guildId(), threadId)).toBe('done');
    expect(await threads().close(guildId(), threadId)).toBe('done');
    expect(() => bot.as('ann').say(threadId, 'Still there?')).toThrow(DriverError);
    expect(await threads().add(guildId(), threadId, bo)).toBe('done');
    bot.town.sandbox.world.threads.mostMembers = 1;
    expect(await threads().add(guildId(), threadId, bot.town.people.staff)).toBe('full');
    expect(record(threadId)).toMatchObject({ archived: true, locked: true });
    expect(await threads().reopen(guildId(), threadId)).toBe('done');
    expect(bot.as('ann').say(threadId, 'Back again').author.id).toBe(ann);
  });

  it('takes messages and edits of the bot, also one the bot has not heard of', async () => {
    const threadId = await roomWithAnn('Written in');
    const post = (content: string) => bot.app.messenger.post(guildId(), threadId, { content });
    const { messageId } = await post('first');
    archive(threadId, true);
    // After a restart archived threads are in nobody's memory.
    await bot.restart();
    await post('second');
    await bot.app.messenger.edit(guildId(), threadId, messageId, { content: 'first, better' });
    const written = bot
      .as('ann')
      .read(threadId)
      .map(({ content }) => content);
    expect(written.slice(-2)).toEqual(['first, better', 'second']);
    expect(record(threadId)).toMatchObject({ archived: true, locked: true });
    expect(await threads().add(guildId(), threadId, bot.town.people.bo)).toBe('done');
  });
});

describe('opening a room again after a crash', () => {
  it('finds the one that is there, awake or archived, and no other', async () => {
    const { threads: made } = bot.town.sandbox.world;
    made.create({ channelId: general(), name: 'Found', ownerId: bot.town.people.ann, isPrivate: true });
    const { threadId } = await open('Found');
    expect(await find('Found')).toEqual({ threadId, hasFirstMessage: true });
    archive(threadId);
    expect(await find('Found')).toEqual({ threadId, hasFirstMessage: true });
    expect(await find('Found', new Date('2026-11-16T10:00:00Z'))).toBe(null);
    expect(await find('found')).toBe(null);
    expect(await threads().find(guildId(), bot.town.channels.help, 'Found', since())).toBe(null);
  });

  it('finds a public one as well', async () => {
    const { threadId } = await open('Open to all', { isPrivate: false });
    expect(
      bot
        .as('bo')
        .threads(general())
        .map(({ id }) => id),
    ).toContain(threadId);
    archive(threadId);
    expect(await find('Open to all')).toEqual({ threadId, hasFirstMessage: true });
  });

  it('finds one whose making was answered into the void', async () => {
    bot.town.sandbox.faults.loseReply({ method: 'POST', route: '/channels/{channel_id}/threads' });
    await expect(open('Unheard')).rejects.toBeInstanceOf(UpstreamError);
    const found = await find('Unheard');
    expect(found).toMatchObject({ hasFirstMessage: false });
  });

  it('one that was opened without its first message says so, and that alone is repeated', async () => {
    bot.town.sandbox.faults.loseRequest({ method: 'POST', route: '/channels/{channel_id}/messages' });
    const opened = await open('Empty');
    expect(opened.hasFirstMessage).toBe(false);
    await threads().add(guildId(), opened.threadId, bot.town.people.ann);
    expect(await find('Empty')).toEqual(opened);
    const { threadId } = opened;
    await bot.app.messenger.post(guildId(), threadId, { content: 'Welcome' }, { nonce: threadId });
    expect(await find('Empty')).toEqual({ threadId, hasFirstMessage: true });
  });
});

describe('where no room can be opened', () => {
  it('the reason is known before: deleted, no text, permissions', async () => {
    const { voice, help } = bot.town.channels;
    const problem = (channelId: string, isPrivate = true) =>
      threads().problem(guildId(), channelId, isPrivate);
    expect(problem(general())).toBe(null);
    expect(problem('400000000000000001')).toEqual({ kind: 'gone', missing: [] });
    expect(problem(voice)).toEqual({ kind: 'not-text', missing: [] });
    const deny = PermissionFlagsBits.CreatePrivateThreads | PermissionFlagsBits.ManageThreads;
    bot.town.sandbox.world.channels.setOverwrite(help, { id: guildId(), type: 0, allow: 0n, deny });
    await bot.town.sandbox.drained();
    const missing = ['CreatePrivateThreads', 'ManageThreads'];
    expect(problem(help)).toEqual({ kind: 'permissions', missing });
    expect(problem(help, false)).toEqual({ kind: 'permissions', missing: ['ManageThreads'] });
    const firstMessage = { content: 'x' };
    const refused = threads().open(guildId(), help, { name: 'x', isPrivate: true, firstMessage });
    expect(await refusalOf(refused)).toMatchObject({ facts: { problem: { missing } } });
  });

  it('as many active ones as Discord allows are too many', async () => {
    bot.town.sandbox.world.threads.mostActive = 1;
    expect(await refusalOf(open('One more'))).toMatchObject({ code: 'threads.too-many' });
  });

  it('a bot that may no longer look after threads says so', async () => {
    const threadId = await roomWithAnn('Locked out');
    bot.town.sandbox.world.channels.setOverwrite(general(), {
      id: guildId(),
      type: 0,
      allow: 0n,
      deny: PermissionFlagsBits.ViewChannel,
    });
    expect(await threads().add(guildId(), threadId, bot.town.people.bo)).toBe('no-permission');
    expect(await threads().close(guildId(), threadId)).toBe('no-permission');
  });
});

it('who gives up waiting is not kept waiting', async () => {
  const patience = new AbortController();
  patience.abort();
  const waiting = threads().add(guildId(), '400000000000000001', bot.town.people.bo, patience.signal);
  await expect(waiting).rejects.toBeInstanceOf(UpstreamError);
});
