/** English words for what differs between the ledger and the roles: /tier drift, /tier repair, and the summary for staff. */
import type { RoleProblem } from '../../roles/roles.ts';
import type { ActionWords } from '../command-words.ts';
import { formatCount } from '../format.ts';
import { asSentence, roleProblems } from './tiers-refusals.ts';

const counted = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${formatCount(count, 'en')} ${many}`;

const lasting = (ms: number): string => {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
};

const failures: Record<RoleProblem, string> = {
  'role-gone': 'the role no longer exists',
  'role-above': 'the role stands above mine',
  'role-managed': 'an integration manages the role',
  'no-permission': 'I lack “Manage Roles”',
  discord: 'Discord failed again and again',
};

export const tierDrift = {
  title: 'Roles and the ledger',
  repairTitle: 'Putting roles right',
  summaryTitle: 'Paid roles need you',
  fine: '✅ Every tier’s role is held by exactly those whose tier the ledger says it is.',
  incomparable:
    '⚠️ I do not know all members (yet), so roles cannot be compared. Without the members intent I never do: `/diagnose`.',
  withoutRole: (facts: { count: number }) => `**Paid, without the role: ${formatCount(facts.count, 'en')}**`,
  surplus: (facts: { count: number }) =>
    `**With a tier’s role the ledger does not give them (any more): ${formatCount(facts.count, 'en')}**`,
  unknown: (facts: { count: number }) =>
    `**With a tier’s role, and never granted anything: ${formatCount(facts.count, 'en')}**`,
  openEnded: (facts: { count: number }) => `**Granted without an end: ${formatCount(facts.count, 'en')}**`,
  obstacles: '**Roles I cannot manage**',
  obstacle: (facts: { problem: keyof typeof roleProblems; roleId: string }) =>
    `- ${asSentence(roleProblems[facts.problem](facts))}`,
  lacks: (facts: { userId: string; roleId: string }) => `- <@${facts.userId}> lacks <@&${facts.roleId}>`,
  holds: (facts: { userId: string; roleIds: readonly string[] }) =>
    `- <@${facts.userId}> holds ${facts.roleIds.map((roleId) => `<@&${roleId}>`).join(' ')}`,
  endless: (facts: { userId: string; name: string }) => `- <@${facts.userId}>: ${facts.name}`,
  more: (facts: { count: number }) => `- … and ${formatCount(facts.count, 'en')} more`,
  itself: '-# I put these right by myself every hour; `/tier repair` does it now.',
  stuck: '-# Whatever hangs on a role I cannot manage stays as it is until that is mended.',
  askFirst:
    '-# I leave these alone until you say so: grant them what they paid for with `/tier import`, then `/tier repair` takes the rest.',
  endlessHint: '-# Give them an end: `/tier revoke` and `/tier grant` anew, or leave it if it is meant.',
  open: (facts: { count: number; lagMs: number }) =>
    `⏳ On their way to Discord: ${counted(facts.count, 'role', 'roles')}, up to ${lasting(facts.lagMs)} behind the ledger.`,
  failed: (facts: { problem: RoleProblem; count: number }) =>
    `⛔ Refused in the last day: ${counted(facts.count, 'role', 'roles')} (${failures[facts.problem]}).`,
  summary: {
    withoutRole: (facts: { count: number }) =>
      `- ${counted(facts.count, 'member has paid and lacks', 'members have paid and lack')} the role.`,
    surplus: (facts: { count: number }) =>
      `- ${counted(facts.count, 'member keeps a role they pay for', 'members keep a role they pay for')} no longer.`,
    unknown: (facts: { count: number }) =>
      `- ${counted(facts.count, 'member holds a tier’s role and was', 'members hold a tier’s role and were')} never granted anything.`,
    openEnded: (facts: { count: number }) => `- ${counted(facts.count, 'grant has', 'grants have')} no end.`,
    lag: (facts: { count: number; lagMs: number }) =>
      `- ${counted(facts.count, 'role is', 'roles are')} on the way, up to ${lasting(facts.lagMs)} behind the ledger.`,
    next: 'Look closer with `/tier drift`, put it right with `/tier repair`.',
    mended: '✅ Roles and the ledger agree again.',
  },
  repair: {
    would: (facts: { give: number; take: number }) =>
      `I would give ${counted(facts.give, 'role', 'roles')} and take ${counted(facts.take, 'role', 'roles')}. Nothing has changed yet.`,
    unknownToo: (facts: { count: number }) =>
      `⚠️ ${counted(facts.count, 'of them is a member who was', 'of them are members who were')} never granted anything: they lose the role. Whoever paid for it should be granted it first.`,
    moreByNow: 'More has come to differ since you looked. Nothing has changed yet; please look again:',
    apply: 'Put right',
    nothing: 'There is nothing to put right.',
    cannot: 'Nothing of it can be put right until that is mended.',
    begun: (facts: { given: number; taken: number }) =>
      `Begun: ${counted(facts.given, 'role', 'roles')} to give, ${counted(facts.taken, 'role', 'roles')} to take.`,
    progress: (facts: { open: number; done: number; absent: number }) =>
      `Done ${formatCount(facts.done, 'en')} · on the way ${formatCount(facts.open, 'en')}${facts.absent > 0 ? ` · not in the server ${formatCount(facts.absent, 'en')}` : ''}`,
    failed: (facts: { problem: RoleProblem; count: number }) =>
      `⛔ ${counted(facts.count, 'role', 'roles')} refused: ${failures[facts.problem]}.`,
    refused: (facts: { userId: string; roleId: string; problem: RoleProblem }) =>
      `- <@${facts.userId}> <@&${facts.roleId}>: ${failures[facts.problem]}`,
    refresh: 'Refresh',
  },
};

export const tierDriftCommands = {
  drift: { name: 'drift', description: 'Where roles differ from the ledger, and why' },
  repair: { name: 'repair', description: 'Put the roles right: shows first what would change' },
} satisfies Record<string, ActionWords>;
