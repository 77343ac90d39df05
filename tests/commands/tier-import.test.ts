/** /tier import and /tier export through the real dispatcher, client and database on a local Discord. Only the clock is faked. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeSettings } from '../../src/communities/communities.ts';
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { SeenMessage } from '../../src/sandbox/driver-seen.ts';
import { changeTiers, membershipOf, revenueOf } from '../../src/tiers/tiers.ts';
import { exportPerson, forgetPerson } from '../../src/privacy/privacy.ts';
import { exportTiers } from '../../src/tier-import/tier-import-export.ts';
import { startTierTown } from '../support/tiers.ts';
import type { TierTown } from '../support/tiers.ts';

/** Nobody on the local Discord has such an id. */
const STRANGER = '300000000000000001';

let town: TierTown;
let ann: string;
let bo: string;
beforeAll(async () => {
  town = await startTierTown({ at: '2026-11-16T09:00:00Z', timeZone: 'Asia/Shanghai' });
  ({ ann, bo } = town.bot.town.people);
});
afterAll(() => town.bot.close());

const fileOf = (text: string | Buffer) => ({ filename: 'members.csv', bytes: Buffer.from(text) });

type Who = 'owner' | 'staff' | 'ann';

function typed(text: string | Buffer | null, who: Who = 'staff'): Promise<Answer> {
  const where = { channelId: town.bot.town.channels.general };
  return town.bot.as(who).type('/tier import', text === null ? {} : { file: fileOf(text) }, where);
}

const textOf = ({ message }: Answer): string => message?.text ?? '';

function attached({ message }: Pick<Answer, 'message'>, name: string): string {
  const file = message?.attachments.find(({ filename }) => filename === name);
  if (!file) throw new Error(`no file ${name} in ${JSON.stringify(message?.text)}`);
  return file.bytes.toString();
}

async function applied(text: string | Buffer): Promise<Answer> {
  const staff = town.bot.as('staff');
  const pressed = await staff.press(await typed(text), 'Apply');
  await town.bot.app.tierImports.settled();
  await town.bot.app.roles.settled(town.guildId);
  return staff.press(pressed, 'Refresh');
}

const entries = async (): Promise<number> => {
  const [row] = await town.bot.app.db.query<{ count: string }>(
    'SELECT count(*) AS count FROM tier_entry WHERE guild_id = $1',
    [town.guildId],
  );
  return Number(row?.count);
};

describe('a file', () => {
  it('is checked first: what would change, what is wrong in which line, and nothing is granted', async () => {
    const before = await entries();
    const answer = await typed(
      `user,tier,days,amount,reference,note
${ann},Gold,30,299.00,WX-1,=by WeChat
<@${STRANGER}>,白银,90,99,WX-2,
${bo},Gold,30,"1,299.00",WX-3,
${bo},Glod,30,299,WX-4,
${ann},Silver,30,99,WX-1,
`,
    );
    const text = textOf(answer);
    expect(answer.ephemeral).toBe(true);
    expect(text).toContain('**Nothing has been granted yet.**');
    expect(text).toContain('New: **2**');
    expect(text).toContain('Wrong: **3**');
    expect(text).toContain('Payments: CN¥398.00');
    expect(text).toContain('Not in the server now: 1 member');
    expect(text).toMatch(/- Line 4, amount: “1,299.00” has a comma/);
    expect(text).toContain('- Line 5, tier: “Glod” is no tier; did you mean “Gold”?');
    expect(text).toContain('- Line 6, reference: stands in line 2 already');
    expect(attached(answer, 'wrong-lines.csv')).toMatch(
      /^\uFEFFline,column,what is wrong\r\n4,amount,"“1,299.00” has/,
    );
    expect(answer.message?.buttons.map(({ label }) => label)).toEqual(['Apply', 'Drop']);
    expect(await entries()).toBe(before);
    const dropped = await town.bot.as('staff').press(answer, 'Drop');
    expect(textOf(dropped)).toContain('Dropped');
    expect(dropped.message?.buttons.map(({ label }) => label)).toEqual(['Wrong lines']);
  });

  it('in GBK and Chinese is answered in Chinese to who reads Chinese', async () => {
    const staff = town.bot.as('staff');
    staff.locale = 'zh-CN';
    // “用户,等级,天数” in GBK; the rest is ASCII.
    const head = Buffer.from('d3c3bba72cb5c8bcb62ccceccafd', 'hex');
    const answer = await typed(Buffer.concat([head, Buffer.from(`\r\n${ann},Golld,3\r\n`)]));
    staff.locale = 'en-US';
    expect(textOf(answer)).toContain('尚未授予任何内容');
    expect(textOf(answer)).toContain('- 第 2 行，等级：没有“Golld”这个等级，是否指“Gold”？');
  });

  it('is applied: ledger, roles and revenue follow; the same file again, and the corrected one, do only what is new', async () => {
    const lines = [
      'user,tier,days,until,amount,reference,note',
      `${ann},Gold,30,,299,AP-1,`,
      `${bo},Silver,,2026-12-31,99,,by invoice`,
      `${bo},Silver,,2026-12-31,99,,by invoice`,
      `${bo},Gold,,2026-11-01,299,AP-2,`,
    ];
    const done = await applied(lines.join('\n'));
    expect(textOf(done)).toContain('✅ Applied.');
    expect(textOf(done)).toContain('Granted: **3**');
    expect(textOf(done)).toMatch(/- Line 5, until: would be over already \(2026\S+01\)/);
    expect(town.rolesOf(ann)).toEqual(['Gold']);
    expect(town.rolesOf(bo)).toEqual(['Silver']);
    const { grants } = await membershipOf(town.bot.app, town.guildId, bo);
    expect(grants).toHaveLength(2);
    expect(grants[0]).toMatchObject({ source: 'import', endsAt: new Date('2026-12-31T16:00:00Z') });
    const span = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };
    expect(await revenueOf(town.bot.app, town.guildId, span)).toMatchObject({
      paidMinor: 49_700,
      payments: 3,
    });

    const again = await typed(lines.join('\n'));
    expect(textOf(again)).toContain('New: **0**');
    expect(textOf(again)).toContain('Nothing to do: 3 (granted before, or its end is past)');
    const corrected = await applied([...lines.slice(0, 4), `${bo},Gold,,2026-12-01,299,AP-2,`].join('\r\n'));
    expect(textOf(corrected)).toContain('Granted: **1**');
    expect(town.rolesOf(bo)).toEqual(['Gold']);
    expect((await membershipOf(town.bot.app, town.guildId, bo)).grants).toHaveLength(3);
  });

  it('meets a ledger that changed since it was checked: what is refused then is told, the rest is granted', async () => {
    const staff = town.bot.as('staff');
    const checked = await typed(
      `user,tier,days,reference\n${STRANGER},Gold,3,LATE-1\n${STRANGER},Gold,3,LATE-2`,
    );
    const { userId: actorId } = staff;
    await changeTiers(
      town.bot.app,
      town.guildId,
      [
        {
          userId: ann,
          act: { act: 'grant', tierId: town.silver.id, term: { days: 1 }, startsAt: null },
          payment: { amountMinor: 0, source: 'reference', externalId: 'LATE-1' },
        },
      ],
      { actorId, source: 'manual' },
    );
    const pressed = await staff.press(checked, 'Apply');
    await town.bot.app.tierImports.settled();
    const done = await staff.press(pressed, 'Refresh');
    expect(textOf(done)).toContain('Granted: **1**');
    expect(textOf(done)).toContain('Failed: **1**');
    expect(textOf(done)).toContain('- Line 2, reference: was used for another member or tier already');
    expect(attached(await staff.press(done, 'Wrong lines'), 'wrong-lines.csv')).toContain('2,reference,');
  });

  it('for somebody who is not in the server gives them the role when they join', async () => {
    const { sandbox } = town.bot.town;
    const { id } = sandbox.world.people.createUser({ username: 'late' });
    await applied(`user,tier\n${id},Gold`);
    sandbox.join(town.guildId, id);
    await expect.poll(() => town.rolesOf(id)).toEqual(['Gold']);
  });

  it.each([
    ['e-mail,tier\na,b', 'I do not know this column: “e\\-mail”'],
    ['user,days\n1,2', 'I miss `tier`'],
    ['user,tier\n1,"2', 'In line 2 a quotation mark is opened'],
    [Buffer.from('504b0304140006000800', 'hex'), 'is no CSV file that I can read'],
  ])('that cannot be read as a whole is refused: %j', async (text, sentence) => {
    expect(textOf(await typed(text))).toContain(sentence);
  });
});

describe('the end of an import', () => {
  it('is told in the staff channel once, in numbers; who paid stays with the admins', async () => {
    const { channels } = town.bot.town;
    await changeSettings(town.bot.app, town.guildId, { staffChannelId: channels.reports });
    await applied(`user,tier,days\n${ann},Gold,3\n${ann},Glod,3`);
    const posts = (): SeenMessage[] => town.bot.as('staff').read(channels.reports);
    expect(posts()).toHaveLength(1);
    expect(posts()[0]!.text).toContain('Granted: **1**');
    expect(posts()[0]!.text).not.toContain('Glod');
    await town.bot.app.db.execute('UPDATE tier_import SET told_at = NULL WHERE guild_id = $1', [
      town.guildId,
    ]);
    town.bot.app.tierImports.wake();
    await town.bot.app.tierImports.settled();
    expect(
      posts().filter(({ text }) => text.includes('Granted: **1**') && text.includes('Wrong: **1**')),
    ).toHaveLength(1);
    const details = await town.bot.as('staff').press(posts()[0]!, 'Details');
    expect(details.ephemeral).toBe(true);
    expect(textOf(details)).toContain('Glod');
    expect(textOf(await town.bot.as('owner').press(posts()[0]!, 'Details'))).not.toContain('Glod');
  });

  it('is shown again by the command without a file', async () => {
    expect(textOf(await typed(null))).toContain('✅ Applied.');
  });
});

describe('who may', () => {
  it('only holders of the admin role import, export and press; not even Manage Server does', async () => {
    const answer = await typed(`user,tier,days\n${ann},Gold,9`);
    const role = `<@&${town.adminRoleId}>`;
    expect(textOf(await typed('user,tier\n1,2', 'owner'))).toContain(role);
    expect(textOf(await typed('user,tier\n1,2', 'ann'))).toContain(role);
    expect(textOf(await town.bot.as('owner').type('/tier export'))).toContain(role);
    town.bot.as('owner').takeRole(town.bot.town.people.staff, town.adminRoleId);
    await town.bot.settled();
    const refused = await town.bot.as('staff').press(answer, 'Apply');
    town.bot.as('owner').giveRole(town.bot.town.people.staff, town.adminRoleId);
    await town.bot.settled();
    expect([textOf(refused), ...refused.followUps.map(({ text }) => text)].join()).toContain(role);
    const another = town.bot.town.sandbox.join(town.guildId, { username: 'colleague' });
    town.bot.as('owner').giveRole(another.userId, town.adminRoleId);
    await town.bot.settled();
    await town.bot.as('staff').press(answer, 'Drop');
  });
});

describe('an export', () => {
  it('writes grants and payments for Excel, and the import knows every line of it again', async () => {
    await town.act({
      userId: ann,
      act: { act: 'grant', tierId: town.silver.id, term: 'open-ended', startsAt: null },
      payment: { amountMinor: 100, source: 'reference', externalId: '=HYPERLINK("x")' },
      again: true,
    });
    const answer = await town.bot.as('staff').type('/tier export');
    const members = attached(answer, 'members.csv');
    const payments = attached(answer, 'payments.csv');
    expect(members).toMatch(/^\uFEFFuser,tier,state,from,until,days,source,grant\r\n<@\d+>,/);
    expect(members).toContain(
      `<@${ann}>,Silver,active,2026-11-16T17:00:00+08:00,open-ended,,manual,${town.guildId}-`,
    );
    expect(payments).toContain(`payment,<@${ann}>,Gold,299.00,CNY,AP-1,2026-11-16T17:00:00+08:00,reference,`);
    expect(payments).toContain(`,"'=HYPERLINK(""x"")",`);
    const again = await typed(members);
    expect(textOf(again)).toContain('New: **0**');
    expect(textOf(again)).not.toContain('Wrong');
    // Payments are no grants.
    expect(textOf(await typed(payments))).toContain('I do not know');
  });

  it('that is larger than Discord takes is packed, and refused only when that does not help', async () => {
    const always = { from: new Date(0), to: new Date('2100-01-01T00:00:00Z') };
    const { files, isPacked } = await exportTiers(town.bot.app, town.guildId, always, 1_200);
    expect(isPacked).toBe(true);
    expect(files.map(({ name }) => name)).toEqual(['members.csv.gz', 'payments.csv.gz']);
    expect(gunzipSync(files[0]!.data).toString()).toMatch(/^\uFEFFuser,tier,state/);
    await expect(exportTiers(town.bot.app, town.guildId, always, 100)).rejects.toMatchObject({
      code: 'tier-import.export-too-large',
    });
  });

  it('is read into a ledger that has lost its grants, and they stand as before', async () => {
    const members = attached(await town.bot.as('staff').type('/tier export'), 'members.csv');
    const facts = async () =>
      (await membershipOf(town.bot.app, town.guildId, ann)).grants
        .filter(({ state }) => state === 'active')
        .map(({ tierId, startsAt, endsAt }) => ({ tierId, startsAt, endsAt }));
    const before = await facts();
    for (const table of ['tier_grant', 'tier_member', 'tier_entry', 'tier_payment'])
      await town.bot.app.db.execute(`DELETE FROM ${table} WHERE guild_id = $1`, [town.guildId]);
    expect(await facts()).toEqual([]);
    await applied(members);
    expect(await facts()).toEqual(before);
    expect(textOf(await typed(members))).toContain('New: **0**');
  });
});

it('a person sees what imported files said of them, and can have it erased', async () => {
  const held = (await exportPerson(town.bot.app, town.guildId, bo))['tierImport'];
  expect(JSON.stringify(held)).toContain('members.csv');
  await forgetPerson(town.bot.app, town.guildId, bo);
  expect((await exportPerson(town.bot.app, town.guildId, bo))['tierImport']).toBeNull();
});

// The last one, since the roles of a bot that started anew wait for the list of members.
it('only one import of a community is applied at a time, and goes on after a restart', async () => {
  const staff = town.bot.as('staff');
  const [one, other] = [
    await typed(`user,tier,days\n${ann},Gold,1`),
    await typed(`user,tier,days\n${ann},Gold,2`),
  ];
  await town.bot.app.tierImports.stop();
  await staff.press(one, 'Apply');
  const refused = await staff.press(other, 'Apply');
  expect([textOf(refused), ...refused.followUps.map(({ text }) => text)].join()).toContain(
    'Another import is being applied',
  );
  await town.bot.restart(() => town.bot.town.sandbox.faults.expireSessions());
  await town.bot.app.tierImports.settled();
  expect(textOf(await staff.press(one, 'Refresh'))).toContain('Granted: **1**');
});

it('an import that is stopped between two batches goes on where it was, and grants nobody twice', async () => {
  const { app } = town.bot;
  const lines = Array.from({ length: 250 }, (_, index) => `3000000000000${10_000 + index},Gold,9`);
  const staff = town.bot.as('staff');
  const checked = await typed(['user,tier,days', ...lines].join('\n'));
  const before = await entries();
  // At a pace at which the stop surely comes before the second batch.
  app.tierImports.start(app, 60_000);
  await app.tierImports.settled();
  await staff.press(checked, 'Apply');
  await expect.poll(entries, { interval: 5, timeout: 20_000 }).toBeGreaterThan(before);
  await app.tierImports.stop();
  expect(await entries()).toBe(before + 100);
  await town.bot.restart();
  await town.bot.app.tierImports.settled();
  expect(await entries()).toBe(before + 250);
  expect(textOf(await typed(null))).toContain('Granted: **250**');
});
