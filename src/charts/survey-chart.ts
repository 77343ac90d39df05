/** The results of one survey as a picture: a panel per question, below each other. Layout only. */
import { gap, margin } from './drawing/layout.ts';
import { drawFooter, drawHeader } from './drawing/panel.ts';
import type { CardHeader } from './drawing/panel.ts';
import { renderPicture } from './drawing/picture.ts';
import type { Drawing, Rect } from './drawing/picture.ts';
import { heroType } from './drawing/theme.ts';
import type { ChartLocale } from './drawing/theme.ts';
import { drawQuestionPanel, questionPanelHeight } from './panels/question-panel.ts';
import type { SurveyQuestionResult } from './panels/question-panel.ts';

/** What `/survey results` shows. No answer of a person and no text of an answer enters. */
export interface SurveyResults {
  locale: ChartLocale;
  header: CardHeader;
  /** In the order they were asked, one to five. */
  questions: readonly SurveyQuestionResult[];
  /** Invited, answered, open or closed: joined by dots in one line. */
  footerParts: readonly string[];
}

const questionsTop = 118;
const footerHeight = 40;

function questionHeights(drawing: Drawing, results: SurveyResults, width: number): number[] {
  return results.questions.map((question) => questionPanelHeight(drawing, question, width));
}

/** 1100 pixels wide, as high as the questions need, with type of at least 22 pixels. */
export function renderSurveyChart(results: SurveyResults): Promise<Buffer> {
  const width = 1100;
  const inner = width - margin * 2;
  const height = (drawing: Drawing) =>
    questionHeights(drawing, results, inner).reduce((sum, panel) => sum + panel + gap, questionsTop) +
    footerHeight +
    10;
  const size = { width, height, scale: 1, type: heroType, locale: results.locale };
  return renderPicture(size, (drawing) => {
    drawHeader(drawing, { x: margin, y: 26, width: inner, height: 70 }, results.header);
    const heights = questionHeights(drawing, results, inner);
    let y = questionsTop;
    for (const [index, question] of results.questions.entries()) {
      const area: Rect = { x: margin, y, width: inner, height: heights[index] ?? 0 };
      drawQuestionPanel(drawing, area, question, index + 1);
      y += area.height + gap;
    }
    drawFooter(drawing, { x: margin, y: y - 4, width: inner, height: footerHeight }, results.footerParts);
  });
}
