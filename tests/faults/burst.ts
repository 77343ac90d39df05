/** What a lively community does: messages, replies, reactions put and taken back, edits, deletes, threads, posts, comings and goings, bots. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/demo/random.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import type { Town } from '../support/town.ts';

const EMOJI = ['👍', '🎉', '❤️', '🤔'];

/** Of so many of the last messages people still take notice. */
const REMEMBERED = 200;

/** How often each act is done, against the others. */
const ACTS = {
  say: 40,
  reply: 10,
  react: 25,
  toggle: 5,
  edit: 5,
  delete: 5,
  thread: 2,
  post: 2,
  join: 2,
  leave: 1,
  bot: 3,
} as const;

interface Spoken {
  readonly id: string;
  readonly channelId: string;
  readonly author: Person;
}

export class Burst {
  /** Acts so far. */
  count = 0;
  private readonly town: Town;
  private readonly random: Random;
  private readonly members: Person[];
  private readonly botId: string;
  private spoken: Spoken[] = [];
  private joined = 0;
  private running: Promise<void> | null = null;
  private stopped = false;

  constructor(town: Town, random: Random) {
    this.town = town;
    this.random = random;
    const { sandbox, guildId, people } = town;
    this.members = [people.staff, people.ann, people.bo].map((userId) => sandbox.as(guildId, userId));
    this.botId = sandbox.world.people.createUser({ username: 'jukebox', bot: true }).id;
    sandbox.world.people.join(guildId, this.botId, { silently: true });
  }

  /** So many acts at once. */
  play(count: number): void {
    for (let done = 0; done < count; done += 1) this.act();
  }

  /** Goes on in the background until `stop`, `count` acts in each twentieth of a second. */
  go(count: number): void {
    const run = async (): Promise<void> => {
      while (!this.stopped) {
        this.play(count);
        await sleep(50);
      }
    };
    this.stopped = false;
    this.running = run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private act(): void {
    this.count += 1;
    const names = Object.keys(ACTS) as (keyof typeof ACTS)[];
    const name = this.random.weighted(names, (one) => ACTS[one]);
    const member = this.random.pick(this.members);
    if (name === 'join') this.join();
    else if (name === 'say' || this.spoken.length === 0) this.say(member);
    else if (name === 'post') this.post(member);
    else if (name === 'leave') this.leave();
    else if (name === 'bot') this.bot();
    else this.takeNotice(name, member, this.random.pick(this.spoken));
  }

  private takeNotice(
    name: 'reply' | 'react' | 'toggle' | 'edit' | 'delete' | 'thread',
    member: Person,
    message: Spoken,
  ): void {
    const emoji = this.random.pick(EMOJI);
    if (name === 'reply') this.note(member, member.say(message.channelId, 'Yes', { replyTo: message }));
    else if (name === 'react') member.react(message, emoji);
    else if (name === 'edit') this.town.sandbox.world.messages.edit(message.id, { content: 'I meant…' });
    else if (name === 'thread') this.thread(member, message);
    else if (name === 'delete') {
      this.town.sandbox.world.messages.delete(message.id);
      this.spoken = this.spoken.filter(({ id }) => id !== message.id);
    } else {
      member.react(message, emoji);
      member.unreact(message, emoji);
      if (this.random.chance(0.5)) member.react(message, emoji);
    }
  }

  private say(member: Person): void {
    const { general, help } = this.town.channels;
    this.note(member, member.say(this.random.pick([general, help]), `Message ${this.count}`));
  }

  private note(author: Person, { id, channelId }: { id: string; channelId: string }): void {
    this.spoken.push({ id, channelId, author });
    if (this.spoken.length > REMEMBERED) this.spoken.shift();
  }

  private thread(member: Person, message: Spoken): void {
    const { general, help } = this.town.channels;
    const isPlain = [general, help].includes(message.channelId);
    const record = this.town.sandbox.world.state.message(message.id);
    if (!isPlain || record.threadId !== null) return;
    const { id } = member.openThread({ channelId: message.channelId, message }, 'Aside');
    this.note(member, member.say(id, 'Here'));
  }

  private post(member: Person): void {
    const { id } = member.post(this.town.channels.forum, { name: 'How', content: 'How does it go?' });
    this.note(member, member.say(id, 'Nobody?'));
  }

  private join(): void {
    this.joined += 1;
    const { sandbox, guildId } = this.town;
    this.members.push(sandbox.join(guildId, { username: `newcomer${this.joined}` }));
  }

  private leave(): void {
    if (this.members.length < 10) return;
    const [gone] = this.members.splice(this.random.between(3, this.members.length - 1), 1);
    gone?.leave();
  }

  private bot(): void {
    const { messages, reactions } = this.town.sandbox.world;
    messages.create({ channelId: this.town.channels.general, authorId: this.botId, content: '🎵' });
    reactions.add(this.random.pick(this.spoken).id, this.botId, '🎵');
  }
}
