/** Decisions on a community's settings: defaults, what a change may be, when a removed community is purged. Pure. */
import { isTimeZone } from '../kernel/calendar.ts';
import type { Weekday } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import type { Locale } from '../i18n/format.ts';
import type { CommunitySettings } from './communities.ts';

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** The role that everybody has cannot be the staff role. */
    'communities.staff-role-everyone': Record<string, never>;
    /** Nor can it be the admin role. */
    'communities.admin-role-everyone': Record<string, never>;
    /** The role of a paid tier cannot make its holders staff. */
    'communities.role-of-tier': { roleId: string };
    /** As many channels are excluded as may be. */
    'communities.excluded-full': { most: number };
    /** A channel already is excluded. */
    'communities.already-excluded': { channelId: string };
    /** A channel that is to be counted again is not excluded. */
    'communities.not-excluded': { channelId: string };
  }
}

/** More would make every message's check, and the list in /setup, long. */
export const MOST_EXCLUDED_CHANNELS = 50;

/** How long the rows of a community are kept after the bot was removed from it, so that a mistaken removal loses nothing. */
export const DAYS_KEPT_AFTER_REMOVAL = 30;

/** What one /setup asks for; what is left out stays as it is. */
export interface SettingsChanges {
  readonly reportsChannelId?: string;
  readonly staffRoleId?: string;
  readonly adminRoleId?: string;
  readonly staffChannelId?: string;
  readonly timeZone?: string;
  readonly weekStartsOn?: Weekday;
  readonly locale?: Locale;
  readonly reportWeekday?: Weekday;
  readonly reportHour?: number;
  /** A channel or category to exclude from now on. */
  readonly exclude?: string;
  /** A channel or category to count again from now on. */
  readonly include?: string;
}

/** The settings of a community nobody has set up yet. */
export function defaultSettings(
  guildId: string,
  name: string,
  locale: Locale,
  createdAt: Date,
): CommunitySettings {
  return {
    guildId,
    name,
    locale,
    timeZone: 'UTC',
    weekStartsOn: 1,
    reportWeekday: 1,
    reportHour: 9,
    reportsChannelId: null,
    staffRoleId: null,
    adminRoleId: null,
    staffChannelId: null,
    excludedChannelIds: [],
    createdAt,
  };
}

/**
 * The settings after the change.
 * @throws Refusal `communities.staff-role-everyone`, `communities.admin-role-everyone`, `communities.excluded-full`,
 * `communities.already-excluded`, `communities.not-excluded`, `option.time-zone`, `option.invalid` (an hour or weekday that does not exist).
 */
export function decideSettings(current: CommunitySettings, changes: SettingsChanges): CommunitySettings {
  const { exclude, include, ...values } = changes;
  if (values.staffRoleId === current.guildId) throw new Refusal('communities.staff-role-everyone', {});
  if (values.adminRoleId === current.guildId) throw new Refusal('communities.admin-role-everyone', {});
  if (values.timeZone !== undefined && !isTimeZone(values.timeZone))
    throw new Refusal('option.time-zone', { given: values.timeZone });
  assertWithin(values.weekStartsOn, 1, 7, 'week-start');
  assertWithin(values.reportWeekday, 1, 7, 'report-day');
  assertWithin(values.reportHour, 0, 23, 'report-hour');
  return {
    ...current,
    ...values,
    excludedChannelIds: decideExcluded(current.excludedChannelIds, exclude, include),
  };
}

/** Whether a community that the bot was removed from at `removedAt` is to be forgotten. */
export function isPurgeDue(removedAt: Date, now: Date): boolean {
  return now.getTime() - removedAt.getTime() >= DAYS_KEPT_AFTER_REMOVAL * 86_400_000;
}

function decideExcluded(
  current: readonly string[],
  exclude: string | undefined,
  include: string | undefined,
): readonly string[] {
  if (include !== undefined && !current.includes(include))
    throw new Refusal('communities.not-excluded', { channelId: include });
  const kept = include === undefined ? current : current.filter((channelId) => channelId !== include);
  if (exclude === undefined) return kept;
  if (kept.includes(exclude)) throw new Refusal('communities.already-excluded', { channelId: exclude });
  if (kept.length >= MOST_EXCLUDED_CHANNELS)
    throw new Refusal('communities.excluded-full', { most: MOST_EXCLUDED_CHANNELS });
  return [...kept, exclude];
}

function assertWithin(value: number | undefined, least: number, most: number, option: string): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Refusal('option.invalid', { option });
}
