/** What a community's tiers and their settings may be. Pure. */
import type { RoleObstacle } from '../discord/roles.ts';
import type { Locale } from '../i18n/format.ts';
import { Refusal } from '../kernel/errors.ts';
import { isCurrency } from '../kernel/money.ts';

/** A paid tier as its admins made it. */
export interface Tier {
  readonly id: number;
  readonly guildId: string;
  readonly names: Readonly<Record<Locale, string>>;
  /** The higher counts. */
  readonly rank: number;
  readonly roleId: string;
  /** Where new members of the tier are welcomed. */
  readonly channelId: string | null;
  /** Minor units of the community's currency for `days` days. */
  readonly priceMinor: number | null;
  /** What a grant lasts unless it says otherwise. */
  readonly days: number | null;
  /** What it opens, in the staff's words. */
  readonly opens: Readonly<Record<Locale, string | null>>;
  readonly archivedAt: Date | null;
  readonly createdAt: Date;
}

/** What an admin says of a tier; what is left out stays, null takes it away. */
export interface TierWish {
  readonly names?: Partial<Record<Locale, string>>;
  readonly rank?: number;
  readonly roleId?: string;
  readonly channelId?: string | null;
  readonly priceMinor?: number | null;
  readonly days?: number | null;
  readonly opens?: Partial<Record<Locale, string | null>>;
}

export interface NewTierWish extends TierWish {
  readonly names: { readonly en: string; readonly 'zh-CN'?: string };
  readonly rank: number;
  readonly roleId: string;
}

/** How a community runs its tiers. */
export interface TierSettings {
  /** ISO 4217 code of every price and payment; null until it is set. */
  readonly currency: string | null;
  readonly overlap: 'wait' | 'parallel';
  /** Days a tier still opens everything after its end; 0 = none. */
  readonly graceDays: number;
  /** How many days before the end those are reminded who asked for it. */
  readonly reminderDays: number;
  /** What is done with a tier's role on somebody the ledger never knew. */
  readonly unknownRoles: 'keep' | 'remove';
  /** How a member extends, in the staff's words. */
  readonly howTo: Readonly<Record<Locale, string | null>>;
}

export const DEFAULT_SETTINGS: TierSettings = {
  currency: null,
  overlap: 'wait',
  graceDays: 0,
  reminderDays: 3,
  unknownRoles: 'keep',
  howTo: { en: null, 'zh-CN': null },
};

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** There is no such tier. */
    'tiers.unknown': Record<string, never>;
    /** Nobody said which tier. */
    'tiers.missing': Record<string, never>;
    /** An archived tier is granted no more. */
    'tiers.archived': { tierId: number };
    /** Another tier has this name, this rank, or this role. */
    'tiers.name-taken': { name: string };
    'tiers.rank-taken': { rank: number; names: Tier['names'] };
    'tiers.role-taken': { roleId: string; names: Tier['names'] };
    /** The role that everybody has, or one that Discord gives by itself, cannot be a tier's. */
    'tiers.role-everyone': Record<string, never>;
    /** The role is gone, managed by an integration, above the bot's own, or the bot may not manage roles. */
    'tiers.role-problem': { roleId: string; problem: RoleObstacle };
    /** The role is the staff or the admin role, or brings permissions over others: what is sold must not make anybody staff. */
    'tiers.role-ruling': { roleId: string };
    /** As many tiers as there may be. */
    'tiers.full': { most: number };
    /** No such currency. */
    'tiers.currency-unknown': { given: string };
    /** Prices and payments are kept in another currency already. */
    'tiers.currency-fixed': { currency: string };
    /** An amount or a price was given, and nobody said in which currency the community counts. */
    'tiers.currency-missing': Record<string, never>;
  }
}

/** As many as Discord shows in one list of choices. */
const MOST_TIERS = 25;

/** @param others the community's tiers that are not archived. @throws Refusal `tiers.*` and `option.invalid`. */
export function decideNewTier(
  guildId: string,
  wish: NewTierWish,
  others: readonly Tier[],
  now: Date,
): Omit<Tier, 'id'> {
  if (others.length >= MOST_TIERS) throw new Refusal('tiers.full', { most: MOST_TIERS });
  const made = {
    guildId,
    names: { en: wish.names.en, 'zh-CN': wish.names['zh-CN'] ?? wish.names.en },
    rank: wish.rank,
    roleId: wish.roleId,
    channelId: wish.channelId ?? null,
    priceMinor: wish.priceMinor ?? null,
    days: wish.days ?? null,
    opens: { en: wish.opens?.en ?? null, 'zh-CN': wish.opens?.['zh-CN'] ?? null },
    archivedAt: null,
    createdAt: now,
  };
  assertFits(made, others);
  return made;
}

/** @param others the community's other tiers that are not archived. @throws as `decideNewTier`, and `tiers.archived`. */
export function decideTier(current: Tier, wish: TierWish, others: readonly Tier[]): Tier {
  if (current.archivedAt) throw new Refusal('tiers.archived', { tierId: current.id });
  const { names, opens, ...values } = wish;
  const changed: Tier = {
    ...current,
    ...values,
    names: { ...current.names, ...names },
    opens: { ...current.opens, ...opens },
  };
  assertFits(changed, others);
  return changed;
}

/** @throws Refusal `tiers.currency-unknown`, or `tiers.currency-fixed` where money is on record in another one. */
export function decideSettings(
  current: TierSettings,
  changes: Partial<TierSettings>,
  hasMoney: boolean,
): TierSettings {
  const currency = changes.currency?.trim().toUpperCase();
  if (currency !== undefined && !isCurrency(currency))
    throw new Refusal('tiers.currency-unknown', { given: changes.currency! });
  if (currency !== undefined && current.currency && currency !== current.currency && hasMoney)
    throw new Refusal('tiers.currency-fixed', { currency: current.currency });
  return {
    ...current,
    ...changes,
    ...(currency !== undefined && { currency }),
    howTo: { ...current.howTo, ...changes.howTo },
  };
}

function assertFits(tier: Omit<Tier, 'id'>, others: readonly Tier[]): void {
  if (tier.roleId === tier.guildId) throw new Refusal('tiers.role-everyone', {});
  const sameRank = others.find(({ rank }) => rank === tier.rank);
  if (sameRank) throw new Refusal('tiers.rank-taken', { rank: tier.rank, names: sameRank.names });
  const sameRole = others.find(({ roleId }) => roleId === tier.roleId);
  if (sameRole) throw new Refusal('tiers.role-taken', { roleId: tier.roleId, names: sameRole.names });
  const taken = new Set(others.flatMap(({ names }) => Object.values(names).map(nameKey)));
  const name = Object.values(tier.names).find((one) => taken.has(nameKey(one)));
  if (name !== undefined) throw new Refusal('tiers.name-taken', { name });
}

/** The staff's words in one language, else in the other; null where they said nothing. */
export function inLanguage(words: Readonly<Record<Locale, string | null>>, locale: Locale): string | null {
  return words[locale] ?? words[locale === 'en' ? 'zh-CN' : 'en'];
}

/** Names that people would take for the same. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
