/**
 * The benchmark's Discord: a local one in a process of its own. It keeps a stream of frames ready and lets it go at once, or lets people talk
 * at a steady rate while others type commands.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { invitePermissions } from '../../src/discord/permissions.ts';
import { monotonicMs } from '../../src/kernel/clock.ts';
import { ChannelKind } from '../../src/sandbox/api-codes.ts';
import type { RouteLimit } from '../../src/sandbox/rest-router.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { taskOf } from './bench-child.ts';
import { HeldRole } from './bench-role.ts';
import type { RoleCount } from './bench-role.ts';
import { startTalk, takeDown } from './bench-talk.ts';
import type { TakenFrame } from './bench-talk.ts';
import { machineMs } from './bench-time.ts';

export interface DiscordTask {
  readonly members: number;
  /** How many frames may wait for a client. */
  readonly frames: number;
  /** So many of the first members hold a role below the bot's; 0 unless told. */
  readonly holders?: number;
  /** On giving and on taking roles, each; Discord's usual one unless told. */
  readonly roleLimit?: RouteLimit;
}

export type DiscordSays =
  | {
      readonly say: 'open';
      readonly apiUrl: string;
      readonly token: string;
      readonly guildId: string;
      readonly userIds: readonly string[];
      readonly roleId: string;
    }
  /** The frames wait: sequence numbers before the first and of the last, and how many rows they must make. */
  | { readonly say: 'prepared'; readonly before: number; readonly last: number; readonly rows: number }
  /** The client is back at the door. */
  | { readonly say: 'released'; readonly atMs: number }
  | { readonly say: 'called'; readonly calls: readonly Called[]; readonly framesPerSecond: number }
  | { readonly say: 'spoiled' }
  | ({ readonly say: 'roles' } & RoleCount);

/** Milliseconds from the command until the first response, and until the answer stood there. */
export interface Called {
  readonly firstMs: number;
  readonly answerMs: number;
}

export type DiscordHears =
  /** A client is there: cut it off and let this many things happen while it is away. */
  | { readonly hear: 'prepare'; readonly frames: number }
  | { readonly hear: 'release' }
  | {
      readonly hear: 'call';
      /** What is typed; /help unless told. */
      readonly command?: string;
      readonly calls: number;
      readonly framesPerSecond: number;
    }
  /** Staff change the roles of so many members by hand. */
  | { readonly hear: 'spoil'; readonly wrong: number }
  /** Who holds the role, against the members from the one number to before the other. */
  | { readonly hear: 'roles'; readonly from: number; readonly to: number };

const CHANNELS = 40;
const REACTION_SHARE = 0.4;
const EMOJI = ['👍', '🎉', '❤️', '👀', '🚀'];
const CONTENT = 'Has anybody tried the new borrow checker on a project of this size, and what broke?';
/** A command is typed so often, whether the last one was answered or not. */
const CALL_EVERY_MS = 40;

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
const role = new HeldRole(sandbox, guildId, userIds, task);
const recent: string[] = [];

const tell = (says: DiscordSays): void => void process.send?.(says);
process.on('message', (heard: DiscordHears) => {
  if (heard.hear === 'prepare') prepare(heard.frames);
  else if (heard.hear === 'release') void release();
  else if (heard.hear === 'spoil') void role.spoil(heard.wrong).then(() => tell({ say: 'spoiled' }));
  else if (heard.hear === 'roles') tell({ say: 'roles', ...role.count(heard.from, heard.to) });
  else void call(heard.command ?? '/help', heard.calls, heard.framesPerSecond);
});
tell({ say: 'open', apiUrl: sandbox.apiUrl, token: application.token, guildId, userIds, roleId: role.id });

/** Cuts the line, lets everything happen while nobody listens, and keeps the door closed: a resume then brings it all at once. */
function prepare(frames: number): void {
  const session = [...sandbox.gateway.sessions.values()].at(-1);
  if (!session) throw new Error('nobody is connected');
  sandbox.faults.refuseGateway(true);
  sandbox.faults.cutGateway();
  setImmediate(() => {
    const before = session.sequence;
    let rows = 0;
    while (rows < frames) rows += happen().rows;
    state.ledger.length = 0;
    tell({ say: 'prepared', before, last: session.sequence, rows });
  });
}

async function release(): Promise<void> {
  sandbox.faults.refuseGateway(false);
  while (sandbox.gateway.connections.size === 0) await sleep(1);
  tell({ say: 'released', atMs: machineMs() });
}

/** Somebody writes or reacts. @returns the message's id, and how many rows it makes: none when the reaction stood there already. */
function happen(): { messageId: string; rows: number } {
  const userId = pick(userIds);
  if (recent.length > 0 && random() < REACTION_SHARE) {
    const messageId = pick(recent);
    return { messageId, rows: reactions.add(messageId, userId, pick(EMOJI)) ? 1 : 0 };
  }
  const { id } = messages.create({ channelId: pick(channelIds), authorId: userId, content: CONTENT });
  recent.push(id);
  if (recent.length > 500) recent.shift();
  return { messageId: id, rows: 1 };
}

let taken: TakenFrame[] | null = null;

async function call(command: string, calls: number, framesPerSecond: number): Promise<void> {
  taken ??= takeDown(sandbox, () => happen().messageId);
  state.ledger.length = 0;
  const talk = startTalk(sandbox, taken, framesPerSecond);
  const asked: Promise<Called>[] = [];
  for (let index = 0; index < calls; index += 1) {
    asked.push(ask(command));
    await sleep(CALL_EVERY_MS);
  }
  const answered = await Promise.all(asked);
  tell({ say: 'called', calls: answered, framesPerSecond: talk.stop() });
}

async function ask(command: string): Promise<Called> {
  const from = monotonicMs();
  const { firstResponseMs } = await sandbox.as(guildId, pick(userIds)).type(command);
  if (firstResponseMs === null) throw new Error('a command was not answered');
  return { firstMs: firstResponseMs, answerMs: monotonicMs() - from };
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
