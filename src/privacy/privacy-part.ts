/** What each feature that holds something on a person brings: how to show it and how to erase it. */
import type { App } from '../app.ts';

export interface PrivacyPart {
  /** The feature's name, a key in the exported file. */
  readonly feature: string;
  /** The models (Prisma names) it covers; a law test compares them with every model that has a userId. */
  readonly models: readonly string[];
  /** Everything held on the person in this community, as plain data in readable keys; null when nothing is. */
  export(app: App, guildId: string, userId: string): Promise<unknown>;
  /** Erases it; the number of rows erased. Repeatable without harm. */
  erase(app: App, guildId: string, userId: string): Promise<number>;
  /** Whether something stays after all because the person would lose by it; they are told. Left out: never. */
  keeps?(app: App, guildId: string, userId: string): Promise<boolean>;
}
