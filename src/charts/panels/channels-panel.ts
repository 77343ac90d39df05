/** The busiest channels: name, count, change and a bar in proportion to the first. */
import { formatCompactCount, formatCount, isKnown } from '../drawing/numbers.ts';
import { drawEmpty, drawPanel, fillRounded } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { drawText, textWidth } from '../drawing/text.ts';
import { changeWidth, drawChange } from '../drawing/change.ts';
import type { Change } from '../drawing/change.ts';
import { colours } from '../drawing/theme.ts';

export interface ChannelRow {
  /** As people see it: emoji, any script, any length. */
  name: string;
  interactionCount: number;
  /** null: the channel is new, or last week is unknown. */
  change: Change | null;
}

export interface ChannelsPanel {
  title: string;
  /** Busiest first; the first `maxRows` are shown. */
  channels: readonly ChannelRow[];
  emptyText: string;
}

const maxRows = 6;

function drawRow(
  drawing: Drawing,
  row: Rect,
  channel: ChannelRow,
  highest: number,
  changeRoom: number,
): void {
  const { ctx, type } = drawing;
  const middle = row.y + type.body * 0.55;
  const right = row.x + row.width;
  const place = { size: type.small, labelSize: type.small };
  const shown = { change: channel.change, goodWhen: 'higher' as const, changeLabel: '' };
  drawChange(drawing, shown, {
    ...place,
    x: right - changeWidth(drawing, shown, place),
    middle,
    maxWidth: changeRoom,
  });
  const countStyle = { size: type.body, bold: true };
  const count =
    channel.interactionCount < 10_000_000
      ? formatCount(drawing.locale, channel.interactionCount)
      : formatCompactCount(drawing.locale, channel.interactionCount);
  const countRight = right - changeRoom - 12;
  drawText(drawing, count, { ...countStyle, x: countRight, y: middle, middle: true, align: 'right' });
  drawText(drawing, channel.name, {
    x: row.x,
    y: middle,
    middle: true,
    size: type.body,
    maxWidth: countRight - textWidth(drawing, count, countStyle) - 16 - row.x,
  });
  const bar = { x: row.x, y: middle + type.body * 0.82, width: row.width, height: 6 };
  fillRounded(drawing, bar, 3, colours.track);
  const ratio = highest > 0 && isKnown(channel.interactionCount) ? channel.interactionCount / highest : 0;
  if (ratio <= 0) return;
  const gradient = ctx.createLinearGradient(bar.x, 0, bar.x + bar.width, 0);
  gradient.addColorStop(0, colours.accent);
  gradient.addColorStop(1, colours.teal);
  fillRounded(drawing, { ...bar, width: Math.max(bar.height, bar.width * ratio) }, 3, gradient);
}

export function drawChannelsPanel(drawing: Drawing, area: Rect, panel: ChannelsPanel): void {
  const body = drawPanel(drawing, area, panel.title);
  const rows = panel.channels.slice(0, maxRows);
  if (rows.length === 0) {
    drawEmpty(drawing, body, panel.emptyText);
    return;
  }
  const highest = Math.max(...rows.map((channel) => channel.interactionCount));
  const place = { size: drawing.type.small, labelSize: drawing.type.small };
  const changeRoom = Math.max(
    ...rows.map((channel) =>
      changeWidth(drawing, { change: channel.change, goodWhen: 'higher', changeLabel: '' }, place),
    ),
  );
  // Few channels stay together at the top instead of drifting apart.
  const rowHeight = drawing.type.body * 1.75;
  const height =
    rows.length === 1 ? rowHeight : Math.min((body.height - rowHeight) / (rows.length - 1), rowHeight * 1.9);
  for (const [index, channel] of rows.entries()) {
    const row = { x: body.x, y: body.y + index * height, width: body.width, height };
    drawRow(drawing, row, channel, highest, changeRoom);
  }
}
