/** Communities and what their staff set in /setup. Settings are held in memory, so that access and forms never wait for the database. */
import type { App } from '../app.ts';
import type { Locale } from '../i18n/format.ts';
import { localeOf } from '../i18n/i18n.ts';
import type { Weekday } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { decideSettings, defaultSettings } from './communities-rules.ts';
import type { SettingsChanges } from './communities-rules.ts';
import {
  findCommunity,
  listPresentCommunities,
  saveCommunity,
  updateRemovedAt,
} from './communities-store.ts';

export type { SettingsChanges } from './communities-rules.ts';

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

/** The settings of every community the bot is in, held in memory. The database is the truth; only this file's faces change both. */
export class CommunityMemory {
  private readonly settings = new Map<string, CommunitySettings>();
  private lastChange: Promise<unknown> = Promise.resolve();

  /**
   * Called, one after the other, when a community's time zone changed: what is kept per local day must be counted anew. Filled where
   * the app is built, so that communities need not know who counts.
   */
  readonly onTimeZoneChanged: ((guildId: string) => Promise<void>)[] = [];

  /** Reads every present community; once, at start. */
  async load(app: Pick<App, 'db'>): Promise<void> {
    for (const settings of await listPresentCommunities(app)) this.put(settings);
  }

  /** The settings; the defaults (without a name) for a community that is not registered. */
  get(guildId: string): CommunitySettings {
    return this.find(guildId) ?? defaultSettings(guildId, '', 'en', new Date(0));
  }

  /** null for a community the bot is not in. */
  find(guildId: string): CommunitySettings | null {
    return this.settings.get(guildId) ?? null;
  }

  /** Every community the bot is in, in the order it came to them. */
  all(): readonly CommunitySettings[] {
    return [...this.settings.values()];
  }

  put(settings: CommunitySettings): void {
    this.settings.set(settings.guildId, settings);
  }

  drop(guildId: string): void {
    this.settings.delete(guildId);
  }

  /** Does the work after every change begun before it, so that two of them never start from the same settings. */
  async inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.lastChange.then(change);
    // A change that failed must not keep the next one from its turn; its caller is told through `turn`.
    this.lastChange = turn.catch(() => undefined);
    return turn;
  }
}

/** What Discord says of a community when the bot comes to it or reconnects. */
export interface CommunityArrival {
  readonly guildId: string;
  readonly name: string;
  /** One of Discord's locales; the first guess at the community's language. */
  readonly preferredLocale: string;
}

/**
 * The bot is in this community: makes its row once, takes over a changed name, and takes back an earlier removal, with the settings
 * it had. Repeatable without harm; writes only where something changed.
 */
export async function registerCommunity(
  app: Pick<App, 'db' | 'clock' | 'communities'>,
  { guildId, name, preferredLocale }: CommunityArrival,
): Promise<void> {
  await app.communities.inTurn(async () => {
    const known = app.communities.find(guildId);
    if (known?.name === name) return;
    const now = app.clock.now();
    const current =
      known ??
      (await findCommunity(app, guildId)) ??
      defaultSettings(guildId, name, localeOf(preferredLocale), now);
    const settings = { ...current, name };
    await saveCommunity(app, settings, now);
    app.communities.put(settings);
  });
}

/** The bot was removed from this community. Its rows stay for a while, see `purgeRemovedCommunities`. */
export async function communityRemoved(
  app: Pick<App, 'db' | 'clock' | 'communities'>,
  guildId: string,
): Promise<void> {
  await app.communities.inTurn(async () => {
    await updateRemovedAt(app, guildId, app.clock.now());
    app.communities.drop(guildId);
  });
}

/**
 * Changes settings; all or nothing.
 * @throws Refusal of `decideSettings`, and `messenger.channel` for a reports channel that is gone or not for text. One where the bot
 * merely lacks permissions is taken: they can be given afterwards.
 */
export async function changeSettings(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'messenger'>,
  guildId: string,
  changes: SettingsChanges,
): Promise<CommunitySettings> {
  assertReportsChannel(app, guildId, changes.reportsChannelId);
  const { before, after } = await app.communities.inTurn(async () => {
    const before = app.communities.get(guildId);
    const after = decideSettings(before, changes);
    await saveCommunity(app, after, app.clock.now());
    app.communities.put(after);
    return { before, after };
  });
  if (after.timeZone !== before.timeZone)
    for (const listener of app.communities.onTimeZoneChanged) await listener(guildId);
  return after;
}

function assertReportsChannel(
  { messenger }: Pick<App, 'messenger'>,
  guildId: string,
  channelId: string | undefined,
): void {
  if (channelId === undefined) return;
  const problem = messenger.channelProblem(guildId, channelId);
  if (problem && problem.kind !== 'permissions')
    throw new Refusal('messenger.channel', { channelId, problem });
}
