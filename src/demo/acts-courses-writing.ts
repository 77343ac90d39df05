/** A creator writes a course in the editor and hands it in; the bot dies before it has noted the thread that it opened for it. */
import { catalogues } from '../i18n/i18n.ts';
import type { Answer } from '../sandbox/driver-answer.ts';
import { killAndRestart } from './acts-crash.ts';
import type { Resident } from './community.ts';
import { firstApproval } from './acts-courses-review.ts';
import { partCalled, reviewThreadsOf } from './course-places.ts';
import { BROKEN_LINK, TAUGHT } from './courses-taught.ts';
import { awaitThat, TIERS } from './paid-roles.ts';
import { expectThat, privateAnswer, type Stage } from './stage.ts';
import type { Story } from './story.ts';

/** Real milliseconds in which Discord has made the thread and its answer is still on its way: time enough to die. */
const ANSWER_ON_ITS_WAY_MS = 4_000;

export async function writeAndSubmit(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { leo } = community.cast;
  const { title, summary, topics, lessons } = TAUGHT.types;
  stage.act('Leo writes a course: words, lessons, preview', 'Leo 写课程：信息、课时、预览');
  const frame = { title: 'TypeScript', level: 'intermediate', language: 'both', tier: TIERS.pro.en };
  const editor = await stage.type(leo, '/course draft', frame, 'courses');
  privateAnswer(editor, '/course draft');
  const words = await stage.press(leo, editor, partCalled(editor.message, 'draft.words'));
  await stage.submit(leo, words, { title, summary, topics });
  for (const [index, lesson] of lessons.entries()) {
    const form = await stage.press(leo, editor, partCalled(editor.message, 'draft.lesson-form'));
    if (index > 0) await stage.submit(leo, form, { ...lesson });
    else await mendLink(stage, leo, await stage.submit(leo, form, { ...lesson, link: BROKEN_LINK }));
  }
  const preview = await stage.press(leo, editor, partCalled(editor.message, 'draft.preview'));
  expectThat(privateAnswer(preview, 'the preview').attachments.length === 1, 'the preview has a card');
  facts.courses.create('types', leo.userId, 'pro', lessons.length);
  await submitAndDie(story, leo, editor);
}

/** The link was none: what was typed is still there, and only that is mended. */
async function mendLink(stage: Stage, who: Resident, refused: Answer): Promise<void> {
  const complaint = refused.followUps.at(-1);
  expectThat(complaint !== undefined, 'a link that is none is refused');
  const form = await stage.press(who, complaint, catalogues.en.core.formAgain);
  const typed = form.modal?.fields.find(({ customId }) => customId === 'title')?.value;
  const { title, link = '' } = TAUGHT.types.lessons[0]!;
  expectThat(typed === title, 'nothing that was typed is lost');
  await stage.submit(who, form, { link });
}

/** SIGKILL between Discord's making the thread and the bot's noting it. */
async function submitAndDie(story: Story, leo: Resident, editor: Answer): Promise<void> {
  const { stage, sandbox } = story;
  stage.act('Handed in, and in that very moment the bot is killed', '提交审核，机器人恰好在此刻被杀');
  const slow = sandbox.faults.delay(
    { method: 'POST', route: '/channels/{channel_id}/threads' },
    ANSWER_ON_ITS_WAY_MS,
    'after',
  );
  const submitted = await stage.press(leo, editor, partCalled(editor.message, 'draft.submit'));
  expectThat(submitted.message !== null, 'it is with the reviewers');
  await awaitThat(
    () => slow.hits > 0 && reviewThreadsOf(story, 'types').length > 0,
    () => 'the thread of the review is there',
  );
  await killAndRestart(story);
  stage.note(
    'SIGKILL after Discord made the thread and before the bot had its answer; restarted · Discord 已建好子区、回复还没到机器人时 SIGKILL，随后重启',
  );
}

/** The other creator hands in a course that is open to all, and the first reviewer reads it. */
export async function writeInChinese(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { mo, staff } = community.cast;
  const { title, summary, topics, lessons } = TAUGHT.cli;
  stage.act('林墨 writes a course that is open to all', '林墨写一门所有成员都能学的课程');
  const frame = { 标题: title, 难度: '入门', 语言: '中文' };
  const editor = await stage.type(mo, '/课程 新建', frame, 'courses');
  const words = await stage.press(mo, editor, partCalled(editor.message, 'draft.words'));
  await stage.submit(mo, words, { summary, topics });
  for (const lesson of lessons) {
    const form = await stage.quietly().press(mo, editor, partCalled(editor.message, 'draft.lesson-form'));
    await stage.quietly().submit(mo, form, { ...lesson });
  }
  facts.courses.create('cli', mo.userId, null, lessons.length);
  await stage.press(mo, editor, partCalled(editor.message, 'draft.submit'));
  await firstApproval(story, 'cli', staff);
}
