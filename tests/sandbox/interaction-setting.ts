/** A local Discord with one guild, its people and a real discord.js client as its bot: what the tests of interactions start from. */
import { Client, type ClientEvents, Events, GatewayIntentBits } from 'discord.js';
import { Permission } from '../../src/sandbox/api-codes.ts';
import type { InteractionLimits } from '../../src/sandbox/interactions-hub.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

export interface Setting {
  readonly sandbox: Sandbox;
  readonly client: Client<true>;
  readonly guildId: string;
  readonly applicationId: string;
  readonly token: string;
  /** #general, which everyone sees. */
  readonly channelId: string;
  readonly ownerId: string;
  readonly annId: string;
  readonly benId: string;
  /** Answers each interaction with this from now on. */
  answer(handler: (interaction: ClientEvents['interactionCreate'][0]) => Promise<unknown>): void;
  /** What handlers threw. */
  readonly thrown: unknown[];
  /** Calls the REST API without a client. */
  call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** @throws Error when an accepted request or any answer differs from Discord's description, or the local Discord itself failed */
  stop(): Promise<void>;
}

export async function startSetting(interactions: Partial<InteractionLimits> = {}): Promise<Setting> {
  const sandbox = await startSandbox({ interactions });
  const { world } = sandbox;
  const person = (username: string): string => world.people.createUser({ username, globalName: username }).id;
  const [ownerId, annId, benId] = [person('Olga'), person('Ann'), person('Ben')];
  const guild = world.guilds.create({ name: 'Programmers', ownerId });
  for (const id of [annId, benId]) world.people.join(guild.id, id, { silently: true });
  const channel = world.channels.create(guild.id, { name: 'general' });
  const application = world.people.createApplication({ name: 'Steward' });
  world.guilds.addBot(guild.id, application, Permission.viewChannel | Permission.sendMessages);

  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    rest: { api: sandbox.apiUrl, version: '10' },
  });
  const thrown: unknown[] = [];
  let current: (interaction: ClientEvents['interactionCreate'][0]) => Promise<unknown> = async () =>
    undefined;
  client.on(Events.InteractionCreate, (interaction) => {
    current(interaction).catch((error: unknown) => thrown.push(error));
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(application.token);

  return {
    sandbox,
    client: await ready,
    guildId: guild.id,
    applicationId: application.id,
    token: application.token,
    channelId: channel.id,
    ownerId,
    annId,
    benId,
    thrown,
    answer(handler) {
      current = handler;
    },
    async call(method, path, body) {
      const response = await fetch(`${sandbox.apiUrl}/v10${path}`, {
        method,
        headers: {
          authorization: `Bot ${application.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const read: unknown = text === '' ? {} : JSON.parse(text);
      return { status: response.status, body: read as Record<string, unknown> };
    },
    async stop() {
      await client.destroy();
      await sandbox.close();
      assertFaithful(sandbox);
    },
  };
}

/**
 * What was refused on purpose may well differ from Discord's description; what was accepted, and every answer, may not.
 * @throws Error when it does, or the local Discord itself failed
 */
export function assertFaithful(sandbox: Sandbox): void {
  const differing = sandbox.specMismatches.filter(({ side, status }) => side === 'answer' || status < 400);
  if (differing.length === 0 && sandbox.failures.length === 0) return;
  const words = differing.map(
    ({ side, route, status, problems }) => `${side} ${route} ${status}: ${problems.join('; ')}`,
  );
  const lines = [
    'The local Discord failed or differs from its description:',
    ...sandbox.failures.map(String),
  ];
  throw new Error([...lines, ...words].join('\n'));
}
