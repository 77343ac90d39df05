/** Files as spreadsheets write them: encodings, separators, quotation marks. */
import { expect, it } from 'vitest';
import { MOST_LINES, readRows } from '../../src/tier-import/tier-import-reading.ts';

/** “用户,等级” and “黄金” in GBK. */
const GBK = Buffer.concat([
  Buffer.from([0xd3, 0xc3, 0xbb, 0xa7]),
  Buffer.from(','),
  Buffer.from([0xb5, 0xc8, 0xbc, 0xb6]),
  Buffer.from('\r\n1,'),
  Buffer.from([0xbb, 0xc6, 0xbd, 0xf0]),
  Buffer.from('\r\n'),
]);
const TEXT = '用户,等级\r\n1,黄金\r\n';
const LITTLE = Buffer.from(`\uFEFF${TEXT}`, 'utf16le');

const cellsOf = async (bytes: Uint8Array | string) =>
  (await readRows(Buffer.from(bytes), 'list.csv')).map(({ cells }) => cells);

it.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`)],
  ['UTF-16, little end first', LITTLE],
  ['UTF-16, big end first', Buffer.from(LITTLE).swap16()],
  ['GBK', GBK],
])('a file in %s is read', async (_, bytes) => {
  expect(await cellsOf(bytes)).toEqual([
    ['用户', '等级'],
    ['1', '黄金'],
  ]);
});

it.each([',', ';', '\t'])('%j between the cells is recognised', async (mark) => {
  expect(await cellsOf(['user', 'tier\n1', '"a,b;c\td"'].join(mark))).toEqual([
    ['user', 'tier'],
    ['1', 'a,b;c\td'],
  ]);
});

it('lines are counted as an editor counts them, over values of several lines and empty lines', async () => {
  const rows = await readRows(
    Buffer.from('\r\nuser,note\r\n1,"two\r\nlines"\r\n\r\n,\r\n2,he said "hi"'),
    'x.csv',
  );
  expect(rows).toEqual([
    { line: 2, cells: ['user', 'note'] },
    { line: 3, cells: ['1', 'two\nlines'] },
    { line: 7, cells: ['2', 'he said "hi"'] },
  ]);
});

it.each([
  ['a workbook', Buffer.from('504b030414000600080000002100', 'hex'), 'tier-import.not-text', {}],
  ['bytes of no encoding', Buffer.from([0xff, 0xff, 0x81]), 'tier-import.not-text', {}],
  ['an empty file', Buffer.from(''), 'tier-import.empty', {}],
  ['a header alone', Buffer.from('user,tier\n'), 'tier-import.empty', {}],
  [
    'a quotation mark that is never closed',
    Buffer.from('user,tier\n1,a\n2,"b\n3,c\n'),
    'tier-import.quotes',
    { line: 3 },
  ],
  [
    'too many lines',
    Buffer.from(`user,tier\n${'1,a\n'.repeat(MOST_LINES + 1)}`),
    'tier-import.too-many-lines',
    {},
  ],
])('%s is refused in clear words', async (_, bytes, code, facts) => {
  await expect(readRows(bytes, 'list.csv')).rejects.toMatchObject({ code, facts });
});
