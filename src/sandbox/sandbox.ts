/** The face of the local Discord: start it, and find the world, the faults, the log of requests and the ways to wait. */
import { type Clock, systemClock } from '../kernel/clock.ts';
import { addCommandRoutes } from './commands-rest.ts';
import { CommandBook } from './commands-store.ts';
import { Account } from './driver-account.ts';
import { createPerson, type Person } from './driver.ts';
import type { DriverContext } from './driver-asking.ts';
import { Faults } from './faults.ts';
import { Gateway, GATEWAY_DEFAULTS, type GatewayOptions } from './gateway.ts';
import { connected, drained, flushed } from './gateway-drain.ts';
import { HttpDoor } from './http-door.ts';
import { DISCORD_LIMITS, InteractionHub, type InteractionLimits } from './interactions-hub.ts';
import { addInteractionRoutes } from './interactions-rest.ts';
import { addChannelRoutes } from './rest-channels.ts';
import { addEntitlementRoutes } from './rest-entitlements.ts';
import { addGuildRoutes } from './rest-guilds.ts';
import { addInviteTargetRoutes } from './rest-invite-targets.ts';
import { addInviteRoutes } from './rest-invites.ts';
import { LIMIT_DEFAULTS, type LimitOptions, RateLimits } from './rest-limits.ts';
import { addMemberRoutes } from './rest-members.ts';
import { addMessageRoutes } from './rest-messages.ts';
import { addReactionRoutes } from './rest-reactions.ts';
import { type RestMethod, type RouteLimit, RestRouter } from './rest-router.ts';
import { addScheduledEventRoutes } from './rest-scheduled-events.ts';
import { addSelfRoutes } from './rest-self.ts';
import { type CountMatch, type RequestEntry } from './request-log.ts';
import { RestServer } from './rest-server.ts';
import { addWebhookRoutes } from './rest-webhooks.ts';
import { addThreadRoutes } from './rest-threads.ts';
import { loadSpecCheck, type SpecCheck, type SpecMismatch } from './spec-check.ts';
import { World } from './world.ts';
import type { NewMember, NewUser } from './world-people.ts';

export interface SandboxOptions {
  /** Tells ids and timestamps; the machine's clock when omitted. Rate limits, heartbeats and delays always run in real time. */
  clock?: Clock;
  /** 0 (default): any free one. */
  port?: number;
  limits?: Partial<LimitOptions>;
  gateway?: Partial<GatewayOptions>;
  interactions?: Partial<InteractionLimits>;
  /** `session_start_limit` and shards as told by `GET /gateway/bot`. */
  startLimit?: Partial<StartLimit>;
  /** Whether every exchange is checked against Discord's own description (needs the dev dependency `discord-api-spec`). Default true. */
  checkSpec?: boolean;
}

interface StartLimit {
  total: number;
  maxConcurrency: number;
  shards: number;
}

const WAIT_MS = 30_000;

export class Sandbox {
  readonly world: World;
  readonly faults: Faults;
  readonly commands: CommandBook;
  readonly interactions: InteractionHub;
  readonly gateway: Gateway;
  private readonly rest: RestServer;
  private readonly limits: RateLimits;
  private readonly door: HttpDoor;
  private readonly spec: SpecCheck | null;

  constructor(options: SandboxOptions, spec: SpecCheck | null) {
    this.spec = spec;
    this.world = new World(options.clock ?? systemClock);
    this.door = new HttpDoor({
      request: (request, response) => this.rest.handle(request, response),
      upgrade: (request, stream, head) => this.gateway.upgrade(request, stream, head),
    });
    const origin = (): string => this.door.origin;
    const { state } = this.world;
    const startLimit = { total: 1_000, maxConcurrency: 1, shards: 1, ...options.startLimit };
    const { maxConcurrency } = startLimit;
    this.gateway = new Gateway(
      { state, origin },
      { ...GATEWAY_DEFAULTS, maxConcurrency, ...options.gateway },
    );
    this.faults = new Faults(this.gateway, { leave: () => this.door.shut(), return: () => this.door.open() });
    this.commands = new CommandBook(state);
    this.interactions = new InteractionHub(this.world, origin, {
      ...DISCORD_LIMITS,
      ...options.interactions,
    });
    const router = new RestRouter();
    this.addRoutes(router, startLimit);
    this.limits = new RateLimits({ ...LIMIT_DEFAULTS, ...options.limits });
    this.rest = new RestServer({ state, router, limits: this.limits, faults: this.faults, spec, origin });
    this.world.on((event) => this.gateway.handle(event));
  }

  /** Acts as a member: `sandbox.as(guildId, userId).say(…)`. @throws DriverError when the person is no member */
  as(guildId: string, userId: string): Person {
    return createPerson(this.driving, guildId, userId);
  }

  /** Acts as somebody who need not be a member anywhere: accepts an invite, reads direct messages, buys. @throws WorldError for nobody */
  person(userId: string): Account {
    return new Account(this.driving, this.world.state.user(userId).id);
  }

  /** Somebody joins the guild: an account that exists, by its id, or a new one. */
  join(guildId: string, user: string | NewUser, member: NewMember = {}): Person {
    const userId = typeof user === 'string' ? user : this.world.people.createUser(user).id;
    this.world.people.join(guildId, userId, member);
    return this.as(guildId, userId);
  }

  private get driving(): DriverContext {
    return { world: this.world, hub: this.interactions, book: this.commands };
  }

  /** What a bot takes as the base of REST, without the version, e.g. `http://127.0.0.1:1234/api`. */
  get apiUrl(): string {
    return `${this.door.origin}/api`;
  }

  /** e.g. `ws://127.0.0.1:1234` */
  get gatewayUrl(): string {
    return this.gateway.url;
  }

  /** The last REST requests with what was answered, oldest first. */
  get requests(): readonly RequestEntry[] {
    return this.rest.log.entries;
  }

  /** Where a bot's request or our answer differs from Discord's own description; a test expects none. */
  get specMismatches(): readonly SpecMismatch[] {
    return this.spec?.mismatches ?? [];
  }

  /** Errors of the local Discord itself; a test expects none. */
  get failures(): readonly unknown[] {
    return this.rest.failures;
  }

  /** Requests answered with 401, 403 or 429 so far. */
  get invalidRequestCount(): number {
    return this.rest.log.invalidCount;
  }

  /** How many requests came since the start, e.g. `requestCount({ method: 'PUT', route: ROLE_ROUTE })`; also those no longer in `requests`. */
  requestCount(match: CountMatch = {}): number {
    return this.rest.log.count(match);
  }

  /** From now on a route has this limit in place of its own; null: none. The limits must be on. */
  limitRoute(method: RestMethod, route: string, limit: RouteLimit | null): void {
    this.limits.setRoute(method, route, limit);
  }

  open(port: number): Promise<void> {
    return this.door.open(port);
  }

  /** Resolves when every connected client has received everything sent so far. @throws Error after `timeoutMs` */
  drained(timeoutMs = WAIT_MS): Promise<void> {
    return drained(this.gateway, timeoutMs);
  }

  /** Resolves when the wire is nearly empty: wait for it between portions of a bulk delivery. */
  flush(): Promise<void> {
    return flushed(this.gateway);
  }

  /** Resolves when somebody is connected (as this application). @throws Error after `timeoutMs` */
  connected(applicationId: string | null = null, timeoutMs = WAIT_MS): Promise<void> {
    return connected(this.gateway, applicationId, timeoutMs);
  }

  async close(): Promise<void> {
    this.interactions.stop();
    this.gateway.close();
    await this.door.shut();
  }

  private addRoutes(router: RestRouter, startLimit: StartLimit): void {
    addSelfRoutes(router, this.world, {
      url: () => this.gateway.url,
      identified: (applicationId) => this.gateway.identified.get(applicationId) ?? 0,
      startLimit,
    });
    const parts = [
      addGuildRoutes,
      addMemberRoutes,
      addChannelRoutes,
      addThreadRoutes,
      addMessageRoutes,
      addReactionRoutes,
      addScheduledEventRoutes,
      addInviteRoutes,
      addInviteTargetRoutes,
      addEntitlementRoutes,
      addWebhookRoutes,
    ];
    for (const add of parts) add(router, this.world);
    addCommandRoutes(router, this.world.state, this.commands);
    addInteractionRoutes(router, this.interactions);
  }
}

/** A running local Discord with nobody in it yet. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = new Sandbox(options, options.checkSpec === false ? null : await loadSpecCheck());
  await sandbox.open(options.port ?? 0);
  return sandbox;
}
