/** What people say besides code: the lounge, courses, jobs, introductions, questions in the forum, machines, and short replies. */
import type { Topic } from './community-places.ts';
import { CODE_TALK } from './traffic-words-code.ts';

const TOWN_TALK: Readonly<Record<Exclude<Topic, keyof typeof CODE_TALK>, readonly (readonly string[])[]>> = {
  general: [
    [
      'A 早上好，编程港 ☕',
      'B 早！今天目标：关掉三个 issue',
      'C Good morning from Lisbon, it is still dark here',
      'A 我的目标是不新开三个 😂',
    ],
    [
      'A What keyboard did you end up with?',
      'B Split, brown switches. My wrists are grateful, my colleagues are not',
      'C 静音红轴，世界和平',
    ],
    ['A 周末有人去开源集市吗？', 'B 去！在三号摊位帮忙', 'C 我也去，记得带贴纸'],
    ['A 午饭吃什么，救命', 'B 公司楼下新开了拉面', 'A 就它了 🍜'],
    ['A Friday deploy?', 'B No.', 'C 不。', 'A I have learned something today'],
    ['A 终于把三年前的 TODO 删了', 'B 功德 +1', 'C 一般删完第二天就有人要 😂'],
    [
      'A Is there a book you would give to yourself ten years ago?',
      'B "A Philosophy of Software Design". Short, and I would have argued less',
      'C 同意，中文版也不错',
    ],
  ],
  courses: [
    [
      'A 《TypeScript 工程化》第五讲讲得太清楚了',
      'B 作业里那个条件类型我卡了一晚上',
      'C 提示：先把联合拆开看',
      'B 过了！谢谢 🙏',
    ],
    [
      'A Is the Rust course fine for somebody who only knows Python?',
      'B Yes, but do the exercises. Watching alone is not enough',
      'A Starting tonight then',
    ],
    ['A 课程视频能不能加英文字幕？', 'B 讲师说下周上', 'C That would help a lot, thank you!'],
    [
      'A Finished the backend course today 🎓',
      'B 恭喜！证书记得领',
      'C Which part was best?',
      'A The chapter on queues, by far',
    ],
  ],
  careers: [
    [
      'A 下周二面，系统设计怎么准备？',
      'B 挑三个自己真做过的，把取舍讲清楚',
      'C 画图，别只说话',
      'A 好，练起来',
    ],
    [
      'A We are hiring a backend engineer, remote, salary in the posting',
      'B Salary in the posting: instant respect',
      'C 已投！',
    ],
    ['A 拿到 offer 了！！', 'B 恭喜恭喜 🎉', 'C Congratulations!', 'A 谢谢大家这一个月的模拟面试'],
    [
      'A How honest should I be about leaving after eight months?',
      'B Honest and short. One sentence, then talk about what you want to build',
    ],
  ],
};

/** Exchanges by topic: a line per message, the letter before it is who speaks. */
export const TALK: Readonly<Record<Topic, readonly (readonly string[])[]>> = { ...CODE_TALK, ...TOWN_TALK };

/** Short things that fit behind anything. */
export const ASIDES = {
  'zh-CN': [
    '+1',
    '学到了',
    '收藏了',
    '哈哈哈哈',
    '同问',
    '确实',
    '这个坑我也踩过',
    '牛',
    '明天试试',
    '有链接吗？',
    '感谢分享 🙏',
    '原来如此',
    '蹲一个后续',
    '太真实了',
  ],
  'en-US': [
    '+1',
    'TIL',
    'same here',
    'haha yes',
    'saving this',
    'this. exactly this.',
    'been there',
    'nice!',
    'any link?',
    'thanks for sharing 🙏',
    'makes sense',
    'following',
    'so true',
    'good point',
  ],
} as const;

export const HELLOS = {
  'zh-CN': [
    '大家好，新人报到！做后端的，想学 Rust 🦀',
    '你好呀，前端两年，来找学习搭子',
    '新来的，坐标杭州，主要写 Python，请多关照',
    '潜水党终于加入了，请大佬们带带 🙏',
  ],
  'en-US': [
    'Hi all, new here! Backend by day, Rust by night',
    'Hello from Nairobi 👋 here for the TypeScript course',
    'Hey, career changer, three months into Python. Be gentle',
    'Hi! A friend sent me, he says the code reviews are great',
  ],
} as const;

/** Posts of the forum: title, question, and what others answer. */
export const QUESTIONS: readonly { readonly title: string; readonly lines: readonly string[] }[] = [
  {
    title: '如何给老项目逐步加类型？',
    lines: [
      '十万行 JS，从哪里下手比较好？',
      '先开 `checkJs`，从叶子模块往上改',
      '给公共接口写 `.d.ts`，收益最大',
      '谢谢，已经改了两个模块，抓到一个真 bug 😱',
    ],
  },
  {
    title: 'Why is my index not used?',
    lines: [
      '`where lower(email) = $1` does a sequential scan although email has an index.',
      'The index is on `email`, the query asks for `lower(email)`. Make an expression index',
      'That was it, thank you!',
    ],
  },
  {
    title: '单元测试要不要连数据库？',
    lines: [
      '同事说要全部 mock，我觉得不踏实。',
      '规则用纯函数测，存储用真的数据库测，别 mock SQL',
      '内存里起一个 PostgreSQL 也就一秒',
    ],
  },
  {
    title: 'Docker image is 1.8 GB',
    lines: [
      'Node service, nothing special. How do I get it down?',
      'Multi-stage build, copy only the production dependencies',
      'and a slim base image. Ours is 190 MB',
      'Down to 210 MB 🎉',
    ],
  },
  {
    title: '面试被问到 CAP，怎么答才不像背书？',
    lines: [
      '每次说完定义就冷场。',
      '讲一次你真的遇到的网络分区，然后说当时选了什么',
      '没遇到过就讲支付回调，人人都懂',
    ],
  },
  {
    title: 'How do you review a 3,000-line pull request?',
    lines: [
      'It is one commit, and the author is on holiday.',
      'You do not. Ask for it in pieces',
      'Start with the tests. If there are none, that is the review',
    ],
  },
  {
    title: '异步 Rust 入门看什么？',
    lines: [
      'async/await 看懂了，Pin 看不懂。',
      '先不管 Pin，用 tokio 写个聊天服务器',
      '官方的 mini-redis 教程很好',
    ],
  },
];

export const ANNOUNCEMENTS = [
  '📚 新课《TypeScript 工程化》第六讲已上线，作业周日前提交。 Lecture six of “TypeScript at scale” is online, homework until Sunday.',
  '🎙️ 周五 20:00 分享：从零写一个数据库。 Friday 20:00 in Friday talks: a database from scratch.',
  '🧩 本周刷题主题：滑动窗口。 This week on leetcode: sliding windows.',
  '🤝 本月代码评审日开放报名，名额 12 个。 Code review day: twelve places, sign up with staff.',
  '🛠️ 周四凌晨 3:00–3:30 网站维护。 The website rests on Thursday from 3:00 to 3:30.',
  '🏆 上周问答之星：谢谢每一位回答问题的人！ Thank you to everybody who answered in the forum last week!',
];

export const THREAD_NAMES = [
  '接着聊',
  'Deep dive',
  '代码在这里',
  'Follow-up',
  '复盘',
  'Let us take this here',
  '周末一起看',
  'Benchmark results',
];

export const MACHINE_LINES = {
  github: [
    '[codehaven/site] 2 new commits pushed to main',
    '[codehaven/courses] Pull request opened: #214 修正第五讲示例',
    '[codehaven/site] Issue closed: #88 dark mode flicker',
    '[codehaven/bot] CI passed on main',
  ],
  ci: [
    '✅ build 4 812 passed in 38 s',
    '❌ build 4 813 failed: 1 test',
    '✅ build 4 814 passed in 36 s',
    '🧹 nightly cleanup done',
  ],
  music: ['🎵 Now playing: lofi beats to compile to', '🎵 正在播放：雨声与机械键盘'],
} as const;

export const PLAYGROUND_LINES = [
  '!play lofi',
  '!roll 2d6',
  '!天气 上海',
  '!help',
  '!skip',
  '!画 一只写代码的猫',
];

export const SPAM_LINES = [
  '🔥🔥 日赚三千，加我私聊',
  'FREE NITRO!!! click click',
  '💰 crypto signals 100% win',
  '兼职刷单，一单一结',
];

export const EMOJI = ['👍', '❤️', '😂', '🎉', '🚀', '👀', '🙏', '🔥', '💯', '🦀'] as const;

/** Topics everybody talks about for a day or two: week from 0, day in it, and how much more than usual. */
export const BURSTS: readonly {
  readonly week: number;
  readonly day: number;
  readonly topic: Topic;
  readonly times: number;
}[] = [
  { week: 0, day: 3, topic: 'frontend', times: 3 },
  { week: 1, day: 1, topic: 'typescript', times: 5 },
  { week: 1, day: 2, topic: 'typescript', times: 6 },
  { week: 2, day: 3, topic: 'rust', times: 5 },
  { week: 2, day: 4, topic: 'rust', times: 3 },
  { week: 3, day: 1, topic: 'llm', times: 5 },
  { week: 3, day: 2, topic: 'llm', times: 6 },
  { week: 3, day: 3, topic: 'llm', times: 4 },
];
