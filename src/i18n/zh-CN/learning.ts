/** Simplified Chinese words of learning: finding, starting and doing courses, ratings, certificates, rooms. */
import type {
  learning as english,
  learningCourseActions as englishActions,
  learningCommands as englishCommands,
  learningRefusals as englishRefusals,
} from '../en/learning.ts';
import type { RefusalFacts } from '../../kernel/errors.ts';
import { formatCount, formatInstant, formatMoney, formatNumber } from '../format.ts';
import { escapeMarkup, oneLine, shorten } from '../markup.ts';

const TITLE_SHOWN = 100;
const LONGEST_WORDS = 900;

const quoted = (title: string): string => `《${oneLine(title, TITLE_SHOWN)}》`; /** Of a lesson. */
const lessonTitle = (title: string): string => `“${oneLine(title, TITLE_SHOWN)}”`;
const bold = (name: string): string => `**${escapeMarkup(name)}**`;

const kept = (hasStarted: boolean): string => (hasStarted ? '你的学习进度会保留，恢复后可以接着学。' : '');

const offerOf = ({ offer, tier }: RefusalFacts['learning.tier']): string => {
  if (!offer) return '';
  const isSame = offer.tier['zh-CN'] === tier['zh-CN'];
  const days = offer.days ? ` / ${formatCount(offer.days, 'zh-CN')} 天` : '';
  const price = offer.price ? `：${formatMoney(offer.price, 'zh-CN')}${days}` : '';
  if (isSame) return price === '' ? '' : `\n- ${bold(offer.tier['zh-CN'])}${price}`;
  return `\n- 开通 ${bold(offer.tier['zh-CN'])} 即可学习${price}`;
};

export const learning: typeof english = {
  rating: (facts) =>
    facts === null
      ? '还没有评分'
      : `★ ${formatNumber(facts.mean, 2, 'zh-CN')}（${formatCount(facts.count, 'zh-CN')} 人）`,
  page: ({ page, pages }) => `第 ${page} 页，共 ${pages} 页`,
  browse: {
    title: '课程',
    found: ({ count }) => `${formatCount(count, 'zh-CN')} 门课程`,
    wanted: ({ wanted }) => `查找：${wanted}`,
    words: ({ words }) => `“${oneLine(words, TITLE_SHOWN)}”`,
    line: ({ position, title, facts }) => `**${position}.** ${title}\n-# ${facts.join(' · ')}`,
    locked: ({ tier }) => `🔒 ${tier}`,
    none: '没有符合条件的课程。减少几个条件试试，或者看看全部课程。',
    nothingYet: '目前还没有课程。想开课的成员可以用 `/creator apply` 申请。',
    noted: '管理人员会看到哪些搜索没有结果，但看不到是谁搜的。',
    order: '按评分排序，评分人数越少权重越低。',
    all: '全部课程',
    open: '打开课程…',
    earlier: '上一页',
    more: '下一页',
  },
  view: {
    yours: '你的进度',
    ratings: '评分',
    learners: '学员',
    room: '学员空间',
    answers: '问答',
    answered: ({ count }) => `已回答 ${formatCount(count, 'zh-CN')} 个问题：\`/qa search\``,
    notStarted: '还没有开始',
    own: '这是你自己的课程',
    locked: ({ tier }) => `🔒 需要 ${tier}`,
    learnersOf: ({ started, finished }) =>
      `${formatCount(started, 'zh-CN')} 人开始学习，${formatCount(finished, 'zh-CN')} 人已学完`,
    finished: ({ at }) => `🎓 ${formatInstant(at, 'D')} 学完`,
    start: '开始学习',
    continue: '继续学习',
    lessons: '课时列表',
    rate: '评分',
    rateAgain: '修改评分',
    certificate: '证书',
  },
  progress: ({ bar, done, lessons }) => `${bar} 已学 ${done} / ${lessons} 节`,
  started: {
    new: ({ title }) => `你已开始学习${quoted(title)}，下面是第一节。`,
    again: ({ title }) => `你之前学过${quoted(title)}，从上次的进度继续。`,
    allDone: ({ title }) => `${quoted(title)}的每一节你都学完了。`,
  },
  lesson: {
    title: ({ position, title }) => `${position}. ${title}`,
    footer: ({ course, position, lessons }) =>
      `《${shorten(course, TITLE_SHOWN)}》 · 第 ${position} 节，共 ${lessons} 节`,
    minutes: ({ length }) => `大约需要 ${length}`,
    isDone: '✅ 已学完',
    open: '打开链接',
    done: '学完了',
    undo: '标记为未学完',
    previous: '上一节',
    next: '下一节',
    overview: '全部课时',
  },
  lessons: {
    title: ({ course }) => `《${shorten(course, TITLE_SHOWN)}》课时列表`,
    line: ({ position, title, length, isDone }) =>
      `${isDone ? '✅' : '⬜'} **${position}.** ${title} · ${length}`,
    open: '打开课时…',
  },
  done: {
    new: ({ title }) => `✅ 已学完${lessonTitle(title)}。`,
    again: ({ title }) => `${lessonTitle(title)}之前就已学完。`,
    undone: ({ title }) => `已把${lessonTitle(title)}标记为未学完。`,
    stillFinished: '这门课程仍算学完，证书依然有效。',
    finished: ({ title }) => `🎓 恭喜你学完了${quoted(title)}！这是你的结业证书。`,
    rateNow: '觉得这门课怎么样？你的评分能帮助别人选课。',
  },
  mine: {
    title: '我在学的课程',
    none: '你还没有开始任何课程。用 `/course browse` 看看有哪些。',
    finished: ({ at }) => `🎓 ${formatInstant(at, 'D')} 学完`,
    lost: ({ tier }) => `🔒 暂时不能学习：需要 ${tier}。进度会保留。`,
    archived: '已下架；你的学习记录会保留',
    own: '现在是你的课程',
    open: '继续学习…',
  },
  rate: {
    title: ({ title }) => (title === null ? '给课程评分' : `给《${title}》评分`),
    stars: '星级',
    star: ({ stars }) => `${'★'.repeat(stars)}${'☆'.repeat(5 - stars)}`,
    comment: '评语',
    commentSeen: '评语满 5 条后才会显示，只有课程创作者和管理人员能看到，不显示你的名字。',
    thanks: ({ title, stars }) => `你给${quoted(title)}打了 ${'★'.repeat(stars)}，随时可以修改。`,
    changed: ({ title, stars, before }) => `你对${quoted(title)}的评分已从 ${before} 星改为 ${stars} 星。`,
    commentKept: '评语满 5 条后才会显示，只有课程创作者和管理人员能看到，不显示你的名字。',
  },
  certificate: {
    title: '结业证书',
    certifies: '兹证明',
    completed: '已学完课程',
    creator: '创作者',
    day: '结业日期',
    code: '验证码',
    verify: ({ community }) => `在 ${community} 的 Discord 里输入 /verify 和这个验证码，即可查验证书。`,
    picture: ({ name, title, code }) => shorten(`证书：${name} 已学完《${title}》。验证码 ${code}`, 1_000),
    here: ({ title, code }) => `🎓 ${quoted(title)}的结业证书。验证码：\`${code}\``,
    howName: '想换证书上的名字，请用 `/course certificate name:`，验证码不变。',
  },
  verify: {
    title: '✅ 证书属实',
    text: ({ userId, name, title, number, lessons, finishedAt, code }) =>
      [
        `<@${userId}>（证书上的名字：${bold(name === '' ? '–' : name)}）已学完${quoted(title)}。`,
        '',
        `**结业日期** · ${formatInstant(finishedAt, 'D')}`,
        `**课程版本** · 第 ${number} 版（${lessons}）`,
        `**验证码** · \`${code}\``,
        '',
        '-# 名字由成员自己填写，学完课程的是上面的账号。',
      ].join('\n'),
  },
  room: {
    welcome: ({ title, creatorId }) =>
      `## 📚 ${quoted(title)}\n这里是这门课程的学员空间。欢迎提问、展示作品、互相帮助。${
        creatorId === null ? '' : `\n课程创作者：<@${creatorId}>`
      }`,
    inThread: ({ threadId }) => `学员空间：<#${threadId}>`,
    thread: '学员空间马上对你开放：左侧会出现一个私密子区。',
    role: ({ roleId }) => `你马上会获得身份组 <@&${roleId}>，可以进入课程的频道。`,
    problems: {
      'no-channel': '学员空间还没有开放：需要管理员先设置频道。',
      full: '学员空间已满：Discord 的子区最多容纳 1,000 人。管理人员已收到通知，其他功能不受影响。',
      'no-permission': '我缺少权限，没能把你加进学员空间。管理人员已收到通知。',
      'too-many-threads': '学员空间没能创建：服务器的子区数量已达到 Discord 的上限。',
      discord: 'Discord 暂时没能对你开放学员空间，我会自动重试。',
    },
    problem: ({ title, problem }) =>
      `⚠️ 学员进不了${quoted(title)}的学员空间：${
        {
          'no-channel':
            '还没有设置创建子区的频道。请用 `/course settings rooms-channel:` 设置，或者用 `/course room kind:` 关闭学员空间。',
          full: 'Discord 的子区最多容纳 1,000 人。可以改用身份组开放频道：`/course room kind: role:`。',
          'no-permission': '我在学员空间或创建子区的频道里缺少权限，具体见 `/diagnose`。',
          'too-many-threads':
            '服务器的活跃子区已达到 Discord 的上限。请关闭一些，或者改用身份组开放频道：`/course room`。',
          discord: 'Discord 出错了，我会自动重试。',
        }[problem]
      }`,
  },
};

export const learningRefusals: typeof englishRefusals = {
  'learning.tier': (facts) =>
    [
      `${quoted(facts.title)}需要 ${bold(facts.tier['zh-CN'])} 或更高等级。${facts.held ? `你目前是 ${bold(facts.held['zh-CN'])}。` : '你目前没有会员等级。'}${kept(facts.hasStarted)}`,
      `**如何开通：** ${facts.howTo['zh-CN'] ? shorten(facts.howTo['zh-CN'], LONGEST_WORDS) : '请联系本社区的管理人员。'} 用 \`/membership\` 查看你的会员身份。${offerOf(facts)}`,
    ].join('\n'),
  'learning.archived': ({ title, hasStarted }) =>
    `${quoted(title)}已下架，目前不能学习。${hasStarted ? '你的学习记录会保留；已获得的证书依然有效：`/course certificate`。' : ''}`,
  'learning.not-started': ({ title }) => `你还没有开始学习${quoted(title)}：\`/course start\`。`,
  'learning.own-course': ({ title }) =>
    `${quoted(title)}是你自己的课程，由别人来学习和评分。用 \`/course view\` 可以看到学员看到的样子。`,
  'learning.lesson-unknown': ({ title }) =>
    `${quoted(title)}里没有这一节，或者它已被删除。请重新打开：\`/course view\`。`,
  'learning.rate-first': ({ title }) => `请至少学完${quoted(title)}的一节，再来评分。`,
  'learning.not-finished': ({ title, done, lessons }) =>
    `学完${quoted(title)}的全部课时即可获得证书。目前已学 ${done} / ${lessons} 节。`,
  'learning.code-unknown': () =>
    '本社区没有使用这个验证码的证书。验证码由 12 个字母和数字组成，例如 7F3K-9QXM-2TBD。也可能是证书持有人清除了自己的数据。',
  'learning.name-empty': () => '名字里至少要有一个文字或数字。',
};

const course = { name: '课程', description: '哪门课程' };
const levels = { beginner: '入门', intermediate: '进阶', advanced: '高级' };
const languages = { en: '英文', 'zh-CN': '中文', both: '中英双语' };

export const learningCourseActions: typeof englishActions = {
  browse: {
    name: '浏览',
    description: '看看有哪些课程',
    options: {
      topic: { name: '主题', description: '只看这个主题' },
      level: { name: '难度', description: '只看这个难度', choices: levels },
      language: { name: '语言', description: '只看用这种语言讲的', choices: languages },
      words: { name: '关键词', description: '标题、简介或主题里的词' },
    },
  },
  view: { name: '查看', description: '查看一门课程', options: { course } },
  start: { name: '开始', description: '开始或继续学习', options: { course } },
  done: {
    name: '学完',
    description: '标记一节课已学完',
    options: {
      course,
      lesson: { name: '课时', description: '哪一节' },
      done: { name: '已学完', description: '选 False 可改回未学完' },
    },
  },
  rate: {
    name: '评分',
    description: '给课程评分，或修改评分',
    options: {
      course,
      stars: { name: '星级', description: '1 到 5' },
      comment: { name: '评语', description: '只有创作者和管理人员能看到' },
    },
  },
  mine: { name: '我的', description: '我在学的课程和进度' },
  certificate: {
    name: '证书',
    description: '再次获取结业证书',
    options: { course, name: { name: '名字', description: '换证书上的名字' } },
  },
};

export const learningCommands: typeof englishCommands = {
  verify: {
    name: '验证',
    description: '检查证书是否属实',
    options: { code: { name: '验证码', description: '证书上的验证码' } },
  },
};
