/** A local Discord and one client connected to it, each a process of its own, and a fresh database. All gone afterwards. */
import { startChild } from './bench-child.ts';
import type { Child } from './bench-child.ts';
import type { ClientHears, ClientSays, ClientTask } from './bench-client.ts';
import type { DiscordHears, DiscordSays, DiscordTask } from './bench-discord.ts';
import type { Bench } from './bench-measurement.ts';
import { makePlace } from './bench-place.ts';
import type { DatabaseKind } from './bench-place.ts';
import type { Contender } from './ingest-contender.ts';

export interface Stage {
  readonly discord: Child<DiscordSays, DiscordHears>;
  readonly client: Child<ClientSays, ClientHears>;
  readonly town: Extract<DiscordSays, { say: 'open' }>;
}

export interface Cast {
  /** The client's file. */
  readonly file: string;
  readonly contender?: Contender;
  /** null: it writes nothing. */
  readonly database: DatabaseKind | null;
  readonly members: number;
  readonly frames: number;
  readonly roles?: Pick<DiscordTask, 'holders' | 'roleLimit'>;
}

export async function onStage<R>(
  { sizes, serverUrl }: Bench,
  { file, contender, database, members, frames, roles }: Cast,
  work: (stage: Stage) => Promise<R>,
): Promise<R> {
  const place = await makePlace(database, serverUrl);
  const size: DiscordTask = { members, frames, ...roles };
  const discord = startChild<DiscordSays, DiscordHears>('bench-discord', size);
  try {
    const town = await discord.hear('open');
    const { apiUrl, token } = town;
    const { dataDir, databaseUrl } = place;
    const task: ClientTask = { apiUrl, token, dataDir, databaseUrl, settleSeconds: sizes.settleSeconds };
    const client = startChild<ClientSays, ClientHears>(file, { ...task, contender });
    try {
      await client.hear('ready');
      return await work({ discord, client, town });
    } finally {
      await client.end();
    }
  } finally {
    await discord.end();
    await place.remove();
  }
}
