/** The face of the channels: what they are called, in what they stand, and to which one a thread counts. */
import type { App } from '../app.ts';
import { ChannelMemory } from './channels-memory.ts';
import { listKnownChannels } from './channels-store.ts';

export { ChannelMemory } from './channels-memory.ts';
export { upsertChannels } from './channels-store.ts';
export type { ChannelFact } from './channels-rules.ts';

/** What was known of channels when the bot last ran. */
export async function loadChannels(app: Pick<App, 'db'>): Promise<ChannelMemory> {
  return new ChannelMemory(await listKnownChannels(app));
}
