/** Tells the troubles of a database apart: away, full disk, conflict. Knows the errors of pg and of Prisma; no query stands here. */
import { UpstreamError } from '../kernel/errors.ts';

/** The database does not answer at the moment; what was asked may be tried again later. */
export class DatabaseAway extends UpstreamError {
  constructor(cause: unknown) {
    super('database', `the database does not answer: ${messageOf(cause)}`, { cause });
    this.name = 'DatabaseAway';
  }
}

/** The transaction met another one and was undone; running it again is the cure. SQLSTATE classes of PostgreSQL. */
const CONFLICT_STATES = new Set(['40001', '40P01']);

/** Out of space: disk_full, and insufficient_resources where a quota says so. */
const DISK_FULL_STATES = new Set(['53100']);

/** Server states in which every statement fails until the server is back. Source: PostgreSQL manual, appendix A, classes 08, 53, 57. */
const AWAY_STATES = new Set(['53300', '57P01', '57P02', '57P03', '57P05', '25006']);

const AWAY_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
]);

/** Codes of Prisma's client that mean the server was not reached or did not answer in time. */
const AWAY_PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037']);

const AWAY_ADAPTER_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

/** pg gives these no code. */
const AWAY_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|connection error and is not queryable|Client was closed|Unable to start a transaction in the given time/;

/** True where the database could not be reached or dropped the connection, whichever layer says so. */
export function isDatabaseAway(error: unknown): boolean {
  return chain(error).some((link) => {
    if (link instanceof DatabaseAway) return true;
    const code = textOf(link, 'code');
    if (AWAY_SYSTEM_CODES.has(code) || AWAY_STATES.has(code) || code.startsWith('08')) return true;
    if (AWAY_PRISMA_CODES.has(code) || AWAY_ADAPTER_KINDS.has(textOf(link, 'kind'))) return true;
    // The unix socket of the embedded database is not there while it starts again.
    if (code === 'ENOENT' && textOf(link, 'syscall') === 'connect') return true;
    return AWAY_MESSAGES.test(messageOf(link));
  });
}

/** True where the disk of the database has no room left. */
export function isDiskFull(error: unknown): boolean {
  return chain(error).some((link) => {
    const codes = [textOf(link, 'code'), textOf(link, 'originalCode')];
    return (
      codes.some((code) => DISK_FULL_STATES.has(code) || code === 'ENOSPC' || code === 'EDQUOT') ||
      /No space left on device|Disk quota exceeded/.test(messageOf(link))
    );
  });
}

/** True where two transactions met (serialization failure, deadlock) and this one may simply run again. */
export function isConflict(error: unknown): boolean {
  return chain(error).some(
    (link) =>
      CONFLICT_STATES.has(textOf(link, 'code')) ||
      CONFLICT_STATES.has(textOf(link, 'originalCode')) ||
      textOf(link, 'kind') === 'TransactionWriteConflict' ||
      textOf(link, 'code') === 'P2034',
  );
}

/** What an unknown thrown value says of itself. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const message = String(error.message);
    // Node reports a refused connection to a name with several addresses as an AggregateError without words.
    if (message === '' && 'errors' in error && Array.isArray(error.errors)) {
      return error.errors.map(messageOf).join('; ');
    }
    return message;
  }
  return String(error);
}

/** The error and everything it says it came from: causes, parts of an aggregate, and the driver's error inside Prisma's. */
function chain(error: unknown): object[] {
  const found: object[] = [];
  const open: unknown[] = [error];
  while (open.length > 0 && found.length < 20) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || found.includes(next)) continue;
    found.push(next);
    if ('cause' in next) open.push(next.cause);
    if ('meta' in next) open.push(next.meta);
    if ('driverAdapterError' in next) open.push(next.driverAdapterError);
    if ('errors' in next && Array.isArray(next.errors)) open.push(...next.errors);
  }
  return found;
}

function textOf(link: object, key: string): string {
  const value: unknown = Reflect.get(link, key);
  return typeof value === 'string' ? value : '';
}
