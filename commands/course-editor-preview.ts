/** A draft as members will see it: the course, and each lesson as it is learned, in a message of its own. */
import { ComponentType } from 'discord.js';
import type { App } from '../src/app.ts';
import { courseMessage } from '../src/courses/courses.ts';
import { button } from '../src/discord/buttons.ts';
import { component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import type { Reply } from '../src/discord/reply.ts';
import { ownDraft } from './course-editor-draft.ts';
import { PREVIEW } from './course-editor.ts';
import { lessonEmbed, linkButton } from './course-lesson.ts';

/** Arguments: the version, and the lesson from 1; 0: the course. */
const TURN = 'draft.preview-turn';

export const previewPressed = component({
  name: PREVIEW,
  access: 'everyone',
  run: (app, call, { args }) => previewReply(app, call, numberArg(args[0]), 0),
});

export const previewTurned = component({
  name: TURN,
  access: 'everyone',
  updates: true,
  run: async (app, call, { args }) => ({
    update: await previewReply(app, call, numberArg(args[0]), numberArg(args[1])),
  }),
});

async function previewReply(app: App, call: Call, versionId: number, page: number): Promise<Reply> {
  const { course, version } = await ownDraft(app, call, versionId);
  const { authoring, learning } = call.words;
  // The draft may have lost lessons since.
  const at = Math.min(page, version.lessons.length);
  const lesson = version.lessons[at - 1];
  const shown = { ...version, creatorId: course.creatorId, publishedAt: null, isNew: !course.publishedId };
  const message = lesson
    ? { embeds: [lessonEmbed(call, version, at - 1, false)] }
    : await courseMessage(app, call.guildId, call.locale, shown, null);
  const turn = (label: string, to: number) => button(label, componentId(TURN, versionId, to));
  const next = lesson ? learning.lesson.next : learning.view.lessons;
  const buttons = [
    ...linkButton(call, lesson?.link ?? null),
    ...(lesson ? [turn(at === 1 ? authoring.buttons.back : learning.lesson.previous, at - 1)] : []),
    ...(at < version.lessons.length ? [turn(next, at + 1)] : []),
  ];
  return {
    ...message,
    content: authoring.previewed,
    ...(buttons.length === 0 ? {} : { components: [{ type: ComponentType.ActionRow, components: buttons }] }),
  };
}
