/** A database of two grown communities and the local Discord one of them is on: made once, used by every measurement that asks, removed at the end. */
import { startChild } from './bench-child.ts';
import type { DiscordHears, DiscordSays, DiscordTask } from './bench-discord.ts';
import type { Bench } from './bench-measurement.ts';
import { makePlace } from './bench-place.ts';
import type { DatabaseKind, Place } from './bench-place.ts';
import type { LogWeight } from './disk-weight.ts';
import type { SeedHears, SeedSays, SeedTask } from './grown-seed.ts';

export interface Grown {
  readonly place: Place;
  readonly apiUrl: string;
  readonly token: string;
  readonly largeId: string;
  readonly smallId: string;
  /** Interactions of each community. */
  readonly large: number;
  readonly small: number;
  /** Pairs of member and day with an interaction, the same in both. */
  readonly memberDays: number;
  readonly weight: LogWeight;
  remove(): Promise<void>;
}

const made = new Map<DatabaseKind, Promise<Grown>>();

export function grownDatabase(bench: Bench, database: DatabaseKind): Promise<Grown> {
  const grown = made.get(database) ?? make(bench, database);
  made.set(database, grown);
  return grown;
}

export async function removeGrown(): Promise<void> {
  for (const grown of made.values()) await (await grown).remove();
}

async function make({ sizes, serverUrl }: Bench, database: DatabaseKind): Promise<Grown> {
  const place = await makePlace(database, serverUrl);
  const size: DiscordTask = { members: sizes.crowd, frames: 0 };
  const discord = startChild<DiscordSays, DiscordHears>('bench-discord', size);
  const remove = async (): Promise<void> => {
    await discord.end();
    await place.remove();
  };
  try {
    const { apiUrl, token, guildId, userIds } = await discord.hear('open');
    const ids = { largeId: guildId, smallId: (BigInt(guildId) + 1n).toString() };
    const { dataDir, databaseUrl } = place;
    const task: SeedTask = {
      dataDir,
      databaseUrl,
      ...ids,
      interactions: sizes.interactions,
      days: sizes.days,
    };
    const seeder = startChild<SeedSays, SeedHears>('grown-seed', task);
    seeder.tell({ userIds });
    const { large, small, memberDays, weight } = await seeder.hear('seeded');
    await seeder.end();
    return { place, apiUrl, token, ...ids, large, small, memberDays, weight, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
