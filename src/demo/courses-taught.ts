/** What the creators of the story teach, as they type it. Invented. */
import type { CourseKey } from './truth-courses.ts';

interface TypedLesson {
  readonly title: string;
  readonly link?: string;
  readonly text?: string;
  readonly minutes: string;
}

interface TaughtCourse {
  readonly title: string;
  readonly summary: string;
  readonly topics: string;
  /** Of the first version. */
  readonly lessons: readonly TypedLesson[];
}

/** A lesson whose link is none, as it was typed first. */
export const BROKEN_LINK = 'htps:/codehaven.example/types/1';

export const TAUGHT: Readonly<Record<CourseKey, TaughtCourse>> = {
  types: {
    title: 'Types in production · 类型系统实战',
    summary:
      'Types that catch the bugs you really have: narrowing, branded ids, and what to do at the edges where JSON comes in. ' +
      'For those who write TypeScript at work and fight it.\n用类型抓住真实的 bug：收窄、带标记的 id，以及 JSON 进来的边界。适合每天写 TypeScript 的人。',
    topics: 'TypeScript, 工程实践',
    lessons: [
      {
        title: 'Narrowing · 类型收窄',
        link: 'https://codehaven.example/types/narrowing',
        minutes: '25',
      },
      {
        title: 'Branded ids · 带标记的 id',
        text: 'A user id and an order id are both strings, and no compiler minds when you swap them. A brand makes it mind:\n```ts\ntype UserId = string & { readonly brand: "user" };\n```\n把用户 id 和订单 id 弄混，编译器不会提醒你；加上标记之后就会。',
        minutes: '20',
      },
    ],
  },
  cli: {
    title: '用 Rust 写命令行工具',
    summary: '从零写一个能发布的命令行小工具：参数、错误处理、测试、打包。适合学完语法、想做点真东西的人。',
    topics: 'Rust，命令行',
    lessons: [
      { title: '参数与子命令', link: 'https://codehaven.example/rust-cli/args', minutes: '30' },
      {
        title: '错误处理与测试',
        text: '先写会失败的测试，再用 `Result` 把错误一路交给 `main`。',
        minutes: '35',
      },
    ],
  },
};

/** What reviewers miss in the first version, and the lesson that mends it. */
export const ASKED_FOR =
  'Good, clear lessons. One thing is missing: what to do where unchecked JSON comes in. Please add a lesson on it.\n内容清楚。还差一节：未经校验的 JSON 进来时怎么办。';
export const MENDING_LESSON: TypedLesson = {
  title: 'At the edges · 边界上的 JSON',
  link: 'https://codehaven.example/types/edges',
  minutes: '30',
};
/** What the later version adds to it. */
export const UPDATE = {
  changes:
    'New: a lesson on `satisfies` and const type parameters. · 新增一节：satisfies 与 const 类型参数。',
  lesson: {
    title: 'satisfies, and const type parameters',
    link: 'https://codehaven.example/types/satisfies',
    minutes: '15',
  } satisfies TypedLesson,
};

/** How people apply to be creators. */
export const APPLICATIONS = {
  leo: {
    field: 'TypeScript in large codebases; eight years of it at work.',
    samples: 'https://codehaven.example/leo/talks and the Friday talk of September.',
  },
  mo: { field: 'Rust', samples: '还没整理。' },
  moAgain: {
    field: 'Rust 命令行工具和系统编程，工作中用了四年。',
    samples: 'https://codehaven.example/mo/rust-cli （两个开源工具和一组教程）',
  },
} as const;
export const NOT_YET = '方向很好，但看不到作品。请补上一两个链接再申请。';

/** What is asked in the live session, and how it is answered. */
export const QUESTIONS = {
  theo: 'When should I reach for a type assertion instead of a type guard?',
  xiaoman: '泛型和重载看起来都能用，怎么选？怕问得太基础了。',
} as const;
export const ANSWER =
  'Generics when the output follows from the input; overloads only for a few fixed shapes. Start with a generic.\n输出由输入决定用泛型；只有几种固定形式才用重载。先试泛型。';
/** What people look for, and nobody teaches. */
export const SOUGHT = 'Kubernetes';
