/** English words of creators: applying, the post that asks staff, what applicants are told. */
import type { Creator, CreatorState } from '../../creators/creators-rules.ts';
import type { RefusalFacts } from '../../kernel/errors.ts';
import type { CommandWords } from '../command-words.ts';
import { formatCount, formatInstant } from '../format.ts';
import { escapeMarkup } from '../markup.ts';
import { insightCreatorActions } from './courses-insight.ts';

type Decided = Pick<Creator, 'state' | 'decidedBy' | 'decidedAt' | 'reason'>;

const because = (reason: string | null) => (reason === null ? '' : ` The reason: ${escapeMarkup(reason)}`);

const decisions: Record<CreatorState, string> = {
  applied: '⏳ Waiting for a decision',
  approved: '✅ Approved',
  rejected: '❌ Rejected',
  removed: '🚫 No longer a creator',
};

export const creators = {
  form: {
    title: 'Become a creator',
    field: 'What you know, and would teach',
    samples: 'What you made: links, or words about it',
    samplesNote: 'Staff read this and decide. I tell you their decision in a direct message.',
  },
  sent: (facts: { isWithStaff: boolean }) =>
    [
      '✅ Your application is with the staff.',
      facts.isWithStaff ? '' : 'They have no channel set yet and find it with `/creator applications`.',
      'I tell you their decision in a direct message; `/creator apply` shows at any time where it stands.',
    ]
      .filter((line) => line !== '')
      .join('\n'),
  standing: {
    applied: (facts: { appliedAt: Date }) =>
      `⏳ Your application of ${formatInstant(facts.appliedAt)} is with the staff. I tell you in a direct message what they decide.`,
    approved: 'You are a creator here. `/course draft` begins a course, `/course drafts` shows yours.',
    rejected: (facts: { decidedAt: Date | null; reason: string | null }) =>
      `❌ Your application was not accepted${facts.decidedAt ? ` ${formatInstant(facts.decidedAt, 'R')}` : ''}.${because(facts.reason)}\nYou can apply again; the form keeps what you wrote.`,
    removed: (facts: { reason: string | null }) =>
      `🚫 You are no longer a creator here; what you published stays.${because(facts.reason)}\nYou can apply again; the form keeps what you wrote.`,
    again: 'Apply again',
  },
  post: {
    title: 'Somebody wants to make courses',
    application: (facts: Pick<Creator, 'userId' | 'appliedAt' | 'field' | 'samples'>) =>
      [
        `<@${facts.userId}> applied ${formatInstant(facts.appliedAt)}.`,
        `**What they know**\n${escapeMarkup(facts.field)}`,
        `**What they made**\n${escapeMarkup(facts.samples)}`,
      ].join('\n'),
    forgotten: 'The applicant asked to be forgotten.',
    approve: 'Approve',
    reject: 'Reject …',
    decided: (facts: Decided) =>
      [
        `**${decisions[facts.state]}**${facts.decidedBy ? ` by <@${facts.decidedBy}>` : ''}${facts.decidedAt ? ` ${formatInstant(facts.decidedAt)}` : ''}`,
        ...(facts.reason === null ? [] : [escapeMarkup(facts.reason)]),
      ].join('\n'),
  },
  rejectForm: { title: 'Reject the application', reason: 'Why? They are told.' },
  decided: {
    approved: (facts: { userId: string }) => `✅ <@${facts.userId}> is a creator from now on.`,
    rejected: (facts: { userId: string }) => `The application of <@${facts.userId}> is rejected.`,
    told: 'They were told by direct message; if they take none, `/creator apply` tells them.',
    toldLater: 'Discord did not let me tell them just now; I will keep trying.',
    left: 'They are not in the server at the moment.',
  },
  told: {
    approved: (facts: { communityName: string }) =>
      `🎉 You are now a creator in **${escapeMarkup(facts.communityName)}**. Type \`/course draft\` there to begin your first course.`,
    rejected: (facts: { communityName: string; reason: string | null }) =>
      `Your application to make courses in **${escapeMarkup(facts.communityName)}** was not accepted.${because(facts.reason)}\nYou can apply again there: \`/creator apply\`.`,
  },
  applications: {
    none: 'No application is waiting.',
    place: (facts: { place: number; count: number }) =>
      `Application ${formatCount(facts.place, 'en')} of ${formatCount(facts.count, 'en')}, oldest first`,
    back: 'Back',
    next: 'Next',
  },
  removed: (facts: { userId: string }) =>
    `<@${facts.userId}> is no longer a creator. What they published stays; staff can archive it or give it to another creator: \`/course archive\`, \`/course transfer\`.`,
};

export const creatorsRefusals = {
  'creators.not-approved': ({ state, reason }: RefusalFacts['creators.not-approved']) => {
    if (state === 'applied')
      return 'Only creators write courses, and your application is still waiting. `/creator apply` shows where it stands.';
    if (state === 'removed')
      return `You are no longer a creator here and cannot write courses; what you published stays.${because(reason)}`;
    return 'Only creators write courses. Apply with `/creator apply`; staff decide.';
  },
  'creators.applied-already': ({ state }: RefusalFacts['creators.applied-already']): string =>
    state === 'approved'
      ? 'You are already a creator. `/course draft` begins a course.'
      : 'You have already applied, and staff have not decided yet.',
  'creators.empty': () => 'Please write a few words in both fields; staff decide by them.',
  'creators.unknown': ({ userId }: { userId: string }) =>
    `<@${userId}> is not a creator here and has not applied.`,
  'creators.decided': ({ userId, state, decidedBy, decidedAt }: RefusalFacts['creators.decided']) =>
    `The application of <@${userId}> was already decided: **${decisions[state]}**${decidedBy ? ` by <@${decidedBy}>` : ''}${decidedAt ? ` ${formatInstant(decidedAt, 'R')}` : ''}.`,
  'creators.application-old': ({ userId }: { userId: string }) =>
    `<@${userId}> has applied again since. \`/creator applications\` shows what is waiting.`,
  'creators.own': () => 'Nobody decides about their own application. Ask a colleague.',
};

export const creatorsCommands = {
  creator: {
    name: 'creator',
    description: 'Making courses: apply, and see how yours are doing',
    subcommands: {
      apply: { name: 'apply', description: 'Apply to make courses, or see where your application stands' },
      applications: { name: 'applications', description: 'Applications waiting for a decision (staff)' },
      ...insightCreatorActions,
      remove: {
        name: 'remove',
        description: 'Remove a creator; what they published stays (staff)',
        options: {
          member: { name: 'member', description: 'Which creator' },
          reason: { name: 'reason', description: 'Why; they can read it' },
        },
      },
    },
  },
} satisfies Record<string, CommandWords>;
