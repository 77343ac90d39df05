/** People come, say hello, leave, and some return. */
import type { DayPlan } from './traffic-day.ts';
import { HELLOS } from './traffic-words.ts';
import { DAY_MS, MINUTE_MS } from './story-time.ts';

export function comingsAndGoings({ community, random, dayStart, talk, add }: DayPlan): void {
  const { people } = community.sandbox.world;
  const isToday = (ms: number | null): ms is number =>
    ms !== null && ms >= dayStart && ms < dayStart + DAY_MS;
  for (const resident of community.residents) {
    for (const [index, { from, to }] of resident.stays.entries()) {
      if (isToday(from)) {
        add({
          at: from,
          exact: true,
          run: () => void people.join(community.guildId, resident.userId),
        });
        if (index === 0 && random.chance(0.7) && (to === null || to > from + 30 * MINUTE_MS)) {
          const hello = talk.say(
            from + random.between(2, 15) * MINUTE_MS + 7_000,
            'introductions',
            resident,
            random.pick(HELLOS[resident.locale]),
          );
          hello.isKept = true;
        }
      }
      if (isToday(to))
        add({ at: to, exact: true, run: () => people.leave(community.guildId, resident.userId) });
    }
  }
}
