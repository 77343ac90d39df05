/** /course archive and restore: off the list, after a form that says what follows from it, and back onto it. */
import type { App } from '../src/app.ts';
import { getCourse, getVersion, knownVersion, moveVersion } from '../src/courses/courses.ts';
import type { CourseVersion } from '../src/courses/courses.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { fieldText, LABEL_MAX, textField } from '../src/discord/forms.ts';
import type { ModalReply } from '../src/discord/reply.ts';
import { shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { wakeCourses } from './course-publish.ts';
import { courseIn } from './course-review-options.ts';

const SENT = 'course.archive-sent';
const REASON_MAX = 500;

/** Only staff bring a course back: sending the form is how a creator says that they are sure. */
export const courseArchive = action({
  access: 'everyone',
  immediate: true,
  options: { course: courseIn(['published']) },
  async run(app, call, { course: courseId }) {
    const course = app.courses.find(call.guildId, courseId);
    if (!course) throw new Refusal('course.unknown', {});
    const { title, creatorId } = course;
    if (creatorId !== call.userId && !call.isStaff) throw new Refusal('course.owner-only', { title });
    return archiveForm(call, courseId, title);
  },
});

export const archiveSent = component({
  name: SENT,
  access: 'everyone',
  async run(app, call, { args, fields }) {
    const version = await publishedOf(app, call, numberArg(args[0]));
    const note = fieldText(fields, 'reason').trim() || null;
    await moveVersion(app, call.guildId, version.id, 'archive', call, { note });
    wakeCourses(app, call.guildId);
    return { content: call.words.coursesReview.archived(version) };
  },
});

export const courseRestore = action({
  access: 'staff',
  options: { course: courseIn(['archived']) },
  async run(app, call, { course }) {
    const version = await publishedOf(app, call, course);
    await moveVersion(app, call.guildId, version.id, 'restore', call);
    wakeCourses(app, call.guildId);
    return { content: call.words.coursesReview.restored(version) };
  },
});

function archiveForm({ words }: Call, courseId: number, title: string): ModalReply {
  const { archiveForm: form } = words.coursesReview;
  return {
    modal: {
      custom_id: componentId(SENT, courseId),
      title: shorten(form.title({ title }), LABEL_MAX),
      components: [
        textField(form.reason, {
          id: 'reason',
          value: '',
          max: REASON_MAX,
          long: true,
          optional: true,
          description: form.what,
        }),
      ],
    },
  };
}

/** What people learn from or learned from; where nothing ever was published, the version of which the table speaks to the caller. */
async function publishedOf(app: App, call: Call, courseId: number): Promise<CourseVersion> {
  const { publishedId } = await getCourse(app, call.guildId, courseId);
  if (publishedId !== null) return getVersion(app, call.guildId, publishedId);
  return (await knownVersion(app, call.guildId, courseId, call)).version;
}
