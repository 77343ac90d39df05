/**
 * The benchmark's Discord: a local one in a process of its own. It keeps a stream of frames ready and lets it go at once, or lets people talk
 * at a steady rate while others type commands.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { invitePermissions } from '../../src/discord/permissions.ts';
import { monotonicMs } from '../../src/kernel/clock.ts';
import { ChannelKind } from '../../src/sandbox/api-codes.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { taskOf } from './bench-child.ts';
import { machineMs } from './bench-time.ts';

export interface DiscordTask {
  readonly members: number;
  /** How many frames may wait for a client. */
  readonly frames: number;
}

export type DiscordSays =
  | {
      readonly say: 'open';
      readonly apiUrl: string;
      readonly token: string;
      readonly guildId: string;
      readonly userIds: readonly string[];
    }
  /** The frames wait: sequence numbers before the first and of the last, and how many rows they must make. */
  | { readonly say: 'prepared'; readonly before: number; readonly last: number; readonly rows: number }
  /** The client is back at the door. */
  | { readonly say: 'released'; readonly atMs: number }
  | { readonly say: 'called'; readonly calls: readonly Called[]; readonly framesPerSecond: number };

/** Milliseconds from the command until the first response, and until the answer stood there. */
export interface Called {
  readonly firstMs: number;
  readonly answerMs: number;
}

export type DiscordHears =
  /** A client is there: cut it off and let this many things happen while it is away. */
  | { readonly hear: 'prepare'; readonly frames: number }
  | { readonly hear: 'release' }
  | { readonly hear: 'call'; readonly calls: number; readonly framesPerSecond: number };

const CHANNELS = 40;
const REACTION_SHARE = 0.4;
const EMOJI = ['👍', '🎉', '❤️', '👀', '🚀'];
const CONTENT = 'Has anybody tried the new borrow checker on a project of this size, and what broke?';
/** A command is typed so often, whether the last one was answered or not. */
const CALL_EVERY_MS = 40;
/** Talk comes in portions no longer than this, so that answers are noticed in between. */
const PORTION_MS = 3;

const task = taskOf<DiscordTask>();
const random = seeded(20_260_302);
const sandbox = await startSandbox({ checkSpec: false, gateway: { resumeBuffer: task.frames + 20_000 } });
const { people, guilds, channels, messages, reactions, state } = sandbox.world;

const owner = people.createUser({ username: 'owner' }).id;
const { id: guildId } = guilds.create({ name: 'Bench', ownerId: owner });
const userIds = Array.from({ length: task.members }, (_, index) => {
  const { id } = people.createUser({ username: `member${index}` });
  people.join(guildId, id, { silently: true });
  return id;
});
const channelIds = Array.from(
  { length: CHANNELS },
  (_, index) => channels.create(guildId, { name: `channel-${index}`, type: ChannelKind.text }).id,
);
const application = people.createApplication({ name: 'bench' });
guilds.addBot(guildId, application, invitePermissions);
const recent: string[] = [];

const tell = (says: DiscordSays): void => void process.send?.(says);
process.on('message', (heard: DiscordHears) => {
  if (heard.hear === 'prepare') prepare(heard.frames);
  else if (heard.hear === 'release') void release();
  else void call(heard.calls, heard.framesPerSecond);
});
tell({ say: 'open', apiUrl: sandbox.apiUrl, token: application.token, guildId, userIds });

/** Cuts the line, lets everything happen while nobody listens, and keeps the door closed: a resume then brings it all at once. */
function prepare(frames: number): void {
  const session = [...sandbox.gateway.sessions.values()].at(-1);
  if (!session) throw new Error('nobody is connected');
  sandbox.faults.refuseGateway(true);
  sandbox.faults.cutGateway();
  setImmediate(() => {
    const before = session.sequence;
    let rows = 0;
    while (rows < frames) rows += happen();
    state.ledger.length = 0;
    tell({ say: 'prepared', before, last: session.sequence, rows });
  });
}

async function release(): Promise<void> {
  sandbox.faults.refuseGateway(false);
  while (sandbox.gateway.connections.size === 0) await sleep(1);
  tell({ say: 'released', atMs: machineMs() });
}

/** Somebody writes or reacts. @returns how many rows it makes: none when the reaction stood there already. */
function happen(): number {
  const userId = pick(userIds);
  if (recent.length > 0 && random() < REACTION_SHARE)
    return reactions.add(pick(recent), userId, pick(EMOJI)) ? 1 : 0;
  recent.push(messages.create({ channelId: pick(channelIds), authorId: userId, content: CONTENT }).id);
  if (recent.length > 500) recent.shift();
  return 1;
}

async function call(calls: number, framesPerSecond: number): Promise<void> {
  const talk = startTalk(framesPerSecond);
  const asked: Promise<Called>[] = [];
  for (let index = 0; index < calls; index += 1) {
    asked.push(ask());
    await sleep(CALL_EVERY_MS);
  }
  const answered = await Promise.all(asked);
  tell({ say: 'called', calls: answered, framesPerSecond: talk.stop() });
}

async function ask(): Promise<Called> {
  const from = monotonicMs();
  const { firstResponseMs } = await sandbox.as(guildId, pick(userIds)).type('/help');
  if (firstResponseMs === null) throw new Error('a command was not answered');
  return { firstMs: firstResponseMs, answerMs: monotonicMs() - from };
}

/** Lets people talk at this rate; `stop` tells the rate there was. */
function startTalk(framesPerSecond: number): { stop(): number } {
  const from = monotonicMs();
  let count = 0;
  let timer: NodeJS.Timeout | null = null;
  const portion = (): void => {
    const until = monotonicMs() + PORTION_MS;
    const due = ((monotonicMs() - from) / 1_000) * framesPerSecond;
    while (count < due && monotonicMs() < until) count += happen();
    state.ledger.length = 0;
    timer = setTimeout(portion, 1);
  };
  if (framesPerSecond > 0) portion();
  return {
    stop() {
      if (timer) clearTimeout(timer);
      return count / ((monotonicMs() - from) / 1_000);
    },
  };
}

/** A few are busy, most are quiet. */
function pick<T>(list: readonly T[]): T {
  return list[Math.floor(list.length * random() * random())]!;
}

/** xorshift32: the same stream in every run. */
function seeded(seed: number): () => number {
  let value = seed;
  return () => {
    value ^= value << 13;
    value ^= value >>> 17;
    value ^= value << 5;
    return (value >>> 0) / 2 ** 32;
  };
}
