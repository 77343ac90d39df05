/**
 * Random histories of tiers, courses and people: who may open a course, and who is in its room, is what a model says that knows nothing
 * of the code. The whole bot on the local Discord; the clock stands still, since what time does to tiers has its own tests.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeCourseSettings, moveVersion } from '../../src/courses/courses.ts';
import { Refusal } from '../../src/kernel/errors.ts';
import { findLearner } from '../../src/learning/learning-store.ts';
import { keysOf, startCourse } from '../../src/learning/learning.ts';
import { createTier, editTier } from '../../src/tiers/tiers.ts';
import type { Tier, TierRequest } from '../../src/tiers/tiers.ts';
import { publishCourse, updateCourse } from '../support/courses.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

let town: TierTown;
let tiers: Tier[];
beforeAll(async () => {
  town = await startTierTown({ settings: { overlap: 'parallel' } });
  const { bot, guildId } = town;
  const roleId = bot.town.sandbox.world.guilds.createRole(guildId, { name: 'Bronze' }).id;
  await bot.settled();
  const bronze = await createTier(bot.app, guildId, { names: { en: 'Bronze' }, rank: 5, roleId });
  tiers = [bronze, town.silver, town.gold];
  await changeCourseSettings(bot.app, guildId, { roomsChannelId: bot.town.channels.help });
});
afterAll(() => town?.bot.close());

/** What the world is to be like. */
interface Model {
  /** Rank of each tier, by its place. */
  readonly ranks: number[];
  /** Places of tiers each of them holds. */
  readonly held: Record<'ann' | 'bo', Set<number>>;
  /** Place of the tier the course needs. */
  needs: number | null;
  isArchived: boolean;
  readonly started: Set<'ann' | 'bo'>;
}

const opens = ({ ranks, held, needs }: Model, who: 'ann' | 'bo'): boolean =>
  needs === null || [...held[who]].some((place) => ranks[place]! >= ranks[needs]!);

const who = fc.constantFrom('ann' as const, 'bo' as const);
const place = fc.nat(2);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('tier' as const), who, place }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('rank' as const), place, rank: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('update' as const), needs: fc.option(place, { freq: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('start' as const), who }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('archive' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('leave-and-return' as const), who }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Both learn it and one may go on, so that what is drawn matters. */
const BEGINNING: readonly Step[] = [
  { act: 'start', who: 'ann' },
  { act: 'start', who: 'bo' },
  { act: 'tier', who: 'ann', place: 1 },
  { act: 'update', needs: 1 },
];

/** What was taken down is restored soon; tiers change meanwhile. */
const withRestoring = (steps: readonly Step[]): Step[] =>
  steps.flatMap((one): Step[] =>
    one.act === 'archive' ? [one, { act: 'tier', who: 'ann', place: 1 }, one] : [one],
  );

async function settled(): Promise<void> {
  const { app } = town.bot;
  await town.bot.settled();
  app.courseRooms.wake(town.guildId);
  await app.courseRooms.settled(town.guildId);
  await app.roles.settled(town.guildId);
  await town.bot.settled();
}

class Walk {
  readonly model: Model;
  private versionId: number;
  private readonly courseId: number;

  constructor(model: Model, course: { courseId: number; versionId: number }) {
    this.model = model;
    this.courseId = course.courseId;
    this.versionId = course.versionId;
  }

  async take(taken: Step): Promise<void> {
    const { model } = this;
    const { app } = town.bot;
    const { guildId } = town;
    switch (taken.act) {
      case 'tier': {
        const held = model.held[taken.who];
        const tierId = tiers[taken.place]!.id;
        // What they have is taken, what they have not is given.
        if (held.delete(taken.place)) return this.tier(taken.who, { act: 'revoke', tierId });
        held.add(taken.place);
        return this.tier(taken.who, { act: 'grant', tierId, term: 'open-ended', startsAt: null });
      }
      case 'start':
        return this.start(taken.who);
      case 'update': {
        if (model.isArchived) return;
        const by = this.by();
        const tierId = taken.needs === null ? null : tiers[taken.needs]!.id;
        this.versionId = (await updateCourse(app, by, this.courseId, { tierId })).versionId;
        model.needs = taken.needs;
        return;
      }
      case 'rank': {
        if (model.ranks.includes(taken.rank)) return;
        await editTier(app, guildId, tiers[taken.place]!.id, { rank: taken.rank });
        model.ranks[taken.place] = taken.rank;
        return;
      }
      case 'archive': {
        const owner = { userId: town.bot.town.people.owner, isReviewer: true, isStaff: true };
        await moveVersion(app, guildId, this.versionId, model.isArchived ? 'restore' : 'archive', owner);
        model.isArchived = !model.isArchived;
        return;
      }
      case 'leave-and-return': {
        town.bot.as(taken.who).leave();
        await settled();
        town.bot.town.sandbox.world.people.join(guildId, this.userId(taken.who));
        await town.bot.settled();
      }
    }
  }

  /** What is not as the model says. */
  async complaints(): Promise<string[]> {
    const { model, courseId } = this;
    const found: string[] = [];
    for (const one of ['ann', 'bo'] as const) {
      const userId = this.userId(one);
      const tierId = model.needs === null ? null : tiers[model.needs]!.id;
      const keys = await keysOf(town.bot.app, town.guildId, userId);
      const mayOpen = keys.opens({ tierId, creatorId: this.by().creatorId });
      if (mayOpen !== opens(model, one)) found.push(`${one} may open: ${mayOpen}`);
      const learner = await findLearner(town.bot.app.db.prisma, town.guildId, userId, courseId);
      const hasStarted = Boolean(learner?.startedAt);
      if (hasStarted !== model.started.has(one)) found.push(`${one} has started: ${hasStarted}`);
      const belongs = model.started.has(one) && !model.isArchived && opens(model, one);
      if (this.isIn(userId) !== belongs) found.push(`${one} is in: ${!belongs}`);
    }
    return found;
  }

  private async start(one: 'ann' | 'bo'): Promise<void> {
    const { model } = this;
    const mayStart = !model.isArchived && opens(model, one);
    const at = town.bot.clock.now();
    const learning = {
      guildId: town.guildId,
      userId: this.userId(one),
      channelId: town.bot.town.channels.general,
      at,
    };
    const refusal = await startCourse(town.bot.app, learning, this.courseId).then(
      () => null,
      (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
    );
    const due = model.isArchived ? 'learning.archived' : 'learning.tier';
    if (refusal !== (mayStart ? null : due)) throw new Error(`start ended with ${refusal}`);
    if (mayStart) model.started.add(one);
  }

  private async tier(one: 'ann' | 'bo', act: TierRequest['act']): Promise<void> {
    await town.act({ userId: this.userId(one), act });
  }

  private isIn(userId: string): boolean {
    const threads = [...town.bot.town.sandbox.world.state.guild(town.guildId).threads.values()];
    const room = threads.find(({ name }) => name.endsWith(`#${this.courseId}`));
    return room?.thread?.members.has(userId) ?? false;
  }

  private userId(one: 'ann' | 'bo'): string {
    return town.bot.town.people[one];
  }

  private by() {
    const { staff, owner } = town.bot.town.people;
    return { guildId: town.guildId, creatorId: staff, reviewerId: owner };
  }
}

it('a course is open to whom the tiers open it, and its room holds those who started it, whatever happened', async () => {
  const { app } = town.bot;
  const { staff, owner } = town.bot.town.people;
  // Tiers and their holders outlive a course.
  const held = { ann: new Set<number>(), bo: new Set<number>() };
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 20 }), async (steps) => {
      number += 1;
      const course = await publishCourse(
        app,
        { guildId: town.guildId, creatorId: staff, reviewerId: owner },
        { title: `Walk ${number}` },
      );
      const ranks = tiers.map(({ id }) => app.tiers.find(town.guildId, id)!.rank);
      const model: Model = { ranks, held, needs: null, isArchived: false, started: new Set() };
      const walk = new Walk(model, course);
      for (const taken of [...BEGINNING, ...withRestoring(steps)]) {
        await walk.take(taken);
        // Some of it follows beside what was done.
        const complaints = async () => (await settled(), walk.complaints());
        await expect.poll(complaints, { message: JSON.stringify(taken) }).toEqual([]);
      }
    }),
    { numRuns: 4, seed: 20_261_116, endOnFailure: true },
  );
}, 120_000);
