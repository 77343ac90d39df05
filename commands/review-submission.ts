/** A submission as a reviewer reads it: an overview with the checklist, then its lessons with links and texts, page by page. */
import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { App } from '../src/app.ts';
import {
  CHECKS,
  compareVersions,
  isOrWasTheirs,
  submissionOf,
  tierText,
  topicNames,
  totalMinutes,
} from '../src/courses/courses.ts';
import type { Check, CourseVersion, Lesson, Submission, Verdict } from '../src/courses/courses.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { escapeMarkup, shorten, splitText } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';

/** Arguments: the version, the page from 0, and what is ticked, as `ticksOf` writes it. */
export const PAGE = 'review.page';
/** Arguments: the version, the page. */
export const TICK = 'review.tick';
/** Arguments: the version, what is ticked. */
export const APPROVE = 'review.approve';
/** Arguments: the version, the verdict that needs a reason, what is ticked. */
export const ASK = 'review.ask';

/** Characters of a page below its heading, as shown. */
const PAGE_MAX = 3_800;
/** Characters of a part of a text, as typed: switching off its markup may double them. */
const PART_MAX = 1_800;
const COMPARED_SHOWN = 12;
const REVIEWS_SHOWN = 8;

/** The checks as a number: one bit for each, in their order. */
export function ticksOf(checks: readonly string[]): number {
  return CHECKS.reduce((sum, check, index) => sum + (checks.includes(check) ? 2 ** index : 0), 0);
}

export function checksOf(ticks: number): Check[] {
  return CHECKS.filter((_, index) => Math.floor(ticks / 2 ** index) % 2 === 1);
}

/** @param page 0: the overview. @throws Refusal `course.unknown`, also for whoever has no business with it. */
export async function submissionReply(
  app: App,
  call: Call,
  versionId: number,
  page: number,
  ticks: number,
): Promise<Reply> {
  const submission = await submissionOf(app, call.guildId, versionId, call);
  const { course, version } = submission;
  const isCreator = course.creatorId === call.userId;
  if (!isCreator && !call.isReviewer) throw new Refusal('course.unknown', {});
  const lessonPages = pagesOf(call, version.lessons);
  const shown = Math.min(page, lessonPages.length);
  const { submission: words, queue } = call.words.coursesReview;
  const title = call.words.coursesReview.version({
    number: version.number,
    title: escapeMarkup(version.title),
  });
  const description =
    shown === 0 ? overviewOf(app, call, submission) : `### ${words.lessons}\n${lessonPages[shown - 1]}`;
  const footer = queue.page({ page: shown + 1, pages: lessonPages.length + 1 });
  const decides =
    !isOrWasTheirs(course, call.userId) && (version.state === 'submitted' || version.state === 'approved');
  return {
    embeds: [{ title, description, footer: { text: footer } }],
    components: [
      ...turns(call, versionId, ticks, shown, lessonPages.length),
      ...(decides ? verdictRows(call, versionId, ticks, shown) : []),
    ],
  };
}

type Read = Awaited<ReturnType<typeof submissionOf>>;

function overviewOf(app: App, call: Call, submission: Read): string {
  const { guildId, locale, words } = call;
  const { course, version, published } = submission;
  const { submission: said } = words.coursesReview;
  const { labels, levels, languages, lessonsHead, topicList } = words.courses;
  const { creatorId } = course;
  const fact = (label: string, value: string) => `**${label}** · ${value}`;
  const hasLeft = creatorId !== null && app.roleHands.isMember(guildId, creatorId) === false;
  const lines = [
    said.creator({ creatorId, at: version.submittedAt, hasLeft }),
    said.state({ state: version.state }),
    ...(version.reviewThreadId === null ? [] : [said.thread(version.reviewThreadId)]),
    fact(labels.level, levels[version.level]),
    fact(labels.language, languages[version.language]),
    fact(labels.needs, tierText(app, guildId, locale, version.tierId)),
    fact(labels.topics, topicList(topicNames(app, guildId, locale, version.topics).map(escapeMarkup))),
    lessonsHead({ count: version.lessons.length, minutes: totalMinutes(version.lessons) }),
    '',
    shorten(escapeMarkup(version.summary), 1_200),
    ...(version.changes === null
      ? []
      : ['', fact(labels.changes, shorten(escapeMarkup(version.changes), 600))]),
    ...(published ? ['', ...comparisonLines(call, published, version)] : []),
    ...reviewLines(call, submission),
  ];
  return shorten(lines.join('\n'), LONGEST_DESCRIPTION);
}

function comparisonLines(call: Call, published: CourseVersion, version: CourseVersion): string[] {
  const { submission: said } = call.words.coursesReview;
  const { added, changed, gone, isReordered, hasOtherFacts } = compareVersions(published, version);
  const lines = [
    ...(hasOtherFacts ? [said.facts] : []),
    ...added.map(said.added),
    ...changed.map(said.changed),
    ...gone.map(said.gone),
    ...(isReordered ? [said.moved] : []),
  ];
  const isSame = added.length + changed.length + gone.length === 0 && !isReordered;
  const rest = lines.length - COMPARED_SHOWN;
  return [
    said.compared({ number: published.number }),
    ...lines.slice(0, COMPARED_SHOWN),
    ...(isSame ? [said.same] : []),
    ...(rest > 0 ? [said.more(rest)] : []),
  ];
}

function reviewLines(call: Call, { reviews }: Submission): string[] {
  const { submission: said } = call.words.coursesReview;
  return reviews.length === 0 ? [] : ['', said.reviews, ...reviews.slice(-REVIEWS_SHOWN).map(said.review)];
}

/** Every word of the lessons, safe to be shown, in pages. */
function pagesOf(call: Call, lessons: readonly Lesson[]): string[] {
  const pages: string[] = [];
  for (const part of lessons.flatMap((lesson, index) => partsOf(call, lesson, index + 1))) {
    const last = pages.pop();
    const longer = last === undefined ? part : `${last}\n${part}`;
    pages.push(...(last === undefined || longer.length <= PAGE_MAX ? [longer] : [last, part]));
  }
  return pages;
}

function partsOf({ words }: Call, { title, link, text, minutes }: Lesson, position: number): string[] {
  const head = words.courses.lesson({ position, title: `**${escapeMarkup(title)}**`, minutes });
  const parts = text === null ? [] : splitText(text, PART_MAX).map(escapeMarkup);
  return [[head, ...(link === null ? [] : [`🔗 ${link}`])].join('\n'), ...parts];
}

function turns(
  { words }: Call,
  versionId: number,
  ticks: number,
  page: number,
  lastPage: number,
): APIMessageTopLevelComponent[] {
  const { queue, submission } = words.coursesReview;
  const turn = (label: string, to: number) => button(label, componentId(PAGE, versionId, to, ticks));
  return buttonRow([
    ...(page > 0 ? [turn(page === 1 ? submission.overview : queue.back, page - 1)] : []),
    ...(page < lastPage ? [turn(page === 0 ? submission.readLessons : queue.next, page + 1)] : []),
  ]);
}

function verdictRows(
  { words }: Call,
  versionId: number,
  ticks: number,
  page: number,
): APIMessageTopLevelComponent[] {
  const { submission, checks, checkHints } = words.coursesReview;
  const ticked = checksOf(ticks);
  const ask = (label: string, verdict: Verdict, look: 'plain' | 'danger') =>
    button(label, componentId(ASK, versionId, verdict, ticks), look);
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: componentId(TICK, versionId, page),
          placeholder: submission.checklist,
          min_values: 0,
          max_values: CHECKS.length,
          options: CHECKS.map((check) => ({
            label: checks[check],
            value: check,
            description: checkHints[check],
            default: ticked.includes(check),
          })),
        },
      ],
    },
    ...buttonRow([
      { ...button(submission.approve, componentId(APPROVE, versionId, ticks)), style: ButtonStyle.Success },
      ask(submission.changes, 'changes', 'plain'),
      ask(submission.reject, 'reject', 'danger'),
    ]),
  ];
}
