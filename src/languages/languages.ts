/** The language a person is answered in: the one they chose with /me language, else their Discord's. A choice holds in every community. */
import type { App } from '../app.ts';
import type { Locale } from '../i18n/format.ts';
import { localeOf } from '../i18n/i18n.ts';
import { deleteLanguageChoice, listLanguageChoices, saveLanguageChoice } from './languages-store.ts';

/** With several processes: how soon a choice made in another one holds here too. */
const REFRESH_EVERY_MS = 30_000;

/** Every choice, held in memory: the first answer to a call must not wait for the database. A choice is some hundred bytes. */
export class LanguageMemory {
  private choices = new Map<string, Locale>();
  /** Changes made here so far. */
  private changes = 0;

  /** Reads every choice anew. A choice made here meanwhile may be missing in what was read: then it is read again. */
  async load(app: Pick<App, 'db'>): Promise<void> {
    let before: number;
    do {
      before = this.changes;
      const kept = await listLanguageChoices(app);
      if (before === this.changes) this.choices = new Map(kept.map(({ userId, locale }) => [userId, locale]));
    } while (before !== this.changes);
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
    this.changes += 1;
    this.choices.set(userId, locale);
  }

  drop(userId: string): void {
    this.changes += 1;
    this.choices.delete(userId);
  }
}

/** Reads the choices again and again until `signal` ends it: people belong to no process, so another one may have written them. */
export function followLanguages(app: Pick<App, 'db' | 'languages' | 'log'>, signal: AbortSignal): void {
  const timer = setInterval(() => {
    app.languages.load(app).catch((error: unknown) => {
      app.log.warn({ err: error }, 'languages chosen in other processes could not be read; tried again');
    });
  }, REFRESH_EVERY_MS);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
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
