/** The language a person is answered in. A real database. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LanguageMemory, chooseLanguage, forgetLanguage } from '../../src/languages/languages.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const ADA = '200000000000000001';
const BO = '200000000000000002';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

async function started() {
  const app = { db, languages: new LanguageMemory() };
  await app.languages.load(app);
  return app;
}

it('is their Discord’s until they choose one, and their choice outlives a restart', async () => {
  const app = await started();
  expect([app.languages.of(ADA, 'zh-TW'), app.languages.of(ADA, 'de'), app.languages.of(ADA, null)]).toEqual([
    'zh-CN',
    'en',
    'en',
  ]);
  await chooseLanguage(app, ADA, 'zh-CN');
  expect(app.languages.of(ADA, 'en-US')).toBe('zh-CN');
  expect((await started()).languages.of(ADA, 'en-US')).toBe('zh-CN');
  expect(app.languages.of(BO, 'en-US')).toBe('en');
});

it('can be changed, and left to Discord again', async () => {
  const app = await started();
  await chooseLanguage(app, BO, 'zh-CN');
  await chooseLanguage(app, BO, 'en');
  expect((await started()).languages.of(BO, 'zh-CN')).toBe('en');
  await chooseLanguage(app, BO, null);
  expect(app.languages.of(BO, 'zh-CN')).toBe('zh-CN');
  expect((await started()).languages.choiceOf(BO)).toBeNull();
});

it('is forgotten once, and forgetting again does no harm', async () => {
  const app = await started();
  await chooseLanguage(app, ADA, 'zh-CN');
  expect(await forgetLanguage(app, ADA)).toBe(1);
  expect(await forgetLanguage(app, ADA)).toBe(0);
  expect(app.languages.choiceOf(ADA)).toBeNull();
});

it('holds in another process too, once that one has read the choices again', async () => {
  const [here, there] = [await started(), await started()];
  await chooseLanguage(here, ADA, 'zh-CN');
  expect(there.languages.choiceOf(ADA)).toBeNull();
  await there.languages.load(there);
  expect(there.languages.choiceOf(ADA)).toBe('zh-CN');
  await forgetLanguage(here, ADA);
  await there.languages.load(there);
  expect(there.languages.choiceOf(ADA)).toBeNull();
});

it('is not lost where somebody chooses while the choices are read again', async () => {
  const app = await started();
  const reading = app.languages.load(app);
  await chooseLanguage(app, BO, 'zh-CN');
  await reading;
  expect(app.languages.choiceOf(BO)).toBe('zh-CN');
});
