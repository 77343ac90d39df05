/** /course start: checks the tier, opens the room, and shows where to go on. */
import type { App } from '../src/app.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { numberArg } from '../src/discord/components.ts';
import type { Reply } from '../src/discord/reply.ts';
import { startCourse } from '../src/learning/learning.ts';
import { START } from './course-buttons.ts';
import { lessonReply } from './course-lesson.ts';
import { requiredCourse } from './course-options.ts';
import { progressText, roomText } from './course-words.ts';

export const courseStart = action({
  access: 'everyone',
  options: { course: requiredCourse() },
  run: (app, call, { course }) => startReply(app, call, course),
});

/** Under an announcement and under a course. */
export const startPressed = component({
  name: START,
  access: 'everyone',
  run: (app, call, { args }) => startReply(app, call, numberArg(args[0])),
});

async function startReply(app: App, call: Call, courseId: number): Promise<Reply> {
  const own = await startCourse(app, call, courseId);
  const { started } = call.words.learning;
  const { next } = own.progress;
  const { title } = own.course;
  const again = next === null ? started.allDone({ title }) : started.again({ title });
  const room = roomText(call, own);
  return {
    content: [
      own.isNew ? started.new({ title }) : again,
      progressText(call, own.progress),
      ...(room === null ? [] : [room]),
    ].join('\n'),
    ...lessonReply(call, own, next ?? 0),
  };
}
