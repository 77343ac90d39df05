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
} from '../../src/courses/courses.ts';
import type { Actor, CourseVersion } from '../../src/courses/courses.ts';
import { listVersions } from '../../src/courses/courses-store.ts';
import { Refusal } from '../../src/kernel/errors.ts';
import { aCourse, cleo, courseApp, dan, GUILD, mia, rita, rob, stan } from './course-people.ts';
import { testDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

/** Cleo's course; she reviews others' and may not review her own. */
const PEOPLE = { cleo, dan, rita, rob, stan, mia };
type Name = keyof typeof PEOPLE;
const ACTS = [
  'revise',
  'edit',
  'submit',
  'withdraw',
  'approve',
  'changes',
  'reject',
  'publish',
  'archive',
  'restore',
] as const;

interface Step {
  readonly who: Name;
  readonly act: (typeof ACTS)[number];
  /** Which version: 0 the youngest, 1 the one before, and so on. */
  readonly back: number;
}

const NAMES = Object.keys(PEOPLE) as Name[];
const EVERYTHING: readonly Step[] = ACTS.flatMap((act) =>
  NAMES.flatMap((who) => [0, 1, 2].map((back) => ({ who, act, back }))),
);

/** Which of the steps that are possible is taken; between two of them somebody tries some that are not. */
const walks = fc.array(fc.nat(9_999), { minLength: 30, maxLength: 34 });
/** How often an act is chosen where it is possible: most walks are to see several versions published. */
const WEIGHTS: Partial<Record<Step['act'], number>> = {
  edit: 3,
  submit: 6,
  approve: 10,
  publish: 12,
  revise: 6,
  restore: 6,
};

const NEEDED = 2;
/** Forbidden steps between two possible ones. */
const TRIES = 3;

let db: TestDatabase;
let app: ReturnType<typeof courseApp>;

beforeAll(async () => {
  db = await testDatabase();
  app = courseApp(db, { approvalsNeeded: NEEDED });
});
afterAll(() => db.close());

/** What one version is by the words of the rules. */
interface Modelled {
  state: CourseVersion['state'];
  edits: number;
  /** Whether it says what is new: an update must. */
  saysNews: boolean;
  readonly approvedBy: Set<Name>;
  readonly decidedBy: Set<Name>;
}

/** The course as a person would keep it on paper. */
class Model {
  versions: Modelled[] = [fresh(0, true)];
  live: Modelled | null = null;
  isArchived = false;

  /** @returns whether it was to work. */
  step({ who, act, back }: Step): boolean {
    const youngest = this.versions.at(-1)!;
    const version = this.versions[this.versions.length - 1 - back];
    if (act === 'revise') return this.revise(who, youngest);
    if (!version || (version !== youngest && version !== this.live)) return false;
    const isOwner = who === 'cleo' || who === 'stan';
    const isReviewer = who === 'rita' || who === 'rob' || who === 'stan';
    const { state } = version;
    switch (act) {
      case 'edit':
        if (who !== 'cleo' || state !== 'draft') return false;
        version.edits += 1;
        version.saysNews = true;
        return true;
      case 'submit':
        if (this.live && !version.saysNews) return false;
        return who === 'cleo' && state === 'draft' && became(version, 'submitted');
      case 'withdraw':
        return (
          who === 'cleo' && ['draft', 'submitted', 'approved'].includes(state) && became(version, 'withdrawn')
        );
      case 'approve':
        if (!isReviewer || state !== 'submitted' || version.decidedBy.has(who)) return false;
        version.decidedBy.add(who);
        version.approvedBy.add(who);
        return version.approvedBy.size < NEEDED || became(version, 'approved');
      case 'changes':
      case 'reject':
        if (!isReviewer || !['submitted', 'approved'].includes(state)) return false;
        version.approvedBy.delete(who);
        return became(version, act === 'reject' ? 'rejected' : 'changes-requested');
      case 'publish':
        if (!isOwner || state !== 'approved' || this.isArchived) return false;
        if (this.live) became(this.live, 'superseded');
        this.live = version;
        return became(version, 'published');
      case 'archive':
        if (!isOwner || state !== 'published') return false;
        this.isArchived = true;
        return became(version, 'archived');
      case 'restore':
        if (who !== 'stan' || state !== 'archived') return false;
        this.isArchived = false;
        return became(version, 'published');
    }
  }

  private isPossible(step: Step): boolean {
    return this.copy().step(step);
  }

  /** One of the steps that are possible now, where there is one. */
  possible(among: number): Step[] {
    const weighted = EVERYTHING.filter((step) => this.isPossible(step)).flatMap((step) =>
      Array.from({ length: WEIGHTS[step.act] ?? 1 }, () => step),
    );
    const step = weighted[among % weighted.length];
    return step ? [step] : [];
  }

  /** Some that are not, and were not tried in such a situation: first what comes closest to being allowed. */
  forbidden(tried: Set<string>): Step[] {
    const keyOf = ({ who, act, back }: Step) => {
      const version = this.versions.at(-1 - back);
      return [who, act, back, version?.state, version?.decidedBy.has(who), version === this.live].join(' ');
    };
    const possible = EVERYTHING.filter((step) => this.isPossible(step));
    const acts = new Set(possible.map(({ act }) => act));
    const distance = ({ who, act, back }: Step) =>
      (acts.has(act) ? 0 : 2) + back * 2 + (who === 'mia' || who === 'dan' ? 1 : 0);
    const steps = EVERYTHING.filter((step) => !possible.includes(step) && !tried.has(keyOf(step)))
      .toSorted((one, other) => distance(one) - distance(other))
      .slice(0, TRIES);
    for (const step of steps) tried.add(keyOf(step));
    return steps;
  }

  private copy(): Model {
    const copy = new Model();
    copy.versions = this.versions.map((version) => ({
      ...version,
      approvedBy: new Set(version.approvedBy),
      decidedBy: new Set(version.decidedBy),
    }));
    copy.live = this.live && copy.versions[this.versions.indexOf(this.live)]!;
    copy.isArchived = this.isArchived;
    return copy;
  }

  private revise(who: Name, youngest: Modelled): boolean {
    if (who !== 'cleo' || ['submitted', 'approved'].includes(youngest.state)) return false;
    if (youngest.state === 'draft') return true;
    const base = youngest.state === 'rejected' ? this.live : youngest;
    if (!base || base.state === 'archived') return false;
    const neverCameOut = youngest.state === 'withdrawn' || youngest.state === 'changes-requested';
    this.versions.push(fresh(base.edits, neverCameOut && youngest.saysNews));
    return true;
  }
}

function fresh(edits: number, saysNews: boolean): Modelled {
  return { state: 'draft', edits, saysNews, approvedBy: new Set(), decidedBy: new Set() };
}

function became(version: Modelled, state: Modelled['state']): true {
  version.state = state;
  return true;
}

async function take(courseId: number, { who, act, back }: Step): Promise<void> {
  const actor: Actor = PEOPLE[who];
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

async function assertApproved(versionId: number): Promise<void> {
  const { reviews, course } = await submissionOf(app, GUILD, versionId);
  const approvers = reviews.filter(({ verdict }) => verdict === 'approve').map(({ userId }) => userId);
  expect(new Set(approvers).size).toBeGreaterThanOrEqual(NEEDED);
  expect(approvers).not.toContain(course.creatorId);
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
    if (versionId === null) continue;
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
        for (const { state } of versions) seen.add(state);
      }
      expect(await statesByHistory(courseId)).toEqual(model.versions.map(({ state }) => state).toReversed());
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
  if (youngest && ['draft', 'submitted', 'approved'].includes(youngest.state))
    await moveVersion(app, GUILD, youngest.id, 'withdraw', cleo);
}
