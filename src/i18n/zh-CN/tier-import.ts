/** Simplified Chinese words of /tier import and /tier export. */
import { decimalsOf } from '../../kernel/money.ts';
import type { AmountProblem } from '../../kernel/money.ts';
import type { Column } from '../../tier-import/tier-import.ts';
import type {
  tierImport as english,
  tierImportActions as englishActions,
  tierImportRefusals as englishRefusals,
} from '../en/tier-import.ts';
import { formatCount, formatInstant, formatMoney } from '../format.ts';
import { escapeMarkup, shorten } from '../markup.ts';

const GIVEN_SHOWN = 60;

const quoted = (text: string) => `“${shorten(text, GIVEN_SHOWN)}”`;

const columns: Record<Column, string> = {
  user: '用户',
  tier: '等级',
  days: '天数',
  until: '到期',
  from: '开始',
  amount: '金额',
  currency: '币种',
  reference: '流水号',
  paid: '付款日期',
  note: '备注',
  state: '状态',
  source: '来源',
  grant: '授予编号',
};

const listed = (given: readonly Column[]) => given.map((column) => `\`${columns[column]}\``).join('、');

const amounts: Record<AmountProblem, (currency: string) => string> = {
  comma: () => '里有逗号：有人用它分隔千位，有人用它表示小数。请用小数点、不带逗号，例如 1299.00',
  'not-a-number': () => '不是金额。请写成 1299 或 1299.00，不带货币符号',
  decimals: (currency) =>
    decimalsOf(currency) === 0
      ? `带有小数，而 ${currency} 没有小数`
      : `的小数位太多，${currency} 最多 ${decimalsOf(currency)} 位`,
  'too-large': () => '太大，无法精确计算',
};

const problems: (typeof english)['problems'] = {
  cells: (facts) =>
    `表头有 ${facts.columns} 列，这一行却有 ${facts.count} 个值。是否有值里带分隔符？请给该值加上引号`,
  empty: () => '是空的',
  'not-an-id': (facts) =>
    `${quoted(facts.given)}不是用户 ID：应为 17 到 20 位数字。在 Discord 里右键成员 → 复制用户 ID`,
  rounded: (facts) => `${quoted(facts.given)}已被 Excel 取整，原值丢失。请把该列设为文本格式，再重新填入`,
  bot: () => '是机器人，只有真人可以拥有等级',
  tier: (facts) =>
    `没有${quoted(facts.given)}这个等级${facts.nearest === null ? '' : `，是否指${quoted(facts.nearest)}？`}`,
  days: (facts) => `${quoted(facts.given)}不是天数，请写大于 0 的整数`,
  date: (facts) => `${quoted(facts.given)}不是能识别的日期，请写成 2026-12-31`,
  'two-terms': () => '天数和到期日只能写一个',
  'no-term': () => '没有写天数，也没有写到期日，而该等级没有默认天数',
  'paid-future': (facts) => `${quoted(facts.given)} 还没有到；请填写实际收款的日期`,
  'end-past': (facts) => `这样的话已经到期了（${facts.on}）`,
  'too-long': (facts) => `太长：最多 ${formatCount(facts.mostDays, 'zh-CN')} 天。不限期请写：无期限`,
  amount: (facts) => `${quoted(facts.given)}${amounts[facts.problem](facts.currency)}`,
  currency: (facts) => `${quoted(facts.given)}不是本社区的货币，本社区使用 ${facts.currency}`,
  'currency-missing': () => '写了金额，但本社区还没有设置货币。请用 /tier settings 设置后重新导入',
  'text-too-long': (facts) => `太长：最多 ${formatCount(facts.most, 'zh-CN')} 个字符`,
  'reference-twice': (facts) => `在第 ${facts.line} 行已经出现过，一笔付款只算一次`,
  'reference-used': (facts) => `已用于其他成员或其他等级（${facts.on}）`,
  state: (facts) => `${quoted(facts.state)}这种状态无法通过文件恢复，请用命令处理`,
  archived: () => '已归档，不能再授予',
  unexpected: () => '因我的故障而失败，与文件无关。没有授予任何内容',
};

export const tierImport: typeof english = {
  title: (facts) => `导入 ${escapeMarkup(shorten(facts.fileName, 100))}`,
  states: {
    checking: '⏳ 正在检查。',
    checked: '🔍 检查完毕，**尚未授予任何内容。**',
    applying: '⏳ 正在执行。',
    done: '✅ 已执行。',
    dropped: '🗑️ 已放弃，没有授予任何内容。',
  },
  ready: (facts) => `新增：**${formatCount(facts.count, 'zh-CN')}**`,
  progress: (facts) => `进度：${formatCount(facts.done, 'zh-CN')} / ${formatCount(facts.all, 'zh-CN')} 行`,
  done: (facts) => `已授予：**${formatCount(facts.count, 'zh-CN')}**`,
  known: (facts) => `无需处理：${formatCount(facts.count, 'zh-CN')}（之前已授予，或到期日已过）`,
  wrong: (facts) => `有误：**${formatCount(facts.count, 'zh-CN')}**（已跳过，不影响其他行）`,
  failed: (facts) => `失败：**${formatCount(facts.count, 'zh-CN')}**`,
  absent: (facts) => `目前不在服务器里：${formatCount(facts.count, 'zh-CN')} 人，加入时会获得身份组。`,
  amount: (facts) => `付款：${formatMoney(facts, 'zh-CN')}`,
  rolesOpen: (facts) => `待处理的身份组：${formatCount(facts.count, 'zh-CN')}（按 Discord 允许的速度进行）`,
  appliedBy: (facts) => `执行者：<@${facts.userId}>，${formatInstant(facts.at)}`,
  problemLine: (facts) =>
    `- 第 ${facts.line} 行${facts.column === null ? '' : `，${columns[facts.column]}`}：${escapeMarkup(facts.text)}`,
  moreProblems: (facts) => `- …… 另有 ${formatCount(facts.count, 'zh-CN')} 行。`,
  reimport: '改正这些行后，把整个文件重新导入即可：已授予的会被识别出来。',
  none: '还没有导入过文件。请附上文件：`/tier import file:`',
  buttons: { apply: '执行', drop: '放弃', refresh: '刷新', lines: '有误的行', show: '详情' },
  problems,
  columns,
  problemHeader: ['行', '列', '问题'],
  problemFile: 'wrong-lines.csv',
  exported: (facts) =>
    `共 ${formatCount(facts.grants, 'zh-CN')} 条授予、${formatCount(facts.payments, 'zh-CN')} 笔付款。members.csv 可用 \`/tier import\` 重新导入。文件包含所有人的付款，请勿外传。${facts.isPacked ? '文件超出 Discord 的上限，已压缩为 .gz，请先解压（例如用 7-Zip）。' : ''}`,
};

const shownNames = (names: readonly string[]) =>
  names
    .slice(0, 5)
    .map((name) => escapeMarkup(quoted(name)))
    .join('、');

const known = () =>
  `可用的列：${listed(['user', 'tier', 'days', 'until', 'from', 'amount', 'currency', 'reference', 'paid', 'note'])}，前两列必填。`;

export const tierImportRefusals: typeof englishRefusals = {
  'tier-import.not-text': (facts) =>
    `${escapeMarkup(quoted(facts.fileName))}不是我能读取的 CSV 文件。在 Excel 里请选择：文件 → 另存为 → “CSV UTF-8”。`,
  'tier-import.empty': (facts) =>
    `${escapeMarkup(quoted(facts.fileName))}的首行之下没有内容。首行是列名，之后每行是一条授予。${known()}`,
  'tier-import.quotes': (facts) =>
    `第 ${facts.line} 行的引号没有闭合，无法判断值在哪里结束。请补上或删掉引号。`,
  'tier-import.too-many-lines': (facts) =>
    `一次最多导入 ${formatCount(facts.most, 'zh-CN')} 行。请拆分文件，依次导入。`,
  'tier-import.columns-unknown': (facts) =>
    `无法识别的列：${shownNames(facts.names)}。请改名或删除。${known()}`,
  'tier-import.columns-missing': (facts) => `首行应为列名，缺少 ${listed(facts.columns)}。${known()}`,
  'tier-import.columns-twice': (facts) => `有多列含义相同：${shownNames(facts.names)}。请只保留一列。`,
  'tier-import.unknown': () => '这次导入的记录已清除。请重新导入文件：已授予的会被识别出来。',
  'tier-import.busy': () => '另一个导入正在执行。可用 `/tier import` 查看进度，完成后再按一次。',
  'tier-import.currency-changed': (facts) =>
    `检查文件之后，社区的货币已更改${facts.currency === null ? '' : `（原为 ${facts.currency}）`}。请重新导入文件。`,
  'tier-import.export-too-large': (facts) =>
    `文件会超过 Discord 的上限（${Math.round(facts.mostBytes / 1_048_576)} MB）。请用 \`from\` 和 \`to\` 缩短时间范围。`,
  'tier-import.days-reversed': (facts) => `最后一天（${facts.toOn}）早于第一天（${facts.fromOn}），请对调。`,
};

export const tierImportActions: typeof englishActions = {
  import: {
    name: '导入',
    description: '用 CSV 文件批量授予：先检查，再执行。不附文件则显示上一次导入',
    options: { file: { name: '文件', description: 'CSV 文件，列为：用户、等级、天数或到期……' } },
  },
  export: {
    name: '导出',
    description: '把全部授予和付款导出为 CSV 文件',
    options: {
      from: { name: '开始', description: '从这一天起的付款（YYYY-MM-DD）' },
      to: { name: '结束', description: '到这一天为止的付款，含当天（YYYY-MM-DD）' },
    },
  },
};
