/** English words of /tier itself. All of them together must stay short: Discord allows 8,000 characters for one command. */
import type { CommandWords } from '../command-words.ts';
import { tierDriftCommands } from './tier-drift.ts';
import { tierImportActions } from './tier-import.ts';
import { tierInviteActions } from './tier-invites.ts';

const member = { name: 'member', description: 'Whom it is about' };
const tier = { name: 'tier', description: 'Which tier' };
const heldTier = { name: 'tier', description: 'Which of their tiers; the one that counts if left out' };
const days = { name: 'days', description: 'For how many days' };
const until = { name: 'until', description: 'Through which day, as YYYY-MM-DD' };
const amount = { name: 'amount', description: 'What was paid, like 1299.00' };
const reference = { name: 'reference', description: 'The payment’s number; counts once' };
const receipt = { name: 'receipt', description: 'A picture that proves it' };
const note = { name: 'note', description: 'For the ledger; only staff see it' };
const reason = { name: 'reason', description: 'Why; stands in the ledger' };
const again = { name: 'again', description: 'Yes: although a colleague just did it' };
const when = { now: 'now', 'period-end': 'at the end of the period' };
const nameEn = { name: 'name', description: 'Its name' };
const nameZh = { name: 'name-zh', description: 'Its name in Chinese' };
const rank = { name: 'rank', description: 'The higher number counts' };
const role = { name: 'role', description: 'The role its members get' };
const price = { name: 'price', description: 'Price of its days, like 99.00' };
const usualDays = { name: 'days', description: 'How long it usually lasts' };
const channel = { name: 'channel', description: 'Where new members are welcomed' };
const opens = { name: 'opens', description: 'What it opens' };
const opensZh = { name: 'opens-zh', description: 'What it opens, in Chinese' };

export const tiersCommands = {
  tier: {
    name: 'tier',
    description: 'Paid tiers: who has what until when, and who paid for it',
    subcommands: {
      create: {
        name: 'create',
        description: 'Make a tier',
        options: {
          name: nameEn,
          rank,
          role,
          'name-zh': nameZh,
          price,
          days: usualDays,
          channel,
          opens,
          'opens-zh': opensZh,
        },
      },
      edit: {
        name: 'edit',
        description: 'Show or change a tier',
        options: {
          tier,
          name: nameEn,
          'name-zh': nameZh,
          rank,
          role,
          price,
          days: usualDays,
          channel,
          opens,
          'opens-zh': opensZh,
          clear: {
            name: 'clear',
            description: 'Take something away',
            choices: { price: 'price', days: 'days', channel: 'channel', opens: 'what it opens' },
          },
        },
      },
      list: { name: 'list', description: 'All tiers, their members, and what came in' },
      archive: { name: 'archive', description: 'Grant a tier no more', options: { tier } },
      settings: {
        name: 'settings',
        description: 'Show or change how tiers work here',
        options: {
          currency: { name: 'currency', description: 'Of every price and payment, like CNY' },
          overlap: {
            name: 'overlap',
            description: 'Lower tiers while a higher one counts',
            choices: { wait: 'wait and lose no day', parallel: 'run on' },
          },
          'grace-days': { name: 'grace-days', description: 'Days of access after the end' },
          'reminder-days': { name: 'reminder-days', description: 'Days before the end, for those who asked' },
          'unknown-roles': {
            name: 'unknown-roles',
            description: 'Tier roles of people the ledger never knew',
            choices: { keep: 'keep', remove: 'take away' },
          },
          'how-to': { name: 'how-to', description: 'How to extend, for members' },
          'how-to-zh': { name: 'how-to-zh', description: 'How to extend, in Chinese' },
          clear: {
            name: 'clear',
            description: 'Take something away',
            choices: { 'how-to': 'how to extend' },
          },
        },
      },
      grant: {
        name: 'grant',
        description: 'Give a member a tier',
        options: {
          member,
          tier,
          days,
          until,
          from: { name: 'from', description: 'First day, as YYYY-MM-DD; now if left out' },
          amount,
          reference,
          receipt,
          note,
          again,
        },
      },
      extend: {
        name: 'extend',
        description: 'Let a member’s tier last longer',
        options: { member, tier: heldTier, days, until, amount, reference, receipt, note, again },
      },
      upgrade: {
        name: 'upgrade',
        description: 'To a higher tier; without days it keeps its end',
        options: {
          member,
          tier,
          when: { name: 'when', description: 'Now if left out', choices: when },
          days,
          until,
          amount,
          reference,
          receipt,
          note,
        },
      },
      downgrade: {
        name: 'downgrade',
        description: 'To a lower tier',
        options: {
          member,
          tier,
          when: { name: 'when', description: 'At the end of the period if left out', choices: when },
          days,
          until,
          amount,
          reference,
          receipt,
          note,
        },
      },
      pause: {
        name: 'pause',
        description: 'Let a tier rest; its days are kept',
        options: { member, tier: heldTier, note },
      },
      resume: {
        name: 'resume',
        description: 'Let a paused tier go on',
        options: { member, tier: heldTier, note },
      },
      revoke: {
        name: 'revoke',
        description: 'Take a tier away, and what of it was to come',
        options: { member, reason, tier: heldTier },
      },
      refund: {
        name: 'refund',
        description: 'Write down money given back',
        options: {
          member,
          payment: { name: 'payment', description: 'Which payment' },
          reason,
          amount: { name: 'amount', description: 'All of it if left out' },
          'ends-access': {
            name: 'ends-access',
            description: 'End what it paid for; yes if all goes back',
          },
          again,
        },
      },
      members: {
        name: 'members',
        description: 'Who has a tier until when',
        options: {
          tier,
          state: {
            name: 'state',
            description: 'Those with a tier now if left out',
            choices: {
              paying: 'with a tier now',
              grace: 'in the grace period',
              ending: 'ending soon',
              'open-ended': 'without an end',
              waiting: 'paused, waiting, to come',
              ended: 'had one, have none',
            },
          },
          days: { name: 'days', description: 'Ending within so many days' },
        },
      },
      history: {
        name: 'history',
        description: 'The ledger of a member',
        options: { member },
      },
      ...tierDriftCommands,
      ...tierImportActions,
      ...tierInviteActions,
    },
  },
} satisfies Record<string, CommandWords>;
