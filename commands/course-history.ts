/** /course history: everything that happened to a course, for its creator, reviewers and staff. */
import type { App } from '../src/app.ts';
import { historyOf, knownVersion } from '../src/courses/courses.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { courseIn } from './course-review-options.ts';

const PAGE = 'course.history';
const ON_ONE_PAGE = 10;
const TITLE_SHOWN = 80;

export const courseHistory = action({
  access: 'everyone',
  options: {
    course: courseIn([
      'draft',
      'submitted',
      'changes-requested',
      'rejected',
      'withdrawn',
      'approved',
      'published',
      'archived',
    ]),
  },
  run: (app, call, { course }) => historyReply(app, call, course, 0),
});

/** Arguments: the course, and the page from 0. */
export const historyTurned = component({
  name: PAGE,
  access: 'everyone',
  updates: true,
  run: async (app, call, { args }) => ({
    update: await historyReply(app, call, numberArg(args[0]), numberArg(args[1])),
  }),
});

/** The youngest lines first. @throws Refusal `course.unknown` for whoever has no business with it, too. */
async function historyReply(app: App, call: Call, courseId: number, page: number): Promise<Reply> {
  const { guildId, words, userId, isReviewer } = call;
  const { course, version } = await knownVersion(app, guildId, courseId, call);
  if (course.creatorId !== userId && !isReviewer) throw new Refusal('course.unknown', {});
  const { entries, numbers } = await historyOf(app, guildId, courseId);
  const { history, queue } = words.coursesReview;
  const pages = Math.max(1, Math.ceil(entries.length / ON_ONE_PAGE));
  const shown = entries.toReversed().slice(page * ON_ONE_PAGE, (page + 1) * ON_ONE_PAGE);
  const lines = shown.map(({ kind, versionId, note, ...entry }) =>
    history.line({
      ...entry,
      what: history.kinds[kind],
      isByBot: kind === 'reminded' || kind === 'recounted',
      number: versionId === null ? null : (numbers.get(versionId) ?? null),
      note: kind === 'transferred' || kind === 'room' ? null : note,
    }),
  );
  const turn = (label: string, to: number) => button(label, componentId(PAGE, courseId, to));
  return {
    embeds: [
      {
        title: history.title({ title: oneLine(version.title, TITLE_SHOWN) }),
        description: shorten(lines.join('\n'), LONGEST_DESCRIPTION),
        ...(pages > 1 ? { footer: { text: queue.page({ page: page + 1, pages }) } } : {}),
      },
    ],
    components: buttonRow([
      ...(page > 0 ? [turn(queue.back, page - 1)] : []),
      ...(page < pages - 1 ? [turn(queue.next, page + 1)] : []),
    ]),
  };
}
