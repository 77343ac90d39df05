import { createCanvas } from '@napi-rs/canvas';
import { beforeAll, describe, expect, test } from 'vitest';
import { fontFamily, registerFonts } from '../../src/charts/drawing/fonts.ts';
import { personText, readableText } from '../../src/charts/drawing/glyphs.ts';
import type { Drawing } from '../../src/charts/drawing/picture.ts';
import { drawText, fitLines, fitSize, fitText, textWidth, wrapText } from '../../src/charts/drawing/text.ts';
import { cardType } from '../../src/charts/drawing/theme.ts';

beforeAll(registerFonts);

function createDrawing(): Drawing {
  const ctx = createCanvas(200, 60).getContext('2d');
  return { ctx, locale: 'zh-CN', type: cardType, scale: 1 };
}

function pixelsOf(text: string, bold = false): Uint8ClampedArray {
  const drawing = createDrawing();
  drawText(drawing, text, { x: 10, y: 40, size: 32, bold, colour: '#ffffff' });
  return drawing.ctx.getImageData(0, 0, 200, 60).data;
}

/** As the font draws it, with nothing of ours between. */
function rawPixelsOf(text: string): Uint8ClampedArray {
  const { ctx } = createDrawing();
  ctx.font = `32px ${fontFamily}`;
  ctx.fillText(text, 10, 40);
  return ctx.getImageData(0, 0, 200, 60).data;
}

const isSame = (a: Uint8ClampedArray, b: Uint8ClampedArray) => Buffer.from(a).equals(Buffer.from(b));
const inkCount = (pixels: Uint8ClampedArray) =>
  pixels.filter((_, index) => index % 4 === 3 && pixels[index]).length;

describe('glyphs', () => {
  test('Chinese words have shapes of their own, not the mark of a missing character', () => {
    const missing = rawPixelsOf('\u{10FFFF}');
    const missingHanzi = ['社', '区', '周', '报', '满', '意', '度'].filter((hanzi) => {
      const drawn = rawPixelsOf(hanzi);
      return inkCount(drawn) < 100 || isSame(drawn, missing);
    });
    expect(missingHanzi).toEqual([]);
    expect(isSame(pixelsOf('社区'), pixelsOf('周报'))).toBe(false);
  });

  test('bold words are heavier than regular ones', () => {
    expect(inkCount(pixelsOf('周报', true))).toBeGreaterThan(inkCount(pixelsOf('周报')));
  });

  test('emoji are drawn in colour', () => {
    const colourless = ['🚀', '🦀', '👍🏽', '🇨🇳', '❤️'].filter((emoji) => {
      const pixels = pixelsOf(emoji);
      return !pixels.some(
        (value, index) => index % 4 === 0 && Math.abs(value - (pixels[index + 2] ?? 0)) > 40,
      );
    });
    expect(colourless).toEqual([]);
  });

  test('a character no font has becomes one □, and the rest of the name stays', () => {
    // Private use characters, so that no installed font can have them.
    expect(readableText('general-\uE7C8\uE7C9\uE7CA-求助')).toBe('general-□-求助');
    expect(readableText('\uE7C8 a \uE7C9')).toBe('□ a □');
  });

  test('names cannot turn, break or swallow the line they stand in', () => {
    expect(readableText('\u202Eevil\u202C name')).toBe('evil name');
    expect(readableText('two\n\tlines\u0000')).toBe('two lines');
    expect(readableText('z\u0338\u0322\u031Balgo')).toBe('zalgo');
    expect(readableText('Đặng Văn'.normalize('NFD'))).toBe('Đặng Văn');
    expect(readableText('👨‍👩‍👧‍👦 family')).toBe('👨‍👩‍👧‍👦 family');
  });
});

describe('names of people', () => {
  test('a name our fonts have is written as it is, emoji and hanzi too', () => {
    expect(personText({ name: ' 周雨桐 🚀\n', username: 'yutong' })).toBe('周雨桐 🚀');
  });

  test('ornaments no font has are left out, letters no font has make it the account', () => {
    // Punctuation of SignWriting and private use characters, so that no installed font can have them.
    expect(personText({ name: '\u{1DA87} Lin Wei \u{1DA87}', username: 'linwei' })).toBe('Lin Wei');
    expect(personText({ name: 'Lin \uE7C8\uE7C9', username: 'linwei' })).toBe('@linwei');
    expect(personText({ name: '\u{1DA87}', username: 'linwei' })).toBe('@linwei');
  });

  test('a person of whom only an unwritable name is known has at least a mark', () => {
    expect(personText({ name: 'Lin \uE7C8', username: '' })).toBe('Lin □');
  });
});

describe('fitting', () => {
  const style = { size: 16 };

  test('a name that fits is left alone', () => {
    expect(fitText(createDrawing(), '💬-typescript-求助', style, 400)).toBe('💬-typescript-求助');
  });

  test('a name that is too long ends in an ellipsis, fits, and keeps as much as it can', () => {
    const drawing = createDrawing();
    const name = 'a-channel-name-of-exactly-sixty-characters-that-nobody-needs';
    const cut = fitText(drawing, name, style, 180);
    expect(cut).toMatch(/^a-channel-name.*…$/);
    expect(textWidth(drawing, cut, style)).toBeLessThanOrEqual(180);
    const longer = `${name.slice(0, cut.length)}…`;
    expect(textWidth(drawing, longer, style)).toBeGreaterThan(180);
  });

  test('an ellipsis never cuts an emoji into its parts', () => {
    const cut = fitText(createDrawing(), '👨‍👩‍👧‍👦'.repeat(30), style, 100);
    expect(cut).toMatch(/^(?:👨‍👩‍👧‍👦)+…$/u);
  });

  test('a number shrinks before anything of it is lost, but not below its limit', () => {
    const drawing = createDrawing();
    expect(fitSize(drawing, '42', { size: 36 }, 200, 20)).toBe(36);
    const size = fitSize(drawing, '1,234,567', { size: 36 }, 120, 20);
    expect(size).toBeLessThan(36);
    expect(textWidth(drawing, '1,234,567', { size })).toBeLessThanOrEqual(121);
    expect(fitSize(drawing, '1,234,567', { size: 36 }, 10, 20)).toBe(20);
  });

  test('Chinese wraps between words, no line starts with a closing mark, the last line is cut', () => {
    const drawing = createDrawing();
    const text = '你有多大可能把我们的社区推荐给朋友？请从零到十之间选择一个数字，谢谢你的回答。';
    const lines = wrapText(drawing, text, style, 160, 10);
    expect(lines.join('')).toBe(text);
    for (const line of lines) expect(line).not.toMatch(/^[，。？]/);
    const two = wrapText(drawing, text, style, 160, 2);
    expect(two).toHaveLength(2);
    expect(two[1]).toMatch(/…$/);
  });

  test('marks move with their word, so that no line passes its edge', () => {
    const drawing = createDrawing();
    const text =
      '分布式系统（含 Raft、CRDT 与 C++）：从《零》开始'.repeat(3) + '?'.repeat(60) + 'x'.repeat(60);
    for (const width of [90, 120, 161]) {
      const lines = wrapText(drawing, text, style, width, 99);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      for (const line of lines) {
        expect(textWidth(drawing, line, style)).toBeLessThanOrEqual(width);
        expect(line).not.toMatch(/^[、：）》+]|[（《]$/);
      }
    }
  });

  test('a title shrinks until its lines hold it, and its lines are of about one length', () => {
    const drawing = createDrawing();
    const place = { maxWidth: 320, maxLines: 2, minSize: 12 };
    const title = 'TypeScript in practice: from types to production';
    const fitted = fitLines(drawing, title, { size: 30 }, place);
    expect(fitted.lines).toEqual(['TypeScript in practice:', 'from types to production']);
    expect(fitted.size).toBeLessThan(30);
    expect(fitLines(drawing, 'Git', { size: 30 }, place)).toEqual({ size: 30, lines: ['Git'] });
    const endless = fitLines(drawing, title.repeat(9), { size: 30 }, place);
    expect(endless).toMatchObject({ size: 12, lines: [expect.any(String), expect.stringMatching(/…$/)] });
  });
});
