/** Invites to tiers on the real bot, database and local Discord: who may accept, what begins when, and what refusals, lost answers and kills leave. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeSettings } from '../../src/communities/communities.ts';
import { Refusal } from '../../src/kernel/errors.ts';
import {
  endInvite,
  getInvite,
  historyOf,
  inviteMembers,
  membershipOf,
  recentInvites,
} from '../../src/tiers/tiers.ts';
import type { InviteOrder, Invited } from '../../src/tiers/tiers.ts';
import { allowInvites, stranger } from '../support/tier-invites.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const INVITES = '/channels/{channel_id}/invites';
const DAY_MS = 86_400_000;

let town: TierTown;
let names = 0;

beforeAll(async () => {
  town = await startTierTown({ at: '2026-11-16T09:00:00Z', timeZone: 'Asia/Shanghai' });
  allowInvites(town);
  await changeSettings(town.bot.app, town.guildId, { staffChannelId: town.bot.town.channels.reports });
  await town.bot.settled();
});
afterAll(() => town.bot.close());
beforeEach(() => {
  const { invites } = town.bot.town.sandbox.world;
  invites.jobMs = 0;
  invites.holdJobs = false;
});

const person = (): string => {
  names += 1;
  return stranger(town, `person-${names}`);
};
const account = (userId: string) => town.bot.town.sandbox.person(userId);
const onServer = () => town.bot.town.sandbox.world.invites.list(town.guildId);
const standingOf = async (userId: string) =>
  (await membershipOf(town.bot.app, town.guildId, userId)).standing?.grant ?? null;
const kindsOf = async (userId: string) =>
  (await historyOf(town.bot.app, town.guildId, userId, null)).entries.map(({ kind }) => kind).toReversed();
const later = (ms: number): Date => new Date(town.bot.clock.now().getTime() + ms);

function invite(userIds: readonly string[], order: Partial<InviteOrder> = {}): Promise<Invited> {
  return inviteMembers(town.bot.app, town.guildId, {
    tierId: town.gold.id,
    userIds,
    channelId: town.bot.town.channels.general,
    wish: {
      term: { days: 30 },
      startsAt: 'on-join',
      amountMinor: null,
      reference: null,
      isForOne: true,
      note: null,
    },
    validDays: 7,
    createdBy: town.bot.town.people.staff,
    ...order,
  });
}
const wishOf = (wish: Partial<InviteOrder['wish']>): Pick<InviteOrder, 'wish'> => ({
  wish: {
    term: { days: 30 },
    startsAt: 'on-join',
    amountMinor: null,
    reference: null,
    isForOne: true,
    note: null,
    ...wish,
  },
});
const refusalOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'not refused',
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );
/** Nobody waits for what a join brings about. */
const joined = (userId: string, kinds: readonly string[]) =>
  vi.waitFor(async () => {
    await town.bot.settled();
    expect(await kindsOf(userId)).toEqual(kinds);
  });
async function codeOf(made: Promise<Invited>): Promise<string> {
  return (await made).invite!.code!;
}

describe('an invite', () => {
  it('can be accepted by those named and nobody else; the paid time and the role begin when they join', async () => {
    const [zoe, other] = [person(), person()];
    const code = await codeOf(invite([zoe]));
    expect(() => account(other).accept(code)).toThrow('is not for');
    expect(await standingOf(zoe)).toBeNull();
    town.bot.clock.moveTo(later(2 * DAY_MS));
    const before = town.roleRequests();
    account(zoe).accept(code);
    expect(town.rolesOf(zoe)).toEqual(['Gold']);
    await joined(zoe, ['granted', 'joined']);
    expect(await standingOf(zoe)).toMatchObject({
      source: 'invite',
      startsAt: town.bot.clock.now(),
      endsAt: later(30 * DAY_MS),
    });
    await town.bot.app.roles.settled(town.guildId);
    expect(town.roleRequests()).toBe(before);
    await town.moveTo(later(30 * DAY_MS));
    expect(town.rolesOf(zoe)).toEqual([]);
    expect(await standingOf(zoe)).toBeNull();
  });

  it('for a day to come brings no role; the ledger gives it on that day', async () => {
    const zoe = person();
    const startsAt = later(3 * DAY_MS);
    const code = await codeOf(invite([zoe], wishOf({ startsAt })));
    account(zoe).accept(code);
    await town.bot.settled();
    expect(town.rolesOf(zoe)).toEqual([]);
    await town.moveTo(startsAt);
    expect(town.rolesOf(zoe)).toEqual(['Gold']);
    expect(await standingOf(zoe)).toMatchObject({ startsAt, endsAt: later(30 * DAY_MS) });
  });

  it('leaves members out, and people who are named on one already', async () => {
    const [zoe, yan] = [person(), person()];
    const { ann } = town.bot.town.people;
    await invite([zoe]);
    const { invite: made, userIds, leftOut } = await invite([zoe, ann, yan]);
    expect(userIds).toEqual([yan]);
    expect(leftOut.map(({ userId, why }) => [userId, why])).toEqual([
      [zoe, 'awaited'],
      [ann, 'here'],
    ]);
    expect(() => account(zoe).accept(made!.code!)).toThrow('is not for');
  });

  it('for the same people by two admins at the same moment is made once', async () => {
    const zoe = person();
    const made = await Promise.all([invite([zoe]), invite([zoe])]);
    expect(made.filter((one) => one.invite !== null)).toHaveLength(1);
    expect(made.flatMap(({ leftOut }) => leftOut.map(({ why }) => why))).toEqual(['awaited']);
    expect(await kindsOf(zoe)).toEqual(['granted']);
  });

  it('that brings a role the ledger took back meanwhile loses it again', async () => {
    const zoe = person();
    const code = await codeOf(invite([zoe]));
    await town.act({ userId: zoe, act: { act: 'revoke', tierId: null }, reason: 'paid back' });
    account(zoe).accept(code);
    await vi.waitFor(() => expect(town.rolesOf(zoe)).toEqual([]));
    expect(await standingOf(zoe)).toBeNull();
  });

  it('made twice because an answer was lost brings nothing once the known one is ended', async () => {
    const zoe = person();
    const { invite: made } = await invite([zoe]);
    const { sandbox, channels, botId } = town.bot.town;
    const roleIds = [town.gold.roleId];
    const other = sandbox.world.invites.create(channels.general, {
      inviterId: botId,
      roleIds,
      targetIds: [zoe],
    });
    await endInvite(town.bot.app, town.guildId, made!.id, town.bot.town.people.staff);
    expect(await kindsOf(zoe)).toEqual(['granted', 'withdrawn']);
    account(zoe).accept(other.code);
    expect(town.rolesOf(zoe)).toEqual(['Gold']);
    await vi.waitFor(() => expect(town.rolesOf(zoe)).toEqual([]));
  });

  it('that ran out ends nothing before the list of members says who came while nobody listened', async () => {
    const zoe = person();
    await invite([zoe], { validDays: 2 });
    // Faked: in a large community the list takes its time.
    const coming = vi.spyOn(town.bot.app.roleHands, 'isListComing').mockReturnValue(true);
    await town.moveTo(later(2 * DAY_MS));
    expect(await kindsOf(zoe)).toEqual(['granted']);
    coming.mockRestore();
    await town.moveTo(later(60_000));
    expect(await kindsOf(zoe)).toEqual(['granted', 'lapsed']);
  });

  it('that runs out ends what was to begin at joining, keeps the payment, and staff are told who did not come', async () => {
    const [came, not] = [person(), person()];
    const paid = wishOf({ amountMinor: 29_900, reference: 'WX-lapse', isForOne: false });
    const code = await codeOf(invite([came, not], { ...paid, validDays: 2 }));
    account(came).accept(code);
    await joined(came, ['granted', 'joined']);
    await town.moveTo(later(2 * DAY_MS));
    expect(await kindsOf(not)).toEqual(['granted', 'lapsed']);
    expect(await kindsOf(came)).toEqual(['granted', 'joined']);
    expect((await membershipOf(town.bot.app, town.guildId, not)).payments).toMatchObject([
      { externalId: `WX-lapse/${not}` },
    ]);
    const post = town.bot.as('owner').read(town.bot.town.channels.reports).at(-1);
    expect(post?.text).toContain(`did not come: <@${not}>`);
  });
});

describe('where Discord does not do it', () => {
  it('a role above the bot is refused before anything is asked', async () => {
    const zoe = person();
    const { sandbox, botId, people } = town.bot.town;
    const own = [...sandbox.world.state.guild(town.guildId).roles.values()].find(
      (one) => one.botId === botId,
    )!;
    const owner = sandbox.as(town.guildId, people.owner);
    owner.moveRole(town.gold.roleId, { above: own.id });
    await town.bot.settled();
    expect(await refusalOf(invite([zoe]))).toBe('tiers.role-problem');
    owner.moveRole(town.gold.roleId, { below: own.id });
    await town.bot.settled();
    expect(await kindsOf(zoe)).toEqual([]);
  });

  it('a refusal leaves nothing granted, and the same reference can be used again', async () => {
    const zoe = person();
    const { faults } = town.bot.town.sandbox;
    faults.status({ method: 'POST', route: INVITES }, 403, { message: 'Missing Permissions', code: 50013 });
    const order = wishOf({ reference: 'WX-again', amountMinor: 100 });
    expect(await refusalOf(invite([zoe], order))).toBe('invites.permissions');
    expect(await kindsOf(zoe)).toEqual([]);
    const [row] = await recentInvites(town.bot.app, town.guildId, 1);
    expect(row).toMatchObject({ state: 'failed', problem: 'CreateInstantInvite, ManageGuild, ManageRoles' });
    await invite([zoe], order);
    expect(await kindsOf(zoe)).toEqual(['granted']);
  });

  it('a list that Discord cannot read takes the invite back', async () => {
    const zoe = person();
    const before = onServer().length;
    town.bot.town.sandbox.world.invites.failNextJob('Failed to parse CSV file');
    expect(await refusalOf(invite([zoe]))).toBe('invites.list-refused');
    expect(onServer()).toHaveLength(before);
    expect(await kindsOf(zoe)).toEqual([]);
  });

  it('wrong lines are told in the words of Discord', async () => {
    const problems = ['Line 2: invalid user ID format'];
    const { faults } = town.bot.town.sandbox;
    faults.status({ method: 'POST', route: INVITES }, 400, { target_users_file: problems });
    await expect(invite([person()])).rejects.toMatchObject({
      code: 'invites.list-refused',
      facts: { problems },
    });
  });

  it('an answer that was lost is found again: one invite, granted once', async () => {
    const zoe = person();
    const { faults } = town.bot.town.sandbox;
    const before = onServer().length;
    // The answer is lost, and so is everything the client tries afterwards.
    faults.loseReply({ method: 'POST', route: INVITES });
    faults.status({ method: 'POST', route: INVITES, times: 50, after: 1 }, 500);
    const { invite: making } = await invite([zoe]);
    faults.clear();
    expect(making?.state).toBe('making');
    expect(await kindsOf(zoe)).toEqual([]);
    await town.moveTo(later(3 * 60_000));
    const { invite: made } = await getInvite(town.bot.app, town.guildId, making!.id);
    expect(made).toMatchObject({ state: 'open', isReady: true });
    expect(onServer()).toHaveLength(before + 1);
    expect(await kindsOf(zoe)).toEqual(['granted']);
  });

  it('what never goes well is given up after an hour, and nothing was granted', async () => {
    const zoe = person();
    const { faults } = town.bot.town.sandbox;
    faults.status({ method: 'POST', route: INVITES, times: 50 }, 500);
    const { invite: making } = await invite([zoe]);
    faults.clear();
    await town.moveTo(later(2 * 3_600_000));
    expect((await getInvite(town.bot.app, town.guildId, making!.id)).invite.state).toBe('failed');
    expect(await kindsOf(zoe)).toEqual([]);
  });
});

describe('a kill', () => {
  it('between what Discord made and what is granted leaves an invite that the next start grants; who came meanwhile begins', async () => {
    const [zoe, yan] = [person(), person()];
    const { invite: open } = await invite([yan]);
    const { faults } = town.bot.town.sandbox;
    faults.delay({ route: '/invites/{code}/target-users/job-status' }, 30_000);
    let isCut = true;
    // Goes on in the part of the bot that was ended, where it can only fail.
    const cut = invite([zoe]).then(
      () => (isCut = false),
      () => true,
    );
    await vi.waitFor(async () => {
      const [row] = await recentInvites(town.bot.app, town.guildId, 1);
      expect(row).toMatchObject({ state: 'making', code: expect.any(String) });
    });
    await town.bot.restart(() => account(yan).accept(open!.code!));
    expect(await kindsOf(zoe)).toEqual([]);
    await town.moveTo(later(3 * 60_000));
    const [row] = await recentInvites(town.bot.app, town.guildId, 1);
    expect(row).toMatchObject({ state: 'open', named: 1, came: 0 });
    expect(await kindsOf(zoe)).toEqual(['granted']);
    account(zoe).accept(row!.code!);
    await joined(zoe, ['granted', 'joined']);

    // Discord gives the list of members once in thirty seconds.
    const { roleHands } = town.bot.app;
    await vi.waitFor(() => expect(roleHands.isListComing(town.guildId)).toBe(false), 50_000);
    await town.moveTo(later(3_600_000));
    expect(await kindsOf(yan)).toEqual(['granted', 'joined']);
    const { invitees } = await getInvite(town.bot.app, town.guildId, open!.id);
    expect(invitees).toMatchObject([{ userId: yan, joinedAt: expect.any(Date) }]);
    expect(town.rolesOf(yan)).toEqual(['Gold']);
    await cut;
    expect(isCut).toBe(true);
  }, 120_000);
});

it('invites of one community are unknown in another', async () => {
  const { other } = town.bot.town;
  expect(await recentInvites(town.bot.app, other.guildId, 25)).toEqual([]);
  const [own] = await recentInvites(town.bot.app, town.guildId, 1);
  expect(await refusalOf(getInvite(town.bot.app, other.guildId, own!.id))).toBe('tiers.invite-unknown');
});
