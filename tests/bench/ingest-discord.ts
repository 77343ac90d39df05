/** The benchmark's Discord: a local one in a process of its own, which keeps a stream of frames ready and lets it go at once. */
import { invitePermissions } from '../../src/discord/permissions.ts';
import { ChannelKind } from '../../src/sandbox/api-codes.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

export interface DiscordTask {
  readonly members: number;
  readonly frames: number;
}

export type DiscordSays =
  | { readonly say: 'open'; readonly apiUrl: string; readonly token: string }
  /** The frames wait: sequence numbers before the first and of the last, and how many rows they must make. */
  | { readonly say: 'prepared'; readonly before: number; readonly last: number; readonly rows: number };

/** `connected`: a client is there. `release`: let the frames go. */
export type DiscordHears = 'connected' | 'release';

const CHANNELS = 40;
const REACTION_SHARE = 0.4;
const EMOJI = ['👍', '🎉', '❤️', '👀', '🚀'];

const { members, frames } = JSON.parse(process.argv[2] ?? '{}') as DiscordTask;
const random = seeded(20_260_302);
const sandbox = await startSandbox({ checkSpec: false, gateway: { resumeBuffer: frames + 20_000 } });
const { people, guilds, channels, messages, reactions, state } = sandbox.world;

const owner = people.createUser({ username: 'owner' }).id;
const { id: guildId } = guilds.create({ name: 'Bench', ownerId: owner });
const userIds = Array.from({ length: members }, (_, index) => {
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

const tell = (says: DiscordSays): void => void process.send?.(says);
process.on('message', (heard: DiscordHears) => {
  if (heard === 'release') sandbox.faults.refuseGateway(false);
  else prepare();
});
tell({ say: 'open', apiUrl: sandbox.apiUrl, token: application.token });

/** Cuts the line, lets everything happen while nobody listens, and keeps the door closed: a resume then brings it all at once. */
function prepare(): void {
  const session = [...sandbox.gateway.sessions.values()].at(-1);
  if (!session) throw new Error('nobody is connected');
  sandbox.faults.refuseGateway(true);
  sandbox.faults.cutGateway();
  setImmediate(() => {
    const before = session.sequence;
    const recent: string[] = [];
    let rows = 0;
    while (rows < frames) {
      const userId = pick(userIds);
      if (recent.length > 0 && random() < REACTION_SHARE) {
        if (reactions.add(pick(recent), userId, pick(EMOJI))) rows += 1;
      } else {
        const content = 'Has anybody tried the new borrow checker on a project of this size, and what broke?';
        recent.push(messages.create({ channelId: pick(channelIds), authorId: userId, content }).id);
        if (recent.length > 500) recent.shift();
        rows += 1;
      }
    }
    state.ledger.length = 0;
    tell({ say: 'prepared', before, last: session.sequence, rows });
  });
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
