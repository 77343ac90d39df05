/** A course as a picture, as `/course view` and its announcement show it. Layout only. */
import { drawFigure } from './drawing/figure.ts';
import type { Figure } from './drawing/figure.ts';
import { personText } from './drawing/glyphs.ts';
import type { PersonName } from './drawing/glyphs.ts';
import { columnsOf, gap, margin } from './drawing/layout.ts';
import { drawAccentBar, drawPanelGround, fillRounded } from './drawing/panel.ts';
import { renderPicture } from './drawing/picture.ts';
import type { Drawing, Rect } from './drawing/picture.ts';
import { drawPill, pillHeight, pillWidth } from './drawing/pill.ts';
import { drawStars, starsWidth } from './drawing/stars.ts';
import { drawText, fitLines, fitSize, textWidth } from './drawing/text.ts';
import { badgeColours, colours, heroType, topicColours } from './drawing/theme.ts';
import type { ChartLocale } from './drawing/theme.ts';

/** A number of the course, what it counts, and a word on it; an empty `note` for none. */
export interface CourseFact {
  label: string;
  count: number;
  note: string;
}

/** A course as members see it. All words are in the reader's language, except what its creator wrote. */
export interface CourseCard {
  locale: ChartLocale;
  /** In one line above the title: that it is a course, its level, its language. */
  kickerParts: readonly string[];
  title: string;
  /** What a member needs, such as "Gold and up"; null where the course is open to all. */
  tierBadge: string | null;
  /** "by" */
  creatorLabel: string;
  creator: PersonName;
  /** Since when it stands as it is: "New · published on 16 Nov 2026", "Updated on 16 Nov 2026". */
  news: { text: string; isNew: boolean };
  topics: readonly string[];
  /** With the total of their minutes as its note. */
  lessons: CourseFact;
  /** `mean` is 1 to 5, null where nobody has rated; the note says by how many. */
  rating: { label: string; mean: number | null; note: string };
  learners: CourseFact;
}

const width = 1100;
const inner = width - margin * 2;
/** Words stand beside the bar of the title. */
const left = margin + 24;
const right = width - margin;
const titleTop = 80;
const titleSizes = { largest: 54, smallest: 30 };
const tilesHeight = 186;
const pillGap = 10;
/** A topic is a word or two: one that is a sentence must not take the row of others. */
const maxTopicWidth = (right - left) / 2;
const maxTopicRows = 2;

/** Where everything stands: measured once for the height of the picture and once to paint it. */
interface CourseLayout {
  title: { size: number; lines: string[] };
  bylineMiddle: number;
  topicsTop: number;
  topicRows: string[][];
  tilesTop: number;
  height: number;
}

/** Topics side by side in rows; those that no row holds become one "+3". */
function topicRowsOf(drawing: Drawing, topics: readonly string[]): string[][] {
  const look = topicLook(drawing);
  const room = right - left;
  const widthOf = (text: string) => Math.min(maxTopicWidth, pillWidth(drawing, text, look)) + pillGap;
  const rows: string[][] = [];
  let taken = Number.POSITIVE_INFINITY;
  for (const [index, topic] of topics.entries()) {
    const after = topics.length - index - 1;
    const isLastRow = rows.length === maxTopicRows;
    const restWidth = isLastRow && after > 0 ? widthOf(`+${after}`) : 0;
    if (taken + widthOf(topic) + restWidth <= room + pillGap) {
      rows.at(-1)?.push(topic);
      taken += widthOf(topic);
    } else if (isLastRow) {
      rows.at(-1)?.push(`+${after + 1}`);
      break;
    } else {
      rows.push([topic]);
      taken = widthOf(topic);
    }
  }
  return rows;
}

function layOut(drawing: Drawing, card: CourseCard): CourseLayout {
  const style = { size: titleSizes.largest, bold: true };
  const room = { maxWidth: right - left, maxLines: 3, minSize: titleSizes.smallest };
  const title = fitLines(drawing, card.title, style, room);
  const bylineMiddle = titleTop + title.lines.length * title.size * 1.25 + drawing.type.body * 1.2;
  const topicRows = topicRowsOf(drawing, card.topics);
  const topicsTop = bylineMiddle + drawing.type.body * 1.5;
  const rowHeight = pillHeight(topicLook(drawing)) + pillGap;
  const tilesTop = topicsTop + (topicRows.length > 0 ? topicRows.length * rowHeight + pillGap : 0);
  return {
    title,
    bylineMiddle,
    topicsTop,
    topicRows,
    tilesTop,
    height: Math.ceil(tilesTop + tilesHeight + margin),
  };
}

function topicLook(drawing: Drawing) {
  return { size: drawing.type.small, ...topicColours };
}

/** A glow from the corner, so that a course is not taken for a report. */
function drawGlow(drawing: Drawing, area: Rect): void {
  const { ctx } = drawing;
  const glow = ctx.createRadialGradient(right, 0, 0, right, 0, 620);
  glow.addColorStop(0, `${colours.accent}4d`);
  glow.addColorStop(0.5, `${colours.accent}17`);
  glow.addColorStop(1, `${colours.accent}00`);
  ctx.save();
  // Only where there is ground: the round corners stay clear.
  ctx.globalCompositeOperation = 'source-atop';
  ctx.fillStyle = glow;
  ctx.fillRect(area.x, area.y, area.width, area.height);
  ctx.restore();
}

function drawKicker(drawing: Drawing, card: CourseCard): void {
  const middle = 46;
  const look = { size: drawing.type.legend, ...badgeColours };
  let room = right - left;
  if (card.tierBadge !== null) {
    const maxWidth = room * 0.45;
    const badge = Math.min(maxWidth, pillWidth(drawing, card.tierBadge, look));
    drawPill(drawing, card.tierBadge, look, { x: right - badge, middle, maxWidth });
    room -= badge + gap;
  }
  drawText(drawing, card.kickerParts.join('  ·  '), {
    x: left,
    y: middle,
    middle: true,
    size: drawing.type.community,
    bold: true,
    colour: colours.accentSoft,
    maxWidth: room,
  });
}

function drawTitle(drawing: Drawing, { lines, size }: CourseLayout['title']): void {
  for (const [index, line] of lines.entries()) {
    const y = titleTop + (index + 0.5) * size * 1.25;
    drawText(drawing, line, { x: left, y, middle: true, size, bold: true });
  }
}

function drawByline(drawing: Drawing, card: CourseCard, middle: number): void {
  const size = drawing.type.body;
  const line = { y: middle, middle: true };
  const news = { size: drawing.type.small, bold: card.news.isNew };
  const newsWidth = Math.min(inner * 0.5, textWidth(drawing, card.news.text, news));
  const label = { ...line, x: left, size, colour: colours.muted, maxWidth: inner * 0.2 };
  const x = left + drawText(drawing, card.creatorLabel, label) + size * 0.4;
  const maxWidth = right - newsWidth - gap - x;
  const name = personText(card.creator);
  const nameSize = fitSize(drawing, name, { size, bold: true }, maxWidth, drawing.type.small);
  drawText(drawing, name, { ...line, x, size: nameSize, bold: true, maxWidth });
  drawText(drawing, card.news.text, {
    ...line,
    ...news,
    x: right,
    align: 'right',
    colour: card.news.isNew ? colours.good : colours.muted,
    maxWidth: newsWidth + 1,
  });
}

function drawTopics(drawing: Drawing, rows: readonly string[][], top: number): void {
  const look = topicLook(drawing);
  let middle = top + pillHeight(look) / 2;
  for (const row of rows) {
    let x = left;
    for (const topic of row) {
      x += drawPill(drawing, topic, look, { x, middle, maxWidth: maxTopicWidth }) + pillGap;
    }
    middle += pillHeight(look) + pillGap;
  }
}

interface FactTile {
  label: string;
  figure: Figure;
  note: string;
  edge: string;
}

/** One number of the course; `taken` is room on the line of the figure that is something else's. */
function drawFactTile(drawing: Drawing, area: Rect, tile: FactTile, taken = 0): void {
  const { type } = drawing;
  drawPanelGround(drawing, area);
  const pad = 24;
  fillRounded(drawing, { x: area.x, y: area.y + pad, width: 4, height: area.height - pad * 2 }, 2, tile.edge);
  const x = area.x + pad;
  const maxWidth = area.width - pad * 2;
  drawText(drawing, tile.label, {
    x,
    y: area.y + pad + type.tileLabel * 0.45,
    middle: true,
    size: type.tileLabel,
    colour: colours.soft,
    maxWidth,
  });
  const baseline = area.y + pad + type.tileLabel * 1.4 + type.tileValue * 0.95;
  drawFigure(drawing, tile.figure, { x, y: baseline, maxWidth: maxWidth - taken, size: type.tileValue });
  drawText(drawing, tile.note, {
    x,
    y: area.y + area.height - pad - type.tileNote * 0.4,
    middle: true,
    size: fitSize(drawing, tile.note, { size: type.tileNote + 2 }, maxWidth, type.tileNote),
    colour: colours.muted,
    maxWidth,
  });
}

function drawRatingTile(drawing: Drawing, area: Rect, rating: CourseCard['rating']): void {
  const size = 32;
  const stars = starsWidth(size);
  const figure: Figure = { kind: 'decimal', value: rating.mean, digits: 2, outOf: 5 };
  drawFactTile(drawing, area, { ...rating, figure, edge: colours.amber }, stars + gap);
  drawStars(drawing, rating.mean, {
    x: area.x + area.width - 24 - stars,
    middle: area.y + area.height * 0.505,
    size,
  });
}

function paintCourseCard(drawing: Drawing, area: Rect, card: CourseCard): void {
  const layout = layOut(drawing, card);
  drawGlow(drawing, area);
  const barTop = 30;
  drawAccentBar(drawing, { x: margin, y: barTop, width: 6, height: layout.bylineMiddle + 16 - barTop });
  drawKicker(drawing, card);
  drawTitle(drawing, layout.title);
  drawByline(drawing, card, layout.bylineMiddle);
  drawTopics(drawing, layout.topicRows, layout.topicsTop);
  const row = { x: margin, y: layout.tilesTop, width: inner, height: tilesHeight };
  const [lessons, rating, learners] = columnsOf(row, [3, 4, 3]);
  const counted = (fact: CourseFact, edge: string): FactTile => ({
    label: fact.label,
    note: fact.note,
    figure: { kind: 'count', count: fact.count },
    edge,
  });
  if (lessons) drawFactTile(drawing, lessons, counted(card.lessons, colours.accent));
  if (rating) drawRatingTile(drawing, rating, card.rating);
  if (learners) drawFactTile(drawing, learners, counted(card.learners, colours.teal));
}

/** 1100 pixels wide, as high as title and topics need, with type of at least 22 pixels, made to be read inline. */
export function renderCourseCard(card: CourseCard): Promise<Buffer> {
  const height = (drawing: Drawing) => layOut(drawing, card).height;
  const size = { width, height, scale: 1, type: heroType, locale: card.locale };
  return renderPicture(size, (drawing, area) => paintCourseCard(drawing, area, card));
}
