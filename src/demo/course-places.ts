/** Where courses show on the local Discord: announcements, threads of reviews, rooms; and the numbers by which the bot knows courses. */
import type { OfferedChoice } from '../sandbox/driver-asking.ts';
import { toSeenMessage, type SeenMessage } from '../sandbox/driver-seen.ts';
import type { ChannelRecord } from '../sandbox/world-records.ts';
import type { Resident } from './community.ts';
import { TAUGHT } from './courses-taught.ts';
import { expectThat } from './stage.ts';
import type { Story } from './story.ts';
import type { CourseKey } from './truth-courses.ts';

/** The custom id of a button or menu by the name the bot gives it; '' where there is none. */
export function partCalled(message: Pick<SeenMessage, 'buttons' | 'selects'> | null, name: string): string {
  const parts = [...(message?.buttons ?? []), ...(message?.selects ?? [])];
  return parts.find(({ customId }) => customId?.split(':')[1] === name)?.customId ?? '';
}

/** The bot's own messages in a channel that have such a button, the oldest first. */
export function postsWith({ community, sandbox }: Story, channelId: string, name: string): SeenMessage[] {
  return sandbox.world.state
    .channel(channelId)
    .messages.map(toSeenMessage)
    .filter((message) => message.authorId === community.botId && partCalled(message, name) !== '');
}

/** Announcements of a course, the oldest first. */
export function newsOf(story: Story, key: CourseKey): SeenMessage[] {
  const { title } = TAUGHT[key];
  return postsWith(story, story.community.places.announcements, 'course.view').filter(({ text }) =>
    text.includes(title),
  );
}

/** Private threads about a course. Those of reviews are called by the version; its room is called by the course. */
function threadsOf({ community, sandbox }: Story, key: CourseKey): ChannelRecord[] {
  const { threads } = sandbox.world.state.guild(community.guildId);
  return [...threads.values()].filter(
    ({ parentId, name }) => parentId === community.places.courses && name.includes(TAUGHT[key].title),
  );
}

const REVIEW = /^v\d+ · /;

/** Of every version, the first one first. */
export function reviewThreadsOf(story: Story, key: CourseKey): ChannelRecord[] {
  return threadsOf(story, key).filter(({ name }) => REVIEW.test(name));
}

export function roomsOf(story: Story, key: CourseKey): ChannelRecord[] {
  return threadsOf(story, key).filter(({ name }) => !REVIEW.test(name));
}

/** Who is in a private thread on the local Discord, the bot aside. */
export function peopleIn({ sandbox, community }: Story, threadId: string): ReadonlySet<string> {
  const { thread } = sandbox.world.state.channel(threadId);
  return new Set([...(thread?.members.keys() ?? [])].filter((userId) => userId !== community.botId));
}

/** What is suggested first while somebody types into an option. */
export async function suggested(
  { stage, community }: Story,
  who: Resident,
  line: string,
  option: string,
  text = '',
): Promise<OfferedChoice> {
  const how = { channelId: community.places.courses };
  const [first] = await stage.as(who).autocomplete(line, option, text, {}, how);
  expectThat(first !== undefined, `${line} suggests something for ${option}`);
  return first;
}

/** The published course as it is suggested to who looks for it. */
export function courseChoice(story: Story, key: CourseKey): Promise<OfferedChoice> {
  return suggested(
    story,
    story.community.cast.maya,
    '/course view',
    'course',
    TAUGHT[key].title.slice(0, 12),
  );
}
