/** When people talk, and how much: growth, weekdays, hours, topics of the day. Pure. */
import type { Resident } from './community.ts';
import type { Topic } from './community-places.ts';
import { BURSTS } from './traffic-words.ts';
import { DAY_MS, localWeekday, WEEK_MS } from './story-time.ts';

/** How busy each hour of one's own day is: little sleep lost, a lunch break, long evenings. */
const HOURS = [
  0.9, 0.4, 0.2, 0.1, 0.05, 0.08, 0.2, 0.7, 1.6, 3.0, 3.6, 3.4, 2.6, 2.4, 3.2, 3.4, 3.3, 3.0, 2.6, 3.2, 4.6,
  5.4, 4.8, 2.6,
] as const;
/** Monday … Sunday. */
const WEEKDAYS = [1.04, 1.1, 1.12, 1.08, 0.98, 0.78, 0.84] as const;
/** Each week brings so much more than the one before. */
const GROWTH = 0.055;
const TOPIC_SHARES: Readonly<Record<Topic, number>> = {
  general: 4,
  typescript: 3,
  python: 2,
  rust: 2,
  frontend: 2.2,
  backend: 2.2,
  llm: 2.4,
  leetcode: 1.4,
  courses: 2,
  careers: 1.1,
};

/** Messages of a day against an ordinary one at the beginning. */
export function dayFactor(from: number, dayStart: number): number {
  return (1 + (GROWTH * (dayStart - from)) / WEEK_MS) * (WEEKDAYS[localWeekday(dayStart) - 1] ?? 1);
}

/** How likely a conversation begins in this local hour. */
export function hourWeight(hour: number): number {
  return HOURS[hour] ?? 0;
}

/** How likely a person writes in this local hour of Shanghai. */
export function hourWeightOf(person: Pick<Resident, 'behindHours'>, hour: number): number {
  return hourWeight((hour - person.behindHours + 24) % 24);
}

/** How likely a conversation of this day is about the topic. */
export function topicWeight(topic: Topic, from: number, dayStart: number): number {
  const week = Math.floor((dayStart - from) / WEEK_MS);
  const day = Math.round((dayStart - from) / DAY_MS) % 7;
  const burst = BURSTS.find((one) => one.week === week && one.day === day && one.topic === topic);
  return TOPIC_SHARES[topic] * (burst?.times ?? 1);
}
