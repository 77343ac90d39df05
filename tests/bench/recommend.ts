/** Whether `/course recommend` finds what people take next better than what all took, and what it costs a large community. */
import { openDatabase } from '../../src/db/client.ts';
import type { Database } from '../../src/db/client.ts';
import { monotonicMs, systemClock } from '../../src/kernel/clock.ts';
import { suggestCourses } from '../../src/learning/learning-recommending-rules.ts';
import { countOverlaps, countStarted } from '../../src/learning/learning-recommending-store.ts';
import { createLogger } from '../../src/logger.ts';
import { atMost, median, written } from './bench-measurement.ts';
import type { Bar, Bench, Measurement } from './bench-measurement.ts';
import { makePlace } from './bench-place.ts';
import type { DatabaseKind } from './bench-place.ts';
import { differenceInterval, hitRatio, makeHistories, tryBoth, verdictOf } from './recommend-trial.ts';
import type { Taste } from './recommend-trial.ts';

const GUILD = '1000000000000000001';
const COURSES = 100;
const STARTS = 5;
const MOST_MS = 1_000;

const COMMUNITIES: readonly (Taste & { readonly name: string })[] = [
  { name: 'interests, large', courses: 60, learners: 2_000, fields: 6, fidelity: 0.7 },
  { name: 'interests, small', courses: 60, learners: 300, fields: 6, fidelity: 0.7 },
  { name: 'weak interests, large', courses: 60, learners: 2_000, fields: 6, fidelity: 0.3 },
  { name: 'no structure, large', courses: 60, learners: 2_000, fields: 6, fidelity: 0 },
];

export const recommend: Measurement = {
  name: 'recommend',
  title: 'What to learn next',
  async measure(bench) {
    const quality = [
      [
        'community',
        'learners',
        'hit@10 item-to-item',
        'hit@10 popularity',
        'difference',
        '95 % interval',
        'item-to-item',
      ],
    ];
    for (const { name, ...taste } of COMMUNITIES) {
      const trial = tryBoth(makeHistories(taste, name));
      const [alike, popular] = [hitRatio(trial.alike), hitRatio(trial.popular)];
      const interval = differenceInterval(trial, name);
      quality.push([
        name,
        written(taste.learners),
        written(alike, 3),
        written(popular, 3),
        written(alike - popular, 3),
        `${written(interval.low, 3)} to ${written(interval.high, 3)}`,
        verdictOf(interval),
      ]);
    }
    const speed = [['', 'learners', 'starts', 'asked ms, median', 'longest']];
    const bars: Bar[] = [];
    for (const database of bench.databases) {
      const { starts, times } = await askOften(bench, database);
      speed.push([
        database,
        written(bench.sizes.learners),
        written(starts),
        written(median(times)),
        written(Math.max(...times)),
      ]);
      const what = `what to learn next among ${written(starts)} starts, ${database}`;
      bars.push(atMost(what, median(times), MOST_MS, 0, ' ms'));
    }
    return {
      bars,
      tables: [quality, speed],
      how: `Quality: made-up communities (the same each run) of 60 courses, of which some are much more popular than others. With interests, 70 % (weak: 30 %) of what somebody starts is from one or two of six fields they like; without structure everybody takes what is popular. Each learner’s last course is hidden, and both lists of ten are asked for it; the difference is of the same learners, its interval by bootstrap over them. The verdict is what the interval says. Speed: one member who started five of ${COURSES} courses is asked about, all of it counted anew.`,
    };
  },
};

async function askOften(
  bench: Bench,
  kind: DatabaseKind,
): Promise<{ starts: number; times: readonly number[] }> {
  const place = await makePlace(kind, bench.serverUrl);
  const log = createLogger('silent', false);
  const db = await openDatabase({
    databaseUrl: place.databaseUrl,
    dataDir: place.dataDir,
    log,
    clock: systemClock,
  });
  try {
    const starts = await fill(db, bench.sizes.learners);
    const times: number[] = [];
    for (let round = 0; round <= bench.sizes.repeats; round += 1) {
      const fromMs = monotonicMs();
      const own = Array.from({ length: STARTS }, (_, index) => index * 7 + 1);
      const overlaps = await countOverlaps({ db }, GUILD, own, []);
      suggestCourses(overlaps, await countStarted({ db }, GUILD, []));
      times.push(monotonicMs() - fromMs);
    }
    // The first one warms up.
    return { starts, times: times.slice(1) };
  } finally {
    await db.close();
    await place.remove();
  }
}

/** Low numbers of courses are taken more often than high ones. @returns how many starts there are. */
async function fill(db: Database, learners: number): Promise<number> {
  await db.execute(
    `INSERT INTO course_learner (guild_id, course_id, user_id, viewed_at, started_at)
     SELECT $1, 1 + floor(${COURSES} * ((learner * 7919 + start * 104729) % 10007 / 10007.0) ^ 2)::int, learner, now(), now()
     FROM generate_series(1, $2::int) AS learner, generate_series(1, ${STARTS * 2}) AS start
     ON CONFLICT DO NOTHING`,
    [GUILD, learners],
  );
  await db.execute(
    `DELETE FROM course_learner AS extra USING (
       SELECT course_id, user_id, row_number() OVER (PARTITION BY user_id ORDER BY course_id) AS place FROM course_learner
     ) AS counted WHERE counted.place > ${STARTS} AND extra.guild_id = $1
       AND extra.user_id = counted.user_id AND extra.course_id = counted.course_id`,
    [GUILD],
  );
  await db.execute('ANALYZE course_learner');
  const counted = await countStarted({ db }, GUILD, []);
  return [...counted.values()].reduce((sum, started) => sum + started, 0);
}
