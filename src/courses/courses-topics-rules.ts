/** Topics: what courses are about, under a name in each language. Pure. */
import type { Locale } from '../i18n/format.ts';
import { searchKey } from './courses-content-rules.ts';

export interface Topic {
  readonly guildId: string;
  /** The name it was made with, in small letters with single spaces. */
  readonly key: string;
  readonly names: Readonly<Record<Locale, string>>;
  /** In small letters: names of topics that were merged into it. */
  readonly otherNames: readonly string[];
  /** Channels where it is talked about. */
  readonly channelIds: readonly string[];
}

/** Everything the topic is called, in small letters, each once: its key, its names and those of what was merged into it. */
export function namesOf({ key, names, otherNames }: Topic): string[] {
  return [...new Set([key, ...Object.values(names).map(searchKey), ...otherNames])];
}

export function isCalled(topic: Topic, name: string): boolean {
  return namesOf(topic).includes(searchKey(name));
}
