/** The paid tiers, from the first setting to the export: which acts there are and when. Each stands in a file of its own. */
import { actAt, type Story } from './story.ts';
import type { Happening } from './delivery.ts';
import { awaitMended, findDrift, repair } from './acts-tiers-drift.ts';
import { endAtItsMinute, graceAct, refundAct, reminderAct, showGrace } from './acts-tiers-ends.ts';
import { awaitWelcomes, grantActs } from './acts-tiers-grants.ts';
import { importAct } from './acts-tiers-import.ts';
import { inviteAct, joinAct } from './acts-tiers-invite.ts';
import { lookAct } from './acts-tiers-look.ts';
import { refuseOthers, tellStaff, makeTiers, nameAdmins } from './acts-tiers-setup.ts';

/** On Shanghai's clocks; `…On` are days, the others `YYYY-MM-DD HH:MM`. */
export interface TierTimes {
  readonly rulesAt: string;
  readonly tiersAt: string;
  readonly refusedAt: string;
  /** Just after a full hour: staff are told what the hourly comparison found. */
  readonly toldAt: string;
  readonly importAt: string;
  readonly grantAt: string;
  /** A minute or two later. */
  readonly welcomedAt: string;
  readonly inviteAt: string;
  readonly joinAt: string;
  /** A minute or two later. */
  readonly greetedAt: string;
  readonly remindedAt: string;
  /** The last day of some, without grace, and just after it. */
  readonly shortOn: string;
  readonly endedAt: string;
  readonly graceAt: string;
  /** The last day of one who is in grace afterwards, and just after it. */
  readonly graceOn: string;
  readonly inGraceAt: string;
  /** Just after the grace; null: it lasts longer than the story. */
  readonly outOfGraceAt: string | null;
  readonly refundAt: string;
  readonly driftAt: string;
  /** Just after the next full hour. */
  readonly mendedAt: string;
  readonly lookAt: string;
  readonly reminderDays: number;
  readonly graceDays: number;
}

export function tierActs(story: Story, times: TierTimes): Happening[] {
  const { rulesAt, tiersAt, refusedAt, toldAt, importAt, inviteAt, joinAt, mendedAt } = times;
  return [
    actAt(rulesAt, () => nameAdmins(story)),
    actAt(tiersAt, () => makeTiers(story, times)),
    actAt(refusedAt, () => refuseOthers(story)),
    actAt(toldAt, () => tellStaff(story)),
    actAt(importAt, () => importAct(story, times)),
    ...grantActs(story, times),
    actAt(inviteAt, () => inviteAct(story)),
    actAt(joinAt, () => joinAct(story)),
    actAt(times.greetedAt, () => awaitWelcomes(story, [story.community.cast.guest])),
    actAt(times.remindedAt, () => reminderAct(story)),
    actAt(times.endedAt, () => endAtItsMinute(story)),
    actAt(times.graceAt, () => graceAct(story, times)),
    actAt(times.inGraceAt, () => showGrace(story)),
    ...(times.outOfGraceAt === null ? [] : [actAt(times.outOfGraceAt, () => endAtItsMinute(story))]),
    actAt(times.refundAt, () => refundAct(story)),
    actAt(times.driftAt, () => findDrift(story)),
    actAt(times.driftAt, () => repair(story)),
    actAt(mendedAt, () => awaitMended(story)),
    actAt(times.lookAt, () => lookAct(story)),
  ];
}
