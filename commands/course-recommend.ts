/** /course recommend: what to learn next, and why. */
import type { App } from '../src/app.ts';
import { tierText } from '../src/courses/courses.ts';
import { action } from '../src/discord/command.ts';
import type { Action, Call } from '../src/discord/command.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { recommendCourses, summariseRatings } from '../src/learning/learning.ts';
import type { Recommended } from '../src/learning/learning.ts';
import { courseMenu } from './course-menu.ts';

const TITLE_SHOWN = 60;
const COLOUR = 0x5865f2;

export const courseRecommend: Action = action({
  access: 'everyone',
  options: {},
  async run(app, call) {
    const words = call.words.insight.recommend;
    const { impersonal, courses } = await recommendCourses(app, call.guildId, call.userId);
    if (courses.length === 0)
      return { content: app.courses.listOf(call.guildId).length === 0 ? words.noCourses : words.none };
    const text = [
      ...(impersonal === null ? [] : [words.impersonal[impersonal], '']),
      ...courses.map((course) => lineOf(app, call, course)),
    ];
    const description = shorten(text.join('\n'), LONGEST_DESCRIPTION);
    return {
      embeds: [{ title: words.title, description, color: COLOUR }],
      components: courseMenu(
        'course.open',
        words.menu,
        courses.map(({ course }) => course),
      ),
    };
  },
});

function lineOf(app: App, call: Call, { course, figures, isOpen, because }: Recommended): string {
  const words = call.words.insight.recommend;
  const taken = because && app.courses.find(call.guildId, because.courseId);
  const reason = because
    ? words.because({
        course: taken
          ? `**${call.words.courses.titled(oneLine(taken.title, TITLE_SHOWN))}**`
          : words.anotherCourse,
        both: because.both,
      })
    : words.popular({ started: figures.started });
  const needs = isOpen
    ? null
    : words.needs({ tier: tierText(app, call.guildId, call.locale, course.tierId) });
  return words.line({
    title: oneLine(course.title, TITLE_SHOWN),
    level: call.words.courses.levels[course.level],
    length: call.words.courses.length(course.minutes),
    rating: call.words.learning.rating(summariseRatings(figures.ratings)),
    reason: needs === null ? reason : `${needs} · ${reason}`,
  });
}
