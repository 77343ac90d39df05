/** What the page needs beside it, so that it opens without a network: the components' script, fonts, faces of people. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { build } from 'esbuild';
import { fontFamily, registerFonts } from '../charts/drawing/fonts.ts';
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

const FACE_SIZE = 80;
const FACE_COLOURS = ['#5865f2', '#3ba55c', '#c27c0e', '#ad1457', '#206694', '#71368a', '#1f8b4c', '#a84300'];

/** The face of a person, drawn into `directory`: the first letter of the name. @returns its path beside the page */
export async function drawFace(directory: string, id: string, name: string): Promise<string> {
  registerFonts();
  const canvas = createCanvas(FACE_SIZE, FACE_SIZE);
  const context = canvas.getContext('2d');
  context.fillStyle = FACE_COLOURS[Number(BigInt(id) % BigInt(FACE_COLOURS.length))] ?? '';
  context.fillRect(0, 0, FACE_SIZE, FACE_SIZE);
  context.fillStyle = '#fff';
  context.font = `${FACE_SIZE * 0.48}px ${fontFamily}`;
  context.textAlign = 'center';
  const letter = [...name].find((sign) => /[\p{L}\p{N}]/u.test(sign))?.toUpperCase() ?? '?';
  context.fillText(letter, FACE_SIZE / 2, FACE_SIZE * 0.67);
  const file = `face-${id}.png`;
  await writeFile(join(directory, file), canvas.toBuffer('image/png'));
  return `${basename(directory)}/${file}`;
}
