/** /course mine: what a member has started, how far they are, and what is closed to them now. Always one's own. */
import type { App } from '../src/app.ts';
import { getVersion, tierText } from '../src/courses/courses.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import type { Reply } from '../src/discord/reply.ts';
import { oneLine } from '../src/i18n/markup.ts';
import { keysOf, learningOf, progressOf, startedTitle } from '../src/learning/learning.ts';
import type { CourseKeys, Learner } from '../src/learning/learning.ts';
import { courseMenu } from './course-menu.ts';
import { courseView } from './course-view.ts';
import { progressText } from './course-words.ts';

const PAGE = 'course.mine';
const OPEN = 'course.continue';
const PER_PAGE = 8;
const TITLE_SHOWN = 80;
const COLOUR = 0x5865f2;

export const courseMine = action({
  access: 'everyone',
  options: {},
  run: (app, call) => mineReply(app, call, 0),
});

export const minePaged = component({
  name: PAGE,
  access: 'everyone',
  updates: true,
  async run(app, call, { args }) {
    return { update: await mineReply(app, call, numberArg(args[0])) };
  },
});

export const mineOpened = component({
  name: OPEN,
  access: 'everyone',
  run: (app, call, { values }) => courseView(app, call, numberArg(values[0])),
});

/** @param page from 0; past the last one the last. */
async function mineReply(app: App, call: Call, page: number): Promise<Reply> {
  const { mine, browse, page: pageWords } = call.words.learning;
  const started = await learningOf(app, call.guildId, call.userId);
  if (started.length === 0) return { content: mine.none };
  const pages = Math.ceil(started.length / PER_PAGE);
  const shown = Math.min(page, pages - 1);
  const onPage = started.slice(shown * PER_PAGE, (shown + 1) * PER_PAGE);
  const keys = await keysOf(app, call.guildId, call.userId);
  const lines: string[] = [];
  for (const { learner, done } of onPage) lines.push(await lineOf(app, call, keys, learner, done));
  const turn = (label: string, to: number) => button(label, componentId(PAGE, to));
  return {
    embeds: [
      {
        title: mine.title,
        description: lines.join('\n'),
        color: COLOUR,
        ...(pages > 1 && { footer: { text: pageWords({ page: shown + 1, pages }) } }),
      },
    ],
    components: [
      ...courseMenu(
        OPEN,
        mine.open,
        onPage
          .flatMap(({ learner }) => app.courses.find(call.guildId, learner.courseId) ?? [])
          .filter(({ creatorId }) => creatorId !== call.userId),
      ),
      ...buttonRow([
        ...(shown > 0 ? [turn(browse.earlier, shown - 1)] : []),
        ...(shown < pages - 1 ? [turn(browse.more, shown + 1)] : []),
      ]),
    ],
  };
}

async function lineOf(
  app: App,
  call: Call,
  keys: CourseKeys,
  { courseId, finishedAt }: Learner,
  done: ReadonlySet<string>,
): Promise<string> {
  const { guildId, locale } = call;
  const { learning, courses } = call.words;
  const { mine } = learning;
  const course = app.courses.find(guildId, courseId);
  const finished = finishedAt ? [mine.finished({ at: finishedAt })] : [];
  const shownTitle = (title: string) => `**${courses.titled(oneLine(title, TITLE_SHOWN))}**`;
  if (!course) {
    const title = await startedTitle(app, guildId, courseId);
    return [shownTitle(title), `-# ${[...finished, mine.archived].join(' · ')}`].join('\n');
  }
  if (course.creatorId === call.userId)
    return [shownTitle(course.title), `-# ${[...finished, mine.own].join(' · ')}`].join('\n');
  const { lessons } = await getVersion(app, guildId, course.versionId);
  const progress = progressText(call, progressOf(lessons, done));
  const lost = keys.opens(course) ? [] : [mine.lost({ tier: tierText(app, guildId, locale, course.tierId) })];
  return [shownTitle(course.title), `-# ${[progress, ...finished, ...lost].join(' · ')}`].join('\n');
}
