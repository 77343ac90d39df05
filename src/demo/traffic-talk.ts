/** Writing, answering, reacting, editing, deleting: plans it for one day, so that what follows a message finds it. */
import type { MessageRecord } from '../sandbox/world-records.ts';
import type { Community, Resident } from './community.ts';
import type { Place, Topic } from './community-places.ts';
import type { Happening } from './delivery.ts';
import type { Random } from './random.ts';
import { EMOJI, TALK, THREAD_NAMES } from './traffic-words.ts';
import { MINUTE_MS } from './story-time.ts';

/** A message that will be written; `record` is there once it was, and null again when it is deleted. */
export interface Planned {
  record: MessageRecord | null;
  /** Has a thread or an answer: is never deleted. */
  isKept: boolean;
}

export class Talk {
  private readonly community: Community;
  private readonly present: readonly Resident[];
  private readonly random: Random;
  private readonly add: (happening: Happening) => void;
  private readonly unsaid = new Map<Topic, (readonly string[])[]>();

  constructor(
    community: Community,
    present: readonly Resident[],
    random: Random,
    add: (happening: Happening) => void,
  ) {
    this.community = community;
    this.present = present;
    this.random = random;
    this.add = add;
  }

  /** What is talked about next: every exchange of the topic has its turn before one comes again. */
  exchange(topic: Topic): readonly string[] {
    const left = this.unsaid.get(topic) ?? [];
    if (left.length === 0) left.push(...this.random.some(TALK[topic], TALK[topic].length));
    this.unsaid.set(topic, left);
    return left.pop() ?? [];
  }

  /** Somebody writes, perhaps answering; others react; now and then it is edited or deleted. */
  say(at: number, place: Place, who: Resident, content: string, answers: Planned | null = null): Planned {
    const { messages } = this.community.sandbox.world;
    const channelId = this.community.places[place];
    const planned: Planned = { record: null, isKept: false };
    if (answers) answers.isKept = true;
    this.add({
      at,
      run: () => {
        const to = answers?.record;
        const reference = to
          ? { type: 0 as const, channelId: to.channelId, messageId: to.id, guildId: to.guildId }
          : null;
        planned.record = messages.create({ channelId, authorId: who.userId, content, reference });
      },
    });
    this.afterwards(at, planned, who, content);
    return planned;
  }

  /** A thread opened from a message, in which a few go on talking. @returns how many messages. */
  thread(at: number, place: Place, speakers: readonly Resident[], from: Planned): number {
    const { threads } = this.community.sandbox.world;
    const { random } = this;
    const owner = random.pick(speakers);
    from.isKept = true;
    const name = random.pick(THREAD_NAMES);
    const channelId = this.community.places[place];
    let threadId: string | null = null;
    this.add({
      at,
      run: () => {
        if (from.record && !from.record.threadId)
          threadId = threads.create({ channelId, name, ownerId: owner.userId, messageId: from.record.id }).id;
      },
    });
    const count = random.between(3, 9);
    for (let index = 1; index <= count; index += 1) {
      const who = random.pick(speakers);
      this.inThread(
        at + index * random.between(20, 100) * 1_000,
        () => threadId,
        who,
        random.pick(DEEPER[who.locale]),
      );
    }
    return count;
  }

  /** A message in a thread that will be there by then. */
  inThread(at: number, threadId: () => string | null, who: Resident, content: string): void {
    const { messages } = this.community.sandbox.world;
    this.add({
      at,
      run: () => {
        const channelId = threadId();
        if (channelId) messages.create({ channelId, authorId: who.userId, content });
      },
    });
  }

  /** Somebody reacts, and sometimes takes it back, and sometimes does it again. */
  react(at: number, planned: Planned, who: Resident): void {
    const { reactions } = this.community.sandbox.world;
    const { random } = this;
    const emoji = random.weighted(EMOJI, (one) => 1 / (1 + EMOJI.indexOf(one)));
    const then = (after: number, act: (id: string) => void): void =>
      this.add({
        at: at + after,
        run: () => {
          if (planned.record) act(planned.record.id);
        },
      });
    then(0, (id) => void reactions.add(id, who.userId, emoji));
    if (!random.chance(0.03)) return;
    then(4_000, (id) => void reactions.remove(id, who.userId, emoji));
    if (random.chance(0.5)) then(9_000, (id) => void reactions.add(id, who.userId, emoji));
  }

  private afterwards(at: number, planned: Planned, who: Resident, content: string): void {
    const { messages } = this.community.sandbox.world;
    const { random } = this;
    if (random.chance(0.2))
      for (let count = random.between(1, 4); count > 0; count -= 1)
        this.react(at + random.between(5, 1_200) * 1_000, planned, this.reader(who));
    if (random.chance(0.025))
      this.add({
        at: at + random.between(20, 400) * 1_000,
        run: () => {
          if (planned.record) messages.edit(planned.record.id, { content: `${content} (edit: 补充一点)` });
        },
      });
    else if (random.chance(0.012))
      this.add({
        at: at + random.between(1, 50) * MINUTE_MS,
        run: () => {
          if (!planned.record || planned.isKept) return;
          messages.delete(planned.record.id);
          planned.record = null;
        },
      });
  }

  /** Somebody who reads along: lurkers react too, if rarely. */
  private reader(not: Resident): Resident {
    const reader = this.random.weighted(this.present, ({ talkativeness }) => 0.001 + talkativeness ** 0.8);
    return reader === not ? this.reader(not) : reader;
  }
}

const DEEPER = {
  'zh-CN': [
    '在这里细说',
    '我贴一下最小复现',
    '把日志发出来看看？',
    '二分了一下，是上周那次改动',
    '加个测试锁住它',
    '改好了，麻烦再看一眼',
    '搞定，谢谢！',
  ],
  'en-US': [
    'moving here so we do not flood the channel',
    'minimal reproduction coming up',
    'bisected: it is last week’s change',
    'added a test so it stays fixed',
    'can you try again on main?',
    'works now, thank you!',
  ],
} as const;
