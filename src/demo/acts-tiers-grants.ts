/** Grants by hand: with a receipt, the same payment twice, two colleagues at the same moment; and what the members see of it. */
import { catalogues } from '../i18n/i18n.ts';
import type { TierTimes } from './acts-tiers.ts';
import type { Resident } from './community.ts';
import type { Happening } from './delivery.ts';
import { awaitRoles, TIERS } from './paid-roles.ts';
import { receiptPicture } from './receipt-picture.ts';
import { expectThat, privateAnswer } from './stage.ts';
import { actAt, type Story } from './story.ts';
import { DAY_MS, shanghai } from './story-time.ts';

const MONTH_DAYS = 30;
const REFERENCE = 'WX-4200002811';
const POSTED_WITHIN_MS = 60_000;

export function grantActs(story: Story, { grantAt, welcomedAt, shortOn }: TierTimes): Happening[] {
  const { maya, xiaoman } = story.community.cast;
  return [
    actAt(grantAt, () => grantWithReceipt(story)),
    actAt(grantAt, () => extendTogether(story)),
    actAt(grantAt, () => grantToXiaoman(story, shortOn)),
    actAt(welcomedAt, () => awaitWelcomes(story, [maya, xiaoman])),
    actAt(welcomedAt, () => showMembership(story)),
  ];
}

async function grantWithReceipt(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { treasurer, maya } = community.cast;
  const { tiers } = facts;
  stage.act('Maya has paid: granted, with the receipt', 'Maya 已付款：授予等级并附上收据');
  const given = {
    成员: maya.userId,
    等级: TIERS.gold['zh-CN'],
    天数: MONTH_DAYS,
    金额: '299',
    流水号: REFERENCE,
    收据: {
      filename: 'receipt-maya.png',
      bytes: receiptPicture({
        amount: '¥299.00',
        rows: [
          ['付款人 From', 'Maya Lin'],
          ['收款人 To', 'CodeHaven · 编程港'],
          ['商品 Item', '黄金版 Gold · 30 天'],
          ['流水号 Reference', REFERENCE],
          ['方式 Method', '微信 WeChat'],
        ],
      }),
      contentType: 'image/png',
    },
    备注: '首次购买',
  };
  tiers.grant(maya.userId, 'gold', stage.now, stage.now + MONTH_DAYS * DAY_MS);
  tiers.pay(TIERS.gold.priceMinor);
  tiers.did('granted');
  const granted = privateAnswer(await stage.type(treasurer, '/等级 授予', given, 'staff'), '/等级 授予');
  const words = catalogues['zh-CN'].tiers;
  expectThat(granted.text.includes(words.answer.titles.grant), 'it is granted');
  await awaitRoles(story);
  stage.note('The same payment is typed in once more · 同一笔付款又录入了一次');
  const { 收据: _receipt, ...typed } = given;
  const again = privateAnswer(await stage.type(treasurer, '/等级 授予', typed, 'staff'), '/等级 授予');
  expectThat(again.text.includes('没有任何改动'), 'a payment counts once');
}

/** Two colleagues at the same moment: one of them did it, and the other is told. */
async function extendTogether(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { treasurer, owner, maya } = community.cast;
  stage.act('Two colleagues extend it at the same moment', '两位同事同时为她延长');
  facts.tiers.extend(maya.userId, MONTH_DAYS);
  facts.tiers.pay(TIERS.gold.priceMinor);
  facts.tiers.did('extended');
  const answers = await Promise.all([
    stage.type(treasurer, '/等级 延长', { 成员: maya.userId, 天数: MONTH_DAYS, 金额: '299' }, 'staff'),
    stage.type(owner, '/tier extend', { member: maya.userId, days: MONTH_DAYS, amount: '299' }, 'staff'),
  ]);
  const texts = answers.map((answer) => privateAnswer(answer, 'an extension').text);
  const isDone = (text: string): boolean =>
    [catalogues.en, catalogues['zh-CN']].some(({ tiers }) => text.startsWith(tiers.answer.titles.extend));
  expectThat(texts.filter(isDone).length === 1, 'only one of them extends it');
  expectThat(
    texts.some((text) => /again:|再次/.test(text)),
    'the other one is told who did',
  );
}

async function grantToXiaoman(story: Story, untilOn: string): Promise<void> {
  const { stage, community, facts } = story;
  const { treasurer, xiaoman } = community.cast;
  stage.act('小满同学 has paid for some days', '小满同学付了几天的费用');
  facts.tiers.grant(xiaoman.userId, 'pro', stage.now, shanghai(`${untilOn} 00:00`) + DAY_MS);
  facts.tiers.pay(4_900);
  facts.tiers.did('granted');
  const given = {
    成员: xiaoman.userId,
    等级: TIERS.pro['zh-CN'],
    到期日: untilOn,
    金额: '49',
    流水号: 'ALI-77120',
  };
  privateAnswer(await stage.type(treasurer, '/等级 授予', given, 'staff'), '/等级 授予');
  await awaitRoles(story);
}

/** They are welcomed where only those see it who have paid. */
export async function awaitWelcomes({ stage, community }: Story, people: readonly Resident[]): Promise<void> {
  const { cast, places, botId } = community;
  stage.act('Who came to a tier is welcomed in its channel', '在会员频道欢迎新会员');
  const where = `in #${stage.names.channel(places.lounge)?.name} · 付费会员可见 those who have paid see it`;
  for (const { userId } of people) {
    const welcome = await stage
      .as(cast.owner)
      .awaitMessage(
        places.lounge,
        ({ authorId, content }) => authorId === botId && content.includes(`<@${userId}>`),
        POSTED_WITHIN_MS,
      );
    stage.told(welcome, where);
  }
}

/** 小满同学 looks what she has, and wants to be reminded. */
async function showMembership({ stage, community }: Story): Promise<void> {
  const { xiaoman } = community.cast;
  const words = catalogues['zh-CN'].membership;
  stage.act('小满同学 looks at her membership and asks to be reminded', '小满查看会员身份，并要求到期提醒');
  const shown = await stage.type(xiaoman, '/会员');
  expectThat(privateAnswer(shown, '/会员').text.includes(TIERS.pro['zh-CN']), 'she sees what she has');
  const asked = await stage.press(xiaoman, shown, words.buttons.remind);
  expectThat(
    asked.message?.buttons.some(({ label }) => label === words.buttons.doNotRemind) === true,
    'she will be reminded',
  );
  await stage.press(xiaoman, asked, words.buttons.payments({ count: 1 }));
}
