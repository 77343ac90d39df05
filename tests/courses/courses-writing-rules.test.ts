/** What creators may type into the words and lessons of a course. Pure. */
import { describe, expect, it } from 'vitest';
import {
  addLesson,
  lackOf,
  parseLink,
  parseMinutes,
  parseText,
  parseTitle,
  parseTopics,
  replaceLesson,
  shiftLesson,
  TITLE_MAX,
  withoutLesson,
} from '../../src/courses/courses-content-rules.ts';
import type { Lesson } from '../../src/courses/courses.ts';

const lesson = (key: string): Lesson => ({ key, title: key, link: null, text: 'x', minutes: 5 });
const keysOf = (lessons: readonly Lesson[]): string => lessons.map(({ key }) => key).join('');
const ABC = ['a', 'b', 'c'].map(lesson);

describe('words', () => {
  it('a title in both scripts stands in one line', () => {
    expect(parseTitle('  Rust 入门：\n ownership 所有权 ')).toBe('Rust 入门： ownership 所有权');
  });

  it('a title of 100 characters fits, one of 101 does not, and blanks are none', () => {
    expect(parseTitle('题'.repeat(TITLE_MAX))).toHaveLength(100);
    expect(() => parseTitle('题'.repeat(TITLE_MAX + 1))).toThrow('course.too-long');
    expect(() => parseTitle(' \n ')).toThrow('course.title');
  });

  it('a text of 4,000 characters fits, and is not cut where it is longer', () => {
    expect(parseText('x'.repeat(4_000), 4_000)).toHaveLength(4_000);
    expect(() => parseText('x'.repeat(4_001), 4_000)).toThrow('course.too-long');
  });

  it('topics come with the commas of either script, each once, and an emoji is none', () => {
    expect(parseTopics('Rust，分布式系统、rust, C++')).toEqual(['Rust', '分布式系统', 'C++']);
    expect(parseTopics('.NET, C#')).toEqual(['.NET', 'C#']);
    expect(() => parseTopics('Rust 🦀')).toThrow('course.topic');
    expect(() => parseTopics('a,b,c,d,e,f')).toThrow('course.too-many-topics');
  });

  it('minutes are a whole number of either width', () => {
    expect(parseMinutes('１５')).toBe(15);
    for (const typed of ['abc', '0', '-3', '1.5', '601', ''])
      expect(() => parseMinutes(typed)).toThrow('course.minutes');
  });

  it.each([
    'example.org/x',
    'javascript:alert(1)',
    'https://user@evil.example/',
    'https://a b.org',
    'https://localhost',
    'http://127.0.0.1:80/x',
    'http://0x7f000001/',
    'http://[::1]/',
  ])('%s is no link', (typed) => {
    expect(() => parseLink(typed)).toThrow('course.link');
  });

  it('a link in Chinese is kept as browsers send it', () => {
    expect(parseLink('https://例子.中国/课')).toBe('https://xn--fsqu00a.xn--fiqs8s/%E8%AF%BE');
  });
});

describe('lessons', () => {
  it('move one place and stay at either end', () => {
    expect(keysOf(shiftLesson(ABC, 'b', -1))).toBe('bac');
    expect(keysOf(shiftLesson(ABC, 'b', 1))).toBe('acb');
    expect(keysOf(shiftLesson(ABC, 'a', -1))).toBe('abc');
    expect(keysOf(shiftLesson(ABC, 'c', 1))).toBe('abc');
  });

  it('are changed in their place and removed; one that is gone says so', () => {
    expect(replaceLesson(ABC, { ...lesson('b'), minutes: 9 })[1]).toMatchObject({ key: 'b', minutes: 9 });
    expect(keysOf(withoutLesson(ABC, 'b'))).toBe('ac');
    for (const act of [
      () => shiftLesson(ABC, 'z', 1),
      () => withoutLesson(ABC, 'z'),
      () => replaceLesson(ABC, lesson('z')),
    ])
      expect(act).toThrow('course.lesson-gone');
  });

  it('are at most fifty', () => {
    const fifty = Array.from({ length: 50 }, (_, index) => lesson(`l${index}`));
    expect(() => addLesson(fifty, lesson('one more'))).toThrow('course.too-many-lessons');
    expect(addLesson(fifty.slice(1), lesson('the last'))).toHaveLength(50);
  });
});

describe('what is missing', () => {
  it('is named, and only an update must say what is new', () => {
    const empty = { summary: ' ', topics: [], lessons: [], changes: null };
    expect(lackOf(empty, true)).toEqual(['summary', 'topics', 'lessons']);
    const whole = { summary: 'x', topics: ['rust'], lessons: ABC, changes: null };
    expect(lackOf(whole, true)).toEqual([]);
    expect(lackOf(whole, false)).toEqual(['changes']);
  });
});
