/** English words of reviewing, publishing and running courses: threads, /review, and the staff's part of /course. */
import type { CommandWords } from '../command-words.ts';
import { formatCount, formatInstant } from '../format.ts';
import { escapeMarkup, oneLine } from '../markup.ts';
import { versionStates } from './courses-refusals.ts';

const counted = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${formatCount(count, 'en')} ${many}`;

const bold = (title: string) => `**${oneLine(title, 100)}**`;
const person = (userId: string | null) =>
  userId === null ? 'somebody who asked to be forgotten' : `<@${userId}>`;

export const coursesReview = {
  checks: {
    correctness: 'Correctness',
    structure: 'Structure',
    originality: 'Originality',
    language: 'Language',
  },
  checkHints: {
    correctness: 'What it teaches is true and works today',
    structure: 'Its lessons build on one another; the minutes are realistic',
    originality: 'It is their own work, or says whose it is',
    language: 'It is clear and written with care',
  },
  states: versionStates,
  version: (facts: { number: number; title: string }) => `v${facts.number} · ${facts.title}`,
  thread: {
    reviewers: (userIds: readonly string[]) =>
      `Reviewers: ${userIds.map((userId) => `<@${userId}>`).join(' ')}`,
    submitted: (facts: { number: number; userId: string | null }) =>
      facts.number === 1
        ? `${person(facts.userId)} submitted a new course.`
        : `${person(facts.userId)} submitted version ${facts.number}.`,
    howTo: (facts: { approvals: number }) =>
      `**How it is reviewed** · Reviewers open the submission, tick the checklist and approve it, ask for changes or reject it. It needs ${facts.approvals === 1 ? 'one approval' : `approvals by ${facts.approvals} different people`}, never by the creator. Talk about it here.`,
    earlier: (facts: { threadId: string }) =>
      `-# What was said about the version before: <#${facts.threadId}>`,
    open: 'Open the submission',
    approve: (facts: { userId: string | null; count: number; needed: number }) =>
      `✅ ${person(facts.userId)} approved it (${facts.count} of ${facts.needed}).`,
    approved: (facts: { userId: string | null; creatorId: string | null }) =>
      `✅ ${person(facts.userId)} approved it, and that is enough. ${facts.creatorId === null ? 'Staff' : `<@${facts.creatorId}>, you`} can publish it now: \`/course publish\`.`,
    recounted: (facts: { creatorId: string | null }) =>
      `✅ Fewer approvals are needed now, and it has enough. ${facts.creatorId === null ? 'Staff' : `<@${facts.creatorId}>, you`} can publish it now: \`/course publish\`.`,
    'request-changes': (facts: { userId: string | null; creatorId: string | null }) =>
      `✏️ ${person(facts.userId)} asks for changes. ${facts.creatorId === null ? '' : `<@${facts.creatorId}>, \`/course edit\` begins the next version with everything as it is.`}`,
    reject: (facts: { userId: string | null; creatorId: string | null }) =>
      `⛔ ${person(facts.userId)} rejected it.${facts.creatorId === null ? '' : ` <@${facts.creatorId}>`}`,
    withdraw: (facts: { userId: string | null }) => `↩️ ${person(facts.userId)} withdrew it.`,
    publish: (facts: { number: number; userId: string | null }) =>
      `🎓 ${person(facts.userId)} published version ${facts.number}.`,
    archive: (facts: { userId: string | null }) =>
      `📦 ${person(facts.userId)} archived the course: it is off the list and cannot be learned.`,
    restore: (facts: { userId: string | null }) => `📚 ${person(facts.userId)} restored the course.`,
    transferred: (facts: { userId: string | null; toId: string }) =>
      `🤝 ${person(facts.userId)} made <@${facts.toId}> the creator of this course.`,
    forgotten: 'Whoever submitted this asked to be forgotten, so it is gone.',
    publishNow: 'Publish',
    /** In a direct message, where there is no thread. */
    direct: (facts: { title: string; community: string; text: string }) =>
      `${bold(facts.title)} (${escapeMarkup(facts.community)})\n${facts.text}`,
    stale: (facts: { creatorId: string; title: string; days: number; at: Date }) =>
      `⏰ <@${facts.creatorId}>, ${bold(facts.title)} was last updated ${formatInstant(facts.at, 'R')}. That is more than ${counted(facts.days, 'day', 'days')} ago: is everything still right? \`/course edit\` begins an update.`,
    view: 'View the course',
  },
  staff: {
    noThread: (facts: { title: string; number: number; reason: string }) =>
      `⚠️ Version ${facts.number} of ${bold(facts.title)} is waiting for reviewers, but I could not open a thread for it: ${facts.reason}\nI try again every hour and when the settings change. \`/review queue\` shows it all the same.`,
    noAnnouncement: (facts: { title: string; reason: string }) =>
      `⚠️ ${bold(facts.title)} was published, but I could not announce it: ${facts.reason}\nI try again every hour and when the settings change.`,
    staleHead: (facts: { count: number; days: number }) =>
      `⏰ ${counted(facts.count, 'course', 'courses')} not updated for ${facts.days} days, whose creators I could not remind. \`/course transfer\` gives one to somebody else, \`/course archive\` takes it off the list.`,
    staleLine: (facts: { title: string; at: Date }) =>
      `- ${bold(facts.title)}, ${formatInstant(facts.at, 'R')}`,
  },
  queue: {
    title: 'Waiting for review',
    empty: 'Nothing is waiting for review.',
    line: (facts: {
      title: string;
      number: number;
      creatorId: string | null;
      at: Date;
      count: number;
      needed: number;
      by: readonly string[];
      isOwn: boolean;
    }) =>
      `${bold(facts.title)} · v${facts.number} · ${person(facts.creatorId)}${facts.isOwn ? ' (your own)' : ''}\n-# submitted ${formatInstant(facts.at, 'R')} · ${facts.count} of ${facts.needed} approvals${facts.by.length > 0 ? ` (${facts.by.map((userId) => `<@${userId}>`).join(', ')})` : ''}`,
    thread: (threadId: string) => ` · <#${threadId}>`,
    noThread: ' · ⚠️ its thread could not be opened',
    tooFew: (facts: { needed: number; count: number }) =>
      `⚠️ ${formatCount(facts.needed, 'en')} have to approve it, but only ${counted(facts.count, 'person', 'people')} besides its creator can. Name reviewers or ask for fewer approvals: \`/course settings\`.`,
    pick: 'Open a submission',
    page: (facts: { page: number; pages: number }) => `Page ${facts.page} of ${facts.pages}`,
    back: 'Back',
    next: 'Next',
  },
  submission: {
    creator: (facts: { creatorId: string | null; at: Date | null; hasLeft: boolean }) =>
      `**Creator** · ${person(facts.creatorId)}${facts.hasLeft ? ' (has left the server)' : ''}${facts.at ? `, submitted ${formatInstant(facts.at, 'R')}` : ''}`,
    state: (facts: { state: keyof typeof versionStates }) => `**State** · ${versionStates[facts.state]}`,
    thread: (threadId: string) => `**Thread** · <#${threadId}>`,
    lessons: 'Lessons',
    compared: (facts: { number: number }) => `**Compared with published version ${facts.number}**`,
    added: (facts: { title: string }) => `🆕 ${oneLine(facts.title, 80)}`,
    changed: (facts: { title: string }) => `✏️ ${oneLine(facts.title, 80)}`,
    gone: (facts: { title: string }) => `🗑️ ~~${oneLine(facts.title, 80)}~~`,
    moved: '↕️ The order of the lessons changed',
    facts: '✏️ Title, summary, topics, level, language or tier changed',
    same: 'No lesson changed.',
    more: (count: number) => `-# … and ${formatCount(count, 'en')} more`,
    reviews: '**Decided so far**',
    review: (facts: {
      userId: string | null;
      verdict: 'approve' | 'changes' | 'reject';
      at: Date;
      reason: string | null;
    }) =>
      `${{ approve: '✅', changes: '✏️', reject: '⛔' }[facts.verdict]} ${person(facts.userId)}, ${formatInstant(facts.at, 'R')}${facts.reason === null ? '' : `: ${oneLine(facts.reason, 300)}`}`,
    checklist: 'Tick what is good',
    approve: 'Approve',
    changes: 'Ask for changes',
    reject: 'Reject',
    overview: 'Overview',
    readLessons: 'Lessons',
  },
  reason: {
    changesTitle: 'Ask for changes',
    rejectTitle: 'Reject',
    label: 'What has to change, and why',
    rejectLabel: 'Why it is rejected',
    hint: 'The creator and the other reviewers read it',
  },
  said: {
    approve: (facts: { title: string; number: number; count: number; needed: number }) =>
      `You approved version ${facts.number} of ${bold(facts.title)}: ${facts.count} of ${facts.needed} approvals.`,
    approved: (facts: { title: string; number: number }) =>
      `You approved version ${facts.number} of ${bold(facts.title)}, and that is enough. I will tell its creator that it can be published.`,
    changes: (facts: { title: string; number: number }) =>
      `You asked for changes to version ${facts.number} of ${bold(facts.title)}. I will tell its creator why.`,
    reject: (facts: { title: string; number: number }) =>
      `You rejected version ${facts.number} of ${bold(facts.title)}. I will tell its creator why.`,
  },
  published: (facts: { title: string; number: number; channelId: string | null }) =>
    `Version ${facts.number} of ${bold(facts.title)} is published.${facts.channelId === null ? ' No channel is set for announcements, so there is none.' : ` It is announced in <#${facts.channelId}>.`}`,
  archiveForm: {
    title: (facts: { title: string }) => `Archive: ${facts.title}`,
    reason: 'Why (shown in its history)',
    what: 'It leaves the list and cannot be learned any more. Only staff can restore it.',
  },
  archived: (facts: { title: string }) =>
    `${bold(facts.title)} is archived: it is off the list and cannot be learned. Everybody’s progress is kept. Staff can restore it: \`/course restore\`.`,
  restored: (facts: { title: string }) => `${bold(facts.title)} is back on the list.`,
  transferred: (facts: { title: string; userId: string }) =>
    `<@${facts.userId}> is the creator of ${bold(facts.title)} from now on.`,
  room: {
    none: (facts: { title: string }) => `${bold(facts.title)} no longer has a room.`,
    thread: (facts: { title: string }) =>
      `The learners of ${bold(facts.title)} meet in a private thread, which opens when the first one starts.`,
    role: (facts: { title: string; roleId: string }) =>
      `The learners of ${bold(facts.title)} get <@&${facts.roleId}>, which opens their channel.`,
  },
  history: {
    title: (facts: { title: string }) => `History of ${facts.title}`,
    line: (facts: {
      at: Date;
      what: string;
      number: number | null;
      userId: string | null;
      /** Where nobody did it. */
      isByBot: boolean;
      note: string | null;
    }) =>
      `${formatInstant(facts.at)} · ${facts.number === null ? '' : `v${facts.number} `}**${facts.what}**${facts.isByBot ? '' : ` · ${person(facts.userId)}`}${facts.note === null ? '' : `\n> ${oneLine(facts.note, 200)}`}`,
    kinds: {
      edit: 'edited',
      submit: 'submitted',
      withdraw: 'withdrawn',
      approve: 'approved',
      'request-changes': 'changes requested',
      reject: 'rejected',
      publish: 'published',
      supersede: 'replaced by a newer version',
      archive: 'archived',
      restore: 'restored',
      revise: 'revised',
      drafted: 'begun',
      room: 'room changed',
      transferred: 'given to another creator',
      reminded: 'creator reminded',
      recounted: 'approved, since fewer approvals are needed',
    },
  },
  settings: {
    title: 'How courses work here',
    saved: 'Saved.',
    labels: {
      reviewerRole: 'Reviewers',
      roomsChannel: 'Threads',
      announceChannel: 'Announcements',
      approvals: 'Approvals',
      stale: 'Reminder to update after',
      anonymous: 'Questions without a name',
      pool: 'Shared by creators each month',
    },
    onlyStaff: 'only staff',
    roleAndStaff: (roleId: string) => `<@&${roleId}> and staff`,
    reviewersGone: 'the role was deleted, so only staff review; choose another: `reviewer-role:`',
    noRooms: 'not set: submissions and courses have no threads',
    nowhere: 'not set: nothing is announced',
    approvals: (count: number) => `${counted(count, 'person', 'different people')}, never the creator`,
    tooFew: (facts: { needed: number; count: number }) =>
      `only ${counted(facts.count, 'person', 'people')} can review. Give more people a role for it (\`reviewer-role:\`), or ask for fewer approvals (\`approvals:\`)`,
    days: (days: number) => counted(days, 'day', 'days'),
    allowed: 'allowed',
    refused: 'not allowed',
    noPool: 'nothing',
    gone: 'it was deleted',
    notText: 'it is not a text channel',
    missing: (permissions: readonly string[]) => `I lack ${permissions.join(', ')} there`,
    problem: (text: string) => `⚠️ ${text}`,
  },
};

export const coursesReviewRefusals = {
  'course.checklist': ({ missing }: { missing: readonly (keyof typeof coursesReview.checks)[] }) =>
    `To approve it, tick everything. Still open: ${missing.map((check) => coursesReview.checks[check]).join(', ')}. What is not good is a reason to ask for changes.`,
  'course.no-reason': () => 'Say why, so that the creator knows what to do.',
  'course.reviewer-role-everyone': () => 'Everybody has that role. Choose one for reviewers only.',
  'course.room-role-missing': () =>
    'Please say which role opens the channel: `/course room kind:role role:`.',
  'course.room-role-taken': ({ roleId }: { roleId: string }) =>
    `<@&${roleId}> is used for something else: everybody, staff, admins, reviewers or a paid tier. Make a role for this course alone.`,
  'course.room-role-ruling': ({ roleId }: { roleId: string }) =>
    `<@&${roleId}> gives its holders rights over the server or its members. The role of a course must not.`,
  'course.room-role-used': ({ roleId, title }: { roleId: string; title: string }) =>
    `<@&${roleId}> already opens the room of ${bold(title)}. Each course needs a role of its own.`,
  'course.not-a-creator': ({ userId }: { userId: string }) =>
    `<@${userId}> is not a creator here. They can apply: \`/creator apply\`.`,
  'course.transfer-reviewer': ({ userId, title }: { userId: string; title: string }) =>
    `<@${userId}> reviewed the unpublished version of ${bold(title)}, and nobody reviews their own course. Transfer it once that version is published or withdrawn.`,
  'course.transfer-same': ({ userId, title }: { userId: string; title: string }) =>
    `${bold(title)} already belongs to <@${userId}>.`,
};

const course = { name: 'course', description: 'Which course' };

export const courseReviewActions = {
  publish: {
    name: 'publish',
    description: 'Publish an approved version (its creator, staff)',
    options: { course },
  },
  archive: {
    name: 'archive',
    description: 'Take a course off the list (its creator, staff)',
    options: { course },
  },
  restore: { name: 'restore', description: 'Put an archived course back', options: { course } },
  transfer: {
    name: 'transfer',
    description: 'Give a course to another creator',
    options: { course, member: { name: 'member', description: 'Its creator from now on' } },
  },
  history: {
    name: 'history',
    description: 'All that happened to a course (its creator, reviewers)',
    options: { course },
  },
  room: {
    name: 'room',
    description: 'Where the learners of a course meet',
    options: {
      course,
      kind: {
        name: 'kind',
        description: 'A thread, a channel behind a role, or none',
        choices: { none: 'none', thread: 'private thread', role: 'role' },
      },
      role: { name: 'role', description: 'The role that opens the channel' },
    },
  },
  settings: {
    name: 'settings',
    description: 'Show or change how courses work here',
    options: {
      'reviewer-role': { name: 'reviewer-role', description: 'Who reviews, besides staff' },
      'rooms-channel': { name: 'rooms-channel', description: 'Where threads are opened' },
      'announce-channel': { name: 'announce-channel', description: 'Where courses are announced' },
      approvals: { name: 'approvals', description: 'How many must approve' },
      'stale-days': { name: 'stale-days', description: 'Days without an update until a reminder' },
      'anonymous-questions': { name: 'anonymous-questions', description: 'Questions without a name' },
      'payout-pool': { name: 'payout-pool', description: 'Shared each month, like 5000.00' },
      clear: {
        name: 'clear',
        description: 'Take something away',
        choices: {
          'reviewer-role': 'reviewers',
          'rooms-channel': 'threads',
          'announce-channel': 'announcements',
          'payout-pool': 'pool',
        },
      },
    },
  },
};

export const reviewCommands = {
  review: {
    name: 'review',
    description: 'Review what creators submit',
    subcommands: {
      queue: { name: 'queue', description: 'What is waiting for review' },
      open: {
        name: 'open',
        description: 'Read a submission and decide',
        options: { version: { name: 'version', description: 'Which submission' } },
      },
    },
  },
} satisfies Record<string, CommandWords>;
