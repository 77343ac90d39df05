/** What people bought from an application through Discord: bought, renewed, cancelled, refunded. Each change is told to that application. */
import type { EntitlementRecord } from './world-records.ts';
import { WorldError, type WorldState } from './world-state.ts';

export interface NewEntitlement {
  applicationId: string;
  skuId: string;
  userId: string;
  /** Null (default): for the person, wherever they are. */
  guildId?: string | null;
  /** Default now; null for a test. */
  startsAt?: Date | null;
  /** Null (default): renews until it is cancelled. */
  endsAt?: Date | null;
  isTest?: boolean;
}

export class WorldEntitlements {
  private readonly state: WorldState;

  constructor(state: WorldState) {
    this.state = state;
  }

  create(given: NewEntitlement): EntitlementRecord {
    const entitlement: EntitlementRecord = {
      id: this.state.ids.next(),
      applicationId: this.state.application(given.applicationId).id,
      skuId: given.skuId,
      userId: this.state.user(given.userId).id,
      guildId: given.guildId ?? null,
      startsAt: given.startsAt === undefined ? this.state.now() : given.startsAt,
      endsAt: given.endsAt ?? null,
      deleted: false,
      consumed: false,
      isTest: given.isTest ?? false,
    };
    this.state.entitlements.set(entitlement.id, entitlement);
    this.state.emit({ kind: 'entitlementCreate', entitlement });
    return entitlement;
  }

  /** From now on it ends then; null: it goes on. */
  setEnd(entitlementId: string, endsAt: Date | null): EntitlementRecord {
    const entitlement = this.get(entitlementId);
    entitlement.endsAt = endsAt;
    this.state.emit({ kind: 'entitlementUpdate', entitlement });
    return entitlement;
  }

  consume(entitlementId: string): EntitlementRecord {
    const entitlement = this.get(entitlementId);
    entitlement.consumed = true;
    this.state.emit({ kind: 'entitlementUpdate', entitlement });
    return entitlement;
  }

  /** Refunded or removed: over at once. It stays in the list for those who ask for deleted ones. */
  delete(entitlementId: string): EntitlementRecord {
    const entitlement = this.get(entitlementId);
    if (entitlement.deleted) return entitlement;
    entitlement.deleted = true;
    this.state.emit({ kind: 'entitlementDelete', entitlement });
    return entitlement;
  }

  private get(id: string): EntitlementRecord {
    const entitlement = this.state.entitlements.get(id);
    if (!entitlement) throw new WorldError(`The local Discord has no entitlement ${id}.`);
    return entitlement;
  }
}
