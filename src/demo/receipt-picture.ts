/** Draws the picture of a payment's receipt, as a member would send it to the treasurer. Invented; of no real service. */
import { createCanvas } from '@napi-rs/canvas';
import { fontFamily, registerFonts } from '../charts/drawing/fonts.ts';

const WIDTH = 420;
const HEIGHT = 560;
const MARGIN = 36;

export interface Receipt {
  readonly amount: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
}

/** @returns a PNG. */
export function receiptPicture({ amount, rows }: Receipt): Buffer {
  registerFonts();
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  const write = (text: string, x: number, y: number, size: number, colour: string): void => {
    context.font = `${size}px ${fontFamily}`;
    context.fillStyle = colour;
    context.fillText(text, x, y);
  };
  context.fillStyle = '#f2f4f5';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#1aad5c';
  context.fillRect(0, 0, WIDTH, 150);
  context.textAlign = 'center';
  write('付款成功 · Paid', WIDTH / 2, 62, 22, '#dff6e9');
  write(amount, WIDTH / 2, 118, 44, '#ffffff');
  for (const [index, [label, value]] of rows.entries()) {
    const y = 206 + index * 54;
    context.textAlign = 'left';
    write(label, MARGIN, y, 17, '#7b8488');
    context.textAlign = 'right';
    write(value, WIDTH - MARGIN, y, 17, '#22272a');
    context.fillStyle = '#dde2e4';
    context.fillRect(MARGIN, y + 20, WIDTH - 2 * MARGIN, 1);
  }
  context.textAlign = 'center';
  write('凭证仅供核对 · For your records', WIDTH / 2, HEIGHT - 30, 14, '#9aa3a7');
  return canvas.toBuffer('image/png');
}
