/** Entry of the process that draws: one message, one picture. It ends with the connection to the bot. */
import { renderActivityCard, renderActivityHero } from './activity-card.ts';
import type { ActivityCard, ActivityHero } from './activity-card.ts';
import { renderCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { renderCourseCard } from './course-card.ts';
import type { CourseCard } from './course-card.ts';
import { renderSatisfactionCard, renderSatisfactionHero } from './satisfaction-card.ts';
import type { SatisfactionCard, SatisfactionHero } from './satisfaction-card.ts';
import { renderSurveyChart } from './survey-chart.ts';
import type { SurveyResults } from './survey-chart.ts';

export type Picture =
  | { readonly kind: 'activityCard'; readonly card: ActivityCard }
  | { readonly kind: 'activityHero'; readonly card: ActivityHero }
  | { readonly kind: 'satisfactionCard'; readonly card: SatisfactionCard }
  | { readonly kind: 'satisfactionHero'; readonly card: SatisfactionHero }
  | { readonly kind: 'surveyChart'; readonly card: SurveyResults }
  | { readonly kind: 'courseCard'; readonly card: CourseCard }
  | { readonly kind: 'certificate'; readonly card: Certificate };

export interface ToDraw {
  readonly id: number;
  readonly picture: Picture;
}

export interface Drawn {
  readonly id: number;
  readonly png: Uint8Array | null;
  /** Why there is none. */
  readonly reason: string;
}

function render({ kind, card }: Picture): Promise<Buffer> {
  switch (kind) {
    case 'activityCard':
      return renderActivityCard(card);
    case 'activityHero':
      return renderActivityHero(card);
    case 'satisfactionCard':
      return renderSatisfactionCard(card);
    case 'satisfactionHero':
      return renderSatisfactionHero(card);
    case 'surveyChart':
      return renderSurveyChart(card);
    case 'courseCard':
      return renderCourseCard(card);
    case 'certificate':
      return renderCertificate(card);
  }
}

async function drawn({ id, picture }: ToDraw): Promise<Drawn> {
  try {
    return { id, png: await render(picture), reason: '' };
  } catch (error) {
    return { id, png: null, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (toDraw: ToDraw) => {
  void drawn(toDraw).then((answer) => process.connected && process.send?.(answer));
});
// Ctrl-C reaches it as well; the bot lets a picture under way be finished.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
