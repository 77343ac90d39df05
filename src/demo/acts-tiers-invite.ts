/** Somebody outside has paid: an invite that only she can use, and the tier begins when she joins. */
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogues } from '../i18n/i18n.ts';
import type { Resident } from './community.ts';
import { awaitRoles, TIERS } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';
import { DAY_MS } from './story-time.ts';

const DAYS = 30;
/** Before a tier that counts now. */
const HELD = '🟢';
const PATIENCE = { looks: 100, pauseMs: 100 };

export async function inviteAct(story: Story): Promise<void> {
  const { stage, community, facts, sandbox } = story;
  const { owner, guest } = community.cast;
  stage.act(
    'Iris has paid and is not here yet: an invite that only she can use',
    'Iris 已付款但还不在服务器：只有她能用的邀请',
  );
  const given = {
    tier: TIERS.gold.en,
    members: guest.userId,
    days: DAYS,
    amount: '299',
    reference: 'INV-2026-118',
  };
  const refused = privateAnswer(await stage.type(owner, '/tier invite', given, 'staff'), '/tier invite');
  const { permissions } = catalogues.en.core;
  expectThat(refused.text.includes(permissions['ManageGuild'] ?? ''), 'it says which permission is missing');
  stage.as(owner).setPermission(community.botRoleId, 'manageGuild', true);
  stage.as(owner).setPermission(community.botRoleId, 'createInstantInvite', true);
  await sandbox.drained();
  stage.note('Ada gives the bot these permissions · Ada 给机器人加上这些权限');
  facts.tiers.pay(TIERS.gold.priceMinor);
  facts.tiers.did('granted');
  const made = privateAnswer(await stage.type(owner, '/tier invite', given, 'staff'), '/tier invite');
  facts.inviteCode = /discord\.gg\/([\w-]+)/.exec(made.text)?.[1] ?? null;
  expectThat(facts.inviteCode !== null, 'the answer has the link');
}

export async function joinAct(story: Story): Promise<void> {
  const { stage, community, facts, sandbox } = story;
  const { owner, guest } = community.cast;
  stage.act('Iris joins by it, and her tier begins', 'Iris 通过邀请加入，会员从此刻开始');
  sandbox.person(guest.userId).accept(facts.inviteCode ?? '');
  facts.tiers.grant(guest.userId, 'gold', stage.now, stage.now + DAYS * DAY_MS);
  facts.tiers.did('joined');
  await sandbox.drained();
  await awaitRoles(story);
  // Discord itself gave the role; the ledger hears of her joining in the same moment, and writes it down.
  await untilHeld(story, guest);
  const shown = privateAnswer(await stage.type(guest, '/membership'), '/membership');
  expectThat(shown.text.includes(HELD), 'Iris sees what she has');
  const listed = privateAnswer(await stage.type(owner, '/tier invite', {}, 'staff'), '/tier invite');
  expectThat(listed.text.includes('1 of 1'), 'the list says that she came');
}

/** Looks again until something counts. */
async function untilHeld({ stage, community }: Story, who: Resident): Promise<void> {
  for (let look = 0; look < PATIENCE.looks; look += 1) {
    const shown = await stage.as(who).type('/membership', {}, { channelId: community.places.general });
    if (privateAnswer(shown, '/membership').text.includes(HELD)) return;
    await sleep(PATIENCE.pauseMs);
  }
}
