/** One question of a survey: its number, its words, how many answered, and the part its kind asks for. */
import { drawPanelGround, fillRounded } from '../drawing/panel.ts';
import type { Drawing, Rect } from '../drawing/picture.ts';
import { drawText, wrapText } from '../drawing/text.ts';
import { colours } from '../drawing/theme.ts';
import {
  choiceHeight,
  drawChoices,
  drawRatings,
  drawRecommendation,
  ratingsHeight,
  recommendationHeight,
} from './question-bodies.ts';
import type { ChoiceResult, RatingResult, RecommendationResult } from './question-bodies.ts';

interface QuestionWords {
  /** The question as it was asked. */
  text: string;
  /** Under it: how many answered, the indicator it feeds. */
  detail: string;
  /** Shown instead of the result where nobody, or too few to show, answered. */
  emptyText: string;
  answerCount: number;
}

/** The result of one question. A text question shows only that it was answered: its texts stay out of pictures. */
export type SurveyQuestionResult =
  | (QuestionWords & { kind: 'rating' } & RatingResult)
  | (QuestionWords & { kind: 'recommendation' } & RecommendationResult)
  | (QuestionWords & { kind: 'choice' } & ChoiceResult)
  | (QuestionWords & { kind: 'text' });

const pad = 24;
const badge = 44;
const maxLines = 2;
const emptyHeight = 44;

function questionStyle(drawing: Drawing) {
  return { size: drawing.type.panelTitle - 2, bold: true };
}

function questionLines(drawing: Drawing, question: SurveyQuestionResult, width: number): string[] {
  const room = width - pad * 2 - badge - 18;
  return wrapText(drawing, question.text, questionStyle(drawing), room, maxLines);
}

function headHeight(drawing: Drawing, lineCount: number): number {
  return Math.max(1, lineCount) * drawing.type.panelTitle * 1.3 + drawing.type.small * 1.5;
}

function bodyHeight(drawing: Drawing, question: SurveyQuestionResult): number {
  if (question.kind === 'text') return 0;
  if (question.answerCount === 0) return emptyHeight;
  if (question.kind === 'rating') return ratingsHeight;
  if (question.kind === 'recommendation') return recommendationHeight(drawing);
  return choiceHeight(question);
}

/** Height of the panel of a question at a given width, in logical pixels. */
export function questionPanelHeight(drawing: Drawing, question: SurveyQuestionResult, width: number): number {
  const body = bodyHeight(drawing, question);
  const head = headHeight(drawing, questionLines(drawing, question, width).length);
  return Math.round(pad * 2 + head + (body === 0 ? 0 : body + 20));
}

function drawHead(drawing: Drawing, area: Rect, question: SurveyQuestionResult, number: number): number {
  const { type } = drawing;
  const style = questionStyle(drawing);
  const place = { x: area.x + pad, y: area.y + pad, width: badge, height: badge };
  fillRounded(drawing, place, 12, '#3a3f6b');
  drawText(drawing, String(number), {
    x: place.x + badge / 2,
    y: place.y + badge / 2,
    middle: true,
    align: 'center',
    size: type.body,
    bold: true,
    colour: '#c9cefd',
  });
  const x = area.x + pad + badge + 18;
  const lineHeight = type.panelTitle * 1.3;
  const lines = questionLines(drawing, question, area.width);
  for (const [index, line] of lines.entries()) {
    const y = area.y + pad + (index + 0.45) * lineHeight;
    drawText(drawing, line, { ...style, x, y, middle: true });
  }
  drawText(drawing, question.detail, {
    x,
    y: area.y + pad + lines.length * lineHeight + type.small * 0.55,
    middle: true,
    size: type.small,
    colour: colours.muted,
    maxWidth: area.x + area.width - pad - x,
  });
  return headHeight(drawing, lines.length);
}

export function drawQuestionPanel(
  drawing: Drawing,
  area: Rect,
  question: SurveyQuestionResult,
  number: number,
): void {
  drawPanelGround(drawing, area);
  const head = drawHead(drawing, area, question, number);
  if (question.kind === 'text') return;
  const body = {
    x: area.x + pad,
    y: area.y + pad + head + 20,
    width: area.width - pad * 2,
    height: bodyHeight(drawing, question),
  };
  if (question.answerCount === 0) {
    drawText(drawing, question.emptyText, {
      x: body.x + badge + 18,
      y: body.y + body.height * 0.4,
      middle: true,
      size: drawing.type.body,
      colour: colours.amber,
      maxWidth: body.width - badge - 18,
    });
    return;
  }
  if (question.kind === 'rating') drawRatings(drawing, body, question);
  else if (question.kind === 'recommendation') drawRecommendation(drawing, body, question);
  else drawChoices(drawing, body, question, question.answerCount);
}
