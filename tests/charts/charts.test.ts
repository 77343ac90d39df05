import { beforeAll, describe, expect, test } from 'vitest';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import {
  renderActivityCard,
  renderActivityHero,
  renderCertificate,
  renderCourseCard,
  renderSatisfactionCard,
  renderSatisfactionHero,
  renderSurveyChart,
} from '../../src/charts/charts.ts';
import type { ChartLocale } from '../../src/charts/charts.ts';
import { sampleActivityCard, sampleActivityHero } from '../support/activity-card-samples.ts';
import {
  hugeCertificate,
  hugeCourseCard,
  newCourseCard,
  sampleCertificate,
  sampleCourseCard,
  unbrokenCourseCard,
  unwritableCertificate,
} from '../support/course-picture-samples.ts';
import {
  emptyActivityCard,
  emptySatisfactionCard,
  emptySatisfactionHero,
  emptySurveyResults,
  extremeSatisfactionCard,
  extremeSurveyResults,
  heroOf,
  hugeActivityCard,
  oneDayActivityCard,
  zeroActivityCard,
} from '../support/extreme-charts.ts';
import { sampleSatisfactionCard, sampleSatisfactionHero } from '../support/satisfaction-card-samples.ts';
import { sampleSurveyResults } from '../support/survey-chart-samples.ts';

const pngSignature = '89504e470d0a1a0a';
const discordFileLimitBytes = 8 * 1024 * 1024;

async function sizeOf(png: Buffer): Promise<string> {
  expect(png.subarray(0, 8).toString('hex')).toBe(pngSignature);
  expect(png.length).toBeLessThan(discordFileLimitBytes);
  const image = await loadImage(png);
  return `${image.width}x${image.height}`;
}

/** The darkest and the brightest channel (0 to 255) in an upright strip of the picture, `margin` away from its top and bottom. */
async function rangeIn(png: Buffer, strip: { x: number; width: number; margin: number }) {
  const image = await loadImage(png);
  const ctx = createCanvas(image.width, image.height).getContext('2d');
  ctx.drawImage(image, 0, 0);
  const { data } = ctx.getImageData(strip.x, strip.margin, strip.width, image.height - strip.margin * 2);
  const channels = data.filter((_, index) => index % 4 !== 3).toSorted();
  return { darkest: channels.at(0), brightest: channels.at(-1) };
}

describe.each<ChartLocale>(['en', 'zh-CN'])('in %s', (locale) => {
  test('the activity card and its hero are PNG pictures of their promised size', async () => {
    expect(await sizeOf(await renderActivityCard(sampleActivityCard(locale)))).toBe('1800x1632');
    expect(await sizeOf(await renderActivityHero(sampleActivityHero(locale)))).toBe('1100x690');
  });

  test('the satisfaction card and its hero are PNG pictures of their promised size', async () => {
    expect(await sizeOf(await renderSatisfactionCard(sampleSatisfactionCard(locale)))).toMatch(
      /^1800x1\d{3}$/,
    );
    expect(await sizeOf(await renderSatisfactionHero(sampleSatisfactionHero(locale)))).toBe('1100x690');
  });

  test.each([
    ['of which nothing is known', emptyActivityCard],
    ['in which nobody did anything', zeroActivityCard],
    ['of which one day was watched', oneDayActivityCard],
    ['of millions, with names of any script', hugeActivityCard],
  ])('a week %s is drawn all the same', async (_, cardOf) => {
    const card = cardOf(locale);
    expect(await sizeOf(await renderActivityCard(card))).toBe('1800x1632');
    expect(await sizeOf(await renderActivityHero(heroOf(card)))).toBe('1100x690');
  });

  test('a week without enough answers, and one in which everybody is unhappy, are drawn all the same', async () => {
    for (const card of [emptySatisfactionCard(locale), extremeSatisfactionCard(locale)]) {
      expect(await sizeOf(await renderSatisfactionCard(card))).toMatch(/^1800x1\d{3}$/);
    }
    expect(await sizeOf(await renderSatisfactionHero(emptySatisfactionHero(locale)))).toBe('1100x690');
  });

  test('survey results grow with their questions and stay readable when nobody answered', async () => {
    const results = sampleSurveyResults(locale);
    const heights = [];
    for (const count of [1, 2, 3, 4]) {
      const some = { ...results, questions: results.questions.slice(0, count) };
      const [width, height] = (await sizeOf(await renderSurveyChart(some))).split('x').map(Number);
      expect(width).toBe(1100);
      heights.push(height);
    }
    expect(heights).toEqual(heights.toSorted((a, b) => Number(a) - Number(b)));
    expect(new Set(heights).size).toBe(4);
    await sizeOf(await renderSurveyChart(emptySurveyResults(locale)));
    await sizeOf(await renderSurveyChart(extremeSurveyResults(locale)));
  });

  test.each([
    ['that is liked', sampleCourseCard],
    ['that nobody has started or rated', newCourseCard],
    ['with all at its longest', hugeCourseCard],
    ['with words that nowhere break', unbrokenCourseCard],
  ])('the card of a course %s keeps its words off the edge', async (_, cardOf) => {
    const png = await renderCourseCard(cardOf(locale));
    expect(await sizeOf(png)).toMatch(/^1100x[4-6]\d\d$/);
    expect((await rangeIn(png, { x: 1075, width: 24, margin: 20 })).brightest).toBeLessThan(140);
  });

  test.each([
    ['an ordinary course', sampleCertificate],
    ['a course with all at its longest', hugeCertificate],
    ['a person whose letters no font has', unwritableCertificate],
  ])('the certificate of %s keeps its words within the frame', async (_, certificateOf) => {
    const png = await renderCertificate(certificateOf(locale));
    expect(await sizeOf(png)).toBe('2400x1696');
    for (const x of [100, 2190]) {
      expect((await rangeIn(png, { x, width: 110, margin: 160 })).darkest).toBeGreaterThan(200);
    }
  });
});

test('an unknown number that slipped in as NaN is drawn as unknown, not as a fault', async () => {
  const card = sampleActivityCard('en');
  const damaged = {
    ...card,
    members: { ...card.members, days: card.members.days.map((day) => ({ ...day, memberCount: Number.NaN })) },
    tiles: card.tiles.map((tile) => ({
      ...tile,
      change: { kind: 'ratio' as const, ratio: Number.POSITIVE_INFINITY },
      trend: [Number.NaN, 1],
    })),
  };
  expect(await sizeOf(await renderActivityCard(damaged))).toBe('1800x1632');
});

test('the same numbers make the same picture', async () => {
  const first = await renderActivityHero(sampleActivityHero('zh-CN'));
  const second = await renderActivityHero(sampleActivityHero('zh-CN'));
  expect(first.equals(second)).toBe(true);
});

test('a changed number changes the picture', async () => {
  const card = sampleSatisfactionCard('en');
  const first = await renderSatisfactionCard(card);
  const second = await renderSatisfactionCard({ ...card, score: { ...card.score, score: 4.19 } });
  expect(first.equals(second)).toBe(false);
});

test('a person whose letters no font has is called by the account on the certificate', async () => {
  const certificate = sampleCertificate('en');
  const [account, written] = await Promise.all([
    renderCertificate({ ...certificate, person: { name: '\uE7C8\uE7C9', username: 'chen_dawen' } }),
    renderCertificate({ ...certificate, person: { name: '@chen_dawen', username: 'other' } }),
  ]);
  expect(account.equals(written)).toBe(true);
});

test('half a star more is seen, and no rating is not a bad one', async () => {
  const card = sampleCourseCard('en');
  const pictures = [4, 4.5, null, 1].map((mean) =>
    renderCourseCard({ ...card, rating: { ...card.rating, mean } }),
  );
  const seen = (await Promise.all(pictures)).map((png) => png.toString('base64'));
  expect(new Set(seen).size).toBe(4);
});

describe('memory', () => {
  beforeAll(async () => {
    for (let round = 0; round < 3; round += 1) await renderActivityCard(sampleActivityCard('en'));
  });

  test('fifteen more cards, asked for at once, leave memory where it was', async () => {
    const before = process.memoryUsage.rss();
    let peak = before;
    const renders = Array.from({ length: 15 }, async () => {
      await renderActivityCard(sampleActivityCard('en'));
      peak = Math.max(peak, process.memoryUsage.rss());
    });
    await Promise.all(renders);
    // One card's pixels are about 12 MB; fifteen held at once, with their charts, would pass this by far.
    expect((peak - before) / 1024 / 1024).toBeLessThan(150);
  });
});

test('a picture that cannot be drawn says why, and the next one is drawn', async () => {
  const broken = { ...sampleActivityHero('en'), tiles: null } as never;
  const [failed, drawn] = await Promise.allSettled([
    renderActivityHero(broken),
    renderActivityHero(sampleActivityHero('en')),
  ]);
  expect(failed).toMatchObject({
    status: 'rejected',
    reason: expect.objectContaining({ message: expect.stringContaining('could not be drawn: TypeError') }),
  });
  expect(drawn.status).toBe('fulfilled');
});
