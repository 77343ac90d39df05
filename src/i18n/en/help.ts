/** English words of /help. */
import type { CommandWords } from '../command-words.ts';

export const help = {
  title: 'What I can do for you',
  groups: {
    everyone: '**For every member**',
    staff: '**For staff**',
    reviewer: '**For those who review courses**',
    'tier-admin': '**For those who manage paid tiers**',
    admin: '**For those who manage the server**',
  },
  more: (facts: { count: number }) =>
    `… and ${facts.count} more: type \`/help command:\` and pick one from the list.`,
  details: 'More on one command and its parts: `/help command:`',
  firstSteps:
    'This community is not set up yet. Start with `/setup`: it shows what I need and where the weekly reports will appear.',
  required: 'required',
  optional: 'optional',
  noOptions: 'This command has no options.',
  whoMay: {
    everyone: 'Every member may use it.',
    staff: 'Only staff may use it.',
    reviewer: 'Only staff and members with the reviewer role set in `/course settings` may use it.',
    'tier-admin': 'Only members with the admin role set in `/setup` may use it.',
    admin: 'Only members with the permission “Manage Server” may use it.',
  },
  localName: (facts: { name: string }) => ` (${facts.name})`,
  /** The names of what a command can do, below its line. */
  parts: (facts: { parts: readonly { name: string; localName: string }[] }) =>
    `-# ${facts.parts.map(({ name }) => name).join(' · ')}`,
  line: (facts: { command: string; description: string }) => `${facts.command} ${facts.description}`,
};

export const helpRefusals = {
  'help.unknown-command': (facts: { given: string }) =>
    `There is no command “${facts.given}”. Type \`/help\` for the list, or pick one that is suggested while you type.`,
};

export const helpCommands = {
  help: {
    name: 'help',
    description: 'What I can do for you',
    options: { command: { name: 'command', description: 'A command you want to know more about' } },
  },
} satisfies Record<string, CommandWords>;
