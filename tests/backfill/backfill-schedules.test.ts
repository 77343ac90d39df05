/**
 * Whatever is heard live, replayed by a resume or fetched, in whatever order and however often: the same table, the same rollups. The log
 * and the database are real; the pages are answered from a model of one channel instead of Discord, and packets come without a client.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeStep } from '../../src/backfill/backfill-fetching.ts';
import { insertTasks, listOpenTasks } from '../../src/backfill/backfill-store.ts';
import type { BackfillTask } from '../../src/backfill/backfill-store.ts';
import { HISTORY_PAGE } from '../../src/discord/history.ts';
import type { HistoryReader } from '../../src/discord/history.ts';
import { idBefore, snowflakeAt } from '../../src/kernel/snowflake.ts';
import {
  ANNA,
  BEN,
  BOT,
  CHEN,
  GENERAL,
  GUILD,
  START,
  logSetting,
  message,
  reaction,
} from '../interactions/log-setting.ts';
import type { LogSetting } from '../interactions/log-setting.ts';
import { differencesFromRows } from '../interactions/recount.ts';

let setting: LogSetting;
beforeAll(async () => {
  setting = await logSetting();
});
afterAll(() => setting.close());

const USERS = [ANNA, BEN, CHEN, BOT];
const FROM_MS = Date.parse(START);
const EDITED_AT = '2026-03-02T10:30:00.000000+00:00';
/** Small pages, so that few messages make several. */
const PAGE = 3;

/** One message's life. Whoever reacts does it before anything is fetched; the counts then only say that they did. */
interface Story {
  readonly user: number;
  readonly isReply: boolean;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  readonly reactor: number | null;
  /** Which of its packets came live; the others are only in a replay, or nowhere. */
  readonly heard: number;
}

interface Packet {
  readonly name: string;
  readonly data: Record<string, unknown>;
}

const story: fc.Arbitrary<Story> = fc.record({
  user: fc.nat(3),
  isReply: fc.boolean(),
  isEdited: fc.boolean(),
  isDeleted: fc.boolean(),
  reactor: fc.option(fc.nat(2)),
  heard: fc.nat(15),
});

const idOf = (index: number): string => snowflakeAt(new Date(FROM_MS + (index + 1) * 60_000), index);

/** What Discord would tell of a message: written, edited, reacted to, deleted. */
function packetsOf({ user, isReply, isEdited, isDeleted, reactor }: Story, index: number): Packet[] {
  const id = idOf(index);
  const written = messageJson({ user, isReply }, id);
  return [
    { name: 'MESSAGE_CREATE', data: written },
    ...(isEdited ? [{ name: 'MESSAGE_UPDATE', data: { ...written, edited_timestamp: EDITED_AT } }] : []),
    ...(reactor === null
      ? []
      : [{ name: 'MESSAGE_REACTION_ADD', data: reaction(id, USERS[reactor]!, '👍') }]),
    ...(isDeleted ? [{ name: 'MESSAGE_DELETE', data: { id, channel_id: GENERAL, guild_id: GUILD } }] : []),
  ];
}

function messageJson(
  { user, isReply }: Pick<Story, 'user' | 'isReply'>,
  id: string,
): Record<string, unknown> {
  const author = { id: USERS[user]!, ...(USERS[user] === BOT ? { bot: true } : {}) };
  return message(id, USERS[user]!, { author, type: isReply ? 19 : 0 });
}

/** The channel as it is when everything has happened. */
function historyOf(stories: readonly Story[]): Record<string, unknown>[] {
  return stories.flatMap((one, index) =>
    one.isDeleted
      ? []
      : [
          {
            ...messageJson(one, idOf(index)),
            guild_id: undefined,
            edited_timestamp: one.isEdited ? EDITED_AT : null,
            reactions: one.reactor === null ? [] : [{ count: 1, emoji: { id: null, name: '👍' } }],
          },
        ],
  );
}

/** Pages of three. A whole page of Discord's is longer, so a page that is followed by another is filled with what lies beyond the span. */
function readerOf(stories: readonly Story[]): HistoryReader {
  const history = historyOf(stories);
  return {
    channels: () => [],
    isOpen: () => true,
    messagesAfter: async (_, afterId) => {
      const after = history.filter(({ id }) => BigInt(id as string) > BigInt(afterId));
      return after.length > PAGE
        ? [...after.slice(0, PAGE), ...fillers(after[PAGE - 1]!['id'] as string)]
        : after;
    },
    isDeleted: async (_, messageId) => !history.some(({ id }) => id === messageId),
    activeThreads: async () => [],
    archivedThreads: async () => [],
  };
}

/** Lines of Discord's own, of the same millisecond as the last message: they count for nothing. */
function fillers(lastId: string): Record<string, unknown>[] {
  return Array.from({ length: HISTORY_PAGE - PAGE }, (_, index) => ({
    ...messageJson({ user: 0, isReply: false }, (BigInt(lastId) + BigInt(index + 1) * 64n).toString()),
    guild_id: undefined,
    type: 7,
  }));
}

const TASK: BackfillTask = {
  guildId: GUILD,
  channelId: GENERAL,
  countedId: GENERAL,
  fromId: idBefore(new Date(FROM_MS)),
  toId: idBefore(new Date(FROM_MS + 3_600_000)),
  origin: 'gap',
  state: 'messages',
  cursorId: idBefore(new Date(FROM_MS)),
  problem: null,
};

/** Takes one step of the fetching, from where the database says it is. */
async function fetchOnePage(stories: readonly Story[], isAgain = false): Promise<void> {
  const app = { ...setting.app, history: readerOf(stories) };
  const [open] = await listOpenTasks(setting.app, [GUILD]);
  // A page may come twice: its request was answered, and the process killed before that was noted.
  const task = isAgain ? TASK : open;
  if (task) await takeStep(app, task, async () => [], new AbortController().signal);
}

const state = async () => ({
  rows: await setting.db.query<{ subject_id: string; kind: number; user_id: string }>(
    `SELECT subject_id, kind, user_id, emoji, channel_id, reference_id, edited_at, deleted_at IS NOT NULL AS deleted
     FROM interaction WHERE guild_id = $1 AND deleted_at IS NULL ORDER BY 1, 2, 3, 4`,
    [GUILD],
  ),
  days: await setting.db.query(
    'SELECT * FROM member_day WHERE guild_id = $1 AND interactions > 0 ORDER BY user_id',
    [GUILD],
  ),
  found: await setting.db.query(
    'SELECT state, cursor_id, found_count FROM backfill_task WHERE guild_id = $1',
    [GUILD],
  ),
  counts: await setting.db.query('SELECT * FROM reaction_count WHERE guild_id = $1 ORDER BY message_id', [
    GUILD,
  ]),
});

const keysOf = (rows: readonly { subject_id: string; kind: number; user_id: string }[]): string[] =>
  rows.map((row) => `${row.subject_id} ${row.kind} ${row.user_id}`).toSorted();

/** Every message of a member that is there in the end, and the reactions to one that were heard. */
function keysOfModel(stories: readonly Story[], heard: readonly (readonly Packet[])[]): string[] {
  return stories
    .flatMap(({ user, isReply, isDeleted, reactor }, index) => {
      if (isDeleted) return [];
      const wasReactionHeard = heard[index]!.some(({ name }) => name === 'MESSAGE_REACTION_ADD');
      return [
        ...(USERS[user] === BOT ? [] : [`${idOf(index)} ${isReply ? 2 : 1} ${USERS[user]!}`]),
        ...(reactor !== null && wasReactionHeard ? [`${idOf(index)} 3 ${USERS[reactor]!}`] : []),
      ];
    })
    .toSorted();
}

async function begin(): Promise<void> {
  await setting.reset(START);
  await setting.addCommunity(GUILD);
  // Everything has happened; what is told of it comes now.
  setting.clock.moveBy(2 * 3_600_000);
  await insertTasks(setting.app, [TASK], new Date(START));
}

async function fetchAll(stories: readonly Story[]): Promise<void> {
  while ((await listOpenTasks(setting.app, [GUILD])).length > 0) await fetchOnePage(stories);
  await setting.app.interactions.flush();
}

it('live, resume and backfill in any order leave what the history and the reactions heard say', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(story, { minLength: 1, maxLength: 10 }),
      fc.infiniteStream(fc.nat(1_000)),
      async (stories, choices) => {
        const choose = (most: number): number => Number(choices.next().value) % most;
        // Heard live: a beginning of each message's life, as when the line was cut in between.
        const heard = stories.map((one, index) => packetsOf(one, index).slice(0, one.heard % 5));
        // All reactions that were heard by the end, told once and in order, then everything fetched: that is how it must be.
        await begin();
        for (const { name, data } of heard.flat()) setting.hear(name, data);
        await fetchAll(stories);
        const expected = await state();
        expect(keysOf(expected.rows)).toEqual(keysOfModel(stories, heard));
        // The same, as it may come: mixed, twice, out of order within a replay, with pages and restarts in between.
        await begin();
        const live = heard.map((packets) => [...packets]);
        for (let turn = 0; live.some((packets) => packets.length > 0) || turn < 6; turn += 1) {
          const waiting = live.filter((packets) => packets.length > 0);
          const what = choose(10);
          const next = waiting[choose(Math.max(1, waiting.length))]?.shift();
          if (next) setting.hear(next.name, next.data);
          if (what === 0) await setting.app.interactions.flush();
          if (what === 1) await setting.restart();
          // A replay tells again what was told, in any order.
          if (what === 2)
            for (const packets of heard)
              for (const packet of packets.filter((one) => !live.flat().includes(one)).toReversed())
                setting.hear(packet.name, packet.data);
          // A session tells in order: who hears late that a message was written hears also that it was deleted before the page was fetched.
          const mayFetch = stories.every(
            ({ isDeleted }, index) =>
              !isDeleted || live[index]!.length === 0 || heard[index]!.at(-1)!.name === 'MESSAGE_DELETE',
          );
          if (what > 6 && mayFetch) await fetchOnePage(stories, what === 7);
        }
        await fetchAll(stories);
        expect(await state()).toEqual(expected);
        expect(await differencesFromRows(setting.db, GUILD)).toEqual([]);
      },
    ),
    { numRuns: 20, seed: 20_260_302 },
  );
}, 240_000);
