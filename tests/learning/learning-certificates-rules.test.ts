/** Codes of certificates and the names on them. Pure. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/kernel/errors.ts';
import {
  chosenName,
  CODE_BYTES,
  codeOf,
  plainName,
  readCode,
  writtenCode,
} from '../../src/learning/learning-certificates-rules.ts';
import { Random } from '../../src/demo/random.ts';

describe('a code', () => {
  it('is read as it was written, whatever its case, spaces, dashes and look-alikes', () => {
    const seeded = new Random('3');
    const random = () => seeded.next();
    for (let round = 0; round < 200; round += 1) {
      const bytes = Uint8Array.from({ length: CODE_BYTES }, () => Math.floor(random() * 256));
      const code = codeOf(bytes);
      const typed = writtenCode(code)
        .toLowerCase()
        .replaceAll('0', 'o')
        .replaceAll('1', random() < 0.5 ? 'l' : 'I')
        .replaceAll('-', random() < 0.5 ? ' ' : '–');
      expect(readCode(` ${typed} `)).toBe(code);
    }
  });

  it('stands in groups of four', () => {
    expect(writtenCode('7F3K9QXM2TBD')).toBe('7F3K-9QXM-2TBD');
  });

  it.each(['', '7F3K-9QXM', '7F3K-9QXM-2TBDX', '7F3K-9QXM-2TB!', '7F3K-9QXM-2TBU', '七F3K-9QXM-2TBD'])(
    '%j is none',
    (typed) => expect(() => readCode(typed)).toThrow(Refusal),
  );

  it('may be typed in full-width letters', () => {
    expect(readCode('７Ｆ３Ｋ－９ＱＸＭ－２ＴＢＤ')).toBe('7F3K9QXM2TBD');
  });
});

describe('a name on a certificate', () => {
  it('is one line of at most 32 characters, and nothing turns its direction', () => {
    expect(plainName(' Ann\n\u202ELee\t ')).toBe('Ann Lee');
    expect(plainName('😀'.repeat(40))).toBe('😀'.repeat(32));
    expect(chosenName('李雷')).toBe('李雷');
  });

  it('that somebody chooses has a letter or a digit', () => {
    for (const name of ['', '  ', '🙂', '---']) expect(() => chosenName(name)).toThrow(Refusal);
  });
});
