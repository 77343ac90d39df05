/** Answers what Discord asks while somebody types an option. A suggestion is a comfort: none that fails or is late may hold anybody up. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AutocompleteInteraction } from 'discord.js';
import type { App } from '../app.ts';
import { callOf, isAllowed, isExpired } from './call.ts';
import type { Action } from './command.ts';
import type { SuggestPlace, Suggestion } from './options.ts';

/** Discord takes an answer for three seconds; some of them are already gone when the question arrives. */
const MOST_WAIT_MS = 2_000;

/** Source: https://discord.com/developers/docs/interactions/receiving-and-responding (autocomplete choices) */
const MOST_SUGGESTIONS = 25;
const LONGEST_NAME = 100;

/** Names no surveys, tiers and the like to those who may not use the command. */
export async function answerSuggestions(
  app: App,
  interaction: AutocompleteInteraction,
  action: Action | undefined,
): Promise<void> {
  const found = action ? await findSuggestions(app, interaction, action) : [];
  const shown = found
    .slice(0, MOST_SUGGESTIONS)
    .map(({ name, value }) => ({ name: name.slice(0, LONGEST_NAME), value }));
  try {
    await interaction.respond(shown);
  } catch (error) {
    if (!isExpired(error)) throw error;
    app.log.warn({ command: interaction.commandName }, 'suggestions came too late');
  }
}

async function findSuggestions(
  app: App,
  interaction: AutocompleteInteraction,
  action: Action,
): Promise<readonly Suggestion[]> {
  const call = callOf(app, interaction, 'suggest');
  const { guildId, userId, isReviewer, locale } = call;
  const { name, value } = interaction.options.getFocused(true);
  const kind = action.options[name];
  if (!kind?.suggest || !guildId || !isAllowed(call, action.access)) return [];
  const where: SuggestPlace = {
    app,
    guildId,
    userId,
    isReviewer,
    locale,
    given: givenOptions(interaction),
  };
  const facts = { command: interaction.commandName, option: name };
  try {
    const found = await Promise.race([
      kind.suggest(String(value), where),
      sleep(MOST_WAIT_MS, null, { ref: false }),
    ]);
    if (!found) app.log.warn(facts, 'suggestions took too long and were left out');
    return found ?? [];
  } catch (error) {
    app.log.warn({ ...facts, err: error }, 'suggestions failed and were left out');
    return [];
  }
}

/** All options that hold something, also the one that is being typed. */
function givenOptions({ options: { data } }: AutocompleteInteraction): SuggestPlace['given'] {
  const options = data[0]?.options ?? data;
  return Object.fromEntries(
    options.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
}
