/** Invites to a paid tier: who is named in a text or a file, what each is granted, and until when the invite is valid. Pure. */
import { addLocal, dayStart } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import { isSnowflake } from '../kernel/snowflake.ts';
import type { TierRequest } from './tiers-changes.ts';
import type { Term } from './tiers-ledger.ts';

/** What everybody named on an invite is granted. */
export interface InviteWish {
  readonly term: Term;
  /** An instant, or the moment at which each of them joins. */
  readonly startsAt: Date | 'on-join';
  /** Of each person; null where no payment is on record. */
  readonly amountMinor: number | null;
  /** Of the payment of one person, or of all of them together: see `isForOne`. */
  readonly reference: string | null;
  /** Whether it was typed for one person only. */
  readonly isForOne: boolean;
  readonly note: string | null;
}

/** A line, or a piece of a text, that names nobody. */
export interface Unreadable {
  readonly line: number;
  readonly text: string;
}

export interface NamedPeople {
  /** Each once, in their order. */
  readonly userIds: readonly string[];
  /** Ids that stand there more than once. */
  readonly twice: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** Nobody who could be invited is named. */
    'tiers.invite-nobody': Record<string, never>;
    /** People were named in the command and in a file. */
    'tiers.invite-two-lists': Record<string, never>;
    /** More people than one invite is made for. */
    'tiers.invite-too-many': { most: number; count: number };
    /** The community does not hear who joins, so nothing can begin then. */
    'tiers.invite-joins-unheard': Record<string, never>;
    /** There is no such invite. */
    'tiers.invite-unknown': Record<string, never>;
  }
}

/** As many as are granted in one transaction. */
const MOST_INVITED = 500;

const DAY_SECONDS = 86_400;
/** What Discord makes of less is not said; 0 means for ever. */
const SHORTEST_SECONDS = 60;
/** Words a file may have above its ids. */
const HEADINGS = new Set(['user_id', 'user id', 'userid', 'id', 'member', '用户', '用户id']);

/** Ids and mentions, separated by anything that is no part of them. */
export function readNames(text: string): NamedPeople {
  return gather(
    text
      .split(/[\s,;，；、]+/)
      .filter((piece) => piece !== '')
      .map((piece) => ({ line: 1, text: piece })),
  );
}

/** One person a line, an id or a mention in the first column; whatever stands in other columns is passed over. */
export function readNameFile(bytes: Buffer): NamedPeople {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  // The decoder drops the mark at the beginning.
  const lines = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes).split(/\r\n|\n|\r/);
  const cells = lines.map((line, index) => ({
    line: index + 1,
    text: line
      .split(/[,;\t]/)[0]!
      .trim()
      .replaceAll('"', ''),
  }));
  const isHeading = ({ line, text }: Unreadable): boolean => line === 1 && HEADINGS.has(text.toLowerCase());
  return gather(cells.filter((cell) => cell.text !== '' && !isHeading(cell)));
}

function gather(pieces: readonly Unreadable[]): NamedPeople {
  const found = new Set<string>();
  const twice = new Set<string>();
  const unreadable: Unreadable[] = [];
  for (const piece of pieces) {
    const userId = /^<@!?(\d+)>$/.exec(piece.text)?.[1] ?? piece.text;
    if (!isSnowflake(userId)) unreadable.push(piece);
    else if (found.has(userId)) twice.add(userId);
    else found.add(userId);
  }
  return { userIds: [...found], twice: [...twice], unreadable };
}

/** @throws Refusal `tiers.invite-nobody`, `tiers.invite-too-many`. */
export function assertInvitable({ userIds, unreadable }: NamedPeople): void {
  if (userIds.length === 0 && unreadable.length === 0) throw new Refusal('tiers.invite-nobody', {});
  if (userIds.length > MOST_INVITED)
    throw new Refusal('tiers.invite-too-many', { most: MOST_INVITED, count: userIds.length });
}

/** When the grants begin: the start of a local day, or for each when they join. */
export function parseStart(fromOn: string | null, timeZone: string): Date | 'on-join' {
  return fromOn === null ? 'on-join' : dayStart(fromOn, timeZone);
}

/** Whether Discord may give the tier's role at joining: not before the access begins, for the ledger would take it again. */
export function carriesRole({ startsAt }: InviteWish, now: Date): boolean {
  return startsAt === 'on-join' || startsAt <= now;
}

/** How long the invite is valid: so many days, but not longer than what it grants where that ends at a named instant. */
export function validSeconds(
  { term, startsAt }: InviteWish,
  validDays: number,
  now: Date,
  timeZone: string,
): number {
  const wished = validDays * DAY_SECONDS;
  const endsAt = endOf(term, startsAt, timeZone);
  const left = endsAt ? Math.floor((endsAt.getTime() - now.getTime()) / 1_000) : Infinity;
  return Math.max(SHORTEST_SECONDS, Math.min(wished, left));
}

function endOf(term: Term, startsAt: Date | 'on-join', timeZone: string): Date | null {
  if (term === 'open-ended') return null;
  if ('until' in term) return term.until;
  return startsAt === 'on-join' ? null : addLocal(startsAt, { days: term.days, ms: 0 }, timeZone);
}

/**
 * What is asked of the ledger for each of them. A reference given for several people stands for one payment each: it is followed by the
 * person's id, so that it still counts once for everybody.
 */
export function requestsOf(tierId: number, userIds: readonly string[], wish: InviteWish): TierRequest[] {
  const { term, startsAt, amountMinor, reference, note } = wish;
  return userIds.map((userId) => ({
    userId,
    act: { act: 'grant', tierId, term, startsAt },
    note,
    ...((amountMinor !== null || reference !== null) && {
      payment: {
        amountMinor: amountMinor ?? 0,
        source: 'reference',
        externalId: reference && (wish.isForOne ? reference : `${reference}/${userId}`),
      },
    }),
  }));
}
