/** /course done: a lesson is done, or is not after all. With the last one comes the certificate. */
import type { App } from '../src/app.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { yesNo } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import { markLesson, ownCourse } from '../src/learning/learning.ts';
import { RATE } from './course-buttons.ts';
import { certificateReply } from './course-certificate.ts';
import { DONE, lessonReply } from './course-lesson.ts';
import { lessonOption, pickedLesson, requiredCourse } from './course-options.ts';
import { progressText } from './course-words.ts';

export const courseDone = action({
  access: 'everyone',
  options: { course: requiredCourse('started'), lesson: lessonOption(), done: yesNo() },
  async run(app, call, { course: courseId, lesson, done }) {
    const own = await ownCourse(app, call.guildId, call.userId, courseId);
    return doneReply(app, call, courseId, pickedLesson(own, lesson), done ?? true);
  },
});

export const donePressed = component({
  name: DONE,
  access: 'everyone',
  updates: true,
  async run(app, call, { args: [courseId, key = '', isDone] }) {
    return { update: await doneReply(app, call, numberArg(courseId), key, isDone === 'yes') };
  },
});

/** Shows the next lesson that is not done, or the certificate. */
async function doneReply(
  app: App,
  call: Call,
  courseId: number,
  key: string,
  isDone: boolean,
): Promise<Reply> {
  const who = { ...call, name: call.displayName };
  const own = await markLesson(app, who, courseId, key, isDone);
  const { done: words } = call.words.learning;
  if (own.isFinishedNow) {
    const { embeds, files } = await certificateReply(app, call, courseId, null);
    return {
      content: [words.finished({ title: own.course.title }), words.rateNow].join('\n'),
      ...(embeds && { embeds }),
      ...(files && { files }),
      components: buttonRow([button(call.words.learning.view.rate, componentId(RATE, courseId), 'main')]),
    };
  }
  const index = own.version.lessons.findIndex((lesson) => lesson.key === key);
  const { title } = own.version.lessons[index]!;
  const said = own.isNew ? words.new({ title }) : words.again({ title });
  const shown = isDone ? (own.progress.next ?? index) : index;
  return {
    content: [
      isDone ? said : words.undone({ title }),
      ...(!isDone && own.learner?.finishedAt ? [words.stillFinished] : []),
      progressText(call, own.progress),
    ].join('\n'),
    ...lessonReply(call, own, shown),
  };
}
