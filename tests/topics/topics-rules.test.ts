import { describe, expect, it } from 'vitest';
import type { Topic } from '../../src/courses/courses-topics-rules.ts';
import { keptWords, lackOf, NO_DEMAND, sortSearches, topicsSought } from '../../src/topics/topics-rules.ts';

const topic = (key: string, zh = key, otherNames: string[] = []): Topic => ({
  guildId: '1',
  key,
  names: { en: key, 'zh-CN': zh },
  otherNames,
  channelIds: [],
});
const TOPICS = [
  topic('rust'),
  topic('go', 'Go 语言', ['golang']),
  topic('c'),
  topic('c++'),
  topic('databases', '数据库'),
];

describe('what is kept of a search', () => {
  it.each([
    ['  Async   RUST ', 'async rust'],
    ['Ｒｕｓｔ', 'rust'],
    ['数据库 索引', '数据库 索引'],
    ['x'.repeat(80), 'x'.repeat(60)],
    ['😀'.repeat(80), '😀'.repeat(60)],
    [null, ''],
    ['   ', ''],
  ])('%j is kept as %j', (typed, kept) => {
    expect(keptWords(typed)).toBe(kept);
  });

  it.each(['<@123456789012345678>', 'ann@example.com', '13800138000'])(
    'words that may name somebody are not kept: %s',
    (typed) => {
      expect(keptWords(typed)).toBe('');
    },
  );
});

describe('which topics a search was about', () => {
  it.each([
    ['async rust', ['rust']],
    ['rust教程', ['rust']],
    ['trust', []],
    ['c++ templates', ['c++']],
    ['c', ['c']],
    ['objective-c', ['c']],
    ['golang', ['go']],
    ['学习数据库索引', ['databases']],
    ['go and rust', ['rust', 'go']],
    ['haskell', []],
  ])('%s', (words, keys) => {
    expect(topicsSought({ topic: '', words }, TOPICS)).toEqual(keys);
  });

  it('the one that was chosen, also by the name it had before it was merged', () => {
    expect(topicsSought({ topic: 'rust', words: '' }, TOPICS)).toEqual(['rust']);
    expect(topicsSought({ topic: 'golang', words: '' }, TOPICS)).toEqual(['go']);
    expect(topicsSought({ topic: 'gone', words: '' }, TOPICS)).toEqual([]);
  });
});

describe('searches', () => {
  it('are summed by topic; what is no topic and was missed three times or more is asked for and not there', () => {
    const count = (words: string, found: boolean, searches: number, chosen = '') => ({
      topic: chosen,
      words,
      found,
      searches,
    });
    const { byTopic, missed } = sortSearches(
      [
        count('rust', true, 4),
        count('async rust', false, 2),
        count('', false, 1, 'rust'),
        count('zig', false, 5),
        count('elm', false, 5),
        count('secret project', false, 2),
        count('haskell', true, 9),
      ],
      TOPICS,
    );
    expect([...byTopic]).toEqual([['rust', { searches: 7, missed: 3 }]]);
    expect(missed).toEqual([
      { words: 'elm', searches: 5 },
      { words: 'zig', searches: 5 },
    ]);
  });
});

describe('how much a topic lacks a course', () => {
  const line = (demand: Partial<typeof NO_DEMAND>, courses: number) => ({
    demand: { ...NO_DEMAND, ...demand },
    supply: { courses },
  });

  it('the same demand is worth half with one course, a third with two', () => {
    const demand = { searches: 3, missed: 1, questions: 2, interactions: 500 };
    const [none, one, two] = lackOf([line(demand, 0), line(demand, 1), line(demand, 2)]);
    expect(one).toBeCloseTo(none! / 2);
    expect(two).toBeCloseTo(none! / 3);
  });

  it('a search without a hit says more than one with it, and a sea of talk does not drown both', () => {
    const [missed, found, talk] = lackOf([
      line({ searches: 10, missed: 10 }, 0),
      line({ searches: 10 }, 0),
      line({ interactions: 100_000 }, 0),
    ]);
    expect(missed).toBeGreaterThan(found!);
    expect(missed).toBeGreaterThan(talk!);
  });

  it('without courses all of it together is the whole, and nothing asked for is nothing', () => {
    const all = lackOf([
      line({ searches: 1, missed: 1, questions: 1, interactions: 1 }, 0),
      line({ searches: 2, missed: 3, questions: 4, interactions: 5 }, 0),
    ]);
    expect(all[0]! + all[1]!).toBeCloseTo(1);
    expect(lackOf([line({}, 0), line({}, 3)])).toEqual([0, 0]);
  });
});
