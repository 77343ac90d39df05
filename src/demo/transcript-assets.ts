/** What the page needs beside it, so that it opens without a network: the components' script, fonts, faces of people. */
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
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

/**
 * Copies fonts into `directory` and returns the rules for them. The components ask for "gg sans" and then "Noto Sans": the first is
 * given Chinese and Latin, the second emoji, of which only the files with those in `text` are copied.
 */
export async function copyFonts(directory: string, text: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const folder = basename(directory);
  const letters = await Promise.all(
    [
      ['400', 'fonts_NotoSansSC_400Regular.gb2312.woff2'],
      ['700', 'fonts_NotoSansSC_700Bold.gb2312.woff2'],
    ].map(async ([weight, file = '']) => {
      await copyFile(projectPath('assets', 'fonts', file), join(directory, file));
      return `@font-face{font-family:'gg sans';font-weight:${weight};src:url('${folder}/${file}') format('woff2')}`;
    }),
  );
  const sheet = createRequire(import.meta.url).resolve('@fontsource/noto-color-emoji/400.css');
  const used = new Set(
    [...text].map((sign) => sign.codePointAt(0) ?? 0).filter((code) => code > 0x2_00_00 / 16),
  );
  const rules = [
    ...(await readFile(sheet, 'utf8')).matchAll(
      /url\(\.\/files\/([^)]+\.woff2)\)[\s\S]*?unicode-range: ([^;]+);/g,
    ),
  ];
  const emoji = await Promise.all(
    rules.map(async ([, file = '', range = '']) => {
      if (!holdsAny(range, used)) return '';
      await copyFile(join(dirname(sheet), 'files', file), join(directory, file));
      return `@font-face{font-family:'Noto Sans';src:url('${folder}/${file}') format('woff2');unicode-range:${range}}`;
    }),
  );
  return [...letters, ...emoji].join('');
}

function holdsAny(range: string, codes: ReadonlySet<number>): boolean {
  const spans = range.split(',').map((part) => {
    const [from = '', to = from] = part.trim().slice(2).split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });
  return [...codes].some((code) => spans.some(([from, to]) => code >= from && code <= to));
}

const FACE_COLOURS = ['#5865f2', '#3ba55c', '#c27c0e', '#ad1457', '#206694', '#71368a', '#1f8b4c', '#a84300'];

/** A round picture with the first letter of the name. */
export function faceOf(id: string, name: string): string {
  const letter = [...name].find((sign) => /[\p{L}\p{N}]/u.test(sign))?.toUpperCase() ?? '?';
  const colour = FACE_COLOURS[Number(BigInt(id) % BigInt(FACE_COLOURS.length))];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><rect width="80" height="80" fill="${colour}"/><text x="40" y="54" font-family="sans-serif" font-size="38" fill="#fff" text-anchor="middle">${letter}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
