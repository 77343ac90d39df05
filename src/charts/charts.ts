/**
 * The face of the charts: numbers and words in, PNG out. Others import only this; nothing else here is theirs to know. A process of its own
 * draws and ends soon after: the chart library, the canvas, fonts and pixels are some 200 MB that a bot between two reports does not need,
 * and while it draws the bot goes on answering.
 */
import type { ChildProcess } from 'node:child_process';
import { startOwnProcess } from '../own-process.ts';
import type { ActivityCard, ActivityHero } from './activity-card.ts';
import type { Certificate } from './certificate.ts';
import type { Drawn, Picture, ToDraw } from './charts-process.ts';
import type { CourseCard } from './course-card.ts';
import type { SatisfactionCard, SatisfactionHero } from './satisfaction-card.ts';
import type { SurveyResults } from './survey-chart.ts';

/** A report draws two pictures within seconds, and one community's follows another's. */
const ENDS_AFTER_MS = 10_000;

export const renderActivityCard = (card: ActivityCard): Promise<Buffer> =>
  draw({ kind: 'activityCard', card });

export const renderActivityHero = (hero: ActivityHero): Promise<Buffer> =>
  draw({ kind: 'activityHero', card: hero });

export const renderSatisfactionCard = (card: SatisfactionCard): Promise<Buffer> =>
  draw({ kind: 'satisfactionCard', card });

export const renderSatisfactionHero = (hero: SatisfactionHero): Promise<Buffer> =>
  draw({ kind: 'satisfactionHero', card: hero });

export const renderSurveyChart = (results: SurveyResults): Promise<Buffer> =>
  draw({ kind: 'surveyChart', card: results });

export const renderCourseCard = (card: CourseCard): Promise<Buffer> => draw({ kind: 'courseCard', card });

export const renderCertificate = (certificate: Certificate): Promise<Buffer> =>
  draw({ kind: 'certificate', card: certificate });

let drawer: Drawer | null = null;

function draw(picture: Picture): Promise<Buffer> {
  if (!drawer?.isThere) drawer = new Drawer();
  return drawer.draw(picture);
}

/** The process that draws, from the first picture until some seconds after the last one. */
class Drawer {
  private readonly process: ChildProcess;
  private readonly open = new Map<
    number,
    { resolve: (png: Buffer) => void; reject: (error: Error) => void }
  >();
  isThere = true;
  private lastId = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor() {
    // Structured clones carry the picture as bytes, and infinities as they are.
    this.process = startOwnProcess('charts/charts-process', [], { serialization: 'advanced' });
    this.process.on('message', (drawn: Drawn) => this.settle(drawn));
    this.process.on('error', (error) => this.end(error));
    this.process.on('exit', (code, signal) =>
      this.end(new Error(`the process that draws ended with ${signal ?? `code ${code}`}`)),
    );
    // A picture that nobody waits for must not keep the bot from ending.
    this.process.unref();
    this.process.channel?.unref();
  }

  draw(picture: Picture): Promise<Buffer> {
    if (this.timer) clearTimeout(this.timer);
    this.lastId += 1;
    const toDraw: ToDraw = { id: this.lastId, picture };
    return new Promise((resolve, reject) => {
      this.open.set(toDraw.id, { resolve, reject });
      this.process.channel?.ref();
      this.process.send(toDraw, (error) => {
        if (error) this.end(error);
      });
    });
  }

  private settle({ id, png, reason }: Drawn): void {
    const waiting = this.open.get(id);
    this.open.delete(id);
    if (png) waiting?.resolve(Buffer.from(png));
    else waiting?.reject(new Error(`a picture could not be drawn: ${reason}`));
    if (this.open.size > 0) return;
    this.process.channel?.unref();
    this.timer = setTimeout(() => this.end(new Error('the process that draws was ended')), ENDS_AFTER_MS);
    this.timer.unref();
  }

  private end(reason: Error): void {
    if (this.timer) clearTimeout(this.timer);
    this.isThere = false;
    for (const { reject } of this.open.values()) reject(reason);
    this.open.clear();
    if (this.process.connected) this.process.disconnect();
  }
}

export type { ActivityCard, ActivityHero } from './activity-card.ts';
export type { Certificate } from './certificate.ts';
export type { CourseCard, CourseFact } from './course-card.ts';
export type { SatisfactionCard, SatisfactionHero } from './satisfaction-card.ts';
export type { SurveyResults } from './survey-chart.ts';
export type { Change } from './drawing/change.ts';
export type { Figure } from './drawing/figure.ts';
export type { PersonName } from './drawing/glyphs.ts';
export type { Interval, IsoWeekday } from './drawing/numbers.ts';
export type { CardHeader } from './drawing/panel.ts';
export type { ChartLocale } from './drawing/theme.ts';
export type { Tile } from './drawing/tile.ts';
export type { ChannelRow } from './panels/channels-panel.ts';
export type { EffectStep } from './panels/effects-panel.ts';
export type { IndicatorRow } from './panels/indicators-panel.ts';
export type { SurveyQuestionResult } from './panels/question-panel.ts';
