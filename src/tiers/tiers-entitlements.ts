/** Follows what people buy in Discord's shop: each entitlement is one grant, whose end Discord decides. Discord does not say what was paid. */
import type { App } from '../app.ts';
import type { Entitlement } from '../discord/entitlements.ts';
import { Refusal } from '../kernel/errors.ts';
import { changeTiers } from './tiers-changes.ts';
import type { ChangeNeeds } from './tiers-changes.ts';
import { requestFor } from './tiers-entitlements-rules.ts';
import { findSku, listEntitlementGrants, listSkus, saveSku } from './tiers-entitlements-store.ts';
import type { Sku } from './tiers-entitlements-store.ts';

export type EntitlementNeeds = ChangeNeeds & Pick<App, 'shop' | 'log'>;

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** The product stands for a tier of another community. */
    'tiers.sku-elsewhere': { skuId: string };
    /** What was typed is no id of a product. */
    'tiers.sku-wrong': { given: string };
    /** More products than one community may name. */
    'tiers.sku-full': { most: number };
  }
}

/** As many as fit into one question to Discord with room to spare. */
const MOST_SKUS = 25;

/**
 * Takes entitlements one after the other, because one does not say how old it is: what is applied last counts. Only those of communities that
 * this process serves.
 */
export class EntitlementWork {
  private app: EntitlementNeeds | null = null;
  private last: Promise<void> = Promise.resolve();
  private comparing: Promise<void> | null = null;
  private isStopped = false;

  /** Before, nothing is followed. Compares the whole list at once: what happened while the bot was off is in it. */
  start(app: EntitlementNeeds): void {
    this.app = app;
    this.noteGap();
  }

  /** Somebody bought, renewed, cancelled or got back something. Never throws. */
  heard(entitlement: Entitlement): void {
    this.next((app) => applyOne(app, entitlement)).catch((error: unknown) => this.warn(error));
  }

  /** Something may have been missed. Never throws. */
  noteGap(): void {
    this.compare().catch((error: unknown) => this.warn(error));
  }

  /** Compares everything that was bought with the ledger. @throws UpstreamError, what the database throws. */
  async compare(): Promise<void> {
    // The start compares by itself.
    if (!this.app) return;
    // Several shards begin at the same time: one comparison that has not begun does for all.
    this.comparing ??= this.next(async (app) => {
      this.comparing = null;
      await compareAll(app, () => this.isStopped);
    });
    await this.comparing;
  }

  /** Resolves when everything heard so far is in the ledger. */
  async settled(): Promise<void> {
    await this.last;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.last;
  }

  private next(work: (app: EntitlementNeeds) => Promise<void>): Promise<void> {
    const done = this.last.then(async () => {
      if (this.app && !this.isStopped) await work(this.app);
    });
    this.last = done.catch(() => undefined);
    return done;
  }

  private warn(error: unknown): void {
    this.app?.log.warn(
      { err: error },
      'what was bought in Discord could not be followed; the hourly comparison makes up for it',
    );
  }
}

/** Products named by the community, in the order of their ids. */
export async function skusOf(app: Pick<App, 'db'>, guildId: string): Promise<Sku[]> {
  return listSkus(app, [guildId]);
}

/**
 * Says for which tier a product of Discord's shop stands; what was bought before is granted, too.
 * @param tierId null: nothing new is granted for it. @throws Refusal `tiers.unknown`, `tiers.archived`, `tiers.sku-elsewhere`, `tiers.sku-full`.
 */
export async function nameSku(
  app: EntitlementNeeds & Pick<App, 'entitlements'>,
  guildId: string,
  skuId: string,
  tierId: number | null,
): Promise<void> {
  const tier = tierId === null ? null : app.tiers.find(guildId, tierId);
  if (tierId !== null && !tier) throw new Refusal('tiers.unknown', {});
  if (tier?.archivedAt) throw new Refusal('tiers.archived', { tierId: tier.id });
  const own = await listSkus(app, [guildId]);
  const isNew = !own.some((one) => one.skuId === skuId);
  if (isNew && own.length >= MOST_SKUS) throw new Refusal('tiers.sku-full', { most: MOST_SKUS });
  if (!(await saveSku(app, { skuId, guildId, tierId }))) throw new Refusal('tiers.sku-elsewhere', { skuId });
  if (tierId !== null) await app.entitlements.compare();
}

async function applyOne(app: EntitlementNeeds, entitlement: Entitlement): Promise<void> {
  const sku = await findSku(app, entitlement.skuId);
  if (sku && app.communities.serves(sku.guildId)) await apply(app, [entitlement], [sku]);
}

async function compareAll(app: EntitlementNeeds, isStopped: () => boolean): Promise<void> {
  const skus = await listSkus(
    app,
    app.communities.all().map(({ guildId }) => guildId),
  );
  // Product by product would be as many requests; without any, Discord would list everything.
  if (skus.length === 0) return;
  const skuIds = skus.map(({ skuId }) => skuId);
  for await (const page of app.shop.entitlements(skuIds)) {
    if (isStopped()) return;
    await apply(app, page, skus);
  }
}

/** At most a page of them. */
async function apply(
  app: EntitlementNeeds,
  entitlements: readonly Entitlement[],
  skus: readonly Sku[],
): Promise<void> {
  const now = app.clock.now();
  for (const guildId of new Set(skus.map((sku) => sku.guildId))) {
    const tiers = new Map(
      skus.filter((sku) => sku.guildId === guildId).map(({ skuId, tierId }) => [skuId, tierId]),
    );
    const own = entitlements.filter((one) => tiers.has(one.skuId) && (one.guildId ?? guildId) === guildId);
    const known = await listEntitlementGrants(
      app,
      guildId,
      own.map(({ userId }) => userId),
    );
    const requests = own.flatMap(
      (one) => requestFor(one, known.get(one.id) ?? null, tiers.get(one.skuId) ?? null, now) ?? [],
    );
    if (requests.length === 0) continue;
    const outcomes = await changeTiers(app, guildId, requests, { actorId: null, source: 'entitlement' });
    for (const outcome of outcomes)
      if (outcome.state === 'refused')
        app.log.warn(
          { guild: guildId, refusal: outcome.refusal.code },
          'something bought in Discord could not be granted; /tier sku shows for which tiers products stand',
        );
  }
}
