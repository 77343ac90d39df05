/** One picture: a canvas in logical pixels, painted synchronously, encoded as PNG. Knows nothing of what is on it. */
import { createCanvas } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';
import { registerFonts } from './fonts.ts';
import { renderInTurn } from './render-queue.ts';
import { colours } from './theme.ts';
import type { ChartLocale, TypeScale } from './theme.ts';

/** In logical pixels, from the top left corner. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What every drawing function is handed first. Coordinates are logical; `scale` real pixels make one. */
export interface Drawing {
  ctx: SKRSContext2D;
  locale: ChartLocale;
  type: TypeScale;
  scale: number;
}

export interface PictureSize {
  width: number;
  /** A function where the height follows from the words: it may measure, not paint. */
  height: number | ((drawing: Drawing) => number);
  scale: number;
  type: TypeScale;
  locale: ChartLocale;
  /** Default: the dark ground of all cards. */
  ground?: string;
}

const cornerRadius = 16;

function createDrawing(size: PictureSize, width: number, height: number) {
  const canvas = createCanvas(Math.round(width * size.scale), Math.round(height * size.scale));
  const ctx = canvas.getContext('2d');
  ctx.scale(size.scale, size.scale);
  // The default follows the language of the host, and with it the shapes of hanzi.
  ctx.lang = size.locale;
  const drawing: Drawing = { ctx, locale: size.locale, type: size.type, scale: size.scale };
  return { canvas, drawing };
}

/** Paints one picture on a round-cornered ground and returns it as PNG, after all renders asked for before. */
export function renderPicture(
  size: PictureSize,
  paint: (drawing: Drawing, area: Rect) => void,
): Promise<Buffer> {
  return renderInTurn(async () => {
    registerFonts();
    const height =
      typeof size.height === 'number' ? size.height : size.height(createDrawing(size, 1, 1).drawing);
    const { canvas, drawing } = createDrawing(size, size.width, height);
    drawing.ctx.fillStyle = size.ground ?? colours.background;
    drawing.ctx.beginPath();
    drawing.ctx.roundRect(0, 0, size.width, height, cornerRadius);
    drawing.ctx.fill();
    paint(drawing, { x: 0, y: 0, width: size.width, height });
    return await canvas.encode('png');
  });
}
