/** A live session of questions and answers about a course: planned with Discord's event, asked by name and without, voted, answered, searched. */
import type { SeenMessage } from '../sandbox/driver-seen.ts';
import { courseChoice, partCalled, postsWith, suggested } from './course-places.ts';
import { didNow } from './acts-courses-learning.ts';
import { ANSWER, QUESTIONS } from './courses-taught.ts';
import { awaitThat } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';

const MINUTES = 60;

/** @param when on Shanghai's clocks. */
export async function planAct(story: Story, when: string): Promise<void> {
  const { stage, community, sandbox } = story;
  const { leo } = community.cast;
  stage.act('Leo plans a live Q&A about his course', 'Leo 为课程安排一场答疑');
  const given = { course: await courseChoice(story, 'types'), when, minutes: MINUTES, anonymous: true };
  privateAnswer(await stage.type(leo, '/qa open', given, 'courses'), '/qa open');
  stage.told(await sessionPost(story), everybodySees(story));
  const { scheduledEvents } = sandbox.world.state.guild(community.guildId);
  const event = [...scheduledEvents.values()].at(-1);
  expectThat(scheduledEvents.size === 1 && event !== undefined, 'Discord has one event of it');
  stage.note(`Discord’s own event: “${event.name}” · Discord 活动：“${event.name}”`);
}

/** One asks by name, one without; a third votes. */
export async function askAct(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { theo, xiaoman, maya } = community.cast;
  stage.act('Members ask, by name or without, and vote', '成员提问（署名或匿名）并投票');
  for (const [who, question, name] of [
    [theo, QUESTIONS.theo, 'named'],
    [xiaoman, QUESTIONS.xiaoman, 'anonymous'],
  ] as const) {
    const post = await sessionPost(story);
    const form = await stage.press(who, post, partCalled(post, 'qa.ask'));
    privateAnswer(await stage.submit(who, form, { question, name }), 'a question');
    facts.courses.ask(didNow(story, who), name === 'named');
  }
  const post = await sessionPost(story);
  const votes = await stage.press(maya, post, partCalled(post, 'qa.votes'));
  const menu = votes.message?.selects[0];
  const chosen = menu?.options.find(({ label }) => label.startsWith('泛型'))?.value;
  expectThat(menu !== undefined && chosen !== undefined, 'the question without a name can be voted for');
  await stage.choose(maya, votes, menu.customId, [chosen]);
}

/** It opens by itself; the question with most votes comes first; the answer is kept. */
export async function liveAct(story: Story): Promise<void> {
  const { stage, community, bot } = story;
  const { leo, xiaoman } = community.cast;
  stage.act('The session opens by itself, and Leo takes the next question', '到时自动开始，Leo 取下一个问题');
  expectThat(await bot.jobDone('qa.settle', new Date(stage.now - 1), 60_000), 'the session is open');
  const session = await suggested(story, leo, '/qa next', 'session');
  const panel = await stage.type(leo, '/qa next', { session }, 'courses');
  expectThat(privateAnswer(panel, '/qa next').text.includes(QUESTIONS.xiaoman), 'most votes come first');
  await answerIt(story, panel.message!, ANSWER);
  const next = await stage.quietly().press(leo, panel, partCalled(panel.message, 'qa.next'));
  await answerIt(story, next.message!, 'A guard, nearly always: it is checked when the code runs.');
  privateAnswer(await stage.type(leo, '/qa close', { session }, 'courses'), '/qa close');
  await awaitThat(
    () => answersPosted(story).length === story.facts.courses.answers,
    () => 'each answer stands in the channel',
  );
  for (const answer of answersPosted(story)) stage.told(answer, everybodySees(story));
  stage.act('What was answered is found again', '回答过的内容可以搜索');
  const given = { 课程: await courseChoice(story, 'types'), 关键词: '泛型' };
  const found = privateAnswer(await stage.type(xiaoman, '/答疑 搜索', given, 'courses'), '/答疑 搜索');
  expectThat(found.text.includes('泛型'), 'the answer is found');
}

async function answerIt(story: Story, panel: SeenMessage, answer: string): Promise<void> {
  const { stage, community, facts } = story;
  const { leo } = community.cast;
  const form = await stage.press(leo, panel, partCalled(panel, 'qa.answer'));
  const noted = await stage.submit(leo, form, { answer });
  expectThat(noted.followUps.length === 0, 'the answer is kept');
  facts.courses.answer(didNow(story, leo));
}

/** The bot's posts with an answer, the oldest first. Their button is named after how the question stands: `a` for answered. */
export function answersPosted(story: Story): SeenMessage[] {
  const posts = postsWith(story, story.community.places.courses, 'qa.told');
  return posts.filter((post) => partCalled(post, 'qa.told').split(':').at(-1)?.startsWith('a'));
}

function everybodySees({ stage, community }: Story): string {
  return `in #${stage.names.channel(community.places.courses)?.name} · 所有人可见 everybody sees it`;
}

/** The post with the buttons, as it is now; waited for. */
async function sessionPost(story: Story): Promise<SeenMessage> {
  const find = (): SeenMessage | undefined =>
    postsWith(story, story.community.places.courses, 'qa.ask').at(-1);
  await awaitThat(
    () => find() !== undefined,
    () => 'the session has its post',
  );
  return find()!;
}
