/** What people bought from the bot in Discord's own shop, as features see it. */

export interface Entitlement {
  readonly id: string;
  readonly skuId: string;
  readonly userId: string;
  /** The community it was bought for; null where it is for the person, wherever they are. */
  readonly guildId: string | null;
  /** null for a test. */
  readonly startsAt: Date | null;
  /** null: it renews until it is cancelled. */
  readonly endsAt: Date | null;
  /** Refunded, or taken back by Discord: over at once. */
  readonly isDeleted: boolean;
  /** Bought in test mode: nobody paid for it. */
  readonly isTest: boolean;
}

export interface Shop {
  /** Everything bought of these products, ended and deleted ones too, page by page. @throws UpstreamError. */
  entitlements(skuIds: readonly string[]): AsyncIterable<readonly Entitlement[]>;
}
