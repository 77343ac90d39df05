/** The surveys of the four weeks: what staff ask, and how people feel about it. */
import type { AskedQuestion } from './truth-satisfaction.ts';

export interface PlannedQuestion extends AskedQuestion {
  readonly text: string;
  readonly choices?: readonly string[];
  readonly optional?: boolean;
  /** Ratings and recommendations: what people think of it on average, 1–5 or 0–10. */
  readonly mood?: number;
}

export interface PlannedSurvey {
  readonly title: string;
  readonly anonymous: boolean;
  readonly questions: readonly PlannedQuestion[];
}

const recommend = (mood: number): PlannedQuestion => ({
  kind: 'recommendation',
  text: '你会把编程港推荐给朋友吗？ Would you recommend CodeHaven?',
  mood,
});

const atmosphere = (mood: number): PlannedQuestion => ({
  kind: 'rating',
  indicator: 'community-atmosphere',
  text: '社区氛围如何？ How is the atmosphere?',
  mood,
});

const courses = (mood: number): PlannedQuestion => ({
  kind: 'rating',
  indicator: 'course-quality',
  text: '本周课程质量如何？ How good were the courses?',
  mood,
});

const talk = (mood: number): PlannedQuestion => ({
  kind: 'rating',
  indicator: 'event-effect',
  text: '周五分享有收获吗？ Was the Friday talk useful?',
  mood,
});

const wish: PlannedQuestion = {
  kind: 'text',
  text: '有什么想说的？ Anything you would like to tell us?',
  optional: true,
};

export const PULSE: PlannedSurvey = {
  title: '社区脉搏 Community pulse',
  anonymous: false,
  questions: [
    courses(4.1),
    atmosphere(4.3),
    recommend(8.2),
    {
      kind: 'choice',
      text: '下一门课想学什么？ What should the next course be about?',
      choices: [
        'Rust 异步 Async Rust',
        'TypeScript 进阶 Advanced TypeScript',
        '大模型应用 LLM apps',
        '系统设计 System design',
      ],
    },
    wish,
  ],
};

export const HONESTLY: PlannedSurvey = {
  title: '说句实话 Honestly now',
  anonymous: true,
  questions: [courses(3.9), talk(4.4), atmosphere(4.2), recommend(8.0), wish],
};

export const TALKS: PlannedSurvey = {
  title: '周五分享反馈 Friday talk feedback',
  anonymous: false,
  questions: [talk(4.5), atmosphere(4.4), recommend(8.6)],
};

export const MONTH: PlannedSurvey = {
  title: '十一月小结 November check-in',
  anonymous: true,
  questions: [
    courses(4.4),
    talk(4.3),
    atmosphere(4.5),
    recommend(8.8),
    {
      kind: 'choice',
      text: '你每周来几次？ How often are you here?',
      choices: ['每天 Every day', '几天一次 Every few days', '周末 Weekends', '偶尔 Now and then'],
    },
  ],
};

export const WISHES = {
  'zh-CN': [
    '课程再慢一点就好了',
    '喜欢周五的分享，希望有回放',
    '问答区很有帮助，谢谢大家',
    '希望多一些实战项目',
    '英文字幕！',
    '管理员辛苦了 ❤️',
    '新手区可以更热闹一点',
  ],
  'en-US': [
    'More hands-on projects, please',
    'The Friday talks are the best hour of my week',
    'English subtitles for the courses would be great',
    'Kindest programming community I know',
    'Could code reviews be a bit faster?',
    'Thanks to everybody who answers in the forum',
  ],
} as const;
