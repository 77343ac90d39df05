/** What was approved is published and announced once, also by a bot that dies in the middle of it. */
import { killAndRestart } from './acts-crash.ts';
import { lastApproval } from './acts-courses-review.ts';
import { newsOf, partCalled } from './course-places.ts';
import { TAUGHT } from './courses-taught.ts';
import { awaitThat } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';
import type { CourseKey } from './truth-courses.ts';

const ANSWER_ON_ITS_WAY_MS = 4_000;

/** SIGKILL between Discord's taking the announcement and the bot's noting it. */
export async function publishAndDie(story: Story): Promise<void> {
  const { stage, community, facts, sandbox } = story;
  const { leo, owner } = community.cast;
  const post = await lastApproval(story, 'types', owner);
  stage.act('Published, and the bot is killed while it announces it', '发布课程，发公告时机器人又被杀');
  const slow = sandbox.faults.delay(
    { method: 'POST', path: `/channels/${community.places.announcements}/messages` },
    ANSWER_ON_ITS_WAY_MS,
    'after',
  );
  const published = await stage.press(leo, post, partCalled(post, 'publish.now'));
  privateAnswer(published, 'publishing');
  facts.courses.publish('types', stage.now, TAUGHT.types.lessons.length + 1);
  await awaitThat(
    () => slow.hits > 0 && newsOf(story, 'types').length > 0,
    () => 'the announcement is there',
  );
  await killAndRestart(story);
  stage.note(
    'SIGKILL after Discord took the announcement and before the bot had its answer; restarted · Discord 已收下公告、回复还没到机器人时 SIGKILL，随后重启',
  );
}

export async function announcedAct(story: Story): Promise<void> {
  const { stage, bot } = story;
  stage.act('The announcement stands once', '公告恰好有一条');
  const isSettled = await bot.jobDone('courses.settle', new Date(stage.now - 1), 60_000);
  expectThat(isSettled, 'the bot has looked for it again');
  await announced(story, 'types', 1);
}

export async function publishInChinese(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { mo, owner } = community.cast;
  const post = await lastApproval(story, 'cli', owner);
  stage.act('林墨 publishes it', '林墨发布课程');
  privateAnswer(await stage.press(mo, post, partCalled(post, 'publish.now')), 'publishing');
  facts.courses.publish('cli', stage.now, TAUGHT.cli.lessons.length);
  await announced(story, 'cli', 1);
}

export async function publishUpdate(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { leo, owner } = community.cast;
  const post = await lastApproval(story, 'types', owner);
  stage.act('Published, and announced as an update', '发布后，公告注明是更新');
  privateAnswer(await stage.press(leo, post, partCalled(post, 'publish.now')), 'publishing');
  facts.courses.publish('types', stage.now, TAUGHT.types.lessons.length + 2);
  await announced(story, 'types', 2);
}

/** Waits until there are so many announcements of it, and shows the last one. */
async function announced(story: Story, key: CourseKey, count: number): Promise<void> {
  await awaitThat(
    () => newsOf(story, key).length >= count,
    () => 'what was published is announced',
  );
  const news = newsOf(story, key);
  expectThat(news.length === count, `there are ${count} announcements`);
  expectThat(news.at(-1)?.attachments.length === 1, 'with the card of the course');
  const { stage, community } = story;
  const where = `in #${stage.names.channel(community.places.announcements)?.name} · 所有人可见 everybody sees it`;
  stage.told(news.at(-1)!, where);
}
