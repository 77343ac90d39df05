/** Communities and what their staff set in /setup. Settings are held in memory, so that access and forms never wait for the database. */
import type { App } from '../app.ts';
import type { Locale } from '../i18n/format.ts';
import type { Weekday } from '../kernel/calendar.ts';

/** The settings of one community. Ids are text. */
export interface CommunitySettings {
  readonly guildId: string;
  readonly name: string;
  /** Language of public posts. */
  readonly locale: Locale;
  readonly timeZone: string;
  readonly weekStartsOn: Weekday;
  readonly reportWeekday: Weekday;
  /** Local hour 0 … 23. */
  readonly reportHour: number;
  readonly reportsChannelId: string | null;
  readonly staffRoleId: string | null;
  /** Channels and categories whose interactions are never logged. */
  readonly excludedChannelIds: readonly string[];
  readonly createdAt: Date;
}
