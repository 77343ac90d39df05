/** What happens in the community by itself on one day, as a plan in the order of time. Deterministic: the same script, the same day. */
import { type Community, isThere, type Resident } from './community.ts';
import { TALK_TOPICS, type Topic } from './community-places.ts';
import type { Happening } from './delivery.ts';
import { Random } from './random.ts';
import type { Script } from './script.ts';
import { DAY_MS, dayOn, HOUR_MS } from './story-time.ts';
import type { DayPlan } from './traffic-day.ts';
import { comingsAndGoings } from './traffic-members.ts';
import { announcement, forumPosts, machineTalk, playgroundTalk, spamRaid } from './traffic-rest.ts';
import { dayFactor, hourWeight, hourWeightOf, topicWeight } from './traffic-rhythm.ts';
import { Talk } from './traffic-talk.ts';
import { voiceEvening } from './traffic-voice.ts';
import { ASIDES } from './traffic-words.ts';

const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => hour);
/** Seconds between two messages of a conversation. */
const PAUSE_SECONDS = [5, 90] as const;

/** Everything of one local day up to `until`, in the order of time. */
export function planDay(community: Community, script: Script, dayStart: number, until: number): Happening[] {
  const random = new Random(`${script.seed}/${dayOn(dayStart)}`);
  const happenings: Happening[] = [];
  const add = (happening: Happening): void => void happenings.push(happening);
  const present = community.residents.filter((resident) => isThere(resident, dayStart, dayStart + DAY_MS));
  const plan: DayPlan = {
    community,
    script,
    random,
    dayStart,
    present,
    talk: new Talk(community, present, random, add),
    add,
  };
  comingsAndGoings(plan);
  conversations(plan);
  announcement(plan);
  forumPosts(plan);
  voiceEvening(plan);
  machineTalk(plan);
  playgroundTalk(plan);
  spamRaid(plan);
  // What begins before midnight may go on after it; the next day's plan begins at its own midnight, so it is cut here.
  const end = Math.min(until, dayStart + DAY_MS);
  return happenings.filter(({ at }) => at >= dayStart && at < end).toSorted((a, b) => a.at - b.at);
}

function conversations({ script, random, dayStart, talk, present }: DayPlan): void {
  const wanted = script.messagesPerDay * dayFactor(script.from, dayStart) * (1 + 0.05 * random.normal());
  let planned = 0;
  while (planned < wanted) {
    const hour = random.weighted(HOURS_OF_DAY, hourWeight);
    const topic = random.weighted(TALK_TOPICS, (one) => topicWeight(one, script.from, dayStart));
    const speakers = chooseSpeakers(random, present, topic, hour);
    const at = dayStart + hour * HOUR_MS + random.between(0, 59 * 60) * 1_000;
    planned += conversation({ talk, random }, topic, speakers, at);
  }
}

/** One exchange, with asides by others; some of it becomes a thread. @returns how many messages. */
function conversation(
  { talk, random }: Pick<DayPlan, 'talk' | 'random'>,
  topic: Topic,
  speakers: readonly Resident[],
  at: number,
): number {
  const lines = talk.exchange(topic);
  let moment = at;
  let count = 0;
  let last = null;
  for (const line of lines) {
    const speaker = speakers[line.charCodeAt(0) - 65] ?? speakers[0];
    if (!speaker) return count;
    last = talk.say(moment, topic, speaker, line.slice(2), last && random.chance(0.3) ? last : null);
    count += 1;
    moment += random.between(...PAUSE_SECONDS) * 1_000 + 400;
    for (; random.chance(0.3); count += 1) {
      const other = random.pick(speakers);
      talk.say(moment, topic, other, random.pick(ASIDES[other.locale]), random.chance(0.25) ? last : null);
      moment += random.between(3, 60) * 1_000;
    }
  }
  if (last && random.chance(0.035)) count += talk.thread(moment, topic, speakers, last);
  return count;
}

function chooseSpeakers(
  random: Random,
  present: readonly Resident[],
  topic: Topic,
  hour: number,
): Resident[] {
  const weight = (person: Resident): number =>
    person.talkativeness * hourWeightOf(person, hour) * (person.topics.includes(topic) ? 4 : 1);
  const chosen = new Set<Resident>();
  const wanted = random.between(3, 5);
  for (let tries = 0; chosen.size < wanted && tries < 60; tries += 1)
    chosen.add(random.weighted(present, weight));
  return [...chosen];
}
