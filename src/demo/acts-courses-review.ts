/** A submission in its private thread: read with the checklist, sent back with a reason, mended, approved by two, never by its creator. */
import { catalogues } from '../i18n/i18n.ts';
import type { Answer } from '../sandbox/driver-answer.ts';
import type { SeenMessage } from '../sandbox/driver-seen.ts';
import type { Resident } from './community.ts';
import { partCalled, peopleIn, postsWith, reviewThreadsOf, suggested } from './course-places.ts';
import { ASKED_FOR, MENDING_LESSON, UPDATE } from './courses-taught.ts';
import { awaitThat } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';
import type { CourseKey } from './truth-courses.ts';

const CHECKS = ['correctness', 'structure', 'originality', 'language'] as const;

/** The thread that was opened before the bot died is found again, and there is no second one. */
export async function threadAct(story: Story): Promise<void> {
  const { stage } = story;
  stage.act('The bot finds the thread it had opened', '机器人找回了之前建好的子区');
  const post = await threadPost(story, 'types', 'review.open');
  expectThat(reviewThreadsOf(story, 'types').length === 1, 'there is one thread');
  tellInThread(story, post);
}

/** The first reviewer reads in Chinese and asks for changes; creator and reviewer talk. */
export async function askedToMend(story: Story): Promise<void> {
  const { stage, community } = story;
  const { staff, leo } = community.cast;
  stage.act('A reviewer asks for changes, with the reason', '审核人要求修改，并写明理由');
  const submission = await openSubmission(story, 'types', staff);
  await stage.press(staff, submission, partCalled(submission.message, 'review.page'));
  await tick(story, staff, submission, ['correctness', 'originality', 'language']);
  const early = await stage.press(staff, submission, partCalled(submission.message, 'review.approve'));
  const missing = [catalogues['zh-CN'].coursesReview.checks.structure];
  expectThat(early.followUps.at(-1)?.text.includes(missing.join()) === true, 'a box is not ticked yet');
  const form = await stage.press(staff, submission, '要求修改');
  await stage.submit(staff, form, { reason: ASKED_FOR });
  const thread = reviewThreadsOf(story, 'types').at(-1)!;
  const told = await stage
    .as(leo)
    .awaitMessage(
      thread.id,
      ({ authorId, text }) => authorId === community.botId && text.includes(ASKED_FOR.slice(0, 30)),
    );
  tellInThread(story, told);
  stage.as(leo).say(thread.id, 'Fair point, I have just the story for it. Give me until the afternoon.');
  stage.as(staff).say(thread.id, '好，不急。');
}

/** What was asked for is added, the creator cannot approve it, and the first of two reviewers does. */
export async function mendAct(story: Story): Promise<void> {
  const { stage, community } = story;
  const { leo, staff } = community.cast;
  stage.act('Leo adds what was asked for, and hands it in again', 'Leo 补上这一节，重新提交');
  await nextVersion(story, leo, async (editor) => {
    const form = await stage.press(leo, editor, partCalled(editor.message, 'draft.lesson-form'));
    await stage.submit(leo, form, { ...MENDING_LESSON });
  });
  stage.act('Nobody reviews their own, reviewer or not', '谁都不能审核自己的课程，审核人也不行');
  const own = await openSubmission(story, 'types', leo);
  expectThat(partCalled(own.message, 'review.approve') === '', 'Leo has the role, and no verdict on his own');
  await firstApproval(story, 'types', staff);
}

/** A new version of what is published. */
export async function updateAct(story: Story): Promise<void> {
  const { stage, community } = story;
  const { leo, staff } = community.cast;
  stage.act('Leo updates his course: a new version for the reviewers', 'Leo 更新课程：新版本同样要审核');
  await nextVersion(story, leo, async (editor) => {
    const words = await stage.press(leo, editor, partCalled(editor.message, 'draft.words'));
    await stage.submit(leo, words, { changes: UPDATE.changes });
    const form = await stage.press(leo, editor, partCalled(editor.message, 'draft.lesson-form'));
    await stage.submit(leo, form, { ...UPDATE.lesson });
  });
  await firstApproval(story, 'types', staff);
}

async function nextVersion(
  story: Story,
  leo: Resident,
  write: (editor: Answer) => Promise<void>,
): Promise<void> {
  const { stage } = story;
  const before = reviewThreadsOf(story, 'types').length;
  const course = await suggested(story, leo, '/course edit', 'course');
  const editor = await stage.type(leo, '/course edit', { course }, 'courses');
  privateAnswer(editor, '/course edit');
  await write(editor);
  await stage.press(leo, editor, partCalled(editor.message, 'draft.submit'));
  await awaitThat(
    () => reviewThreadsOf(story, 'types').length === before + 1,
    () => 'the next version has a thread of its own',
  );
}

export async function firstApproval(story: Story, key: CourseKey, reviewer: Resident): Promise<void> {
  story.stage.act('The first reviewer approves', '第一位审核人通过');
  await approve(story, key, reviewer);
}

/** @returns the post in the thread that says so. */
export async function lastApproval(story: Story, key: CourseKey, reviewer: Resident): Promise<SeenMessage> {
  story.stage.act('The second reviewer approves: it can be published', '第二位审核人通过：可以发布了');
  await approve(story, key, reviewer);
  const post = await threadPost(story, key, 'publish.now');
  tellInThread(story, post);
  return post;
}

async function approve(story: Story, key: CourseKey, reviewer: Resident): Promise<void> {
  const submission = await openSubmission(story, key, reviewer);
  await tick(story, reviewer, submission, CHECKS);
  const said = await story.stage.press(
    reviewer,
    submission,
    partCalled(submission.message, 'review.approve'),
  );
  expectThat(said.followUps.length === 0, `${reviewer.name} has approved`);
}

/** By the button in the thread. */
async function openSubmission(story: Story, key: CourseKey, who: Resident): Promise<Answer> {
  const post = await threadPost(story, key, 'review.open');
  const submission = await story.stage.press(who, post, partCalled(post, 'review.open'));
  privateAnswer(submission, 'the submission');
  return submission;
}

function tick({ stage }: Story, who: Resident, submission: Answer, checks: readonly string[]) {
  return stage.choose(who, submission, partCalled(submission.message, 'review.tick'), checks);
}

/** The latest message with such a button in the thread of the latest version; waited for until everybody is in it who is called there. */
async function threadPost(story: Story, key: CourseKey, button: string): Promise<SeenMessage> {
  const { staff, owner, leo, mo } = story.community.cast;
  const called = [staff, owner, key === 'types' ? leo : mo];
  const find = (): SeenMessage | undefined => {
    const thread = reviewThreadsOf(story, key).at(-1);
    if (!thread || !called.every(({ userId }) => peopleIn(story, thread.id).has(userId))) return undefined;
    return postsWith(story, thread.id, button).at(-1);
  };
  await awaitThat(
    () => find() !== undefined,
    () => `the thread of the review has a button ${button}`,
  );
  return find()!;
}

function tellInThread({ stage }: Story, post: SeenMessage): void {
  const name = stage.names.channel(post.channelId)?.name ?? '';
  stage.told(post, `in the private thread “${name}” · 私密子区，创作者和审核人可见`);
}
