/** /tier drift and /tier repair through the real dispatcher and client on a local Discord. Faked: the clock, and where said that a request of the bot waits before it is sent. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogues } from '../../src/i18n/i18n.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

const english = catalogues.en.tierDrift;
const chinese = catalogues['zh-CN'].tierDrift;

let bot: TestBot;
let town: TierTown;
let people: TierTown['bot']['town']['people'];
let owner: Person;

beforeAll(async () => {
  bot = await startTestBot();
});
beforeEach(async () => {
  town = await startTierTown({ bot });
  ({ people } = town.bot.town);
  owner = town.bot.as('owner');
});
afterAll(() => bot?.close());

async function ask(line: 'drift' | 'repair', who: keyof typeof people = 'staff'): Promise<Answer> {
  const answer = await town.bot
    .as(who)
    .type(`/tier ${line}`, {}, { channelId: town.bot.town.channels.general });
  expect(answer.ephemeral).toBe(true);
  return answer;
}
const said = (answer: Answer): string => answer.message?.text ?? '';
const labels = (answer: Answer): (string | null)[] => answer.message!.buttons.map(({ label }) => label);

async function speaking(who: keyof typeof people, language: string): Promise<void> {
  const where = { channelId: town.bot.town.channels.general };
  await town.bot.as(who).type('/me language', { language }, where);
}

/** Ann paid for Gold and lost its role by hand; Bo never paid and was given Silver's. */
async function differ(): Promise<void> {
  await town.give(people.ann, town.gold, 30);
  owner.takeRole(people.ann, town.gold.roleId);
  owner.giveRole(people.bo, town.silver.roleId);
  await town.bot.settled();
  town.bot.clock.moveBy(10 * 60_000);
}

/** Requests about roles wait from now on until what is returned is called. */
function holdRoleRequests(): () => void {
  const { roleHands } = town.bot.app;
  const real = { ...roleHands };
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  Object.assign(roleHands, {
    change: async (...request: Parameters<typeof real.change>) => {
      await gate;
      return real.change(...request);
    },
  });
  return () => letGo();
}

async function rolesFollowed(): Promise<void> {
  await town.bot.app.roles.settled(town.guildId);
  await town.bot.settled();
}

/** The role under which the bot acts. */
function botRoleId(): string {
  const { sandbox, botId } = town.bot.town;
  return sandbox.world.state.member(town.guildId, botId).roles[0]!;
}

describe('/tier drift', () => {
  it('says that all is well, where it is', async () => {
    await town.give(people.ann, town.gold, 30);
    expect(said(await ask('drift'))).toContain(english.fine);
    await speaking('staff', 'zh-CN');
    expect(said(await ask('drift'))).toContain(chinese.fine);
  });

  it('tells who lacks a role, who has one without a grant, what has no end, and changes nothing', async () => {
    await differ();
    const act = {
      act: 'grant' as const,
      tierId: town.silver.id,
      term: 'open-ended' as const,
      startsAt: null,
    };
    await town.act({ userId: people.staff, act });
    const text = said(await ask('drift'));
    expect(text).toContain(english.withoutRole({ count: 1 }));
    expect(text).toContain(`<@${people.ann}> lacks <@&${town.gold.roleId}>`);
    expect(text).toContain(english.unknown({ count: 1 }));
    expect(text).toContain(`<@${people.bo}> holds <@&${town.silver.roleId}>`);
    expect(text).toContain(`<@${people.staff}>: Silver`);
    await speaking('staff', 'zh-CN');
    const inChinese = said(await ask('drift'));
    expect(inChinese).toContain('已付费但没有身份组：1 人');
    expect(inChinese).toContain(`<@${people.bo}> 拥有 <@&${town.silver.roleId}>`);
    expect(inChinese).toContain(`<@${people.staff}>：白银`);
    expect([people.ann, people.bo].map((userId) => town.rolesOf(userId))).toEqual([[], ['Silver']]);
  });

  it('names roles the bot cannot manage, also of an archived tier that somebody still holds', async () => {
    await town.give(people.ann, town.gold, 30);
    const where = { channelId: town.bot.town.channels.general };
    await town.bot.as('staff').type('/tier archive', { tier: 'Gold' }, where);
    owner.takeRole(people.ann, town.gold.roleId);
    owner.moveRole(town.gold.roleId, { above: botRoleId() });
    await town.bot.settled();
    const found = said(await ask('drift'));
    expect(found).toContain(`<@&${town.gold.roleId}> stands above my own role`);
    expect(found).toContain(english.stuck);
    expect(found).not.toContain(english.itself);
    const dryRun = await ask('repair');
    expect(said(dryRun)).toContain(english.repair.cannot);
    expect(said(dryRun)).not.toContain(english.repair.nothing);
    expect(labels(dryRun)).toEqual([]);
  });

  it('tells as much as a message holds, however much differs', async () => {
    const { sandbox } = town.bot.town;
    for (let index = 0; index < 12; index += 1)
      sandbox.join(town.guildId, { username: `extra${index}` }, { roles: [town.silver.roleId] });
    await town.bot.settled();
    const text = said(await ask('drift'));
    expect(text).toContain(english.unknown({ count: 12 }));
    expect(text).toContain(english.more({ count: 4 }));
  });
});

describe('/tier repair', () => {
  it('shows what would change and changes nothing; the button does it and tells how far it is', async () => {
    await differ();
    const dryRun = await ask('repair');
    expect(said(dryRun)).toContain(english.repair.would({ give: 1, take: 1 }));
    expect(said(dryRun)).toContain(english.repair.unknownToo({ count: 1 }));
    expect([people.ann, people.bo].map((userId) => town.rolesOf(userId))).toEqual([[], ['Silver']]);
    const begun = await town.bot.as('staff').press(dryRun, english.repair.apply);
    expect(said(begun)).toContain(english.repair.begun({ given: 1, taken: 1 }));
    await rolesFollowed();
    expect([people.ann, people.bo].map((userId) => town.rolesOf(userId))).toEqual([['Gold'], []]);
    expect(said(await ask('repair'))).toContain(english.repair.nothing);
  });

  it('speaks Chinese, too', async () => {
    await differ();
    await speaking('staff', 'zh-CN');
    const dryRun = await ask('repair');
    expect(said(dryRun)).toContain(chinese.repair.would({ give: 1, take: 1 }));
    const begun = await town.bot.as('staff').press(dryRun, chinese.repair.apply);
    expect(said(begun)).toContain(chinese.repair.begun({ given: 1, taken: 1 }));
  });

  it('shows progress until Discord carried all of it out', async () => {
    await differ();
    const dryRun = await ask('repair');
    const letGo = holdRoleRequests();
    const begun = await town.bot.as('staff').press(dryRun, english.repair.apply);
    expect(said(begun)).toContain(english.repair.progress({ open: 2, done: 0, absent: 0 }));
    expect(labels(begun)).toEqual([english.repair.refresh]);
    letGo();
    await rolesFollowed();
    await town.bot.as('staff').press(begun, english.repair.refresh);
    expect(said(begun)).toContain(english.repair.progress({ open: 0, done: 2, absent: 0 }));
    expect(labels(begun)).toEqual([]);
  });

  it('never says that a role which Discord refused is right', async () => {
    await differ();
    const dryRun = await ask('repair');
    const letGo = holdRoleRequests();
    const begun = await town.bot.as('staff').press(dryRun, english.repair.apply);
    owner.setPermission(botRoleId(), 'manageRoles', false);
    await town.bot.settled();
    letGo();
    await rolesFollowed();
    await town.bot.as('staff').press(begun, english.repair.refresh);
    expect(said(begun)).toContain(english.repair.failed({ problem: 'no-permission', count: 2 }));
    expect(said(begun)).toContain(`<@${people.ann}> <@&${town.gold.roleId}>: I lack “Manage Roles”`);
    expect(said(begun)).toContain(english.repair.progress({ open: 0, done: 0, absent: 0 }));
  });

  it('shows again what would change, where more would by the time somebody presses', async () => {
    await differ();
    const dryRun = await ask('repair');
    owner.giveRole(people.staff, town.gold.roleId);
    await town.bot.settled();
    const again = await town.bot.as('staff').press(dryRun, english.repair.apply);
    expect(said(again)).toContain(english.repair.moreByNow);
    expect(said(again)).toContain(english.repair.would({ give: 1, take: 2 }));
    expect(town.rolesOf(people.staff)).toEqual(['Gold']);
    await town.bot.as('staff').press(again, english.repair.apply);
    await rolesFollowed();
    expect(town.rolesOf(people.staff)).toEqual([]);
  });

  it('where the members are not known says so, and not that nothing differs', async () => {
    town = await startTierTown({ application: { privileged: { guildMembers: false } } });
    for (const line of ['drift', 'repair'] as const) {
      const text = said(await ask(line));
      expect(text).toContain(english.incomparable);
      expect(text).not.toContain(english.fine);
      expect(text).not.toContain(english.repair.nothing);
    }
    await town.bot.close();
  });
});

describe('who may', () => {
  it('staff look, members do not; only the admin role repairs, not even Manage Server', async () => {
    await differ();
    const refusal = catalogues.en.refusals['access.tier-admin-only']({
      adminRoleId: town.adminRoleId,
      isGone: false,
    });
    expect(said(await ask('drift', 'owner'))).toContain(english.withoutRole({ count: 1 }));
    expect(said(await ask('drift', 'ann'))).toContain('Only staff can do this');
    expect(said(await ask('drift', 'bo'))).toContain('只有管理人员可以这样做');
    for (const who of ['owner', 'ann'] as const) expect(said(await ask('repair', who))).toBe(refusal);
    expect(said(await ask('repair', 'bo'))).toContain('只有拥有');
    expect(town.rolesOf(people.bo)).toEqual(['Silver']);
  });

  it('nobody repairs once the admin role is deleted, and is told who names another', async () => {
    owner.deleteRole(town.adminRoleId);
    await town.bot.settled();
    expect(said(await ask('repair'))).toContain(
      'was deleted, so nobody can do this now. Somebody who may manage',
    );
  });

  it('a button of somebody who lost the admin role since does nothing and says so', async () => {
    await differ();
    const dryRun = await ask('repair');
    owner.takeRole(people.staff, town.adminRoleId);
    await town.bot.settled();
    const pressed = await town.bot.as('staff').press(dryRun, english.repair.apply);
    expect(pressed.followUps.map(({ text }) => text).join() || said(pressed)).toContain('can do this');
    await rolesFollowed();
    expect([people.ann, people.bo].map((userId) => town.rolesOf(userId))).toEqual([[], ['Silver']]);
  });
});
