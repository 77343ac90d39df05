/** /course recommend: what to learn next, and why. */
import { ComponentType } from 'discord.js';
import type { App } from '../src/app.ts';
import { tierText } from '../src/courses/courses.ts';
import { action } from '../src/discord/command.ts';
import type { Action, Call } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { recommendCourses, summariseRatings } from '../src/learning/learning.ts';
import type { Recommended } from '../src/learning/learning.ts';

const TITLE_SHOWN = 60;
const COLOUR = 0x5865f2;
/** Source: https://discord.com/developers/docs/components/reference#string-select-select-option-structure */
const LABEL_MAX = 100;

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
      components: menuOf(call, courses),
    };
  },
});

function lineOf(app: App, call: Call, { course, figures, isOpen, because }: Recommended): string {
  const words = call.words.insight.recommend;
  const taken = because && app.courses.find(call.guildId, because.courseId);
  const reason = because
    ? words.because({
        course: taken ? `**${oneLine(taken.title, TITLE_SHOWN)}**` : words.anotherCourse,
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
    rating: words.shortRating(summariseRatings(figures.ratings)),
    reason: needs === null ? reason : `${needs} · ${reason}`,
  });
}

/** Opens one of them, as the list of courses does. */
function menuOf({ words }: Call, courses: readonly Recommended[]): NonNullable<Reply['components']> {
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: componentId('course.open'),
          placeholder: words.insight.recommend.menu,
          options: courses.map(({ course }) => ({
            label: shorten(course.title, LABEL_MAX),
            value: String(course.courseId),
          })),
        },
      ],
    },
  ];
}
