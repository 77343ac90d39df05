/** English sentences for what cannot be done with courses. */
import type { RefusalFacts } from '../../kernel/errors.ts';
import type { ChannelProblem } from '../../discord/messenger.ts';
import { escapeMarkup, oneLine, shorten } from '../markup.ts';

/** What people typed may be long. */
const GIVEN_SHOWN = 80;
/** Of a reviewer's reason: all of it escaped, it still fits. */
const REASON_SHOWN = 700;

const quoted = (text: string) => `“${escapeMarkup(shorten(text.replaceAll(/\s+/g, ' '), GIVEN_SHOWN))}”`;

/** How a version stands, as part of a sentence. */
export const versionStates = {
  draft: 'a draft',
  submitted: 'under review',
  'changes-requested': 'waiting for changes',
  rejected: 'rejected',
  approved: 'approved',
  published: 'published',
  superseded: 'replaced by a newer version',
  archived: 'archived',
  withdrawn: 'withdrawn',
};

const acts = {
  edit: 'edited',
  submit: 'submitted',
  withdraw: 'withdrawn',
  approve: 'approved',
  'request-changes': 'sent back for changes',
  reject: 'rejected',
  publish: 'published',
  supersede: 'replaced',
  archive: 'archived',
  restore: 'restored',
  revise: 'changed',
};

const missing = {
  summary: 'a summary',
  topics: 'a topic',
  lessons: 'a lesson',
  changes: 'a word on what is new',
};

const verdicts = { approve: 'approved', changes: 'asked for changes to', reject: 'rejected' };

const channelProblem = ({ kind, missing: lacking }: ChannelProblem): string => {
  if (kind === 'gone') return 'it was deleted';
  return kind === 'not-text' ? 'it cannot hold threads' : `I lack ${lacking.join(', ')} there`;
};

export const coursesRefusals = {
  'course.unknown': () =>
    'There is no such course. Pick one of the suggestions while you type; `/course browse` shows what there is.',
  'course.state': ({ title, number, state, act }: RefusalFacts['course.state']) =>
    acts[act] === versionStates[state]
      ? `${quoted(title)} (version ${number}) is already ${versionStates[state]}.`
      : `${quoted(title)} (version ${number}) is ${versionStates[state]}, so it cannot be ${acts[act]}.`,
  'course.creator-only': ({ title }: { title: string }) =>
    `Only the creator of ${quoted(title)} can do this.`,
  'course.owner-only': ({ title }: { title: string }) =>
    `Only the creator of ${quoted(title)} and staff can do this.`,
  'course.reviewers-only': ({ reviewerRoleId }: { reviewerRoleId: string | null }) =>
    reviewerRoleId === null
      ? 'Only staff review courses here. Admins can name a role for it: `/course settings reviewer-role:`.'
      : `Only members with <@&${reviewerRoleId}> and staff review courses.`,
  'course.own-review': ({ title }: { title: string }) =>
    `${quoted(title)} is or was your own course: somebody else has to review it.`,
  'course.reviewed-already': ({ title, verdict }: RefusalFacts['course.reviewed-already']) =>
    `You already ${verdicts[verdict]} this version of ${quoted(title)}.`,
  'course.old-version': ({ title, number, latest }: RefusalFacts['course.old-version']) =>
    `That button belongs to version ${number} of ${quoted(title)}; by now there is version ${latest}. Open it again: \`/course edit\`, or \`/review open\` for reviewers.`,
  'course.rejected': ({ title, reason }: RefusalFacts['course.rejected']) =>
    `${quoted(title)} was rejected and cannot be submitted again.${reason === null ? '' : ` The reason: ${oneLine(reason, REASON_SHOWN)}`} You can draft another course: \`/course draft\`.`,
  'course.archived': ({ title }: { title: string }) =>
    `${quoted(title)} is archived. Staff must restore it first: \`/course restore\`.`,
  'course.in-the-works': ({ title, number, state }: RefusalFacts['course.in-the-works']) =>
    `Version ${number} of ${quoted(title)} is ${versionStates[state]}. To change it, take it back first: \`/course withdraw\`.`,
  'course.incomplete': (facts: RefusalFacts['course.incomplete']) =>
    `Before it can be submitted it still needs ${facts.missing.map((one) => missing[one]).join(', ')}.`,
  'course.link': ({ given }: { given: string }) =>
    `${quoted(given)} is not a web address. It must begin with https:// or http:// and a domain (no IP address, no user name before it), for example https://example.org/lesson-1.`,
  'course.lesson-empty': ({ title }: { title: string }) =>
    `The lesson ${quoted(title)} needs a link, a text, or both.`,
  'course.topic': ({ given, most }: RefusalFacts['course.topic']) =>
    `${quoted(given)} cannot be a topic. A topic has at most ${most} letters, digits, spaces and the signs . + # & / - _, and begins with a letter, a digit or a dot.`,
  'course.too-many-topics': ({ most }: { most: number }) => `A course has at most ${most} topics.`,
  'course.title': () => 'Please give it a title.',
  'course.too-long': ({ given, length, most }: RefusalFacts['course.too-long']) =>
    `${quoted(given)} is too long: it has ${length} characters, and at most ${most} fit.`,
  'course.lesson-gone': () => 'That lesson has been removed. Open the draft again: `/course edit`.',
  'course.form-late': () =>
    'I could not read the draft fast enough to open a form. Please open it again: `/course edit`.',
  'course.too-many-lessons': ({ most }: { most: number }) =>
    `A course has at most ${most} lessons. Join some of them, or make a second course.`,
  'course.minutes': ({ given, most }: RefusalFacts['course.minutes']) =>
    `${quoted(given)} is not a number of minutes. Write a whole number from 1 to ${most}.`,
  'course.tier-gone': () => 'That tier no longer exists. `/tier list` shows those there are.',
  'course.rooms-channel': ({ channelId, problem }: RefusalFacts['course.rooms-channel']) =>
    `I cannot open threads in <#${channelId}>: ${channelProblem(problem)}. Fix that, or choose another channel: \`/course settings rooms-channel:\`.`,
  'course.too-many-drafts': ({ most }: { most: number }) =>
    `You have ${most} unfinished courses, the most there can be. Finish or withdraw one first.`,
};
