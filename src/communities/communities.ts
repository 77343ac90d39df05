/** Communities and what their staff set in /setup. Settings are held in memory, so that access and forms never wait for the database. */
import type { App } from '../app.ts';
import type { Locale } from '../i18n/format.ts';
import { localeOf } from '../i18n/i18n.ts';
import type { Weekday } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { servesCommunity } from '../kernel/shards.ts';
import type { Shards } from '../kernel/shards.ts';
import { decideSettings, defaultSettings, isPurgeDue } from './communities-rules.ts';
import type { SettingsChanges } from './communities-rules.ts';
import {
  deleteCommunityRows,
  findCommunity,
  findRemovedAt,
  listCountedElsewhere,
  listPresentCommunities,
  listRemovedCommunities,
  saveCommunity,
  updateCountedTimeZone,
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
  /** Who holds it, and nobody else, may change who has a paid tier. */
  readonly adminRoleId: string | null;
  /** Where staff are told what needs them. */
  readonly staffChannelId: string | null;
  /** Channels and categories whose interactions are never logged. */
  readonly excludedChannelIds: readonly string[];
  readonly createdAt: Date;
}

/**
 * The settings of every community the bot is in and this process serves, held in memory. The database is the truth; only this file's
 * faces change both.
 */
export class CommunityMemory {
  private readonly settings = new Map<string, CommunitySettings>();
  private readonly shards: Shards | null;
  private lastChange: Promise<unknown> = Promise.resolve();

  /**
   * Called, one after the other, when a community's time zone changed: what is kept per local day must be counted anew. Filled where
   * the app is built, so that communities need not know who counts.
   */
  readonly onTimeZoneChanged: ((guildId: string) => Promise<void>)[] = [];

  /** Called when a community's rows were deleted: what others hold of it in memory goes as well. Filled where the app is built. */
  readonly onPurged: ((guildId: string) => void)[] = [];

  /** Called when a channel was excluded or included. Filled where the app is built. */
  readonly onExclusionsChanged: ((guildId: string) => void)[] = [];

  /** @param shards those of this process; null = all. */
  constructor(shards: Shards | null = null) {
    this.shards = shards;
  }

  /** Reads every present community of this process; once, at start. */
  async load(app: Pick<App, 'db'>): Promise<void> {
    for (const settings of await listPresentCommunities(app))
      if (this.serves(settings.guildId)) this.put(settings);
  }

  /** Whether this process, among several on one database, is the one that looks after the community. */
  serves(guildId: string): boolean {
    return servesCommunity(this.shards, guildId);
  }

  /** The settings; the defaults (without a name) for a community that is not registered. */
  get(guildId: string): CommunitySettings {
    return this.find(guildId) ?? defaultSettings(guildId, '', 'en', new Date(0));
  }

  /** null for a community the bot is not in, or that another process serves. */
  find(guildId: string): CommunitySettings | null {
    return this.settings.get(guildId) ?? null;
  }

  /** Every community the bot is in and this process serves, in the order it came to them. */
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
    const current = known ?? (await settingsSoFar(app, { guildId, name, preferredLocale }));
    const settings = { ...current, name };
    await saveCommunity(app, settings, now);
    app.communities.put(settings);
  });
}

/**
 * Registers a community the bot is in, unless it is: its first command may come before the database has taken its arrival in. To be
 * called before its settings are read for somebody.
 */
export async function ensureRegistered(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'messenger'>,
  guildId: string,
): Promise<void> {
  if (app.communities.find(guildId)) return;
  const guild = app.messenger.guild(guildId);
  if (guild) await registerCommunity(app, { guildId, ...guild });
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

export interface ChangedSettings {
  readonly settings: CommunitySettings;
  /** After a change of time zone: whether past days are counted in it already (else within the hour); null without such a change. */
  readonly countedAnew: boolean | null;
}

/**
 * Changes settings; all or nothing.
 * @throws Refusal of `decideSettings`, and `messenger.channel` for a reports or staff channel that is gone or not for text. One where the
 * bot merely lacks permissions is taken: they can be given afterwards.
 */
export async function changeSettings(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'messenger' | 'log'>,
  guildId: string,
  changes: SettingsChanges,
): Promise<ChangedSettings> {
  assertTextChannel(app, guildId, changes.reportsChannelId);
  assertTextChannel(app, guildId, changes.staffChannelId);
  const { before, after } = await app.communities.inTurn(async () => {
    const before = app.communities.find(guildId) ?? (await settingsSoFar(app, arrivalOf(app, guildId)));
    const after = decideSettings(before, changes);
    await saveCommunity(app, after, app.clock.now());
    app.communities.put(after);
    return { before, after };
  });
  if (changes.exclude !== undefined || changes.include !== undefined)
    for (const tell of app.communities.onExclusionsChanged) tell(guildId);
  if (after.timeZone === before.timeZone) return { settings: after, countedAnew: null };
  return { settings: after, countedAnew: await tryCountingAnew(app, guildId) };
}

/**
 * Finishes what a crash or a failure left undone after a change of time zone: past days are counted anew. Communities of other processes
 * are left to them: nothing may be written meanwhile. Repeatable without harm.
 * @throws whatever the counting throws.
 */
export async function finishTimeZoneChanges(app: Pick<App, 'db' | 'communities'>): Promise<void> {
  for (const guildId of await listCountedElsewhere(app))
    if (app.communities.serves(guildId)) await countAnew(app, guildId);
}

/** Notes the removal from every community of this process that the bot is no longer in, e.g. removed while it was off. */
export async function noteAbsentCommunities(
  app: Pick<App, 'db' | 'clock' | 'communities'>,
  presentGuildIds: readonly string[],
): Promise<void> {
  const present = new Set(presentGuildIds);
  for (const { guildId } of app.communities.all())
    if (!present.has(guildId)) await communityRemoved(app, guildId);
}

/**
 * Deletes every row of the communities of this process that the bot was removed from long enough ago. Repeatable without harm.
 * @returns their ids.
 */
export async function purgeRemovedCommunities(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'log'>,
): Promise<string[]> {
  const purged: string[] = [];
  for (const guildId of await listRemovedCommunities(app)) {
    if (!app.communities.serves(guildId)) continue;
    // Looked at again in turn: the bot may have come back since.
    await app.communities.inTurn(async () => {
      const removedAt = await findRemovedAt(app, guildId);
      if (!removedAt || !isPurgeDue(removedAt, app.clock.now())) return;
      const rows = await deleteCommunityRows(app, guildId);
      app.log.info({ guildId, rows }, 'the rows of a community the bot was removed from were deleted');
      for (const forget of app.communities.onPurged) forget(guildId);
      purged.push(guildId);
    });
  }
  return purged;
}

/** The settings are saved already, so a failure here must not read as if they were not; the hourly job tries again. */
async function tryCountingAnew(
  app: Pick<App, 'db' | 'communities' | 'log'>,
  guildId: string,
): Promise<boolean> {
  try {
    await countAnew(app, guildId);
    return true;
  } catch (error) {
    app.log.error(
      { guildId, err: error },
      'past days could not be counted anew in the new time zone; tried again within the hour',
    );
    return false;
  }
}

async function countAnew(app: Pick<App, 'db' | 'communities'>, guildId: string): Promise<void> {
  const { timeZone } = app.communities.get(guildId);
  for (const listener of app.communities.onTimeZoneChanged) await listener(guildId);
  await updateCountedTimeZone(app, guildId, timeZone);
}

/** What is kept of a community that is not in memory; the defaults for a new one. */
async function settingsSoFar(
  app: Pick<App, 'db' | 'clock'>,
  { guildId, name, preferredLocale }: CommunityArrival,
): Promise<CommunitySettings> {
  const kept = await findCommunity(app, guildId);
  return kept ?? defaultSettings(guildId, name, localeOf(preferredLocale), app.clock.now());
}

/** Settings can be changed before the community was registered: the first command may come before the database answers. */
function arrivalOf({ messenger }: Pick<App, 'messenger'>, guildId: string): CommunityArrival {
  const { name, preferredLocale } = messenger.guild(guildId) ?? { name: '', preferredLocale: 'en-US' };
  return { guildId, name, preferredLocale };
}

function assertTextChannel(
  { messenger }: Pick<App, 'messenger'>,
  guildId: string,
  channelId: string | undefined,
): void {
  if (channelId === undefined) return;
  const problem = messenger.channelProblem(guildId, channelId);
  if (problem && problem.kind !== 'permissions')
    throw new Refusal('messenger.channel', { channelId, problem });
}
