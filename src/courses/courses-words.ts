/** Small words of a course in the reader’s language. */
import type { App } from '../app.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import { escapeMarkup } from '../i18n/markup.ts';

/** What a member needs, e.g. "Gold and up"; null where that is nothing. Not escaped, for pictures: see `tierText`. */
export function tierBadge(
  { tiers }: Pick<App, 'tiers'>,
  guildId: string,
  locale: Locale,
  tierId: number | null,
): string | null {
  if (tierId === null) return null;
  const words = catalogues[locale];
  const tier = tiers.find(guildId, tierId)?.names[locale] ?? words.tiers.unknownTier;
  return words.courses.tierAndUp({ tier });
}

/** The same as part of a message. */
export function tierText(
  app: Pick<App, 'tiers'>,
  guildId: string,
  locale: Locale,
  tierId: number | null,
): string {
  const badge = tierBadge(app, guildId, locale, tierId);
  return badge === null ? catalogues[locale].courses.openToAll : escapeMarkup(badge);
}

/** Names of topics, as they were typed; of one that is not known its key. Not escaped: pictures show them, too. */
export function topicNames(
  { courses }: Pick<App, 'courses'>,
  guildId: string,
  locale: Locale,
  keys: readonly string[],
): string[] {
  return keys.map((key) => courses.topicCalled(guildId, key)?.names[locale] ?? key);
}
