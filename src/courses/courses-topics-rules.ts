/** Topics: what courses are about, under a name in each language. Pure. */
import type { Locale } from '../i18n/format.ts';
import { searchKey } from './courses-content-rules.ts';

export interface Topic {
  readonly guildId: string;
  /** The name it was made with, in small letters with single spaces. */
  readonly key: string;
  readonly names: Readonly<Record<Locale, string>>;
  /** Channels where it is talked about. */
  readonly channelIds: readonly string[];
}

/** Whether the topic is called so in either language, or is kept under it. */
export function isCalled({ key, names }: Topic, name: string): boolean {
  const wanted = searchKey(name);
  return key === wanted || Object.values(names).some((own) => searchKey(own) === wanted);
}
