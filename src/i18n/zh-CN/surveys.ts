/** Simplified Chinese words of surveys: /survey, the public post, the forms, results and refusals. */
import { formatCount, formatInstant, formatNumber, formatPercent } from '../format.ts';
import { escapeMarkup } from '../markup.ts';
import type {
  surveys as english,
  surveysCommands as englishCommands,
  surveysRefusals as englishRefusals,
} from '../en/surveys.ts';

const surveyOption = { name: '问卷', description: '哪一份问卷；输入时从提示中选择' };

const answers = (count: number) => `${formatCount(count, 'zh-CN')} 份回答`;

export const surveys: typeof english = {
  answers,
  kinds: {
    rating: '评分 1–5',
    recommendation: '推荐意愿 0–10',
    choice: '单选',
    text: '文字回答',
  },
  kindHints: {
    rating: '计入一项满意度指标，请在下方选择',
    recommendation: '“你有多大可能把我们推荐给朋友？”用于计算 NPS',
    choice: '从 2 到 10 个选项中选一个，选项写在下方',
    text: '成员用自己的话回答',
  },
  indicators: {
    'course-quality': '课程质量',
    'event-effect': '活动效果',
    'community-atmosphere': '社区氛围',
  },
  states: {
    draft: '草稿',
    opening: '正在发布',
    open: '进行中',
    closing: '正在结束',
    closed: '已结束',
  },
  suggestion: (facts) => `#${facts.id} ${facts.title}（${facts.state}）`,
  anonymous: '匿名',
  named: '实名',
  draft: {
    heading: (facts) => `草稿 #${facts.id}：${escapeMarkup(facts.title)}`,
    about: (facts) =>
      [
        facts.anonymous ? '🔒 匿名：没有人会知道哪份回答是谁的。' : '👤 实名：会保存每份回答是谁给出的。',
        `📣 将发布到 <#${facts.channelId}>。`,
        facts.closesAt
          ? `⏳ 截止时间：${formatInstant(facts.closesAt, 'f')}。`
          : '⏳ 一直开放，直到你用 `/survey close` 结束。',
      ].join('\n'),
    questions: (facts) => `问题（${facts.count}/${facts.max}）`,
    noQuestions: '还没有问题，请按**添加问题**。',
    feeds: (facts) => `计入“${facts.indicator}”`,
    optional: '选填',
    add: '添加问题',
    edit: '修改问题…',
    remove: '删除最后一题',
    open: '立即发布',
    discard: '丢弃',
    discarded: (facts) => `草稿“${escapeMarkup(facts.title)}”已丢弃。`,
  },
  questionForm: {
    addTitle: '添加问题',
    changeTitle: (facts) => `修改第 ${facts.position} 题`,
    text: '问题',
    textHint: '例如：你对本周的课程满意吗？',
    kind: '回答方式',
    indicator: '评分题：计入哪项指标',
    indicatorHint: '选择一项指标',
    choices: '选项，每行一个',
    choicesNote: '仅用于“单选”：2 到 10 行',
    required: '是否必答？',
    requiredYes: '必答',
    requiredNo: '选填',
  },
  post: {
    intro: (facts) => (facts.count === 1 ? '一个问题，半分钟就好。' : `${facts.count} 个问题，大约一分钟。`),
    anonymous: [
      '🔒 **匿名**：你的回答不带名字、不带时间，保存在一个代码之下，从保存的数据无法追溯到你。',
      '管理人员只有在问卷结束后、且至少有 3 份回答时才能看到结果。结束后只会记下你参与过，不会记下你回答了什么。',
    ].join(''),
    named: '👤 **实名**：你的回答会与你的名字一起保存，管理人员能看到结果。',
    change: '结束之前可以随时修改：再按一次按钮即可。',
    changeAnonymous: '结束之前可以随时修改：再按一次按钮，表单会是空白的，新提交的内容会取代之前的回答。',
    closes: (facts) =>
      `⏳ 截止时间：${formatInstant(facts.closesAt, 'f')}（${formatInstant(facts.closesAt, 'R')}）。`,
    answer: '填写问卷',
    closed: (facts) =>
      `✅ **已结束**（${formatInstant(facts.closedAt, 'f')}），共收到 ${answers(facts.answered)}。谢谢大家！`,
    closedButton: '已结束',
  },
  form: {
    changeTitle: '修改你的回答',
    againTitle: '重新填写（表单从空白开始）',
    question: (facts) => (facts.optional ? `第 ${facts.position} 题（选填）` : `第 ${facts.position} 题`),
    optional: '选填',
    ratings: ['1 分（最低）', '2 分', '3 分', '4 分', '5 分（最高）'],
    least: '0 分：完全不可能',
    most: '10 分：非常可能',
    scale: '请选择 0 到 10 分',
    choose: '请选择',
  },
  answered: {
    thanks: '谢谢，你的回答已保存。',
    changed: '新的回答已取代之前的回答。',
    anonymous: '没有人知道这是你的回答。',
    until: (facts) =>
      facts.closesAt
        ? `在 ${formatInstant(facts.closesAt, 'f')} 之前可以修改：再按一次按钮即可。`
        : '问卷结束之前可以修改：再按一次按钮即可。',
  },
  opened: (facts) => `“${escapeMarkup(facts.title)}”已发布到 <#${facts.channelId}>。`,
  invited: (facts) => {
    if (facts.count === null) return '无法得知有多少成员能看到它，因此不会显示回收率。';
    return `${formatCount(facts.count, 'zh-CN')} 名成员能看到它，回收率以此计算。`;
  },
  closed: (facts) =>
    `“${escapeMarkup(facts.title)}”已结束，共 ${answers(facts.answered)}。用 \`/survey results\` 查看结果。`,
  alreadyClosed: (facts) =>
    facts.closedAt
      ? `“${escapeMarkup(facts.title)}”已经在${formatInstant(facts.closedAt, 'R')}结束，没有任何改动。`
      : `“${escapeMarkup(facts.title)}”已经结束，没有任何改动。`,
  postPending: 'Discord 暂时不让我修改公开消息，稍后会自动完成。现在已不再接受回答。',
  list: {
    title: '问卷',
    empty: '还没有问卷。用 `/survey create` 创建第一份吧。',
    line: (facts) =>
      `**#${facts.id} ${escapeMarkup(facts.title)}** · ${facts.state} · ${facts.anonymous} · ${facts.questions} 题`,
    answered: (facts) => answers(facts.answered),
    closes: (facts) => `${formatInstant(facts.closesAt, 'R')}截止`,
    closedAt: (facts) => `${formatInstant(facts.closedAt, 'D')}结束`,
    latest: (facts) => `以上是最近的 ${facts.count} 份。`,
  },
  results: {
    title: (facts) => `问卷结果：${escapeMarkup(facts.title)}`,
    response: (facts) => {
      if (facts.invited === null) return answers(facts.answered);
      if (facts.ratio === null) return `${answers(facts.answered)}；没有受邀成员`;
      return `${answers(facts.answered)}，受邀 ${formatCount(facts.invited, 'zh-CN')} 人，回收率 ${formatPercent(facts.ratio, 1, 'zh-CN')}`;
    },
    stillOpen: '问卷仍在进行，数字还会变化。',
    noAnswers: '暂无回答',
    rating: (facts) =>
      `平均 **${formatNumber(facts.mean, 2, 'zh-CN')}** 分，满分 5 分（n = ${formatCount(facts.n, 'zh-CN')}）`,
    recommendation: (facts) => `NPS **${signed(facts.nps)}**（n = ${formatCount(facts.n, 'zh-CN')}）`,
    npsParts: (facts) =>
      `推荐者（9–10 分）${facts.promoters} 人 · 中立者（7–8 分）${facts.passives} 人 · 贬损者（0–6 分）${facts.detractors} 人`,
    count: (facts) => `n = ${formatCount(facts.n, 'zh-CN')}`,
    share: (facts) => `${formatCount(facts.count, 'zh-CN')} 人（${formatPercent(facts.ratio, 0, 'zh-CN')}）`,
    textsInFile: (facts) => `…全部 ${facts.count} 条见附件。`,
    textsPrivate: '文字回答只有管理人员能看到。',
    textFileHeading: (facts) => `第 ${facts.position} 题：${facts.text}`,
    picture: (facts) => `问卷“${facts.title}”的回答分布图`,
    openAnonymous: (facts) =>
      `目前收到 ${answers(facts.answered)}。这是匿名问卷：结束之后才显示结果，以免有人从结果的变化猜出谁答了什么。`,
    tooFew: (facts) =>
      `问卷已结束，共 ${answers(facts.answered)}。这是匿名问卷：不足 ${facts.min} 份回答时不显示结果，否则可能猜出是谁。`,
    publish: '公开发布',
    published: (facts) => `结果已发布到 <#${facts.channelId}>。`,
    alreadyPublished: (facts) => `结果已经在 <#${facts.channelId}> 里，没有重复发布。`,
    inMyLanguage: '用我的语言显示',
    answerCount: (facts) => answers(facts.n),
    mean: '均值',
    interval: '95% 区间',
    nps: 'NPS',
    promoters: '推荐者',
    passives: '中立者',
    detractors: '贬损者',
  },
};

function signed(value: number): string {
  return new Intl.NumberFormat('zh-CN', { signDisplay: 'exceptZero', maximumFractionDigits: 0 }).format(
    value,
  );
}

export const surveysRefusals: typeof englishRefusals = {
  'survey.unknown': () => '这里没有这份问卷，可能已被管理人员丢弃。用 `/survey list` 查看现有的问卷。',
  'survey.closed': (facts) =>
    `这份问卷已于 ${formatInstant(facts.closedAt, 'f')}（${formatInstant(facts.closedAt, 'R')}）结束，不再接受回答，没有保存任何内容。`,
  'survey.not-draft': (facts) =>
    `“${escapeMarkup(facts.title)}”已经发布过，不能再修改、发布或丢弃。可以用 \`/survey create\` 新建一份。`,
  'survey.not-open': (facts) =>
    `“${escapeMarkup(facts.title)}”不在进行中，无需结束。用 \`/survey list\` 查看它的状态。`,
  'survey.no-questions': () => '这份问卷还没有问题。请先添加至少一个问题，再发布。',
  'survey.too-many-questions': (facts) => `一份问卷最多 ${facts.max} 个问题。请先修改或删除一个。`,
  'survey.too-many': (facts) => `本社区的草稿和进行中的问卷已达到上限 ${facts.max} 份。请先结束或删除一份。`,
  'survey.title': (facts) => `问卷需要一个不超过 ${facts.max} 个字符的标题。`,
  'survey.closes-past': (facts) =>
    `截止时间 ${formatInstant(facts.closesAt, 'f')} 已经过了。请用 \`/survey create\` 重新创建，并选择更晚的日期。`,
  'survey.question': (facts) => {
    const sentences: Record<string, string> = {
      text: '问题需要有文字，且不超过 100 个字符。',
      kind: '请选择回答方式。',
      indicator: '评分题必须选择计入哪项指标。',
      'choices-count': '单选题需要 2 到 10 个选项，每行一个。',
      'choices-length': '每个选项不超过 100 个字符。',
      'choices-twice': '有两个选项相同，每个选项只能出现一次。',
    };
    return `${sentences[facts.problem] ?? '这个问题无法使用。'}没有任何改动，请再按一次按钮。`;
  },
  'survey.answer-missing': (facts) =>
    `“${escapeMarkup(facts.question)}”是必答题。没有保存任何内容，请再按一次按钮。`,
  'survey.answer-invalid': (facts) =>
    `“${escapeMarkup(facts.question)}”的回答不在可选范围内。没有保存任何内容，请再按一次按钮。`,
  'survey.answer-empty': () => '所有问题都没有填写，因此没有保存。请再按一次按钮填写。',
  'survey.results-open': () =>
    '问卷结束后才能公开结果，以免影响还没回答的人。请先用 `/survey close` 结束问卷。',
};

export const surveysCommands: typeof englishCommands = {
  survey: {
    name: '问卷',
    description: '听听成员的想法：创建、发布、结束问卷，查看结果',
    subcommands: {
      create: {
        name: '创建',
        description: '创建草稿，再用按钮添加问题',
        options: {
          title: { name: '标题', description: '问卷的主题，成员会看到' },
          anonymous: { name: '匿名', description: '是：没有人知道哪份回答是谁的。否：回答与名字一起保存' },
          channel: { name: '频道', description: '发布到哪个频道；不填则为当前频道' },
          'closes-on': {
            name: '截止日期',
            description: '最后一天，写成 YYYY-MM-DD；不填则一直开放到手动结束',
          },
        },
      },
      list: { name: '列表', description: '本社区的问卷' },
      show: {
        name: '查看',
        description: '查看一份问卷；草稿会带有操作按钮',
        options: { survey: surveyOption },
      },
      open: { name: '发布', description: '发布草稿，成员就可以回答', options: { survey: surveyOption } },
      close: {
        name: '结束',
        description: '结束进行中的问卷，不再接受回答',
        options: { survey: surveyOption },
      },
      results: {
        name: '结果',
        description: '查看回答情况和图表',
        options: {
          survey: surveyOption,
          public: { name: '公开', description: '是：把结果发布到问卷所在频道，所有人可见' },
        },
      },
      delete: { name: '删除', description: '丢弃一份草稿', options: { survey: surveyOption } },
    },
  },
};
