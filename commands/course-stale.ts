/** /course stale: courses that nobody updated for long; creators see their own. */
import { staleCourses } from '../src/courses/courses.ts';
import { action } from '../src/discord/command.ts';
import type { Action } from '../src/discord/command.ts';
import { integer } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { courseFigures, NO_FIGURES, summariseRatings } from '../src/learning/learning.ts';

const DAYS_MAX = 3_650;
const SHOWN = 15;
const TITLE_SHOWN = 60;
const COLOUR = 0xf0b232;

export const courseStale: Action = action({
  access: 'everyone',
  options: { days: integer({ min: 1, max: DAYS_MAX }) },
  async run(app, { guildId, userId, isStaff, words }, { days: given }) {
    const { stale, rating } = words.insight;
    const days = given ?? app.courses.settingsOf(guildId).staleDays;
    const found = staleCourses(app, guildId, days).filter(
      ({ course }) => isStaff || course.creatorId === userId,
    );
    if (found.length === 0) return { content: isStaff ? stale.none({ days }) : stale.noneOwn({ days }) };
    const figures = await courseFigures(app, guildId);
    const lines = found.slice(0, SHOWN).map(({ course, days: since }) => {
      const { started, ratings } = figures.get(course.courseId) ?? NO_FIGURES;
      return stale.line({
        title: oneLine(course.title, TITLE_SHOWN),
        creator: course.creatorId === null ? words.courses.formerMember : `<@${course.creatorId}>`,
        updatedAt: course.updatedAt,
        days: since,
        rating: rating(summariseRatings(ratings)),
        learners: started,
      });
    });
    const more = found.length - lines.length;
    const text = [...lines, ...(more > 0 ? [stale.more({ count: more })] : []), stale.next];
    const description = shorten(text.join('\n'), LONGEST_DESCRIPTION);
    return { embeds: [{ title: stale.title({ days }), description, color: COLOUR }] };
  },
});
