/** Tiers and their settings in memory, for access and for suggestions while somebody types. The database is the truth. */
import type { App } from '../app.ts';
import type { SqlRunner } from '../db/client.ts';
import { DEFAULT_SETTINGS, nameKey } from './tiers-definitions-rules.ts';
import type { Tier, TierSettings } from './tiers-definitions-rules.ts';
import { listAllSettings, listAllTiers } from './tiers-definitions-store.ts';
import type { TierRules } from './tiers-ledger.ts';

export class TierMemory {
  /**
   * Told in the transaction that changes what these members hold, so that what follows from it is never lost; filled where the app is put
   * together. Must not ask for more than the transaction.
   */
  readonly onChanged: ((
    sql: SqlRunner,
    guildId: string,
    userIds: readonly string[],
    now: Date,
  ) => Promise<void>)[] = [];
  /** Told when what a tier opens may be more or less than before; filled where the app is put together. */
  readonly onRankChanged: ((guildId: string) => void)[] = [];
  private readonly tiers = new Map<string, Map<number, Tier>>();
  private readonly settings = new Map<string, TierSettings>();
  private lastChange: Promise<unknown> = Promise.resolve();

  /** Reads every tier of every community; once, at start. */
  async load(app: Pick<App, 'db'>): Promise<void> {
    for (const tier of await listAllTiers(app)) this.put(tier);
    for (const [guildId, settings] of await listAllSettings(app)) this.settings.set(guildId, settings);
  }

  put(tier: Tier): void {
    const own = this.tiers.get(tier.guildId) ?? new Map<number, Tier>();
    own.set(tier.id, tier);
    this.tiers.set(tier.guildId, own);
  }

  putSettings(guildId: string, settings: TierSettings): void {
    this.settings.set(guildId, settings);
  }

  /** Every tier, archived ones too, the highest first. */
  all(guildId: string): Tier[] {
    return [...(this.tiers.get(guildId)?.values() ?? [])].toSorted(
      (one, other) => other.rank - one.rank || one.id - other.id,
    );
  }

  /** Those that can be granted, the highest first. */
  open(guildId: string): Tier[] {
    return this.all(guildId).filter(({ archivedAt }) => archivedAt === null);
  }

  find(guildId: string, tierId: number): Tier | null {
    return this.tiers.get(guildId)?.get(tierId) ?? null;
  }

  /** By its name in either language, whatever the case; an archived one only where no other is called so. */
  byName(guildId: string, name: string): Tier | null {
    const wanted = nameKey(name);
    const isNamed = ({ names }: Tier): boolean => Object.values(names).some((one) => nameKey(one) === wanted);
    return this.open(guildId).find(isNamed) ?? this.all(guildId).find(isNamed) ?? null;
  }

  settingsOf(guildId: string): TierSettings {
    return this.settings.get(guildId) ?? DEFAULT_SETTINGS;
  }

  /** What the rules of the ledger need to know. */
  rulesOf(guildId: string, timeZone: string): TierRules {
    const { overlap, graceDays } = this.settingsOf(guildId);
    return { timeZone, overlap, graceDays, rankOf: (tierId) => this.find(guildId, tierId)?.rank ?? -1 };
  }

  /** Does the work after every change begun before it, so that two of them never start from the same tiers or settings. */
  async inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.lastChange.then(change);
    // A change that failed must not keep the next one from its turn; its caller is told through `turn`.
    this.lastChange = turn.catch(() => undefined);
    return turn;
  }

  dropCommunity(guildId: string): void {
    this.tiers.delete(guildId);
    this.settings.delete(guildId);
  }
}
