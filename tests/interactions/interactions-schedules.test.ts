/** Whatever order things come in, told once or often: the rows are what a model says, and the rollups what the rows say. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rebuildRollups } from '../../src/interactions/interactions.ts';
import {
  ANNA,
  BEN,
  BOT,
  CHEN,
  CODE,
  FORUM,
  GENERAL,
  GUILD,
  SECRET,
  logSetting,
  message,
  reaction,
  thread,
} from './log-setting.ts';
import type { LogSetting } from './log-setting.ts';
import { snowflakeAt } from '../../src/kernel/snowflake.ts';
import { differencesFromRows } from './recount.ts';

let setting: LogSetting;
beforeAll(async () => {
  setting = await logSetting();
});
afterAll(() => setting.close());

const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/Havana',
  'Africa/Cairo',
  'Australia/Lord_Howe',
];
/** Around the changes of the clocks in these zones. */
const MOMENTS = [
  '2026-03-28T22:00:00Z',
  '2026-10-24T20:00:00Z',
  '2026-11-01T03:00:00Z',
  '2026-04-23T20:00:00Z',
  '2026-04-04T12:00:00Z',
];
const USERS = [ANNA, BEN, CHEN, BOT];
const CHANNELS = [GENERAL, CODE, SECRET];
const EMOJI = ['👍', '🎉'];

type Act =
  | { do: 'message' | 'reply'; subject: number; user: number; channel: number }
  | { do: 'thread' | 'post'; subject: number; user: number; channel: number }
  | { do: 'react'; subject: number; user: number; emoji: number; channel: number }
  | { do: 'delete' | 'edit'; subject: number }
  | { do: 'bulk'; subjects: number[] }
  | { do: 'again'; act: number }
  | { do: 'flush' | 'rebuild' }
  | { do: 'pass'; minutes: number };

const subject = fc.nat(11);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('message' as const, 'reply' as const),
      subject,
      user: fc.nat(3),
      channel: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('thread' as const, 'post' as const),
      subject,
      user: fc.nat(3),
      channel: fc.nat(2),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('react' as const),
      subject,
      user: fc.nat(3),
      emoji: fc.nat(1),
      channel: fc.nat(2),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'edit' as const), subject }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('bulk' as const), subjects: fc.array(subject, { maxLength: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('again' as const), act: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flush' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rebuild' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.nat(200) }) },
);

it('the rows are those of the model and the rollups those of the rows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ZONES),
      fc.constantFrom(...MOMENTS),
      fc.array(act, { minLength: 5, maxLength: 40 }),
      async (timeZone, moment, acts) => {
        await setting.reset(moment);
        await setting.addCommunity(GUILD, timeZone, [SECRET]);
        const model = new Model(Date.parse(moment));
        for (const [index, each] of acts.entries()) await perform(each, acts.slice(0, index), model);
        await setting.app.interactions.flush();
        expect(await countedKeys()).toEqual(model.countedKeys());
        expect(await differencesFromRows(setting.db, GUILD)).toEqual([]);
      },
    ),
    { numRuns: 25, seed: 20_260_302 },
  );
}, 180_000);

/** A message, thread or post has one channel and one author, however often it is told of: the first telling decides. */
class Model {
  private readonly counted = new Set<string>();
  private readonly deleted = new Set<string>();
  private readonly first = new Map<string, { do: string; user: number; channel: number }>();
  private readonly fromMs: number;

  constructor(fromMs: number) {
    this.fromMs = fromMs;
  }

  /** Twelve messages within six hours; posts and threads have ids of their own. */
  idOf(number: number, family = 0): string {
    return snowflakeAt(new Date(this.fromMs + number * 1_800_000 + family), number);
  }

  settled(id: string, given: { do: string; user: number; channel: number }) {
    const first = this.first.get(id) ?? given;
    this.first.set(id, first);
    return first;
  }

  count(kind: number, id: string, user: string, emoji = ''): void {
    this.counted.add(`${id} ${kind} ${user} ${emoji}`);
  }

  delete(id: string): void {
    this.deleted.add(id);
  }

  countedKeys(): string[] {
    return [...this.counted]
      .filter((key) => key.split(' ')[1] === '4' || !this.deleted.has(key.split(' ')[0]!))
      .toSorted();
  }
}

async function perform(given: Act, before: readonly Act[], model: Model): Promise<void> {
  if (given.do === 'again') {
    const earlier = before[given.act % Math.max(1, before.length)];
    if (earlier && earlier.do !== 'again') await perform(earlier, [], model);
  } else if (given.do === 'flush') await setting.app.interactions.flush();
  else if (given.do === 'rebuild') await rebuildRollups(setting.app, GUILD);
  else if (given.do === 'pass') setting.clock.moveBy(given.minutes * 60_000);
  else if (given.do === 'delete') remove([given.subject], model);
  else if (given.do === 'bulk') remove(given.subjects, model);
  else if (given.do === 'edit') edit(given.subject, model);
  else if (given.do === 'react') react(given, model);
  else if (given.do === 'thread' || given.do === 'post') open(given, model);
  else if (given.do === 'message' || given.do === 'reply') write(given, model);
}

const who = (user: number) => ({ id: USERS[user]!, ...(USERS[user] === BOT ? { bot: true } : {}) });

function write(
  given: { do: 'message' | 'reply'; subject: number; user: number; channel: number },
  model: Model,
): void {
  const id = model.idOf(given.subject);
  const { do: kind, user, channel } = model.settled(id, given);
  const type = kind === 'reply' ? 19 : 0;
  setting.hear(
    'MESSAGE_CREATE',
    message(id, USERS[user]!, { author: who(user), type, channel_id: CHANNELS[channel]! }),
  );
  if (USERS[user] !== BOT && CHANNELS[channel] !== SECRET)
    model.count(kind === 'reply' ? 2 : 1, id, USERS[user]!);
}

function open(
  given: { do: 'thread' | 'post'; subject: number; user: number; channel: number },
  model: Model,
): void {
  const isPost = given.do === 'post';
  const id = model.idOf(given.subject, isPost ? 2 : 1);
  const { user, channel } = model.settled(id, given);
  const parent = isPost ? FORUM : CHANNELS[channel]!;
  setting.hear('THREAD_CREATE', thread(id, USERS[user]!, parent));
  if (isPost)
    setting.hear('MESSAGE_CREATE', message(id, USERS[user]!, { author: who(user), channel_id: id }));
  // The first message of a bot's post takes the post out.
  if (isPost && USERS[user] === BOT) model.delete(id);
  if (USERS[user] !== BOT && parent !== SECRET) model.count(isPost ? 5 : 4, id, USERS[user]!);
}

function react(given: Extract<Act, { do: 'react' }>, model: Model): void {
  const id = model.idOf(given.subject);
  const user = USERS[given.user]!;
  setting.hear(
    'MESSAGE_REACTION_ADD',
    reaction(id, user, EMOJI[given.emoji]!, {
      channel_id: CHANNELS[given.channel]!,
      member: { user: who(given.user) },
    }),
  );
  if (user !== BOT && CHANNELS[given.channel] !== SECRET) model.count(3, id, user, EMOJI[given.emoji]!);
}

function edit(number: number, model: Model): void {
  setting.hear(
    'MESSAGE_UPDATE',
    message(model.idOf(number), ANNA, { edited_timestamp: '2026-03-02T10:05:00.000000+00:00' }),
  );
}

function remove(numbers: readonly number[], model: Model): void {
  const ids = [...new Set(numbers)].map((number) => model.idOf(number));
  for (const id of ids) model.delete(id);
  if (ids.length === 1) setting.hear('MESSAGE_DELETE', { id: ids[0], channel_id: GENERAL, guild_id: GUILD });
  else setting.hear('MESSAGE_DELETE_BULK', { ids, channel_id: GENERAL, guild_id: GUILD });
}

async function countedKeys(): Promise<string[]> {
  const rows = await setting.db.query<{ subject_id: string; kind: number; user_id: string; emoji: string }>(
    'SELECT subject_id, kind, user_id, emoji FROM interaction WHERE guild_id = $1 AND deleted_at IS NULL',
    [GUILD],
  );
  return rows.map((row) => `${row.subject_id} ${row.kind} ${row.user_id} ${row.emoji}`).toSorted();
}
