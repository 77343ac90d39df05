/** A small community on a local Discord, and its bot without a client: what the tests of gateway and REST start from. */
import { StoppedClock } from '../../src/kernel/clock.ts';
import { Permission } from '../../src/sandbox/api-codes.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import type {
  ApplicationRecord,
  ChannelRecord,
  GuildRecord,
  UserRecord,
} from '../../src/sandbox/world-records.ts';
import { RawGateway } from './raw-gateway.ts';

export interface Setting {
  readonly sandbox: Sandbox;
  readonly clock: StoppedClock;
  readonly guild: GuildRecord;
  readonly general: ChannelRecord;
  /** Hidden from @everyone. */
  readonly staffRoom: ChannelRecord;
  readonly owner: UserRecord;
  readonly ann: UserRecord;
  readonly application: ApplicationRecord;
  /** Sends a request as the bot; the body as JSON. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A gateway connection as the bot, after READY. */
  connect(intents: number, more?: object): Promise<RawGateway>;
  /** A gateway connection that has sent nothing. */
  open(query?: string): RawGateway;
  say(content: string, channel?: ChannelRecord, author?: UserRecord): string;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { code?: number; id?: string };
  readonly headers: Headers;
}

export const BOT_PERMISSIONS =
  Permission.viewChannel | Permission.sendMessages | Permission.readMessageHistory | Permission.addReactions;

export async function createSetting(
  given: SandboxOptions & {
    permissions?: bigint;
    privileged?: Partial<ApplicationRecord['privileged']>;
  } = {},
): Promise<Setting> {
  const clock = new StoppedClock('2026-03-02T08:00:00Z');
  const { permissions = BOT_PERMISSIONS, privileged = {}, ...options } = given;
  const sandbox = await startSandbox({ clock, limits: { enabled: false }, ...options });
  const { people, guilds, channels, messages } = sandbox.world;
  const owner = people.createUser({ username: 'olga' });
  const ann = people.createUser({ username: 'ann', globalName: 'Ann' });
  const application = people.createApplication({ name: 'Steward', ownerId: owner.id, privileged });
  const guild = guilds.create({ name: 'Programmers', ownerId: owner.id });
  const general = channels.create(guild.id, { name: 'general' });
  const staffRoom = channels.create(guild.id, {
    name: 'staff',
    overwrites: [{ id: guild.id, type: 0, allow: 0n, deny: Permission.viewChannel }],
  });
  people.join(guild.id, ann.id, { silently: true });
  guilds.addBot(guild.id, application, permissions);
  const opened = new Set<RawGateway>();
  const open = (query?: string): RawGateway => {
    const raw = new RawGateway(sandbox.gatewayUrl, query);
    opened.add(raw);
    return raw;
  };
  return {
    sandbox,
    clock,
    guild,
    general,
    staffRoom,
    owner,
    ann,
    application,
    open,
    connect: (intents, more) => open().identify(application.token, intents, more),
    call: (method, path, body) => callAs(sandbox, application.token, method, path, body),
    say: (content, channel = general, author = ann) =>
      messages.create({ channelId: channel.id, authorId: author.id, content }).id,
    close: async () => {
      for (const raw of opened) raw.socket.terminate();
      await sandbox.close();
      // Tests send wrong requests on purpose; what was accepted, and every answer, has to fit Discord's description.
      const wrong = sandbox.specMismatches.filter(({ side, status }) => side === 'answer' || status < 400);
      if (sandbox.failures.length > 0)
        throw new AggregateError(sandbox.failures, 'The local Discord failed.');
      if (wrong.length > 0) throw new Error(`Not as Discord describes: ${JSON.stringify(wrong, null, 2)}`);
    },
  };
}

export async function callAs(
  sandbox: Sandbox,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`${sandbox.apiUrl}/v10${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bot ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
  };
}
