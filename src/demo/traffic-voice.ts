/** Evenings in voice: a study hall every night, a talk on Fridays. Times are whole minutes, and the bot's clock stands at each. */
import type { Resident } from './community.ts';
import { type DayPlan, minuteBetween } from './traffic-day.ts';
import { HOUR_MS, localWeekday, MINUTE_MS } from './story-time.ts';

const FRIDAY = 5;

export function voiceEvening(plan: DayPlan): void {
  const { random, present, dayStart } = plan;
  const willing = present.filter(
    ({ talkativeness, behindHours }) => talkativeness > 0.1 && behindHours === 0,
  );
  const isFriday = localWeekday(dayStart) === FRIDAY;
  const listeners = isFriday ? random.some(willing, Math.min(18, Math.ceil(willing.length / 5))) : [];
  const learners = random.some(
    willing.filter((one) => !listeners.includes(one)),
    Math.min(random.between(2, 6), Math.ceil(willing.length / 4)),
  );
  for (const one of learners) {
    const from = minuteBetween(plan, 20, 22);
    stay(plan, 'study', one, from, from + random.between(12, 75) * MINUTE_MS);
  }
  const talkFrom = dayStart + 20 * HOUR_MS;
  for (const one of listeners)
    stay(
      plan,
      'talks',
      one,
      talkFrom + random.between(0, 4) * 2 * MINUTE_MS,
      talkFrom + (70 + 5 * random.between(0, 4)) * MINUTE_MS,
    );
}

function stay(plan: DayPlan, place: 'study' | 'talks', who: Resident, from: number, to: number): void {
  const { community, add } = plan;
  const { voice } = community.sandbox.world;
  add({
    at: from,
    exact: true,
    run: () => void voice.set(community.guildId, who.userId, community.places[place]),
  });
  add({ at: to, exact: true, run: () => void voice.set(community.guildId, who.userId, null) });
}
