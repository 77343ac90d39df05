/** Registers the fonts that ship with the project, once per process. */
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { projectPath } from '../../project-root.ts';

/** The stack every picture is drawn with. What neither font has comes from an installed font, where there is one. */
export const fontFamily = '"Steward Sans", "Steward Emoji", sans-serif';

let registered = false;

function register(path: string, family: string): void {
  if (GlobalFonts.registerFromPath(path, family) === null) throw new Error(`Font cannot be read: ${path}`);
}

/**
 * Makes `fontFamily` available (Simplified Chinese and Latin in two weights, colour emoji). Repeating it does nothing.
 *
 * @throws Error naming the file when a font is missing or damaged.
 */
export function registerFonts(): void {
  if (registered) return;
  const emoji = '@fontsource/noto-color-emoji/files/noto-color-emoji-emoji-400-normal.woff2';
  register(projectPath('assets', 'fonts', 'fonts_NotoSansSC_400Regular.gb2312.woff2'), 'Steward Sans');
  register(projectPath('assets', 'fonts', 'fonts_NotoSansSC_700Bold.gb2312.woff2'), 'Steward Sans');
  register(createRequire(import.meta.url).resolve(emoji), 'Steward Emoji');
  registered = true;
}
