/** Emoji as small pictures: what a font shows for them differs from machine to machine, and some have none. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { fontFamily, registerFonts } from '../charts/drawing/fonts.ts';

const SIZE = 72;
/** A tag, which stays as it is, or an emoji. */
const TAG_OR_EMOJI = new RegExp('(<[^>]*>)|(\\p{RGI_Emoji})', 'gv');

/** HTML in which each emoji outside of tags is a picture in `directory`, drawn there. */
export async function withEmojiPictures(html: string, directory: string): Promise<string> {
  const files = new Map<string, string>();
  const result = html.replaceAll(TAG_OR_EMOJI, (match, tag: string | undefined) => {
    if (tag !== undefined) return tag;
    const file = `emoji-${[...match].map((sign) => sign.codePointAt(0)?.toString(16)).join('-')}.png`;
    files.set(file, match);
    return `<img class="emoji" src="${basename(directory)}/${file}" alt="${match}">`;
  });
  await mkdir(directory, { recursive: true });
  for (const [file, emoji] of files) await writeFile(join(directory, file), draw(emoji));
  return result;
}

function draw(emoji: string): Buffer {
  registerFonts();
  const canvas = createCanvas(SIZE, SIZE);
  const context = canvas.getContext('2d');
  context.font = `${Math.round(SIZE * 0.8)}px ${fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.fillText(emoji, SIZE / 2, SIZE * 0.79);
  return canvas.toBuffer('image/png');
}
