/** The draft behind a button or form of the editor: read for whom it belongs to, changed, and shown again. */
import type { App } from '../src/app.ts';
import { getDraft } from '../src/courses/courses.ts';
import type { Moved } from '../src/courses/courses.ts';
import { assertCreator } from '../src/creators/creators.ts';
import type { Call } from '../src/discord/command.ts';
import { numberArg } from '../src/discord/components.ts';
import { inFormTime } from '../src/discord/forms.ts';
import type { UpdateReply } from '../src/discord/reply.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { editorReply, NEW_LESSON, pageOf } from './course-editor.ts';

/** Changes the draft named by the first argument and shows it: the page with the lesson named by the second, or the last one. */
export async function edited(
  app: App,
  call: Call,
  change: (versionId: number) => Promise<Moved>,
  [versionId, key = '']: readonly string[],
): Promise<UpdateReply> {
  await assertCreator(app, call.guildId, call.userId);
  const draft = await change(numberArg(versionId));
  const { lessons } = draft.version;
  const page = pageOf(lessons, key === NEW_LESSON ? (lessons.at(-1)?.key ?? '') : key);
  return { update: await editorReply(app, call, draft, page) };
}

/** @throws Refusal `course.unknown`, `course.creator-only`. */
export async function ownDraft(app: App, { guildId, userId }: Call, versionId: number): Promise<Moved> {
  const draft = await getDraft(app, guildId, versionId);
  if (draft.course.creatorId !== userId)
    throw new Refusal('course.creator-only', { title: draft.version.title });
  return draft;
}

/** For a form, which must be the first answer. @throws as `ownDraft`; Refusal `course.form-late`, `course.state`. */
export async function draftToEdit(app: App, call: Call, versionId: number): Promise<Moved> {
  const draft = await inFormTime(ownDraft(app, call, versionId));
  if (!draft) throw new Refusal('course.form-late', {});
  const { title, number, state } = draft.version;
  if (state !== 'draft') throw new Refusal('course.state', { title, number, state, act: 'edit' });
  return draft;
}
