/** The role of a paid tier at the benchmark's Discord: who holds it, what staff change by hand, and what the bot asked about it. */
import type { RouteLimit } from '../../src/sandbox/rest-router.ts';
import { ROLE_ROUTE } from '../../src/sandbox/rest-members.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

export interface RoleCount {
  /** Requests about roles since the last count, and how many of them were refused for the limit. */
  readonly sent: number;
  readonly limited: number;
  /** Members with the role who are not to hold it, and without it who are. */
  readonly wrong: number;
}

export class HeldRole {
  readonly id: string;
  private readonly sandbox: Sandbox;
  private readonly guildId: string;
  private readonly userIds: readonly string[];
  private readonly holders: number;
  private sent = 0;
  private limited = 0;

  constructor(
    sandbox: Sandbox,
    guildId: string,
    userIds: readonly string[],
    { holders = 0, roleLimit }: { readonly holders?: number; readonly roleLimit?: RouteLimit },
  ) {
    this.sandbox = sandbox;
    this.guildId = guildId;
    this.userIds = userIds;
    this.holders = holders;
    this.id = sandbox.world.guilds.createRole(guildId, { name: 'Silver' }).id;
    const { members } = sandbox.world.state.guild(guildId);
    for (const userId of userIds.slice(0, holders)) members.get(userId)!.roles = [this.id];
    if (roleLimit)
      for (const method of ['PUT', 'DELETE'] as const) sandbox.limitRoute(method, ROLE_ROUTE, roleLimit);
  }

  /** Takes it from half as many holders, and gives it to as many others; evenly spread. */
  async spoil(wrong: number): Promise<void> {
    const { people } = this.sandbox.world;
    const others = this.userIds.length - this.holders;
    for (let index = 0; index < wrong / 2; index += 1) {
      const share = index / (wrong / 2);
      people.removeRole(this.guildId, this.userIds[Math.floor(share * this.holders)]!, this.id);
      people.addRole(this.guildId, this.userIds[this.holders + Math.floor(share * others)]!, this.id);
    }
    await this.sandbox.drained();
  }

  count(from: number, to: number): RoleCount {
    const before = { sent: this.sent, limited: this.limited };
    this.sent = this.sandbox.requestCount({ route: ROLE_ROUTE });
    this.limited = this.sandbox.requestCount({ route: ROLE_ROUTE, status: 429 });
    const { members } = this.sandbox.world.state.guild(this.guildId);
    const wrong = this.userIds.filter(
      (userId, index) => members.get(userId)!.roles.includes(this.id) !== (index >= from && index < to),
    );
    return { sent: this.sent - before.sent, limited: this.limited - before.limited, wrong: wrong.length };
  }
}
