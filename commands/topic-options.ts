/** The option that names a topic: suggested in the reader's language, found by any of its names. */
import { text } from '../src/discord/options.ts';
import type { OptionKind, SuggestPlace, Suggestion } from '../src/discord/options.ts';

const TYPED_MAX = 60;

/** The topic's key where one was picked, else what was typed: `app.courses.topicCalled` takes both. */
export function topicOption(): OptionKind<string | null> {
  return { ...text({ max: TYPED_MAX }), suggest: suggestTopics };
}

function suggestTopics(typed: string, { app, guildId, locale }: SuggestPlace): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  return app.courses
    .topicsOf(guildId)
    .filter(({ key, names }) =>
      [key, ...Object.values(names)].some((name) => name.toLowerCase().includes(wanted)),
    )
    .map(({ key, names }) => ({ name: names[locale], value: key }))
    .toSorted((one, other) => one.name.localeCompare(other.name, locale));
}
