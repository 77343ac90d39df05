/** The dictionary of topics: staff name them, say where they are talked about, and merge two that are one. */
import type { App } from '../app.ts';
import type { PrismaTransaction } from '../db/client.ts';
import { transact } from '../db/transact.ts';
import type { Locale } from '../i18n/format.ts';
import { Refusal } from '../kernel/errors.ts';
import { topicKey } from './courses-content-rules.ts';
import type { Topic } from './courses-topics-rules.ts';
import { namesOf } from './courses-topics-rules.ts';
import { deleteTopic, insertTopic, replaceTopic, saveTopic } from './courses-topics-store.ts';

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** There is no such topic here. */
    'topics.unknown': { given: string };
    /** Another topic is called so; two that are one are merged. */
    'topics.name-taken': { name: string; topic: string };
    /** A topic merged into itself. */
    'topics.same': Record<string, never>;
    /** More channels than one topic may have. */
    'topics.too-many-channels': { most: number };
  }
}

type Needs = Pick<App, 'db' | 'courses'>;

/** More would not be one topic. */
const CHANNELS_MAX = 20;

/** By its key or any of its names. @throws Refusal `topics.unknown`. */
function getTopic({ courses }: Pick<App, 'courses'>, guildId: string, given: string): Topic {
  const topic = courses.topicCalled(guildId, given);
  if (!topic) throw new Refusal('topics.unknown', { given });
  return topic;
}

/**
 * Gives the topic its names; one that does not exist yet is made. A name that is left out stays, or in a new topic is what was given.
 * @throws Refusal `course.topic` for what is no name, `topics.name-taken`.
 */
export async function nameTopic(
  app: Needs,
  guildId: string,
  given: string,
  names: Readonly<Record<Locale, string | null>>,
): Promise<{ readonly topic: Topic; readonly isNew: boolean }> {
  const known = app.courses.topicCalled(guildId, given);
  const before = known ?? newTopic(guildId, given);
  const topic = {
    ...before,
    names: { en: names.en ?? before.names.en, 'zh-CN': names['zh-CN'] ?? before.names['zh-CN'] },
  };
  for (const name of Object.values(topic.names)) {
    topicKey(name);
    const other = app.courses.topicCalled(guildId, name);
    if (other && other.key !== topic.key)
      throw new Refusal('topics.name-taken', { name, topic: other.names.en });
  }
  await keep(app, topic);
  return { topic, isNew: known === null };
}

/** A topic that nobody named yet, called as it was typed in both languages. @throws Refusal `course.topic`. */
function newTopic(guildId: string, typed: string): Topic {
  const name = typed.replaceAll(/\s+/g, ' ').trim();
  return { guildId, key: topicKey(name), names: { en: name, 'zh-CN': name }, otherNames: [], channelIds: [] };
}

/** Topics as they were typed → the keys of those there are, each once; what is none yet stays as it was typed. */
export function keysOfKnown(
  { courses }: Pick<App, 'courses'>,
  guildId: string,
  typed: readonly string[],
): string[] {
  return [...new Set(typed.map((name) => courses.topicCalled(guildId, name)?.key ?? name))];
}

/**
 * Makes topics of what was typed, in the transaction that publishes it: words that nobody published become no topic.
 * @returns the keys, each once, and what was made; the caller puts it into memory when the transaction is over.
 */
export async function keepTopics(
  tx: PrismaTransaction,
  { courses }: Pick<App, 'courses'>,
  guildId: string,
  typed: readonly string[],
): Promise<{ readonly keys: readonly string[]; readonly made: readonly Topic[] }> {
  const topics = typed.map((name) => courses.topicCalled(guildId, name) ?? newTopic(guildId, name));
  const made = topics.filter(({ key }) => courses.topicCalled(guildId, key) === null);
  for (const topic of made) await insertTopic(tx, topic);
  return { keys: [...new Set(topics.map(({ key }) => key))], made };
}

/** The topic is talked about in this channel, or is not any more. @throws Refusal `topics.unknown`, `topics.too-many-channels`. */
export async function setTopicChannel(
  app: Needs,
  guildId: string,
  given: string,
  { channelId, isRemoved }: { readonly channelId: string; readonly isRemoved: boolean },
): Promise<Topic> {
  const before = getTopic(app, guildId, given);
  const others = before.channelIds.filter((id) => id !== channelId);
  const topic = { ...before, channelIds: isRemoved ? others : [...others, channelId] };
  if (topic.channelIds.length > CHANNELS_MAX)
    throw new Refusal('topics.too-many-channels', { most: CHANNELS_MAX });
  await keep(app, topic);
  return topic;
}

/**
 * The one becomes part of the other: its courses and channels are the other's, and who types its names means the other.
 * @throws Refusal `topics.unknown`, `topics.same`.
 */
export async function mergeTopics(
  app: Needs,
  guildId: string,
  given: { readonly from: string; readonly into: string },
): Promise<{ readonly from: Topic; readonly topic: Topic; readonly courseCount: number }> {
  const from = getTopic(app, guildId, given.from);
  const into = getTopic(app, guildId, given.into);
  if (from.key === into.key) throw new Refusal('topics.same', {});
  const topic = {
    ...into,
    otherNames: [...new Set([...into.otherNames, ...namesOf(from)])],
    channelIds: [...new Set([...into.channelIds, ...from.channelIds])].slice(0, CHANNELS_MAX),
  };
  const courseIds = await transact(app.db, async (tx) => {
    const changed = await replaceTopic(tx, guildId, from.key, into.key);
    await saveTopic(tx, topic);
    await deleteTopic(tx, guildId, from.key);
    return changed;
  });
  app.courses.dropTopic(guildId, from.key);
  app.courses.putTopic(topic);
  for (const courseId of courseIds) await app.courses.refresh(app, guildId, courseId);
  return { from, topic, courseCount: courseIds.length };
}

async function keep(app: Needs, topic: Topic): Promise<void> {
  await saveTopic(app.db.prisma, topic);
  app.courses.putTopic(topic);
}
