/** What the benchmark says to a client, the bot or one it is compared with, and what it hears. Plain data. */
import type { LogWeight } from './disk-weight.ts';
import type { Expired, Granted, GrantTask, Reconciled } from './tier-wave.ts';

/** Where the client finds everything. */
export interface ClientTask {
  readonly apiUrl: string;
  readonly token: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly settleSeconds: number;
}

/** Frames with these sequence numbers are to come; say when the last one is taken in, and where rows are written, committed. */
export interface Expect {
  readonly hear: 'expect';
  readonly before: number;
  readonly last: number;
}

/** What only the bot is asked. */
export type ClientHears =
  | Expect
  | { readonly hear: 'weigh' }
  | { readonly hear: 'settle' }
  /** Draw a week's reports so many times over. */
  | { readonly hear: 'draw'; readonly times: number }
  | ({ readonly hear: 'grant' } & GrantTask)
  | { readonly hear: 'reconcile' }
  /** The end of those who were granted least comes. */
  | { readonly hear: 'expire' };

export type ClientSays =
  /** Connected; of the bot also: the list of members is written. */
  | { readonly say: 'ready' }
  | { readonly say: 'done'; readonly atMs: number; readonly cpuMs: number; readonly peakMb: number }
  /** Rows written one by one. */
  | { readonly say: 'counted'; readonly rows: number }
  | {
      readonly say: 'course';
      /** Memory before the first frame and after each quarter of them. */
      readonly quartersMb: readonly number[];
      /** Events that went through the journal, at most at once. */
      readonly journaled: number;
    }
  | { readonly say: 'weighed'; readonly weight: LogWeight; readonly plainBytes: number }
  | { readonly say: 'settled'; readonly mb: number }
  | { readonly say: 'drawn'; readonly peakMb: number; readonly leftMb: number }
  | ({ readonly say: 'granted' } & Granted)
  | ({ readonly say: 'reconciled' } & Reconciled)
  | ({ readonly say: 'expired' } & Expired);
