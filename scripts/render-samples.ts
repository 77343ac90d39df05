/** Writes sample pictures in both languages into demo-output/samples, for a person to look at: `npm run samples`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  renderActivityCard,
  renderActivityHero,
  renderCertificate,
  renderCourseCard,
  renderSatisfactionCard,
  renderSatisfactionHero,
  renderSurveyChart,
} from '../src/charts/charts.ts';
import type { ChartLocale } from '../src/charts/charts.ts';
import { projectPath } from '../src/project-root.ts';
import { sampleActivityCard, sampleActivityHero } from '../tests/support/activity-card-samples.ts';
import { sampleCertificate, sampleCourseCard } from '../tests/support/course-picture-samples.ts';
import {
  sampleSatisfactionCard,
  sampleSatisfactionHero,
} from '../tests/support/satisfaction-card-samples.ts';
import { sampleSurveyResults } from '../tests/support/survey-chart-samples.ts';

const folder = projectPath('demo-output', 'samples');
mkdirSync(folder, { recursive: true });

async function save(name: string, picture: Promise<Buffer>): Promise<void> {
  const path = join(folder, `${name}.png`);
  writeFileSync(path, await picture);
  console.log(path);
}

for (const locale of ['en', 'zh-CN'] satisfies ChartLocale[]) {
  await save(`activity-card.${locale}`, renderActivityCard(sampleActivityCard(locale)));
  await save(`activity-hero.${locale}`, renderActivityHero(sampleActivityHero(locale)));
  await save(`satisfaction-card.${locale}`, renderSatisfactionCard(sampleSatisfactionCard(locale)));
  await save(`satisfaction-hero.${locale}`, renderSatisfactionHero(sampleSatisfactionHero(locale)));
  await save(`survey-chart.${locale}`, renderSurveyChart(sampleSurveyResults(locale)));
  await save(`course-card.${locale}`, renderCourseCard(sampleCourseCard(locale)));
  await save(`certificate.${locale}`, renderCertificate(sampleCertificate(locale)));
}
