/** Which communities a process serves: Discord deals them out to shards, and a process runs all of them or some. Pure. */

/** The shards of one process among all there are. */
export interface Shards {
  /** Ascending, each once, all below `count`. */
  readonly ids: readonly number[];
  readonly count: number;
}

/** Four digits hold more shards than Discord deals out, and keep a mistyped range from filling memory. */
const ID_OR_RANGE = /^(\d{1,4})(?:-(\d{1,4}))?$/;

/** The numbers in a list such as `0,2` or `0-3,6`, as they stand there; null for anything else. */
export function parseShardIds(text: string): number[] | null {
  const ids: number[] = [];
  for (const part of text.split(',')) {
    const [, first, last = first] = ID_OR_RANGE.exec(part.trim()) ?? [];
    if (first === undefined || Number(last) < Number(first)) return null;
    for (let id = Number(first); id <= Number(last); id += 1) ids.push(id);
  }
  return ids;
}

/** Whether other processes run shards too. @param shards null = this process runs what there is. */
export function areSome(shards: Shards | null): shards is Shards {
  return shards !== null && shards.ids.length < shards.count;
}

/** Which of `shardCount` shards carries the community. Source: https://discord.com/developers/docs/events/gateway#sharding-sharding-formula */
export function shardOf(guildId: string, shardCount: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shardCount));
}

/** Whether this process hears what happens in the community. */
export function servesCommunity(shards: Shards | null, guildId: string): boolean {
  return !areSome(shards) || shards.ids.includes(shardOf(guildId, shards.count));
}

/** Whether this process runs the shard that Discord tells what belongs to no community. */
export function runsFirstShard(shards: Shards | null): boolean {
  return shards === null || shards.ids.includes(0);
}
