/** The face of the channels: what they are called, in what they stand, and to which one a thread counts. */
import type { App } from '../app.ts';
import { servesCommunity } from '../kernel/shards.ts';
import type { Shards } from '../kernel/shards.ts';
import { ChannelMemory } from './channels-memory.ts';
import { listKnownChannels } from './channels-store.ts';

export { ChannelMemory } from './channels-memory.ts';
export { upsertChannels } from './channels-store.ts';
export type { ChannelFact } from './channels-rules.ts';

/** What was known of channels when the bot last ran. @param shards only of the communities they carry; null = of all. */
export async function loadChannels(app: Pick<App, 'db'>, shards: Shards | null): Promise<ChannelMemory> {
  const known = await listKnownChannels(app);
  return new ChannelMemory(known.filter(({ guildId }) => servesCommunity(shards, guildId)));
}
