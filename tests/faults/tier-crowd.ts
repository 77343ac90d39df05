/**
 * A community that kept its paying members in a spreadsheet until now: most hold the tier's role already, some were forgotten. Everything is
 * set up by commands, as its staff would. Tells what the ledger and the local Discord say afterwards.
 */
import type { SqlRunner } from '../../src/db/client.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import { ROLE_ROUTE } from '../../src/sandbox/rest-members.ts';
import type { Town } from '../support/town.ts';

/** Every so manieth member lacks the role they paid for. */
const FORGOTTEN = 40;
const JOINED_AT = new Date('2026-01-06T00:00:00Z');
const LEAST_MINOR = 9_900;

export class TierCrowd {
  readonly userIds: readonly string[];
  readonly roleId: string;
  private readonly town: Town;
  private readonly staff: Person;
  private readonly owner: Person;
  private readonly adminRoleId: string;

  constructor(town: Town, size: number) {
    this.town = town;
    const { sandbox, guildId, people } = town;
    const { world } = sandbox;
    this.roleId = world.guilds.createRole(guildId, { name: 'Silver' }).id;
    this.adminRoleId = world.guilds.createRole(guildId, { name: 'Treasurer' }).id;
    this.userIds = Array.from({ length: size }, (_, index) => {
      const { id } = world.people.createUser({ username: `payer${index}`, at: JOINED_AT });
      const roles = index % FORGOTTEN === 0 ? [] : [this.roleId];
      world.people.join(guildId, id, { silently: true, joinedAt: JOINED_AT, roles });
      return id;
    });
    this.owner = sandbox.as(guildId, people.owner);
    this.staff = sandbox.as(guildId, people.staff);
    this.owner.giveRole(people.staff, this.adminRoleId);
    // What Discord allows in ten seconds would make the test wait; the bot's own pace stays.
    for (const method of ['PUT', 'DELETE'] as const) sandbox.limitRoute(method, ROLE_ROUTE, null);
  }

  /** What the file's amounts come to, in minor units. */
  get paidMinor(): number {
    return this.userIds.reduce((sum, _, index) => sum + LEAST_MINOR + index, 0);
  }

  /** Requests about roles so far. */
  get requests(): number {
    return this.town.sandbox.requestCount({ route: ROLE_ROUTE });
  }

  /** Who holds the role on the local Discord. */
  holders(): string[] {
    const { members } = this.town.sandbox.world.state.guild(this.town.guildId);
    return [...members.values()].flatMap(({ user, roles }) => (roles.includes(this.roleId) ? user.id : []));
  }

  /** The admin role and the tier, then the file: checked and shown. */
  async sendFile(): Promise<Answer> {
    await this.owner.type('/setup', { 'admin-role': this.adminRoleId });
    await this.staff.type('/tier settings', { currency: 'CNY' });
    await this.staff.type('/tier create', { name: 'Silver', rank: 10, role: this.roleId, days: 30 });
    const file = { filename: 'paid.csv', bytes: Buffer.from(this.file()), contentType: 'text/csv' };
    return this.staff.type('/tier import', { file }, { timeoutMs: 30_000 });
  }

  apply(checked: Answer): Promise<Answer> {
    return this.staff.press(checked, 'Apply');
  }

  /** Staff look who holds what, two at once: what the clock did is written down for them. A kill leaves them without an answer. */
  look(): void {
    for (const one of [this.staff, this.staff])
      one.type('/tier members', {}, { timeoutMs: 30_000 }).catch(() => undefined);
  }

  /** By hand, from all but every so manieth holder. */
  takeRoles(butEvery: number): void {
    for (const [index, userId] of this.holders().entries())
      if (index % butEvery !== 0) this.owner.takeRole(userId, this.roleId);
  }

  /** Every third line has no reference. */
  private file(): string {
    const lines = this.userIds.map((userId, index) => {
      const amount = ((LEAST_MINOR + index) / 100).toFixed(2);
      return [userId, 'Silver', 30, amount, index % 3 === 0 ? '' : `WX${index}`].join(',');
    });
    return ['user,tier,days,amount,reference', ...lines].join('\n');
  }
}

/** The ledger in numbers. */
export interface TierBooks {
  readonly grants: number;
  readonly granted: number;
  readonly expired: number;
  readonly paidMinor: number;
  /** Grants that were granted, or ended, more than once. */
  readonly doubled: number;
  /** Lines of the file that are not done. */
  readonly linesLeft: number;
  /** Members whose time came and for whom that is not written down. */
  readonly due: number;
  readonly rolesOpen: number;
  /** Who has access. */
  readonly holders: readonly string[];
}

export async function readBooks(sql: SqlRunner): Promise<TierBooks> {
  const [row] = await sql.query<Omit<TierBooks, 'holders'>>(
    `SELECT (SELECT count(*) FROM tier_grant)::int AS grants,
       (SELECT count(*) FROM tier_entry WHERE kind = 'granted')::int AS granted,
       (SELECT count(*) FROM tier_entry WHERE kind = 'expired')::int AS expired,
       (SELECT coalesce(sum(amount_minor), 0) FROM tier_payment)::int AS "paidMinor",
       (SELECT count(*) FROM (SELECT FROM tier_entry GROUP BY grant_id, kind HAVING count(*) > 1) AS twice)::int AS doubled,
       (SELECT count(*) FROM tier_import_line WHERE state <> 'done')::int AS "linesLeft",
       (SELECT count(*) FROM tier_member WHERE next_at <= now())::int AS due,
       (SELECT count(*) FROM role_task WHERE state = 'open')::int AS "rolesOpen"`,
  );
  const holding = await sql.query<{ userId: string }>(
    'SELECT user_id AS "userId" FROM tier_member WHERE tier_id IS NOT NULL',
  );
  return { ...row!, holders: holding.map(({ userId }) => userId) };
}

/** Stands for a month that passes while the bot is off. */
export async function letAMonthPass(sql: SqlRunner): Promise<void> {
  const earlier = `- INTERVAL '31 days'`;
  await sql.execute(
    `UPDATE tier_grant SET starts_at = starts_at ${earlier}, ends_at = ends_at ${earlier}, created_at = created_at ${earlier}`,
  );
  await sql.execute(
    `UPDATE tier_member SET since_at = since_at ${earlier}, ends_at = ends_at ${earlier}, next_at = next_at ${earlier}`,
  );
}
