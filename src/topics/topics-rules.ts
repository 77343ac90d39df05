/** What searches say about topics, and the order in which topics lack a course. Pure. */
import { searchKey } from '../courses/courses-content-rules.ts';
import { namesOf } from '../courses/courses-topics-rules.ts';
import type { Topic } from '../courses/courses-topics-rules.ts';

/** Characters of a search that are kept. */
const SEARCH_MAX = 60;
/** What was looked for fewer times is not listed: it might say who looked. */
export const SEARCHES_MIN = 3;

/** How often something was looked for, by nobody in particular. */
export interface SearchCount {
  /** Key of the topic that was chosen; '' for none. */
  readonly topic: string;
  readonly words: string;
  readonly found: boolean;
  readonly searches: number;
}

/** What one topic was asked for and talked about in a span. */
export interface Demand {
  readonly searches: number;
  /** Searches among them that found no course. */
  readonly missed: number;
  /** Questions of Q&A about its courses. */
  readonly questions: number;
  /** In its channels. */
  readonly interactions: number;
}

export const NO_DEMAND: Demand = { searches: 0, missed: 0, questions: 0, interactions: 0 };

/** What there is of a topic. */
export interface Supply {
  readonly courses: number;
  /** When one of them was updated last; null: there is none. */
  readonly updatedAt: Date | null;
  /** Times somebody started one of them. */
  readonly enrolled: number;
}

/** What was looked for and is no topic. */
export interface MissedWords {
  readonly words: string;
  readonly searches: number;
}

/** Numbers as long as a telephone's or a member's, and addresses of mail: they may say who looked. */
const PERSONAL = /\d{6}|\S@\S/;

/** Words as they are kept; '' for none, and for such as may name somebody. */
export function keptWords(typed: string | null): string {
  const words = [...searchKey(typed ?? '')].slice(0, SEARCH_MAX).join('').trim();
  return PERSONAL.test(words) ? '' : words;
}

/** Letters, digits and signs that continue a word or a name such as C++. */
const CONTINUES = /[\p{Script=Latin}\p{N}+#]/u;

/** Whether the name stands in the words as a word of its own. Between Chinese characters nothing separates words. */
function stands(name: string, words: string): boolean {
  for (let at = words.indexOf(name); at !== -1; at = words.indexOf(name, at + 1)) {
    const [before = '', after = ''] = [words[at - 1], words[at + name.length]];
    if (!joins(before, name[0]!) && !joins(name.at(-1)!, after)) return true;
  }
  return false;
}

function joins(one: string, next: string): boolean {
  return CONTINUES.test(one) && CONTINUES.test(next);
}

/** The topics a search was about: the one that was chosen and those whose names stand in the words. */
export function topicsSought(
  { topic: chosen, words }: Pick<SearchCount, 'topic' | 'words'>,
  topics: readonly Topic[],
): string[] {
  return topics
    .filter((topic) => {
      const names = namesOf(topic);
      return names.includes(chosen) || names.some((name) => stands(name, words));
    })
    .map(({ key }) => key);
}

/** Searches by topic, and what was asked for often, is no topic and was not there: most first, then by the words. */
export function sortSearches(
  counts: readonly SearchCount[],
  topics: readonly Topic[],
): { byTopic: Map<string, Pick<Demand, 'searches' | 'missed'>>; missed: MissedWords[] } {
  const byTopic = new Map<string, Pick<Demand, 'searches' | 'missed'>>();
  const missed = new Map<string, number>();
  for (const count of counts) {
    const sought = topicsSought(count, topics);
    for (const key of sought) {
      const sum = byTopic.get(key) ?? NO_DEMAND;
      byTopic.set(key, {
        searches: sum.searches + count.searches,
        missed: sum.missed + (count.found ? 0 : count.searches),
      });
    }
    if (sought.length === 0 && !count.found && count.words !== '')
      missed.set(count.words, (missed.get(count.words) ?? 0) + count.searches);
  }
  return {
    byTopic,
    missed: [...missed]
      .filter(([, searches]) => searches >= SEARCHES_MIN)
      .map(([words, searches]) => ({ words, searches }))
      .toSorted((one, other) => other.searches - one.searches || (one.words < other.words ? -1 : 1)),
  };
}

/** How much each sign of demand counts: who looked and found nothing said it most plainly; talk says it least. */
export const WEIGHTS: Demand = { missed: 3, searches: 2, questions: 2, interactions: 1 };

const SIGNS = ['missed', 'searches', 'questions', 'interactions'] as const;

/**
 * How much each topic lacks a course: of every sign of demand its part of what all topics have of it, weighed, through its courses and
 * one. The parts make a hundred searches and ten thousand messages comparable; the one keeps a topic without a course from weighing
 * infinitely.
 */
export function lackOf(
  topics: readonly { readonly demand: Demand; readonly supply: Pick<Supply, 'courses'> }[],
): number[] {
  const totals = topics.reduce<Demand>((sum, { demand }) => addDemand(sum, demand), NO_DEMAND);
  const weights = SIGNS.reduce((sum, sign) => sum + WEIGHTS[sign], 0);
  return topics.map(({ demand, supply }) => {
    const parts = SIGNS.map((sign) =>
      totals[sign] === 0 ? 0 : (WEIGHTS[sign] * demand[sign]) / totals[sign],
    );
    return parts.reduce((sum, part) => sum + part, 0) / weights / (supply.courses + 1);
  });
}

function addDemand(one: Demand, other: Demand): Demand {
  return {
    searches: one.searches + other.searches,
    missed: one.missed + other.missed,
    questions: one.questions + other.questions,
    interactions: one.interactions + other.interactions,
  };
}
