/** The columns of a file of grants, and the names people give them. Pure. */
import { Refusal } from '../kernel/errors.ts';

/** `state`, `source` and `grant` stand in what the bot exported: what a grant was there, where it came from, and its number. */
const COLUMNS = [
  'user',
  'tier',
  'days',
  'until',
  'from',
  'amount',
  'currency',
  'reference',
  'paid',
  'note',
  'state',
  'source',
  'grant',
] as const;

export type Column = (typeof COLUMNS)[number];

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** Columns that nobody knows, as they are called in the file. */
    'tier-import.columns-unknown': { names: readonly string[] };
    'tier-import.columns-missing': { columns: readonly Column[] };
    /** Two columns for the same. */
    'tier-import.columns-twice': { names: readonly string[] };
  }
}

const NEEDED: readonly Column[] = ['user', 'tier'];

/** As `headerKey` writes them. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  user: [
    'user',
    'user id',
    'userid',
    'member',
    'member id',
    'discord id',
    'id',
    '用户',
    '用户id',
    '成员',
    '成员id',
  ],
  tier: ['tier', 'level', 'plan', '等级', '会员等级', '档位'],
  days: ['days', 'duration', '天数', '时长'],
  until: ['until', 'end', 'ends', 'expires', 'expiry', '到期', '到期日', '到期日期', '截止', '有效期至'],
  from: ['from', 'start', 'starts', '开始', '开始日期', '生效'],
  amount: ['amount', 'price', '金额', '价格'],
  currency: ['currency', '币种', '货币'],
  reference: [
    'reference',
    'payment reference',
    'transaction',
    'transaction id',
    '流水号',
    '订单号',
    '交易号',
    '单号',
  ],
  paid: ['paid', 'paid on', 'paid at', 'payment date', '付款日期', '付款时间', '支付时间'],
  note: ['note', 'notes', 'comment', '备注', '说明'],
  state: ['state', '状态'],
  source: ['source', '来源'],
  grant: ['grant', '授予编号'],
};

const BY_NAME = new Map(COLUMNS.flatMap((column) => NAMES[column].map((name) => [name, column] as const)));

/**
 * Which column stands where; null for one without a name.
 * @throws Refusal `tier-import.columns-unknown`, `tier-import.columns-twice`, `tier-import.columns-missing`.
 */
export function readHeader(cells: readonly string[]): (Column | null)[] {
  const names = cells.map(headerKey);
  const columns = names.map((name) => BY_NAME.get(name) ?? null);
  const unknown = cells.filter((_, index) => names[index] !== '' && columns[index] === null);
  if (unknown.length > 0) throw new Refusal('tier-import.columns-unknown', { names: unknown });
  const twice = cells.filter((_, index) => columns[index] && columns.indexOf(columns[index]) !== index);
  if (twice.length > 0) throw new Refusal('tier-import.columns-twice', { names: twice });
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw new Refusal('tier-import.columns-missing', { columns: missing });
  return columns;
}

/** Names that people would take for the same: `User_ID` and `user id`, also in full width. */
function headerKey(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
