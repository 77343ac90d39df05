/** The table of weekly reports: the claim, the stored snapshot, the outcome. Ids become text here and nowhere else. */
import type { App } from '../app.ts';
import type { ReportPost } from '../db/generated/client.ts';
import type { ReportKind, ReportState } from './reports-rules.ts';
import { parseSnapshot } from './reports-snapshot.ts';
import type { ReportSnapshot } from './reports-snapshot.ts';

type Db = Pick<App, 'db'>;

export interface ReportKey {
  readonly guildId: string;
  readonly kind: ReportKind;
  /** First local day of the week. */
  readonly weekOn: string;
}

export interface ReportRow extends ReportKey {
  readonly state: ReportState;
  readonly claimedAt: Date;
  readonly marker: string;
  /** Where it was to be posted at the last try, or was posted. */
  readonly channelId: string | null;
  /** null until it is posted, as `postedAt`. */
  readonly messageId: string | null;
  readonly postedAt: Date | null;
  readonly late: boolean;
  readonly snapshot: ReportSnapshot;
}

const keyOf = ({ guildId, kind, weekOn }: ReportKey) => ({
  guildId: BigInt(guildId),
  kind,
  weekOn: new Date(`${weekOn}T00:00:00Z`),
});

/** null when nobody has claimed it. */
export async function findReport({ db }: Db, key: ReportKey): Promise<ReportRow | null> {
  const row = await db.prisma.reportPost.findUnique({ where: { guildId_kind_weekOn: keyOf(key) } });
  return row && toRow(key, row);
}

/** Claims a report with what will be posted. False when it was claimed before: the unique key decides between processes. */
export async function insertClaim(
  { db }: Db,
  claim: Omit<ReportRow, 'state' | 'messageId' | 'postedAt'>,
): Promise<boolean> {
  const { claimedAt, marker, channelId, late, snapshot } = claim;
  const { count } = await db.prisma.reportPost.createMany({
    data: [
      {
        ...keyOf(claim),
        state: 'claimed',
        claimedAt,
        marker,
        channelId: channelId === null ? null : BigInt(channelId),
        late,
        snapshot: JSON.parse(JSON.stringify(snapshot)),
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Takes over a claim that is as it was read. False when somebody was quicker. The snapshot and the channel tried stay. */
export async function updateTakenOver(
  { db }: Db,
  row: ReportRow,
  now: { claimedAt: Date; late: boolean },
): Promise<boolean> {
  const { count } = await db.prisma.reportPost.updateMany({
    where: { ...keyOf(row), state: row.state, claimedAt: row.claimedAt },
    data: { state: 'claimed', claimedAt: now.claimedAt, late: now.late },
  });
  return count === 1;
}

/** Notes the channel in which the claim is about to be posted; whoever takes it over looks there for the post. */
export async function updateTriedChannel({ db }: Db, claim: ReportRow, channelId: string): Promise<void> {
  await db.prisma.reportPost.updateMany({
    where: { ...keyOf(claim), state: 'claimed', claimedAt: claim.claimedAt },
    data: { channelId: BigInt(channelId) },
  });
}

/** Gives a claim back after a failed try, so that the next one need not wait for its lease. */
export async function updateReleased({ db }: Db, key: ReportKey, claimedAt: Date): Promise<void> {
  await db.prisma.reportPost.updateMany({
    where: { ...keyOf(key), state: 'claimed', claimedAt },
    data: { state: 'released' },
  });
}

/** Notes where and when it was posted. */
export async function updatePosted(
  { db }: Db,
  key: ReportKey,
  post: { channelId: string; messageId: string; postedAt: Date; late: boolean },
): Promise<void> {
  await db.prisma.reportPost.updateMany({
    where: { ...keyOf(key), state: { not: 'posted' } },
    data: {
      state: 'posted',
      channelId: BigInt(post.channelId),
      messageId: BigInt(post.messageId),
      postedAt: post.postedAt,
      late: post.late,
    },
  });
}

function toRow(key: ReportKey, row: ReportPost): ReportRow {
  return {
    ...key,
    state: row.state as ReportState,
    claimedAt: row.claimedAt,
    marker: row.marker,
    channelId: row.channelId?.toString() ?? null,
    messageId: row.messageId?.toString() ?? null,
    postedAt: row.postedAt,
    late: row.late,
    snapshot: parseSnapshot(JSON.stringify(row.snapshot)),
  };
}
