/** A person apart from any guild: accepts invites, gets direct messages, buys through Discord. */
import { awaitMessage, DEFAULT_TIMEOUT_MS } from './driver-answer.ts';
import type { DriverContext } from './driver-asking.ts';
import { DriverError, nameOf, type SeenMessage, toSeenMessage } from './driver-seen.ts';
import { createPerson, type Person } from './driver.ts';
import type { EntitlementRecord, UserRecord } from './world-records.ts';

export interface PurchaseOptions {
  /** The guild it is for; null (default): for the person, wherever they are. */
  readonly guildId?: string | null;
  /** Default: the only application there is. */
  readonly applicationId?: string;
  /** Null (default): a subscription that renews until it is cancelled. */
  readonly endsAt?: Date | null;
}

/** What the person cannot do is a `DriverError`, thrown before anything happens. */
export class Account {
  readonly userId: string;
  private readonly context: DriverContext;

  constructor(context: DriverContext, userId: string) {
    this.context = context;
    this.userId = userId;
  }

  get user(): UserRecord {
    return this.context.world.state.user(this.userId);
  }

  get name(): string {
    return nameOf(this.context.world.state, this.userId);
  }

  /** "Allow direct messages": when false, bots that write are refused with 50007. */
  set acceptsDms(accepts: boolean) {
    this.user.acceptsDms = accepts;
  }

  /** Joins by an invite, with its roles; for a member nothing happens. @throws DriverError when it is gone, or not for them */
  accept(code: string): Person {
    const { world } = this.context;
    const invite = world.invites.find(code);
    if (!invite) throw new DriverError(`The invite ${code} is invalid or has expired.`);
    const { bans } = world.state.guild(invite.guildId);
    if (bans.has(this.userId)) throw new DriverError(`${this.name} is banned there.`);
    const targets = world.invites.targetsOf(invite);
    if (targets && !targets.userIds.includes(this.userId)) {
      throw new DriverError(`The invite ${code} is not for ${this.name}.`);
    }
    world.invites.use(invite, this.userId);
    return createPerson(this.context, invite.guildId, this.userId);
  }

  /** Everything somebody (default: anybody) wrote to the person directly, oldest first. */
  directMessages(fromId?: string): SeenMessage[] {
    const found = [...this.context.world.state.messages.values()].filter(
      ({ guildId, channelId, author }) =>
        guildId === null &&
        author.id !== this.userId &&
        (fromId === undefined || author.id === fromId) &&
        this.context.world.state.channel(channelId).recipientIds.includes(this.userId),
    );
    return found.map(toSeenMessage);
  }

  /** Waits for a direct message that fits, also one already there. @throws DriverError when none came in time */
  awaitDirectMessage(
    fits: (message: SeenMessage) => boolean = () => true,
    timeoutMs = DEFAULT_TIMEOUT_MS,
  ): Promise<SeenMessage> {
    return awaitMessage(this.context.world, {
      concerns: ({ guildId }) => guildId === null,
      find: () => this.directMessages().findLast(fits),
      timeoutMs,
      complaint: `${this.name} got no such direct message within ${timeoutMs} ms.`,
    });
  }

  /** Buys a product of an application. */
  buy(skuId: string, options: PurchaseOptions = {}): EntitlementRecord {
    const { entitlements } = this.context.world;
    const { guildId = null, endsAt = null, applicationId = this.onlyApplicationId() } = options;
    return entitlements.create({ applicationId, skuId, userId: this.userId, guildId, endsAt });
  }

  /** Takes up again what was cancelled, or pays for longer: until then, or (null) until it is cancelled. */
  renew(entitlementId: string, endsAt: Date | null = null): EntitlementRecord {
    return this.context.world.entitlements.setEnd(this.own(entitlementId).id, endsAt);
  }

  /** It still counts until then. */
  cancel(entitlementId: string, endsAt: Date): EntitlementRecord {
    return this.context.world.entitlements.setEnd(this.own(entitlementId).id, endsAt);
  }

  /** Discord gives the money back: over at once. */
  refund(entitlementId: string): EntitlementRecord {
    return this.context.world.entitlements.delete(this.own(entitlementId).id);
  }

  private own(entitlementId: string): EntitlementRecord {
    const found = this.context.world.state.entitlements.get(entitlementId);
    if (found?.userId !== this.userId) throw new DriverError(`${this.name} has not bought ${entitlementId}.`);
    return found;
  }

  private onlyApplicationId(): string {
    const [first, ...others] = this.context.world.state.applications.keys();
    if (first !== undefined && others.length === 0) return first;
    throw new DriverError('Say whose product it is: there is not exactly one application.');
  }
}
