/** The certificate of a finished course: paper to be shown to others. Layout only. */
import { personText } from './drawing/glyphs.ts';
import type { PersonName } from './drawing/glyphs.ts';
import { drawDivider, drawFrame, drawSeal, drawWatermark } from './drawing/ornaments.ts';
import { renderPicture } from './drawing/picture.ts';
import type { Drawing } from './drawing/picture.ts';
import { drawText, fitLines, fitSize } from './drawing/text.ts';
import type { TextStyle } from './drawing/text.ts';
import { cardType, paper } from './drawing/theme.ts';
import type { ChartLocale } from './drawing/theme.ts';

/** All words are in the member's language, except what the course's creator wrote. */
export interface Certificate {
  locale: ChartLocale;
  communityName: string;
  /** "Certificate of completion" */
  title: string;
  /** "This certifies that" */
  certifiesLabel: string;
  person: PersonName;
  /** "has completed the course" */
  completedLabel: string;
  courseTitle: string;
  /** "Course by" */
  creatorLabel: string;
  creator: PersonName;
  /** The size of the course, joined by dots: "24 lessons", "9 h 30 min". */
  factParts: readonly string[];
  /** "Completed on", and the day written out. */
  dayLabel: string;
  dayText: string;
  /** "Verification code", and the code in groups as it is typed: 7F3K-9QXM-2TBD. */
  codeLabel: string;
  code: string;
  /** How anybody can check the code. */
  verifyText: string;
}

const width = 1200;
const height = 848;
/** Words keep this far from the edge. */
const side = 110;
const room = width - side * 2;
const centre = width / 2;

/** One line around the middle, shrunk to `minSize` and then cut where it is too long. */
function drawCentred(
  drawing: Drawing,
  text: string,
  middle: number,
  style: TextStyle,
  minSize: number,
): void {
  const size = fitSize(drawing, text, style, room, minSize);
  drawText(drawing, text, {
    ...style,
    // The last character brings its spacing with it.
    x: centre + (style.spacing ?? 0) / 2,
    y: middle,
    middle: true,
    align: 'center',
    size,
    maxWidth: room,
  });
}

function drawHead(drawing: Drawing, certificate: Certificate): void {
  const isHanzi = certificate.locale === 'zh-CN';
  const community = { size: 24, bold: true, colour: paper.indigo, spacing: 1.5 };
  drawCentred(drawing, certificate.communityName, 96, community, 18);
  const title = { size: isHanzi ? 60 : 50, bold: true, colour: paper.deep, spacing: isHanzi ? 26 : 2 };
  drawCentred(drawing, certificate.title, 164, title, 30);
  drawDivider(drawing, centre, 220, 420);
}

function drawWhoAndWhat(drawing: Drawing, certificate: Certificate): void {
  const label = { size: 22, colour: paper.muted };
  drawCentred(drawing, certificate.certifiesLabel, 264, label, 18);
  const name = { size: 70, bold: true, colour: paper.ink };
  drawCentred(drawing, personText(certificate.person), 332, name, 30);
  drawCentred(drawing, certificate.completedLabel, 402, label, 18);
  const style = { size: 40, bold: true, colour: paper.indigo };
  const place = { maxWidth: room, maxLines: 2, minSize: 25 };
  const { size, lines } = fitLines(drawing, certificate.courseTitle, style, place);
  const lineHeight = size * 1.3;
  const first = 482 - ((lines.length - 1) * lineHeight) / 2;
  for (const [index, line] of lines.entries()) {
    drawCentred(drawing, line, first + index * lineHeight, { ...style, size }, size);
  }
  const by = `${certificate.creatorLabel} ${personText(certificate.creator)}`;
  const parts = [by, ...certificate.factParts].join('  ·  ');
  drawCentred(drawing, parts, 562, { size: 22, colour: paper.soft }, 18);
}

/** A value over its label, on a line as for a signature. */
function drawSigned(drawing: Drawing, x: number, value: string, label: string, spacing = 0): void {
  const columnWidth = 320;
  const { ctx } = drawing;
  ctx.fillStyle = paper.gold;
  ctx.fillRect(x - columnWidth / 2, 684, columnWidth, 1.5);
  const line = { x, middle: true, align: 'center', maxWidth: columnWidth } as const;
  const style = { size: 26, bold: true, colour: paper.ink, spacing };
  const size = fitSize(drawing, value, style, columnWidth, 18);
  drawText(drawing, value, { ...line, ...style, size, x: x + spacing / 2, y: 658 });
  drawText(drawing, label, { ...line, size: 19, colour: paper.muted, y: 708 });
}

/** 2400×1696 pixels, near the shape of A4 in landscape: sharp when printed. */
export function renderCertificate(certificate: Certificate): Promise<Buffer> {
  const { locale } = certificate;
  const size = { width, height, scale: 2, type: cardType, locale, ground: paper.ground };
  return renderPicture(size, (drawing, area) => {
    drawWatermark(drawing, { x: centre, y: 356, radius: 300 });
    drawFrame(drawing, area);
    drawHead(drawing, certificate);
    drawWhoAndWhat(drawing, certificate);
    drawSigned(drawing, 290, certificate.dayText, certificate.dayLabel);
    drawSeal(drawing, { x: centre, y: 660, radius: 60 });
    drawSigned(drawing, width - 290, certificate.code, certificate.codeLabel, 1.5);
    drawCentred(drawing, certificate.verifyText, 776, { size: 18, colour: paper.muted }, 14);
  });
}
