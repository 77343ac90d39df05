/**
 * Random people do random things to a course, some at the same second. What happens is compared with a model that knows nothing of the
 * table of states, and what must never be is looked for in the database after each step. Real database.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  CHECKS,
  draftCourse,
  editDraft,
  getCourse,
  historyOf,
  moveVersion,
  reviewVersion,
  reviseCourse,
  submissionOf,
  transferCourse,
} from '../../src/courses/courses.ts';
import type { Actor, CourseVersion } from '../../src/courses/courses.ts';
import { listVersions } from '../../src/courses/courses-store.ts';
import { Refusal } from '../../src/kernel/errors.ts';
import { Model, NEEDED, PEOPLE } from './course-model.ts';
import type { Step } from './course-model.ts';
import { aCourse, cleo, courseApp, GUILD, stan } from './course-people.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

/** Which of the steps that are possible is taken; between two of them somebody tries some that are not. */
const walks = fc.array(fc.nat(9_999), { minLength: 30, maxLength: 34 });
let db: TestDatabase;
let app: ReturnType<typeof courseApp>;

beforeAll(async () => {
  db = await testDatabase();
  app = courseApp(db, { approvalsNeeded: NEEDED });
});
afterAll(() => db.close());

async function take(courseId: number, { who, act, back }: Step): Promise<void> {
  const actor: Actor = PEOPLE[who];
  if (act === 'give') return void (await transferCourse(app, GUILD, courseId, stan, actor.userId));
  if (act === 'revise') return void (await reviseCourse(app, GUILD, courseId, actor));
  const version = (await listVersions(db.prisma, GUILD, courseId))[back];
  if (!version) throw new Refusal('course.unknown', {});
  const { id } = version;
  if (act === 'edit')
    await editDraft(app, GUILD, id, actor, (content) => ({
      ...content,
      summary: `${content.summary}.`,
      changes: 'A dot.',
    }));
  else if (act === 'approve' || act === 'changes' || act === 'reject')
    await reviewVersion(app, GUILD, id, actor, { verdict: act, checklist: CHECKS, reason: 'Because.' });
  else await moveVersion(app, GUILD, id, act, actor);
}

/** false where it was refused; whatever else goes wrong fails the test. */
async function isTaken(courseId: number, step: Step): Promise<boolean> {
  try {
    await take(courseId, step);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const SUMMARY = 'Words';
const contentOf = ({ title, summary, lessons, changes }: CourseVersion) =>
  JSON.stringify({ title, summary, lessons, changes });

/** What nobody may ever see, whatever was done. @param frozen the words of each version as they were when it was submitted. */
async function assertSound(courseId: number, frozen: Map<number, string>): Promise<CourseVersion[]> {
  const course = await getCourse(app, GUILD, courseId);
  const versions = await listVersions(db.prisma, GUILD, courseId);
  const live = versions.filter(({ state }) => state === 'published' || state === 'archived');
  expect(live.map(({ id }) => id)).toEqual(course.publishedId === null ? [] : [course.publishedId]);
  expect(live.some(({ state }) => state === 'archived')).toBe(course.archivedAt !== null);
  const shown = app.courses.find(GUILD, courseId)?.versionId ?? null;
  expect(shown).toBe(course.archivedAt === null ? course.publishedId : null);
  const submitted = versions.filter(({ submittedAt }) => submittedAt !== null);
  for (const version of submitted) {
    if (!frozen.has(version.id)) frozen.set(version.id, contentOf(version));
    expect(contentOf(version)).toBe(frozen.get(version.id));
  }
  for (const { id } of live) await assertApproved(id);
  return versions;
}

/** Enough approvals, each by somebody whose course it was not, up to then. */
async function assertApproved(versionId: number): Promise<void> {
  const { reviews, course } = await submissionOf(app, GUILD, versionId, stan);
  const approvers = reviews.filter(({ verdict }) => verdict === 'approve').map(({ userId }) => userId);
  expect(new Set(approvers).size).toBeGreaterThanOrEqual(NEEDED);
  const creators = new Set<string | null>();
  for (const { kind, userId, note, ...entry } of (await historyOf(app, GUILD, course.id)).entries) {
    if (kind === 'drafted') creators.add(userId);
    if (kind === 'transferred') creators.add(note);
    if (kind === 'approve' && entry.versionId === versionId) expect(creators).not.toContain(userId);
  }
}

/** The states that the history alone tells, the youngest first. */
async function statesByHistory(courseId: number): Promise<string[]> {
  const { entries, numbers } = await historyOf(app, GUILD, courseId);
  const states = new Map<number, string>();
  const approvals = new Map<number, number>();
  const after: Partial<Record<string, string>> = {
    drafted: 'draft',
    submit: 'submitted',
    withdraw: 'withdrawn',
    'request-changes': 'changes-requested',
    reject: 'rejected',
    publish: 'published',
    supersede: 'superseded',
    archive: 'archived',
    restore: 'published',
  };
  for (const { versionId, kind } of entries) {
    if (versionId === null || kind === 'transferred') continue;
    if (kind === 'approve') {
      const count = (approvals.get(versionId) ?? 0) + 1;
      approvals.set(versionId, count);
      if (count >= NEEDED) states.set(versionId, 'approved');
    } else states.set(versionId, after[kind] ?? `unknown act ${kind}`);
  }
  return [...numbers.keys()].map((id) => states.get(id) ?? 'no history');
}

async function begun(): Promise<number> {
  const content = aCourse({ summary: SUMMARY });
  return (await draftCourse(app, GUILD, cleo, content)).course.id;
}

it('whoever does whatever in whatever order, a course never comes into a state that the rules forbid', async () => {
  const seen = new Set<string>();
  const tried = new Set<string>();
  await fc.assert(
    fc.asyncProperty(walks, async (choices) => {
      const courseId = await begun();
      const model = new Model();
      const frozen = new Map<number, string>();
      for (const choice of choices) {
        for (const stepsNow of [() => model.possible(choice), () => model.forbidden(tried)])
          for (const step of stepsNow()) {
            const isExpected = model.step(step);
            const isDone = await isTaken(courseId, step);
            expect({ ...step, isDone }).toEqual({ ...step, isDone: isExpected });
          }
        const versions = await assertSound(courseId, frozen);
        const dots = (summary: string) => summary.length - SUMMARY.length;
        expect(versions.map(({ state, summary }) => `${state} ${dots(summary)}`)).toEqual(
          model.versions.map(({ state, edits }) => `${state} ${edits}`).toReversed(),
        );
        expect(await statesByHistory(courseId)).toEqual(versions.map(({ state }) => state));
        for (const { state } of versions) seen.add(state);
      }
      await moveOutOfTheWay(courseId);
    }),
    { numRuns: 6, seed: 20_261_119, endOnFailure: true },
  );
  // A walk that never comes far proves nothing.
  expect([...seen].toSorted()).toEqual(
    [
      'approved',
      'archived',
      'changes-requested',
      'draft',
      'published',
      'rejected',
      'submitted',
      'superseded',
      'withdrawn',
    ].toSorted(),
  );
}, 60_000);

it('nor where two act at the same second', async () => {
  const hasty = fc.record<Step>({
    who: fc.constantFrom('rita', 'rob', 'stan', 'cleo'),
    act: fc.constantFrom(
      'approve',
      'approve',
      'publish',
      'revise',
      'submit',
      'changes',
      'archive',
      'restore',
    ),
    back: fc.constant(0),
  });
  const pairs = fc.array(fc.tuple(hasty, hasty), { minLength: 20, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(pairs, async (chosen) => {
      const courseId = await begun();
      const frozen = new Map<number, string>();
      for (const pair of chosen) {
        await Promise.all(pair.map((step) => isTaken(courseId, step)));
        await assertSound(courseId, frozen);
      }
      const versions = await listVersions(db.prisma, GUILD, courseId);
      expect(await statesByHistory(courseId)).toEqual(versions.map(({ state }) => state));
      await moveOutOfTheWay(courseId);
    }),
    { numRuns: 3, seed: 20_261_117, endOnFailure: true },
  );
}, 60_000);

/** A creator has only so many courses in the works. */
async function moveOutOfTheWay(courseId: number): Promise<void> {
  const [youngest] = await listVersions(db.prisma, GUILD, courseId);
  const { creatorId } = await getCourse(app, GUILD, courseId);
  const creator = Object.values(PEOPLE).find(({ userId }) => userId === creatorId);
  if (youngest && ['draft', 'submitted', 'approved'].includes(youngest.state))
    await moveVersion(app, GUILD, youngest.id, 'withdraw', creator!);
}
