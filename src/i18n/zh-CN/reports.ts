/** Simplified Chinese words of the weekly reports: what is posted, what stands on the pictures, /report and its refusals. */
import type {
  reports as english,
  reportsCommands as englishCommands,
  reportsRefusals as englishRefusals,
} from '../en/reports.ts';
import { formatCount, formatDayRange, formatInstant } from '../format.ts';

const count = (value: number) => formatCount(value, 'zh-CN');

const listed = (items: readonly string[]) => items.join('、');

export const reports: typeof english = {
  titles: { activity: '社区活跃度周报', satisfaction: '社区满意度周报' },
  heading: (facts) => `## 📊 ${facts.title} · ${facts.range}`,
  late: (facts) => `-# ⏰ 补发：原定 ${facts.due} 发布，当时我不在线或无法在这里发言。`,
  notHereYet: '暂无可报告的内容：那一周我还没有来到这里。满一周后会发布第一份周报。',
  explainButton: '这些数字是什么意思？',
  fullCard: {
    title: '完整周报',
    activity: '每日数据、活跃时段、各频道以及变化原因，点开右侧小图即可查看。',
    satisfaction: '各项指标、最近八周走势和推荐意愿，点开右侧小图即可查看。',
  },

  activity: {
    headline: {
      up: (facts) => `**日均 ${facts.perDay} 次互动**，比前一周上升 ${facts.percent}（${facts.amount}）。`,
      down: (facts) => `**日均 ${facts.perDay} 次互动**，比前一周下降 ${facts.percent}（${facts.amount}）。`,
      same: (facts) => `**日均 ${facts.perDay} 次互动**，与前一周持平。`,
      fromNothing: (facts) => `**日均 ${facts.perDay} 次互动**，而前一周没有任何互动。`,
      alone: (facts) => `**日均 ${facts.perDay} 次互动**。`,
      quiet: '**安静的一周**：没有人发言、回应或进入语音。',
    },
    notCompared: {
      'no-week-before': '这是我见到的第一周，还没有前一周可以比较。',
      'gap-now': '本周有较多时间没有记录到，因此不与前一周比较。',
      'gap-before': '前一周有较多时间没有记录到，因此不作比较。',
    },
    effects: {
      intensity: { up: '每个活跃小时里互动更多', down: '每个活跃小时里互动更少' },
      time: { up: '活跃成员停留的时间更长', down: '活跃成员停留的时间更短' },
      reach: { up: '参与的成员比例更高', down: '参与的成员比例更低' },
      size: { up: '成员人数更多', down: '成员人数更少' },
    },
    effect: (facts) => `${facts.what}（${facts.amount}）`,
    nothingNow: '本周没有任何互动，无法把变化分解到各个因素。',
    why: (facts) =>
      `**原因**：主要是${facts.main}${facts.also.length > 0 ? `，还有${listed(facts.also)}` : ''}。` +
      (facts.against.length > 0 ? `反向的影响：${listed(facts.against)}。` : ''),
    whyBalanced: (facts) => `**背后**：${listed(facts.effects)}，相互抵消。`,
    members: (facts) =>
      `👥 **日均活跃成员 ${facts.daily} 人**（DAU${facts.change ? `，${facts.change}` : ''}）`,
    membersOfWeek: (facts) =>
      `；全周 ${count(facts.members)} 名成员中有 ${count(facts.active)} 人活跃${facts.percent ? `（${facts.percent}）` : ''}`,
    stickiness: (facts) => `；粘性 DAU/MAU ${facts.percent}`,
    messages: (facts) => `💬 **${count(facts.messages)} 条消息**${facts.change ? `，${facts.change}` : ''}`,
    channels: (facts) => `🔝 最活跃频道：${facts.channels.join(' · ')}`,
    flow: (facts) => `🚪 加入 ${count(facts.joined)} 人，离开 ${count(facts.left)} 人`,
    alt: (facts) => `社区活跃度周报，${facts.range}。${facts.text}`,
    cardAlt: (facts) =>
      `完整活跃度周报，${facts.range}：日活跃成员、每日消息、活跃时段、变化原因。` +
      (facts.channels.length > 0 ? `最活跃频道：${listed(facts.channels)}。` : ''),
  },

  satisfaction: {
    headline: (facts) =>
      `**满意度 S = ${facts.score}（满分 5）**，95% 区间 ${facts.low} 至 ${facts.high}，共 ${count(facts.answers)} 个评分。`,
    headlineNoInterval: (facts) =>
      `**满意度 S = ${facts.score}（满分 5）**，共 ${count(facts.answers)} 个评分（不足 ${facts.min} 个时不给出区间）。`,
    up: (facts) => `比前一周上升 ${facts.amount}，比较的指标：${listed(facts.indicators)}。`,
    down: (facts) => `比前一周下降 ${facts.amount}，比较的指标：${listed(facts.indicators)}。`,
    same: (facts) => `与前一周持平，比较的指标：${listed(facts.indicators)}。`,
    notCompared: '没有哪项指标在两周里都有足够的回答，因此不与前一周比较。',
    firstScore: '前一周没有得分，无法比较。',
    nobodyAsked:
      '**数据不足**：本周没有可计入的评分问卷（匿名问卷在结束的那一周计入）。可以用 `/survey create` 问问大家。',
    tooFew: (facts) => `**数据不足**：没有哪项指标达到计入所需的 ${facts.min} 份回答。`,
    indicatorNames: {
      'course-quality': '课程质量',
      'event-effect': '活动效果',
      'community-atmosphere': '社区氛围',
    },
    indicators: (facts) =>
      `⭐ ${facts.indicators.map((one) => `${one.name} **${one.mean}**（n = ${one.answers}）`).join(' · ')}`,
    leftOut: (facts) =>
      facts.answers === 0
        ? `${facts.name}（没有回答）`
        : `${facts.name}（需要 ${facts.min} 份回答，只有 ${facts.answers} 份）`,
    noWeight: (facts) => `${facts.name}（权重为 0）`,
    leftOutLine: (facts) => `-# 未计入 S：${listed(facts.indicators)}。`,
    response: (facts) =>
      `🗳️ ${count(facts.surveys)} 份问卷，邀请 ${count(facts.invited)} 人次，收到 ${count(facts.answered)} 份回答（回收率 ${facts.percent}）`,
    responseUnknown: (facts) =>
      `🗳️ ${count(facts.surveys)} 份问卷，收到 ${count(facts.answered)} 份回答；邀请人数未知，因此没有回收率`,
    nps: (facts) =>
      `📣 净推荐值 NPS **${facts.score}**（95% 区间 ${facts.low} 至 ${facts.high}，${count(facts.answers)} 份回答）`,
    npsTooFew: (facts) => `📣 净推荐值 NPS：数据不足（需要 ${facts.min} 份回答，只有 ${facts.answers} 份）`,
    alt: (facts) => `社区满意度周报，${facts.range}。${facts.text}`,
    cardAlt: (facts) =>
      `完整满意度周报，${facts.range}：最近八周的 S、各项指标及评分分布、净推荐值、回收率。`,
  },

  card: {
    week: (facts) => `第 ${facts.week} 周`,
    late: '补发',
    preview: '预览',
    vsLastWeek: '较上周',
    notCompared: { 'no-week-before': '没有上周数据', 'gap-now': '记录有缺口', 'gap-before': '记录有缺口' },
    notComparable: '不作比较',
    perDay: '日均互动 (A)',
    dailyActive: '平均日活',
    messages: '消息总数',
    flow: '加入 / 离开',
    time: '人均日活跃时长 (T)',
    activeMembers: '全周活跃成员',
    dailyMembers: {
      title: '日活跃成员',
      lineLabel: '成员数',
      meanLabel: '7 日均值',
      weekLabel: '本周',
      emptyText: '这四周没有任何记录。',
    },
    dailyMessages: {
      title: '每日消息',
      thisWeekLabel: '本周',
      lastWeekLabel: '上周',
      emptyText: '这两周没有消息。',
    },
    heatMap: {
      title: '活跃时段（一周 × 24 小时）',
      quietLabel: '冷清',
      busyLabel: '热闹',
      busiestLabel: '最热闹：',
      emptyText: '本周没有任何记录。',
    },
    channels: { title: '最活跃频道', emptyText: '本周没有频道被使用。', unnamed: '未知名称的频道' },
    effects: {
      title: '活跃度为何变化',
      titleWith: (facts) => `活跃度为何变化：每天 ${facts.amount} 次互动`,
      lastWeekLabel: '上周',
      thisWeekLabel: '本周',
      labels: { intensity: '强度', time: '时长', reach: '覆盖', size: '规模' },
      details: {
        intensity: (facts) => `每小时 ${facts.from} → ${facts.to}`,
        time: (facts) => `每天 ${facts.from} → ${facts.to} 小时`,
        reach: (facts) => `活跃 ${facts.from} → ${facts.to}`,
        size: (facts) => `成员 ${facts.from} → ${facts.to}`,
      },
      nothingNow: '本周没有任何互动，无法把变化分解到各个因素。',
      nothingBefore: '上周没有任何互动，无法把变化分解到各个因素。',
    },
    coverage: (facts) => `覆盖本周 ${facts.percent}`,
    madeAt: (facts) => `生成于 ${facts.at}`,
    noContent: '只统计次数，不保存消息内容',
    score: { title: '满意度 S', intervalLabel: '95% 区间' },
    scoreNote: (facts) =>
      `共 ${count(facts.answers)} 个评分。${facts.leftOut.length > 0 ? `未计入：${listed(facts.leftOut)}。` : ''}`,
    scoreMissing: (facts) => `数据不足：没有哪项指标达到 ${facts.min} 份回答。`,
    trend: {
      title: '最近八周的 S',
      scoreLabel: 'S',
      intervalLabel: '95% 区间',
      emptyText: '没有一周的回答足够多。',
    },
    indicators: {
      intervalLabel: '95% 区间',
      title: '各项指标',
      columnLabels: {
        indicator: '指标',
        weight: '权重',
        mean: '均值',
        answers: '回答数',
        ratings: '1 到 5 分的分布',
      },
      emptyText: '本周没有开放评分问卷。',
    },
    indicatorNames: {
      'course-quality': '课程质量',
      'event-effect': '活动效果',
      'community-atmosphere': '社区氛围',
    },
    leftOut: (facts) =>
      facts.answers === 0 ? '未计入：没有回答' : `未计入：需要 ${facts.min} 份回答，只有 ${facts.answers} 份`,
    noWeight: '未计入：权重为 0',
    nps: {
      title: '愿意推荐我们吗？(NPS)',
      intervalLabel: '95% 区间',
      promotersLabel: '推荐者 9–10：',
      passivesLabel: '中立者 7–8：',
      detractorsLabel: '贬损者 0–6：',
      emptyText: '本周没有询问。',
    },
    npsTooFew: (facts) => `数据不足：需要 ${facts.min} 份回答，只有 ${facts.answers} 份。`,
    response: {
      title: '回收率',
      note: (facts) => `邀请 ${count(facts.invited)} 人次，收到 ${count(facts.answered)} 份回答`,
      unknown: (facts) => `收到 ${count(facts.answered)} 份回答，邀请人数未知`,
      nobody: '本周没有询问。',
    },
    points: '个百分点',
    satisfactionTiles: { score: '满意度 S', nps: '净推荐值 NPS', response: '回收率' },
    satisfactionFormula: 'S = 各指标的加权均值',
    answersHidden: '不显示任何成员的回答',
  },

  preview: {
    title: '预览：只有你能看到',
    notPosted: '以下数字是刚刚计算的。这一周的周报没有发布过。',
    underWay: '以下数字是刚刚计算的。这一周的周报即将发布，或稍后会重试。',
    posted: (facts) =>
      `已于 ${formatInstant(facts.at, 'f')}${facts.late ? '（补发）' : ''}发布：${facts.link}。已发布的内容不会改变；以下数字是刚刚重新计算的。`,
    same: '所有数字都与发布时相同。',
    differs: '发布之后有变化的数字（消息被删除、回答较晚、成员不再计入）：',
    difference: (facts) => `- ${facts.label}：${facts.posted} → **${facts.now}**`,
    figures: {
      perDay: '日均互动',
      activeMembers: '全周活跃成员',
      members: '成员数',
      dailyActive: '平均日活',
      messages: '消息总数',
      joined: '加入',
      left: '离开',
      coverage: '覆盖率',
      score: '满意度 S',
      answers: '评分数',
      nps: '净推荐值 NPS',
      answered: '问卷回答数',
      invited: '邀请人次',
    },
  },

  explain: {
    activity: [
      '### 活跃度周报在说什么',
      '- **互动**：成员的一条消息、回复、表情回应、子区或论坛帖子，与他人一起在语音里的每十分钟（不满也算），一次命令或一份问卷回答。机器人、被排除的频道和选择不被统计的成员都不计入，消息内容从不保存。',
      '- **A = c · T · N** 即日均互动次数。**N**：这一周里曾是成员的所有人。**c**：每个活跃小时的互动次数；某位成员在某个整点小时内有过互动，就算一个活跃小时。**T**：每位成员每天的活跃小时数，等于 **r**（活跃成员的比例）乘以活跃成员每天的小时数。',
      '- **变化原因**：用对数平均把变化分给 c（强度）、活跃成员的时长（时长）、r（覆盖）和 N（规模），四项之和与变化完全相等。',
      '- **DAU**：平均每天的活跃成员。**MAU**：28 天内的活跃成员。**粘性** DAU/MAU：一个月里来过的成员，平均有多少会在某一天出现。',
      '- **覆盖率**：这一周里我在线记录的时间比例。低于 90% 时不作比较。',
      '- 一周按社区自己的时区划分。已发布的周报不会改变，即使之后有消息被删除。',
      '-# 查看或删除关于你的记录：`/me`。',
    ].join('\n'),
    satisfaction: [
      '### 满意度周报在说什么',
      '- **S** 是各项指标（课程质量、活动效果、社区氛围）的均值，每项指标是问卷中 1 到 5 分评分的均值。',
      '- 回答少于 **5 份**的指标不计入，并会注明：寥寥几份说明不了什么，也不应让人猜到是谁的回答。',
      '- **95% 区间**：由于作答的人带有偶然性，S 可能偏离多少；评分达到 20 个才给出（自助法）。两周的区间大幅重叠时，可能并没有真正的差别。',
      '- 比较两周时，只看两周都有的指标。',
      '- **NPS**（净推荐值）：“你愿意推荐我们吗？”0 到 10 分；9–10 分的百分比减去 0–6 分的百分比，从 −100 到 +100。',
      '- **回收率**：回答数除以邀请人次。问卷开放时能看到该频道的成员都算被邀请。',
      '- 匿名问卷的回答在问卷结束的那一周计入；在那之前谁也看不到。',
      '-# 已发布的周报不会改变。查看或删除关于你的记录：`/me`。',
    ].join('\n'),
  },
};

export const reportsRefusals: typeof englishRefusals = {
  'report.week-not-over': (facts) =>
    `${formatDayRange(facts.fromOn, facts.lastOn, 'zh-CN')}这一周还没有结束，${formatInstant(facts.overAt, 'R')}（${formatInstant(facts.overAt, 'f')}）之后才能生成周报。`,
  'report.no-data': (facts) =>
    `${formatDayRange(facts.fromOn, facts.lastOn, 'zh-CN')}这一周我没有任何记录。我从 ${formatInstant(facts.knownSince, 'D')}开始在这里统计，请选择之后已经结束的一周。`,
};

const week = { name: '周', description: '所需那一周里的某一天，写成 YYYY-MM-DD；不填则为最近完整的一周' };

export const reportsCommands: typeof englishCommands = {
  report: {
    name: '周报',
    description: '查看刚刚计算的周报，只有你能看到',
    subcommands: {
      activity: {
        name: '活跃度',
        description: '某一周社区有多活跃，以及为何变化',
        options: { week },
      },
      satisfaction: {
        name: '满意度',
        description: '某一周成员有多满意：S、各项指标、净推荐值、回收率',
        options: { week },
      },
    },
  },
};
