/** English words of writing a course: the editor, its forms, one's own courses. */
import type { VersionState } from '../../courses/courses-states-rules.ts';
import { escapeMarkup } from '../markup.ts';
import { versionStates } from './courses-refusals.ts';

const lacking = {
  summary: 'a summary',
  topics: 'a topic',
  lessons: 'a lesson',
  changes: 'a word on what is new',
};

export const authoring = {
  /** @param facts.title escaped. */
  heading: (facts: { title: string; courseId: number; number: number }) =>
    `✏️ #${facts.courseId} ${facts.title} · version ${facts.number}`,
  noSummary: '*No summary yet. Press **Details**.*',
  noTopics: 'none yet',
  facts: (facts: { topics: string; level: string; language: string; tier: string }) =>
    `**Topics** · ${facts.topics}\n**Level** · ${facts.level}\n**Language** · ${facts.language}\n**Open to** · ${facts.tier}`,
  frameHint: '-# Level, language and tier: use the options of `/course edit`.',
  changes: (facts: { changes: string }) => `**What is new** · ${facts.changes}`,
  lessons: (facts: { count: number; max: number; length: string }) =>
    `**Lessons (${facts.count} of ${facts.max})** · ${facts.length}`,
  noLessons: '*None yet. Press **Add lesson**.*',
  lesson: (facts: { position: number; title: string; length: string; has: string }) =>
    `\`${facts.position}\` ${facts.title} · ${facts.length} · ${facts.has}`,
  has: { link: 'link', text: 'text', both: 'link and text' },
  lessonPage: (facts: { from: number; to: number; count: number }) =>
    `-# Lessons ${facts.from} to ${facts.to} of ${facts.count}`,
  lacking: (facts: { missing: readonly (keyof typeof lacking)[] }) =>
    `⏳ Before it can be submitted it still needs ${facts.missing.map((one) => lacking[one]).join(', ')}.`,
  ready: '✅ It can be submitted.',
  state: (facts: { state: VersionState; at: string | null }) =>
    `It is ${versionStates[facts.state]}${facts.at === null ? '' : ` (${facts.at})`} and its words can no longer change.`,
  /** @param facts.reasons escaped. */
  asked: (facts: { number: number; reasons: readonly string[] }) =>
    `**What reviewers said of version ${facts.number}**\n${facts.reasons.map((reason) => `- ${reason}`).join('\n')}`,
  buttons: {
    words: 'Details …',
    addLesson: 'Add lesson …',
    preview: 'Preview',
    submit: 'Submit',
    withdraw: 'Withdraw',
    back: 'Back',
    earlier: 'Previous lessons',
    later: 'Next lessons',
    change: 'Change …',
    up: 'Move up',
    down: 'Move down',
    remove: 'Remove',
    keep: 'Keep it',
  },
  removeSure: '**Remove this lesson?** Its words cannot be brought back.',
  chooseLesson: 'Change, move or remove a lesson …',
  wordsForm: {
    title: 'Details of the course',
    name: 'Title',
    summary: 'Summary: what people learn, and for whom',
    topics: 'Topics, separated by commas',
    topicsNote: (facts: { max: number }) => `At most ${facts.max}, for example: Rust, distributed systems`,
    changes: 'What is new in this version',
  },
  lessonForm: {
    addTitle: 'Add a lesson',
    changeTitle: 'Change the lesson',
    name: 'Title',
    link: 'Link (or text below, or both)',
    text: 'Text',
    minutes: 'Minutes it takes',
  },
  previewed: 'This is how members will see it:',
  submitted: (facts: { title: string; hasThread: boolean }) =>
    `📨 “${escapeMarkup(facts.title)}” is with the reviewers.${facts.hasThread ? ' They will talk with you in a private thread.' : ' I will tell you in a direct message what they decide.'} \`/course withdraw\` takes it back, \`/course drafts\` shows where it stands.`,
  tooFewReviewers: (facts: { needed: number; count: number }) =>
    `⚠️ It needs approvals by ${facts.needed === 1 ? 'somebody' : `${facts.needed} people`} other than you, but ${facts.count === 0 ? 'nobody else' : `only ${facts.count}`} can review here so far. An admin can name reviewers or ask for fewer approvals: \`/course settings\`.`,
  withdrawn: (facts: { title: string; number: number }) =>
    `Version ${facts.number} of “${escapeMarkup(facts.title)}” is withdrawn. \`/course edit\` goes on where you left off.`,
  drafts: {
    title: 'Courses you make',
    none: 'You have not made a course yet. `/course draft` begins one.',
    line: (facts: { courseId: number; title: string; number: number; state: VersionState }) =>
      `**#${facts.courseId} ${facts.title}** · version ${facts.number} · ${versionStates[facts.state]}`,
    rest: (facts: { count: number }) => `-# … and ${facts.count} older: \`/course edit\` finds them.`,
    /** What to do next. */
    next: {
      draft: '`/course edit` goes on with it',
      submitted: 'reviewers decide; `/course withdraw` takes it back',
      'changes-requested': '`/course edit` begins the next version',
      rejected: 'it cannot be submitted again; `/course draft` begins another course',
      approved: '`/course publish` makes it public',
      published: '`/course edit` begins the next version',
      superseded: '`/course edit` begins the next version',
      archived: 'only staff can restore it',
      withdrawn: '`/course edit` goes on where you left off',
    } as Record<VersionState, string>,
    rejectedUpdate: 'the published version stays; `/course edit` begins another version from it',
    publishedBefore: 'an older version stays published meanwhile',
  },
  /** In a list of suggestions, without markup. */
  suggestion: (facts: { courseId: number; title: string; state: VersionState }) =>
    `#${facts.courseId} ${facts.title} (${versionStates[facts.state]})`,
  openToAll: 'Open to all',
};
