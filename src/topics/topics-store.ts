/** The table of searches: how often something was looked for on a local day, never by whom. */
import type { App } from '../app.ts';
import type { SearchCount } from './topics-rules.ts';

type Db = Pick<App, 'db'>;

/** One search more. */
export async function addSearch(
  { db }: Db,
  guildId: string,
  on: string,
  { topic, words, found }: Omit<SearchCount, 'searches'>,
): Promise<void> {
  await db.execute(
    `INSERT INTO course_search AS known (guild_id, "on", topic, words, found, searches)
     VALUES ($1, $2, $3, $4, $5, 1)
     ON CONFLICT (guild_id, "on", topic, words, found) DO UPDATE SET searches = known.searches + 1`,
    [guildId, on, topic, words, found],
  );
}

/** Summed over local days [fromOn, toOn). */
export async function listSearches(
  { db }: Db,
  guildId: string,
  { fromOn, toOn }: { readonly fromOn: string; readonly toOn: string },
): Promise<SearchCount[]> {
  const rows = await db.query<Omit<SearchCount, 'searches'> & { searches: string }>(
    `SELECT topic, words, found, sum(searches) AS searches FROM course_search
     WHERE guild_id = $1 AND "on" >= $2::date AND "on" < $3::date GROUP BY topic, words, found`,
    [guildId, fromOn, toOn],
  );
  return rows.map((row) => ({ ...row, searches: Number(row.searches) }));
}

/** Across all communities (acrossGuilds). @returns how many rows of days before `on` were deleted. */
export async function deleteSearchesBefore({ db }: Db, on: string): Promise<number> {
  return db.execute('DELETE FROM course_search WHERE "on" < $1::date', [on]);
}
