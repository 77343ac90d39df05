/** Posting, finding again and looking up: the whole bot on the local Discord, with its faults. Nothing is faked. */
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { componentId } from '../../src/discord/components.ts';
import type { Reply } from '../../src/discord/reply.ts';
import { Refusal, UpstreamError } from '../../src/kernel/errors.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot();
});
afterAll(() => bot.close());
afterEach(() => bot.town.sandbox.faults.clear());

const POSTING = { method: 'POST', route: '/channels/{channel_id}/messages' } as const;
const MARKER = componentId('report.explain', 'activity', '2026-11-09');

const marked: Reply = {
  content: 'The week, @everyone',
  files: [{ name: 'week.png', data: Buffer.from('a picture'), description: 'A chart of the week' }],
  components: [{ type: 1, components: [{ type: 2, style: 2, label: 'What is this?', custom_id: MARKER }] }],
};

const post = (message: Reply, nonce?: string) =>
  bot.app.messenger.post(
    bot.town.guildId,
    bot.town.channels.reports,
    message,
    nonce === undefined ? {} : { nonce },
  );
const posted = () => bot.as('owner').read(bot.town.channels.reports);
const refusalOf = async (work: Promise<unknown>): Promise<Refusal> => {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (error instanceof Refusal) return error;
  throw new Error(`no refusal: ${String(error)}`);
};

describe('a post', () => {
  it('arrives with its picture and the text for who cannot see it, and notifies nobody', async () => {
    const { messageId } = await post(marked);
    const seen = posted().find(({ id }) => id === messageId);
    expect(seen?.attachments[0]).toMatchObject({ filename: 'week.png', description: 'A chart of the week' });
    expect(bot.town.sandbox.world.state.messages.get(messageId)?.mentionEveryone).toBe(false);
  });

  it('that is sent again with the same nonce, because its answer was lost, stands there once', async () => {
    const before = posted().length;
    bot.town.sandbox.faults.loseReply(POSTING);
    await expect(post(marked, 'activity-2026-11-09')).rejects.toBeInstanceOf(UpstreamError);
    await post(marked, 'activity-2026-11-09');
    expect(posted()).toHaveLength(before + 1);
  });

  it('is found again by its marker, the newest first, and not before its time', async () => {
    const { guildId, channels } = bot.town;
    const { messageId } = await post(marked);
    const since = (at: string) => bot.app.messenger.findOwn(guildId, channels.reports, MARKER, new Date(at));
    expect(await since('2026-11-16T08:00:00Z')).toBe(messageId);
    expect(await since('2026-11-16T10:00:00Z')).toBeNull();
    expect(await bot.app.messenger.findOwn(guildId, channels.reports, 'another', new Date(0))).toBeNull();
  });

  it('with the same marker by somebody else is not taken for our own', async () => {
    const { guildId, channels, sandbox, people } = bot.town;
    sandbox.world.messages.create({ channelId: channels.help, authorId: people.ann, content: MARKER });
    expect(
      await bot.app.messenger.findOwn(guildId, channels.help, MARKER, new Date('2026-01-01')),
    ).toBeNull();
  });
});

describe('a post that is to notify somebody', () => {
  it('notifies those named, and nobody else it mentions', async () => {
    const { guildId, channels, people, staffRoleId, sandbox } = bot.town;
    const content = `<@${people.ann}> <@${people.bo}> <@&${staffRoleId}> @everyone`;
    const { messageId } = await bot.app.messenger.post(
      guildId,
      channels.reports,
      { content },
      { notifies: [people.ann] },
    );
    expect(sandbox.world.state.messages.get(messageId)).toMatchObject({
      mentionIds: [people.ann],
      mentionRoleIds: [],
      mentionEveryone: false,
    });
  });
});

describe('a direct message', () => {
  const directly = () =>
    [...bot.town.sandbox.world.state.messages.values()].filter(
      ({ channelId }) => bot.town.sandbox.world.state.channels.get(channelId)?.guildId === null,
    );

  it('reaches a member, also a second one', async () => {
    await bot.app.messenger.dm(bot.town.people.ann, { content: 'Your tier ends soon.' });
    await bot.app.messenger.dm(bot.town.people.ann, { content: 'Your tier has ended.' });
    expect(directly().map(({ content }) => content)).toEqual([
      'Your tier ends soon.',
      'Your tier has ended.',
    ]);
  });

  it('to who takes none or has left is refused, and says whom', async () => {
    const { people, sandbox, guildId } = bot.town;
    const gone = sandbox.join(guildId, { username: 'gone' });
    gone.leave();
    sandbox.world.state.user(people.bo).acceptsDms = false;
    for (const userId of [people.bo, gone.userId]) {
      const refusal = await refusalOf(bot.app.messenger.dm(userId, { content: 'Hello' }));
      expect(refusal).toMatchObject({ code: 'messenger.dm-closed', facts: { userId } });
    }
  });

  it('that is sent again with the same nonce, because its answer was lost, arrives once', async () => {
    const before = directly().length;
    bot.town.sandbox.faults.loseReply(POSTING);
    const send = () =>
      bot.app.messenger.dm(bot.town.people.staff, { content: 'Hello' }, { nonce: 'hello-1' });
    await expect(send()).rejects.toBeInstanceOf(UpstreamError);
    await send();
    expect(directly()).toHaveLength(before + 1);
  });
});

describe('a channel that cannot be posted in', () => {
  it('says which permissions are missing', async () => {
    const { guildId, channels, sandbox } = bot.town;
    const deny = PermissionFlagsBits.SendMessages | PermissionFlagsBits.AttachFiles;
    sandbox.world.channels.setOverwrite(channels.help, { id: guildId, type: 0, allow: 0n, deny });
    await sandbox.drained();
    const refusal = await refusalOf(bot.app.messenger.post(guildId, channels.help, marked));
    expect(refusal.code).toBe('messenger.channel');
    expect(refusal.facts).toMatchObject({
      problem: { kind: 'permissions', missing: ['SendMessages', 'AttachFiles'] },
    });
  });

  it('is gone when it was deleted, and is no text channel when it is none', async () => {
    const { guildId, channels } = bot.town;
    const problem = (channelId: string) => bot.app.messenger.channelProblem(guildId, channelId);
    expect(problem('400000000000000001')).toEqual({ kind: 'gone', missing: [] });
    expect(problem(channels.voice)).toEqual({ kind: 'not-text', missing: [] });
    expect(problem(channels.reports)).toBeNull();
  });

  it('a message that was deleted cannot be edited, and says so', async () => {
    const { messageId } = await post(marked);
    bot.as('owner').delete({ id: messageId });
    const { guildId, channels } = bot.town;
    const refusal = await refusalOf(bot.app.messenger.edit(guildId, channels.reports, messageId, marked));
    expect(refusal.code).toBe('messenger.message-gone');
  });
});

describe('who sees a channel', () => {
  it('are the humans whose roles show it to them; bots are not asked', async () => {
    const { guildId, channels, people, sandbox } = bot.town;
    await expect.poll(() => bot.app.messenger.humansWhoSee(guildId, channels.general)?.length).toBe(4);
    expect(bot.app.messenger.humansWhoSee(guildId, channels.secret)).toEqual([people.owner]);
    sandbox.world.channels.setOverwrite(channels.secret, {
      id: people.bo,
      type: 1,
      allow: PermissionFlagsBits.ViewChannel,
      deny: 0n,
    });
    await sandbox.drained();
    expect(bot.app.messenger.humansWhoSee(guildId, channels.secret)?.toSorted()).toEqual(
      [people.owner, people.bo].toSorted(),
    );
  });

  it('a role that shows it is stronger than one that hides it, a member’s own entry stronger than both, and administrators see all', async () => {
    const { guildId, channels, people, sandbox, staffRoleId } = bot.town;
    const { guilds } = sandbox.world;
    const seen = async (): Promise<string[]> => {
      await sandbox.drained();
      return bot.app.messenger.humansWhoSee(guildId, channels.secret)!.toSorted();
    };
    const entry = (id: string, type: 0 | 1, allow: bigint, deny: bigint) =>
      sandbox.world.channels.setOverwrite(channels.secret, { id, type, allow, deny });
    const { ViewChannel, Administrator } = PermissionFlagsBits;
    const hidden = guilds.createRole(guildId, { name: 'Hidden' }).id;
    bot.as('owner').giveRole(people.staff, hidden);
    entry(people.bo, 1, 0n, ViewChannel);
    entry(hidden, 0, 0n, ViewChannel);
    entry(staffRoleId, 0, ViewChannel, 0n);
    expect(await seen()).toEqual([people.owner, people.staff].toSorted());
    entry(people.staff, 1, 0n, ViewChannel);
    expect(await seen()).toEqual([people.owner]);
    const admins = guilds.createRole(guildId, { name: 'Admins', permissions: Administrator }).id;
    bot.as('owner').giveRole(people.staff, admins);
    expect(await seen()).toEqual([people.owner, people.staff].toSorted());
    bot.as('bo').leave();
    bot.as('owner').takeRole(people.staff, admins);
    expect(await seen()).toEqual([people.owner]);
  });
});
