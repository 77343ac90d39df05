/** The community names who may grant, makes two paid tiers of roles that it has handed out by hand so far, and hears who holds them without a grant. */
import { catalogues } from '../i18n/i18n.ts';
import type { SeenMessage } from '../sandbox/driver-seen.ts';
import type { TierTimes } from './acts-tiers.ts';
import { heldTiers, TIERS } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';

/** The owner says who may change the ledger, and where staff are told what needs them. */
export async function nameAdmins({ stage, community }: Story): Promise<void> {
  const { cast, roles, places } = community;
  stage.act('The owner says who looks after paid tiers', '站长指定由谁管理付费会员');
  const answer = await stage.type(
    cast.owner,
    '/setup',
    { 'admin-role': roles.treasurer, 'staff-channel': places.staff },
    'staff',
  );
  expectThat(privateAnswer(answer, '/setup').text.includes(roles.treasurer), '/setup shows the admin role');
  for (const { userId } of [cast.treasurer, cast.owner])
    stage.as(cast.owner).giveRole(userId, roles.treasurer);
  stage.note(
    `${cast.treasurer.name} and Ada hold @财务 Treasurer from now on; nobody else may grant, whatever else they may · 从现在起只有 ${cast.treasurer.name} 和 Ada 拥有 @财务 Treasurer，其他人无论有什么权限都不能授予`,
  );
}

/** The treasurer makes the tiers; the first try meets a role above the bot's own. */
export async function makeTiers(story: Story, { reminderDays }: TierTimes): Promise<void> {
  const { stage, community } = story;
  const { cast, roles, places, botRoleId } = community;
  const { treasurer } = cast;
  stage.act('The treasurer makes two paid tiers', '财务创建两个付费会员等级');
  const settings = {
    货币: 'CNY',
    提醒天数: reminderDays,
    续费方法: 'Pay by WeChat or invoice and send the receipt to @老白 Bai.',
    中文续费方法: '微信转账或开发票，把凭证发给 @老白 Bai。',
  };
  privateAnswer(await stage.type(treasurer, '/等级 设置', settings, 'staff'), '/等级 设置');
  const create = (tier: keyof typeof TIERS, opens: string, opensZh: string) => {
    const { en, 'zh-CN': zh, rank, priceMinor, role } = TIERS[tier];
    const names = { 名称: en, 中文名称: zh, 级别: rank, 身份组: roles[role] };
    const terms = { 价格: String(priceMinor / 100), 天数: 30, 频道: places.lounge };
    return stage.type(
      treasurer,
      '/等级 创建',
      { ...names, ...terms, 权益: opens, 中文权益: opensZh },
      'staff',
    );
  };
  const pro = ['All courses and the lounge', '全部课程和会员频道'] as const;
  const refused = privateAnswer(await create('pro', ...pro), '/等级 创建');
  expectThat(refused.text.includes('排在'), 'a role above the bot’s own cannot be a tier’s');
  stage.as(cast.owner).moveRole(botRoleId, { above: roles.gold });
  await story.sandbox.drained();
  stage.note(
    'Ada drags the bot’s role above both, as it asked · Ada 按提示把机器人的身份组拖到这两个身份组之上',
  );
  const answers = [
    await create('pro', ...pro),
    await create(
      'gold',
      'Everything of Pro, and code reviews by mentors',
      '专业版的全部权益，以及讲师代码评审',
    ),
  ];
  const created = catalogues['zh-CN'].tiers.definitions.created;
  for (const answer of answers)
    expectThat(privateAnswer(answer, '/等级 创建').text.startsWith(created), 'the tier is made');
}

/** Members and staff without the admin role may not grant. */
export async function refuseOthers({ stage, community }: Story): Promise<void> {
  const { cast, roles } = community;
  const { xiaoman, maya, staff } = cast;
  stage.act('Nobody else may grant, staff neither', '其他人都不能授予，管理人员也不行');
  const facts = { adminRoleId: roles.treasurer, isGone: false };
  const given = { 成员: xiaoman.userId, 等级: TIERS.gold['zh-CN'] };
  const chinese = [
    await stage.type(xiaoman, '/等级 授予', given),
    await stage.type(staff, '/等级 授予', given, 'staff'),
  ];
  const english = await stage.type(maya, '/tier grant', { member: maya.userId, tier: TIERS.gold.en });
  const words = (locale: 'en' | 'zh-CN'): string =>
    catalogues[locale].refusals['access.tier-admin-only'](facts);
  for (const answer of chinese)
    expectThat(privateAnswer(answer, 'a refusal').text === words('zh-CN'), 'the refusal is in Chinese');
  expectThat(privateAnswer(english, 'a refusal').text === words('en'), 'the refusal is in English');
  const listed = privateAnswer(await stage.type(staff, '/等级 列表', {}, 'staff'), '/等级 列表');
  expectThat(listed.text.includes(TIERS.gold['zh-CN']), 'staff may look');
}

/** An hour has passed: the roles that were handed out by hand are not in the ledger, and staff are told. */
export async function tellStaff(story: Story): Promise<void> {
  const { stage, community } = story;
  stage.act(
    'The roles that were handed out by hand so far: staff are told',
    '以前手动发放的身份组：管理人员收到通知',
  );
  const { members } = story.sandbox.world.state.guild(community.guildId);
  const count = [...members.keys()].filter((userId) => heldTiers(story, userId).length > 0).length;
  const line = catalogues['zh-CN'].tierDrift.summary.unknown({ count });
  stage.told(await awaitForStaff(story, line), inStaffChannel(story));
}

/** Real milliseconds: the job runner wakes every second. */
const TOLD_WITHIN_MS = 60_000;

/** The message to staff that holds one of these texts, already there or to come. */
export function awaitForStaff(
  { stage, community: { cast, places, botId } }: Story,
  ...words: readonly string[]
): Promise<SeenMessage> {
  return stage
    .as(cast.owner)
    .awaitMessage(
      places.staff,
      ({ authorId, text }) => authorId === botId && words.some((one) => text.includes(one)),
      TOLD_WITHIN_MS,
    );
}

export function inStaffChannel({ stage, community }: Story): string {
  return `in #${stage.names.channel(community.places.staff)?.name} · 只有管理人员可见 only staff see it`;
}
