/** What the page needs beside it, so that it opens without a network: the components' script, fonts, faces of people. */
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { projectPath } from '../project-root.ts';

/** The web components as one script. */
export async function bundleComponents(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: "import '@skyra/discord-components-core';", resolveDir: projectPath() },
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** Copies the fonts into `directory` and returns the rules for them. The components ask for "gg sans", which is given Chinese and Latin. */
export async function copyFonts(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const files = {
    400: 'fonts_NotoSansSC_400Regular.gb2312.woff2',
    700: 'fonts_NotoSansSC_700Bold.gb2312.woff2',
  };
  for (const file of Object.values(files))
    await copyFile(projectPath('assets', 'fonts', file), join(directory, file));
  return Object.entries(files)
    .map(
      ([weight, file]) =>
        `@font-face{font-family:'gg sans';font-weight:${weight};src:url('${basename(directory)}/${file}') format('woff2')}`,
    )
    .join('');
}

const FACE_COLOURS = ['#5865f2', '#3ba55c', '#c27c0e', '#ad1457', '#206694', '#71368a', '#1f8b4c', '#a84300'];

/** A round picture with the first letter of the name. */
export function faceOf(id: string, name: string): string {
  const letter = [...name].find((sign) => /[\p{L}\p{N}]/u.test(sign))?.toUpperCase() ?? '?';
  const colour = FACE_COLOURS[Number(BigInt(id) % BigInt(FACE_COLOURS.length))];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><rect width="80" height="80" fill="${colour}"/><text x="40" y="54" font-family="sans-serif" font-size="38" fill="#fff" text-anchor="middle">${letter}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
