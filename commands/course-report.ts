/** /course report: from the first look to a rating, for staff and each course's creator. */
import type { App } from '../src/app.ts';
import { getCourse, getVersion } from '../src/courses/courses.ts';
import { csvFile } from '../src/discord/csv-file.ts';
import { action } from '../src/discord/command.ts';
import type { Action, Call } from '../src/discord/command.ts';
import { integer } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { AttachedFile, Reply } from '../src/discord/reply.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import {
  addFunnels,
  COMMENTS_MIN,
  mostStopAt,
  ratingsOf,
  reportCourses,
  reportDetail,
  shareOf,
  summariseRatings,
} from '../src/learning/learning.ts';
import type { CourseDetail, CourseReport, Funnel, ReportedCourse } from '../src/learning/learning.ts';
import { openQuestionsOf } from '../src/qa/qa.ts';
import { reportPicture } from './course-report-picture.ts';
import { anyCourseIn } from './course-review-options.ts';

const DAYS_MAX = 730;
const DAY_MS = 86_400_000;
/** As many as one message holds; all stand in the files. */
const COURSES_SHOWN = 12;
const LESSONS_SHOWN = 20;
const COMMENTS_SHOWN = 8;
const TITLE_SHOWN = 60;
const COMMENT_SHOWN = 150;
const COLOUR = 0x5865f2;

export const courseReport: Action = action({
  access: 'everyone',
  options: { course: anyCourseIn(['published', 'archived']), days: integer({ min: 1, max: DAYS_MAX }) },
  async run(app, call, { course: courseId, days }) {
    const courses = await reportedTo(app, call, courseId);
    const from = days === null ? null : new Date(call.at.getTime() - days * DAY_MS);
    const reports = await reportCourses(app, call.guildId, courses, from);
    const span = { from: from ?? new Date(0), to: new Date(call.at.getTime() + 1) };
    const asked = await openQuestionsOf(app, call.guildId, span);
    const lines = courses.map((course, index) => ({
      course,
      report: reports[index]!,
      questions: asked.find((one) => one.courseId === course.courseId) ?? { asked: 0, unanswered: 0 },
    }));
    const [only] = lines;
    if (courseId === null || !only) return listReply(call, lines, days);
    const { started } = only.report;
    const detail = await reportDetail(app, call.guildId, only.course, from, started);
    return oneReply(app, call, only, detail, days);
  },
});

interface Line {
  readonly course: ReportedCourse;
  readonly report: CourseReport;
  readonly questions: { readonly asked: number; readonly unanswered: number };
}

/** The course that is named, also one that was taken down, or all they may know of. @throws Refusal `course.unknown`, `course.owner-only`. */
async function reportedTo(
  app: App,
  { guildId, userId, isStaff }: Call,
  courseId: number | null,
): Promise<readonly ReportedCourse[]> {
  if (courseId === null)
    return app.courses
      .listOf(guildId)
      .filter(({ creatorId }) => isStaff || creatorId === userId)
      .toSorted((one, other) => one.courseId - other.courseId);
  const { creatorId, publishedId } = await getCourse(app, guildId, courseId);
  if (publishedId === null) throw new Refusal('course.unknown', {});
  const { title } = await getVersion(app, guildId, publishedId);
  if (!isStaff && creatorId !== userId) throw new Refusal('course.owner-only', { title });
  return [{ courseId, versionId: publishedId, title }];
}

function listReply(call: Call, lines: readonly Line[], days: number | null): Reply {
  const { report: words, rating } = call.words.insight;
  if (lines.length === 0) return { content: call.isStaff ? words.nothing : words.nothingOwn };
  const busiest = lines.toSorted((one, other) => other.report.viewed - one.report.viewed);
  const shown = busiest.slice(0, COURSES_SHOWN).map(({ course, report }) =>
    words.course({
      ...report,
      title: oneLine(course.title, TITLE_SHOWN),
      rating: rating(summariseRatings(ratingsOf(report.starCounts))),
    }),
  );
  const more = lines.length - shown.length;
  const text = [
    words.of({ days }),
    ...stepLines(call, addFunnels(lines.map(({ report }) => report))),
    '',
    ...shown,
    ...(more > 0 ? [words.moreCourses({ count: more })] : []),
  ];
  const description = shorten(text.join('\n'), LONGEST_DESCRIPTION);
  const title = call.isStaff ? words.allTitle : words.ownTitle;
  return { embeds: [{ title, description, color: COLOUR }], files: [coursesFile(call, lines)] };
}

async function oneReply(
  app: App,
  call: Call,
  line: Line,
  detail: CourseDetail,
  days: number | null,
): Promise<Reply> {
  const { report: words, rating } = call.words.insight;
  const { course, report, questions } = line;
  const text = [
    words.of({ days }),
    ...stepLines(call, report),
    rating(summariseRatings(ratingsOf(report.starCounts))),
    ...(report.medianDays === null ? [] : [words.median({ days: report.medianDays })]),
    words.questions(questions),
    ...(report.inRoom > 0 ? [words.room({ count: report.inRoom })] : []),
  ];
  const embed = (title: string, lines: readonly string[]) => ({
    title,
    description: shorten(lines.join('\n'), LONGEST_DESCRIPTION),
    color: COLOUR,
  });
  const comments = commentLines(call, detail);
  const picture = await reportPicture(app, call, course, report, detail);
  return {
    embeds: [
      {
        ...embed(words.title({ title: oneLine(course.title, TITLE_SHOWN) }), text),
        image: { url: `attachment://${picture.name}` },
      },
      embed(words.lessons, lessonLines(call, report.started, detail)),
      embed(words.comments, comments),
    ],
    files: [picture, coursesFile(call, [line]), ...detailFiles(call, detail)],
  };
}

function detailFiles({ words }: Call, { lessons, comments }: CourseDetail): AttachedFile[] {
  const { lessonsFile, lessonColumns, commentsFile, commentColumns } = words.insight.report;
  const lessonRows = lessons.map(({ title, done, ratio }, index) => [
    index + 1,
    title,
    done,
    ratio?.toFixed(3) ?? '',
  ]);
  const commentRows = (comments ?? []).map(({ stars, comment }) => [stars, comment]);
  return [
    csvFile(lessonsFile, lessonColumns, lessonRows),
    ...(comments === null ? [] : [csvFile(commentsFile, commentColumns, commentRows)]),
  ];
}

function stepLines({ words }: Call, { viewed, started, finished, rated }: Funnel): string[] {
  const { steps, step, ofViewed, ofStarted } = words.insight.report;
  return [
    step({ name: steps.viewed, count: viewed, ratio: null, of: null }),
    step({ name: steps.started, count: started, ratio: shareOf(started, viewed), of: ofViewed }),
    step({ name: steps.finished, count: finished, ratio: shareOf(finished, started), of: ofStarted }),
    step({ name: steps.rated, count: rated, ratio: shareOf(rated, started), of: ofStarted }),
  ];
}

function lessonLines({ words }: Call, started: number, { lessons }: CourseDetail): string[] {
  const { lesson, moreLessons } = words.insight.report;
  const worst = mostStopAt(started, lessons);
  const more = lessons.length - LESSONS_SHOWN;
  return [
    ...lessons.slice(0, LESSONS_SHOWN).map(({ title, done, ratio }, index) =>
      lesson({
        position: index + 1,
        title: oneLine(title, TITLE_SHOWN),
        done,
        ratio,
        isWorst: index === worst,
      }),
    ),
    ...(more > 0 ? [moreLessons({ count: more })] : []),
  ];
}

function commentLines({ words }: Call, { comments }: CourseDetail): string[] {
  const { comment: line, moreComments, fewComments } = words.insight.report;
  if (comments === null) return [fewComments({ least: COMMENTS_MIN })];
  const more = comments.length - COMMENTS_SHOWN;
  return [
    ...comments
      .slice(0, COMMENTS_SHOWN)
      .map(({ stars, comment }) => line({ stars, comment: oneLine(comment, COMMENT_SHOWN) })),
    ...(more > 0 ? [moreComments({ count: more })] : []),
  ];
}

function coursesFile({ words }: Call, lines: readonly Line[]) {
  const { coursesFile: name, courseColumns } = words.insight.report;
  const rows = lines.map(({ course, report, questions }) => {
    const rating = summariseRatings(ratingsOf(report.starCounts));
    return [
      course.courseId,
      course.title,
      report.viewed,
      report.started,
      report.finished,
      report.rated,
      rating?.mean.toFixed(2) ?? '',
      rating?.low.toFixed(2) ?? '',
      rating?.high.toFixed(2) ?? '',
      report.medianDays?.toFixed(1) ?? '',
      questions.asked,
      questions.unanswered,
      report.inRoom,
    ];
  });
  return csvFile(name, courseColumns, rows);
}
