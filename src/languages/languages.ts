/** The language a person is answered in: the one they chose with /me language, else their Discord's. A choice holds in every community. */
import type { App } from '../app.ts';
import type { Locale } from '../i18n/format.ts';
import { localeOf } from '../i18n/i18n.ts';
import { deleteLanguageChoice, listLanguageChoices, saveLanguageChoice } from './languages-store.ts';

/** Every choice, held in memory: the first answer to a call must not wait for the database. A choice is some hundred bytes. */
export class LanguageMemory {
  private readonly choices = new Map<string, Locale>();

  /** Reads every choice; once, at start. */
  async load(app: Pick<App, 'db'>): Promise<void> {
    for (const { userId, locale } of await listLanguageChoices(app)) this.choices.set(userId, locale);
  }

  /** The language this person is answered in. */
  of(userId: string, discordLocale: string | null | undefined): Locale {
    return this.choices.get(userId) ?? localeOf(discordLocale);
  }

  /** What this person chose; null = as their Discord. */
  choiceOf(userId: string): Locale | null {
    return this.choices.get(userId) ?? null;
  }

  put(userId: string, locale: Locale): void {
    this.choices.set(userId, locale);
  }

  drop(userId: string): void {
    this.choices.delete(userId);
  }
}

/** Answers this person in `locale` from now on; null = as their Discord again. */
export async function chooseLanguage(
  app: Pick<App, 'db' | 'languages'>,
  userId: string,
  locale: Locale | null,
): Promise<void> {
  if (locale === null) {
    await forgetLanguage(app, userId);
    return;
  }
  await saveLanguageChoice(app, userId, locale);
  app.languages.put(userId, locale);
}

/** Forgets the choice; the number of rows erased. */
export async function forgetLanguage(app: Pick<App, 'db' | 'languages'>, userId: string): Promise<number> {
  const count = await deleteLanguageChoice(app, userId);
  app.languages.drop(userId);
  return count;
}
