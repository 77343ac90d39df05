/** Simplified Chinese words of /me: language, what is held, export, erasing, not being counted. */
import type {
  privacy as english,
  privacyCommands as englishCommands,
  privacyRefusals as englishRefusals,
} from '../en/privacy.ts';
import { formatCount } from '../format.ts';

export const privacy: typeof english = {
  languageNow: '从现在起，我在所有社区都用简体中文回复你。',
  languageAuto: '从现在起，我按你的 Discord 语言回复你。',
  dataTitle: '我在本社区保存的关于你的数据',
  nothingHeld: '没有。这里没有任何关于你的记录。',
  features: {
    interactions: '你在这里的活动，不含任何内容（时间、频道、类型）',
    memberships: '你加入和离开的时间',
    surveys: '你的问卷回答，以及你创建的问卷',
    languages: '你选择的语言',
    roles: '我给予和收回的身份组',
    tiers: '你的付费会员等级，以及相关的付款、备注和发给你的消息',
    tierImport: '导入的名单里与你有关的内容',
    learning: '你看过和学过的课程，包括评分和证书',
    courses: '你写的课程，以及你对别人课程的审核意见',
    creators: '你的创作者申请，以及你通过课程获得的积分',
    qa: '你在在线答疑中的提问、回答和投票',
  },
  featureLine: (facts) => `- ${facts.feature}：${formatCount(facts.count, 'zh-CN')} 条`,
  dataAfter:
    '我从不保存你在频道里写的内容；你主动交给我的，例如课程、问卷回答和提问，只为它本来的用途保存。`/me export` 把全部数据导出为文件，`/me forget` 清除数据，`/me opt-out` 让你不再被统计。',
  countedState: '你目前会被计入本社区的统计。',
  optedOutState: '按照你的要求，你目前**不会**被计入本社区的统计。',
  exportReady:
    '这个文件包含我在本社区保存的关于你的全部数据。只有你能看到这条消息；请保存文件，链接会随消息失效。',
  exportFileDescription: '本社区保存的关于你的全部数据（JSON）',
  exportReadme: [
    '机器人在本社区保存的关于你的全部数据。时间均为 UTC。从不保存消息内容。',
    '“held”下的每一项对应机器人的一个部分；null 表示该部分没有你的数据。',
    '这里不包含：你是否选择了不被统计。它只以带密钥的哈希保存，无法还原。',
    '清除全部数据：/me forget。不再被统计：/me opt-out。',
  ],
  forgetAsk: [
    '**要清除我在本社区保存的关于你的全部数据吗？**',
    '你的活动记录、加入时间、问卷回答、提问、课程进度、评分和**证书**、创作者申请与积分，以及选择的语言都会删除，无法恢复；证书的验证码也随之失效。',
    '正在生效或尚未开始的付费会员等级及其付款会保留，以免你受损失。已结束的只作为账目保留，不含你的身份、备注和收据。',
    '你已发布的课程会留给学员，但不再显示你的名字；从未发布过的内容会删除。',
    '已发布的报告只有汇总数字，不会改变。备份中的副本会在七天内消失。',
  ].join('\n'),
  forgetConfirm: '清除全部数据',
  forgotNothing: '没有可清除的数据。',
  forgot: (facts) => `已清除 ${formatCount(facts.count, 'zh-CN')} 条记录。`,
  kept: {
    tiers:
      '你的付费会员等级及其付款会保留到结束为止，以免你失去已付费的权益。结束后再清除一次，账目中也不再有你的身份。',
  },
  forgetFailed: (facts) =>
    `以下部分暂时没能清除：${facts.features}。重试不会影响其他数据，请几分钟后再按一次按钮。`,
  stillCounted:
    '从你的下一条消息起，会重新开始统计。如果不希望这样，请按下面的按钮：之后只用一个带密钥的哈希记住你的选择。',
  stillNotCounted: '按照你之前的要求，今后也不会统计你。',
  optOutButton: '不要统计我',
  optedOut:
    '好了。从现在起，你在这里的活动不再被统计，也不会用于推荐。你主动要求的事仍会保存，否则无法进行：例如你开始的课程、给出的回答和评分。只有一个无人能还原的带密钥哈希记住这个选择。想恢复可以用 `/me opt-in`。',
  alreadyOptedOut: '你已经不在统计之列。想恢复可以用 `/me opt-in`。',
  pastRemains: '此前的记录还在，你也可以一并清除：',
  forgetButton: '清除过去的记录',
  optedIn: '好了。从现在起重新统计你。中间这段时间的活动没有留下记录。',
  alreadyCounted: '你本来就在统计之列，没有任何改动。',
};

export const privacyRefusals: typeof englishRefusals = {};

export const privacyCommands: typeof englishCommands = {
  me: {
    name: '我',
    description: '你的语言，以及我保存的关于你的数据',
    subcommands: {
      language: {
        name: '语言',
        description: '选择我回复你时用的语言',
        options: {
          language: {
            name: '语言',
            description: '我回复你时用的语言，在所有社区有效',
            choices: { auto: '跟随我的 Discord', en: 'English', 'zh-CN': '简体中文' },
          },
        },
      },
      data: { name: '数据', description: '简要查看我在本社区保存的关于你的数据' },
      export: { name: '导出', description: '把我在本社区保存的关于你的全部数据导出为文件' },
      forget: { name: '清除', description: '清除我在本社区保存的关于你的全部数据' },
      'opt-out': { name: '退出统计', description: '从此不再被计入本社区的统计' },
      'opt-in': { name: '恢复统计', description: '退出后重新被计入统计' },
    },
  },
};
