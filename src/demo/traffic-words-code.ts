/** What people say in the channels about code. Each entry is one exchange: a line per message, `A`, `B`, `C` are its speakers. */
import type { Topic } from './community-places.ts';

type CodeTopic = Exclude<Topic, 'general' | 'courses' | 'careers'>;

export const CODE_TALK: Readonly<Record<CodeTopic, readonly (readonly string[])[]>> = {
  typescript: [
    [
      'A 请教：`satisfies` 和类型注解到底什么时候用哪个？',
      'B 注解会把类型放宽成注解本身，`satisfies` 只检查、保留字面量类型',
      'B 比如路由表，用 `satisfies Record<string, Route>`，键还能推断出来',
      'A 懂了，怪不得我之前 key 全变成 string 🙏',
    ],
    [
      'A How do you type a function that takes a key of an object and returns the matching value?',
      'B `function pick<T, K extends keyof T>(o: T, k: K): T[K]`',
      'C and if the key may be missing, turn on `noUncheckedIndexedAccess`, it will hurt once and then help forever',
      'A That is exactly the flag I was afraid of 😅',
    ],
    [
      'A Anyone else seeing "Type instantiation is excessively deep" after upgrading?',
      'B Yes, recursive conditional type over a union of 400 route names. Splitting the union fixed it',
      'A 同样的坑，我最后改成了代码生成',
    ],
    [
      'A 升级之后 `tsc` 从 40 秒变成 6 秒，这是真实的吗？',
      'B 真的，我们 monorepo 从 3 分钟到 22 秒',
      'C Same here, CI went from coffee break to blink 🚀',
      'A 那周末就升！',
    ],
    [
      'A `unknown` or `never` for the default case of a switch?',
      'B `never`: `const missed: never = value` and the compiler tells you when a case is missing',
      'A 穷尽检查，学到了',
    ],
    [
      'A zod 的 schema 推出来的类型怎么加上 readonly？',
      'B `z.object({...}).readonly()`，推断类型也会跟着变',
      'A 这么简单…… 谢谢！',
    ],
  ],
  python: [
    [
      'A asyncio 里跑同步的数据库驱动会怎样？',
      'B 整个事件循环都会卡住，用 `asyncio.to_thread` 或者换异步驱动',
      'A 难怪压测只有 20 qps……',
      'B 换 asyncpg 之后我们到了 900 👀',
    ],
    [
      'A uv or poetry for a new project?',
      'B uv. Lock file in a second, and it manages the Python version as well',
      'C poetry is fine too, but I have not gone back',
    ],
    [
      'A pandas 读 8G 的 csv 内存爆了，有什么办法？',
      'B 试试 polars 的 `scan_csv`，惰性执行，只读用到的列',
      'C 或者 duckdb，直接 `select` 文件',
      'A duckdb 真香，3 秒出结果 🎉',
    ],
    [
      'A Why is my default argument list shared between calls?',
      'B Because it is made once, when `def` runs. Use `None` and make it inside',
      'A Twelve years of Python and it got me again',
    ],
    [
      'A 类型标注要写到什么程度？',
      'B 公共函数全写，内部能推断的就不写',
      'C 再加上 pyright strict，边界一目了然',
    ],
  ],
  rust: [
    [
      'A 借用检查器说 `cannot borrow as mutable more than once`，可我明明只用了一次',
      'B 贴下代码？多半是把引用存进了结构体',
      'A 对，存了个 `&mut Vec`…… 改成传索引就好了',
      'B 索引大法好 🦀',
    ],
    [
      'A When do you reach for `Arc<Mutex<T>>` and when for channels?',
      'B Shared state that many read: Arc. Work that moves from one owner to the next: channels',
      'C and if you write `Arc<Mutex<Vec<Job>>>`, you wanted a channel',
      'A Guilty.',
    ],
    [
      'A 第三章的所有权练习有人做完了吗？',
      'B 做完了，第 7 题要注意 `String` 会被 move',
      'A 我用 `clone()` 过了，有点心虚 😂',
      'C 先跑通再优化，没毛病',
    ],
    ['A `thiserror` or `anyhow`?', 'B Library: thiserror. Binary: anyhow. Fight me', 'C 不打，完全同意'],
    ['A 生命周期省略规则有没有一图流？', 'B 书里 10.3 那三条就够了，多写几次就记住', 'A 好，今晚抄三遍'],
  ],
  frontend: [
    [
      'A 无限滚动加虚拟列表，滚动条会跳怎么办？',
      'B 行高不固定就会跳，先估一个高度，渲染完再修正',
      'C `content-visibility: auto` 也可以试试，代码少很多',
      'A 试了，一行 CSS 解决 🎉',
    ],
    [
      'A Is anyone using container queries in production?',
      'B Yes, for the card grid. Removed about 200 lines of media queries',
      'A Convinced, doing it tomorrow',
    ],
    [
      'A React 里 `useEffect` 跑两次是 bug 吗？',
      'B 开发模式的 StrictMode 故意的，帮你找没清理的副作用',
      'A 怪不得我的 websocket 连了两条',
    ],
    [
      'A Our bundle is 2.4 MB, where do I even start?',
      'B Look at the treemap first. Nine times of ten it is a date library or an icon set',
      'A It was an icon set. 1.1 MB of icons. We use six.',
      'C 😂😂😂',
    ],
    [
      'A 暗色模式用什么方案？',
      'B CSS 变量加 `light-dark()`，不用写两套',
      'C 别忘了 `color-scheme`，滚动条也会跟着变',
    ],
  ],
  backend: [
    [
      'A Postgres 里 `select ... for update skip locked` 做任务队列靠谱吗？',
      'B 靠谱，我们一天 300 万任务，记得给状态列建部分索引',
      'C and vacuum that table more often than the default',
      'A 收到，谢谢两位',
    ],
    [
      'A How do you make a webhook handler idempotent?',
      'B Unique key on the event id, insert first, act after. A conflict means you have seen it',
      'A So the database decides. I like it',
    ],
    [
      'A 分页用 offset 到第 5000 页要 8 秒……',
      'B 换成游标分页，`where id > ? order by id limit 50`',
      'A 8 秒变 12 毫秒 🚀',
    ],
    [
      'A Deploy went out, p99 tripled. What do you look at first?',
      'B Roll back, then look. Connection pool next',
      'A Rolled back. It was the pool. Thank you',
    ],
    ['A 日志里该不该打用户 id？', 'B 打哈希，能排查又不泄露', 'C 再加一个 request id，串起来就够了'],
  ],
  llm: [
    [
      'A RAG 的召回率一直上不去，大家怎么切块的？',
      'B 按标题切，再加一点重叠；还有关键词检索要和向量一起用',
      'C hybrid search gave us +14 points on our own test set, the reranker another 6',
      'A 混合检索今晚就试',
    ],
    [
      'A How do you test prompts without going mad?',
      'B Fifty real questions with the answers you want, run on every change. No vibes',
      'C 我们叫它“考卷”，每次改提示词先考一遍',
    ],
    ['A 本地跑 8B 模型，16G 显存够吗？', 'B 4bit 量化很宽裕，上下文开到 32k 也行', 'A 那我不用换显卡了 🎉'],
    [
      'A The model invents function arguments again',
      'B Give it a JSON schema and reject what does not parse. It learns fast when it has no choice',
      'A Ha, like my interns',
    ],
    ['A 写周报能不能让它代劳？', 'B 能，但我老板看出来了 😂', 'C 至少语气要像自己'],
  ],
  leetcode: [
    [
      'A 今天的题：最长不重复子串，滑动窗口 O(n)',
      'B 我用了哈希表存上次位置，窗口左边直接跳',
      'C 一样！注意左边界只能往右走',
      'A 打卡第 41 天 ✅',
    ],
    [
      'A Today: merge k lists. Heap or divide and conquer?',
      'B Both O(n log k). Heap is shorter in Python, divide and conquer needs no library',
      'A Heap it is',
    ],
    [
      'A 动态规划总是想不出状态怎么办？',
      'B 先写暴力递归，再看哪些参数在变，那就是状态',
      'A 这个思路太好了，收藏',
    ],
    ['A 第三题超时了……', 'B 是不是每次都 `sort`？放到循环外面', 'A 😅 果然'],
  ],
};
