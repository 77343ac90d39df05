/** What is paid ends: announced to who asked, at its minute, after days of grace, or because money went back. */
import { catalogues } from '../i18n/i18n.ts';
import type { TierTimes } from './acts-tiers.ts';
import { awaitRoles, heldTiers, TIERS } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';

const SENT_WITHIN_MS = 60_000;

export async function reminderAct({ stage, community, sandbox }: Story): Promise<void> {
  const { xiaoman } = community.cast;
  stage.act('Her tier will end: she asked to be reminded', '即将到期：她要求过提醒');
  const message = await sandbox
    .person(xiaoman.userId)
    .awaitDirectMessage(({ authorId }) => authorId === community.botId, SENT_WITHIN_MS);
  expectThat(message.content.includes(TIERS.pro['zh-CN']), 'the reminder names the tier');
  stage.told(message, `a direct message to ${xiaoman.name} · 私信`);
}

/** The last paid day is over: whoever held something until then holds it no more. */
export async function endAtItsMinute(story: Story): Promise<void> {
  const { stage, facts } = story;
  const { tiers } = facts;
  const held = tiers.people.filter((userId) => heldTiers(story, userId).length > 0);
  const over = held.filter((userId) => tiers.tierAt(userId, stage.now) === null);
  stage.act('The paid days are over: access ends at its minute', '付费到期：权限准时结束');
  expectThat(over.length > 0, 'something ends here');
  await awaitRoles(story);
  const names = over.map((userId) => stage.names.user(userId)).join('、');
  stage.note(`the role is gone on the local Discord: ${names} · 本地 Discord 上已收回身份组：${names}`);
  const { xiaoman } = story.community.cast;
  if (!over.includes(xiaoman.userId)) return;
  const shown = privateAnswer(await stage.type(xiaoman, '/会员'), '/会员');
  expectThat(shown.text.includes(catalogues['zh-CN'].membership.nothingHeld), 'she sees that it is over');
}

export async function graceAct({ stage, community, facts }: Story, { graceDays }: TierTimes): Promise<void> {
  stage.act('From now on there is a grace period', '此后到期有宽限期');
  const given = { 宽限天数: graceDays };
  privateAnswer(await stage.type(community.cast.treasurer, '/等级 设置', given, 'staff'), '/等级 设置');
  facts.tiers.allowGrace(stage.now, graceDays);
}

/** Noah's paid days are over, and he keeps his role for the days of grace. */
export async function showGrace(story: Story): Promise<void> {
  const { stage, community } = story;
  const { noah, staff } = community.cast;
  stage.act('Noah’s paid days are over: the days of grace run', 'Noah 的付费已到期：宽限期开始');
  const isSettled = await story.bot.jobDone('tiers.settle', new Date(stage.now - 1), SENT_WITHIN_MS);
  expectThat(isSettled, 'the ledger’s minute was written down');
  await awaitRoles(story);
  const shown = privateAnswer(await stage.type(noah, '/membership'), '/membership');
  expectThat(shown.text.includes('🟠'), 'Noah is told that he is in the days of grace');
  const listed = await stage.type(staff, '/等级 成员', { 状态: '宽限期中' }, 'staff');
  expectThat(privateAnswer(listed, '/等级 成员').text.includes(noah.userId), 'staff see who is in grace');
}

/** The yearly member gets the money back, and the access ends with it. */
export async function refundAct(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { treasurer } = community.cast;
  const userId = facts.refundable;
  expectThat(userId !== null, 'somebody has paid for a year');
  stage.act('The yearly member gets the money back', '年费会员申请退款');
  const [suggested] = await stage.as(treasurer).autocomplete('/等级 退款', '付款', '', { 成员: userId });
  expectThat(suggested !== undefined, 'the payment is suggested while typing');
  facts.tiers.cut(userId, stage.now);
  facts.tiers.refund(129_900);
  facts.tiers.did('refunded');
  const given = { 成员: userId, 付款: suggested, 原因: '搬到国外，不再参加' };
  const refunded = privateAnswer(await stage.type(treasurer, '/等级 退款', given, 'staff'), '/等级 退款');
  expectThat(refunded.text.includes(catalogues['zh-CN'].tiers.answer.titles.refund), 'it is refunded');
  await awaitRoles(story);
}
