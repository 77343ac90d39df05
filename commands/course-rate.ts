/** /course rate: 1 to 5 stars and a comment, once for each learner, changeable. */
import { ComponentType } from 'discord.js';
import type { App } from '../src/app.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call, ComponentInput } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { fieldText, inFormTime, LABEL_MAX, textField } from '../src/discord/forms.ts';
import { integer, required, text } from '../src/discord/options.ts';
import type { ModalReply, Reply } from '../src/discord/reply.ts';
import { shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { COMMENT_MAX, ownCourse, rateCourse, STARS } from '../src/learning/learning.ts';
import { RATE } from './course-buttons.ts';
import { requiredCourse } from './course-options.ts';

const RATED = 'course.rated';
const FIELDS = { stars: 'stars', comment: 'comment' };

export const courseRate = action({
  access: 'everyone',
  options: {
    course: requiredCourse('started'),
    stars: required(integer({ min: STARS[0], max: STARS.at(-1)! })),
    comment: text({ max: COMMENT_MAX }),
  },
  run: (app, call, { course, stars, comment }) => ratedReply(app, call, course, stars, comment ?? undefined),
});

export const ratePressed = component({
  name: RATE,
  access: 'everyone',
  immediate: true,
  async run(app, call, { args }) {
    const courseId = numberArg(args[0]);
    const own = await inFormTime(ownCourse(app, call.guildId, call.userId, courseId));
    if (own?.course.creatorId === call.userId)
      throw new Refusal('learning.own-course', { title: own.course.title });
    const title = own?.course.title ?? app.courses.find(call.guildId, courseId)?.title ?? null;
    const { rating = null, comment } = own?.learner ?? {};
    return ratingForm(call, courseId, { title, stars: rating, comment: comment ?? '' });
  },
});

export const ratingSubmitted = component({
  name: RATED,
  access: 'everyone',
  formAgain: (call, { args, fields }) =>
    ratingForm(call, numberArg(args[0]), { title: null, ...ratedIn(fields) }),
  run(app, call, { args, fields }) {
    const { stars, comment } = ratedIn(fields);
    if (stars === null) throw new Refusal('option.invalid', { option: call.words.learning.rate.stars });
    return ratedReply(app, call, numberArg(args[0]), stars, comment.trim() || null);
  },
});

async function ratedReply(
  app: App,
  call: Call,
  courseId: number,
  stars: number,
  comment: string | null | undefined,
): Promise<Reply> {
  const { rate } = call.words.learning;
  const { course, before } = await rateCourse(app, call, courseId, stars, comment);
  const { title } = course;
  const isChange = before !== null && before !== stars;
  return {
    content: [
      isChange ? rate.changed({ title, stars, before }) : rate.thanks({ title, stars }),
      ...(comment ? [rate.commentKept] : []),
    ].join('\n'),
  };
}

function ratedIn(fields: ComponentInput['fields']): { stars: number | null; comment: string } {
  const stars = Number(fieldText(fields, FIELDS.stars));
  return {
    stars: STARS.find((one) => one === stars) ?? null,
    comment: fieldText(fields, FIELDS.comment),
  };
}

/** `title` null: it is not known here. */
function ratingForm(
  call: Call,
  courseId: number,
  { title, stars, comment }: { title: string | null; stars: number | null; comment: string },
): ModalReply {
  const { rate } = call.words.learning;
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: FIELDS.stars,
    required: true,
    options: STARS.toReversed().map((one) => ({
      label: rate.star({ stars: one }),
      value: String(one),
      ...(one === stars ? { default: true } : {}),
    })),
  };
  return {
    modal: {
      custom_id: componentId(RATED, courseId),
      title: shorten(rate.title({ title }), LABEL_MAX),
      components: [
        { type: ComponentType.Label, label: rate.stars, component: menu },
        textField(rate.comment, {
          id: FIELDS.comment,
          value: comment,
          max: COMMENT_MAX,
          long: true,
          optional: true,
          description: rate.commentSeen,
        }),
      ],
    },
  };
}
