/** The ledger of paid tiers beside the roles on the local Discord and beside what people granted and paid in the story. */
import type { Database } from '../db/client.ts';
import { ROLE_ROUTE } from '../sandbox/rest-members.ts';
import {
  countEntries,
  countGrants,
  countRoleCalls,
  readHoldings,
  readMoney,
  type StoredHolding,
} from './bot-tiers-store.ts';
import type { Pair } from './comparison.ts';
import { concerned, heldTiers, TIERS } from './paid-roles.ts';
import type { Story } from './story.ts';
import { PAID_TIERS, type PaidTier } from './truth-tiers.ts';
import type { Comparison } from './verdict.ts';

/** Everything on the paid tiers, as it stands when the story ends. */
export async function compareTiers(story: Story, db: Database): Promise<Comparison[]> {
  const { guildId } = story.community;
  const holdings = new Map((await readHoldings(db, guildId)).map((one) => [one.userId, one]));
  return [
    { title: 'Paid tiers 付费会员', shownAs: 'table', pairs: await totals(story, db, holdings) },
    {
      title: 'each person’s tier and role 每人等级与身份组',
      shownAs: 'summary',
      pairs: rolesOfPeople(story, holdings),
    },
    {
      title: 'each person’s paid end 每人到期日',
      shownAs: 'summary',
      pairs: endsOfPeople(story, holdings),
    },
    {
      title: 'lines of the ledger by kind 账本各类行数',
      shownAs: 'summary',
      pairs: await entries(story, db),
    },
  ];
}

async function totals(
  story: Story,
  db: Database,
  holdings: ReadonlyMap<string, StoredHolding>,
): Promise<Pair[]> {
  const { community, facts, sandbox } = story;
  const { paidMinor, payments, refundedMinor, refunds } = facts.tiers;
  const money = await readMoney(db, community.guildId);
  const members = present(story);
  const holders = PAID_TIERS.map((tier) =>
    pair(
      `hold ${TIERS[tier].en} 持有${TIERS[tier]['zh-CN']}`,
      members.filter((userId) => tierIn(story, holdings, userId) === tier).length,
      members.filter((userId) => heldTiers(story, userId).includes(tier)).length,
    ),
  );
  return [
    ...holders,
    pair('payments 付款笔数', money.payments, payments),
    pair('paid 收款 (CNY)', money.paidMinor / 100, paidMinor / 100),
    pair('given back 退款 (CNY)', money.refundedMinor / 100, refundedMinor / 100),
    pair(
      'grants exported 导出的授予',
      await countGrants(db, community.guildId),
      facts.exported?.grants ?? null,
    ),
    pair('payments exported 导出的付款', money.payments + money.refunds, facts.exported?.payments ?? null),
    pair('refunds 退款笔数', money.refunds, refunds),
    pair(
      'requests for roles 身份组请求',
      await countRoleCalls(db, community.guildId),
      sandbox.requestCount({ route: ROLE_ROUTE }),
    ),
  ];
}

/** Ranks: 0 for no tier. Who holds two roles of tiers at once agrees with nothing. */
function rolesOfPeople(story: Story, holdings: ReadonlyMap<string, StoredHolding>): Pair[] {
  return present(story).map((userId) => {
    const held = heldTiers(story, userId);
    const tier = tierIn(story, holdings, userId);
    return pair(nameOf(story, userId), rank(tier), held.length > 1 ? null : rank(held[0] ?? null));
  });
}

function endsOfPeople(story: Story, holdings: ReadonlyMap<string, StoredHolding>): Pair[] {
  const { tiers } = story.facts;
  return [...new Set([...tiers.people, ...holdings.keys()])].map((userId) =>
    pair(
      nameOf(story, userId),
      holdings.get(userId)?.endsAt ?? null,
      tiers.paidUntil(userId, story.stage.now),
    ),
  );
}

async function entries({ community, facts, stage }: Story, db: Database): Promise<Pair[]> {
  const bot = await countEntries(db, community.guildId);
  const own = facts.tiers.entriesAt(stage.now);
  return [...new Set([...bot.keys(), ...own.keys()])].map((kind) =>
    pair(kind, bot.get(kind) ?? 0, own.get(kind) ?? 0),
  );
}

/** Members whom a paid tier concerns: Discord keeps no roles of others. */
function present(story: Story): string[] {
  const { members } = story.sandbox.world.state.guild(story.community.guildId);
  return concerned(story).filter((userId) => members.has(userId));
}

function tierIn(
  { community }: Story,
  holdings: ReadonlyMap<string, StoredHolding>,
  userId: string,
): PaidTier | null {
  const roleId = holdings.get(userId)?.roleId;
  return PAID_TIERS.find((tier) => community.roles[TIERS[tier].role] === roleId) ?? null;
}

function rank(tier: PaidTier | null): number {
  return tier === null ? 0 : TIERS[tier].rank;
}

function nameOf({ stage }: Story, userId: string): string {
  return stage.names.user(userId) ?? userId;
}

function pair(what: string, bot: number | null, discord: number | null): Pair {
  return { what, weekOn: '', bot, discord };
}
