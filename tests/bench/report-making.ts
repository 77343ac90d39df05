/** Makes one community's weekly report in a process of its own, without Discord: its figures from the database, its text and its pictures. */
import { CommunityMemory } from '../../src/communities/communities.ts';
import { loadConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db/client.ts';
import { openInteractionLog } from '../../src/interactions/interactions.ts';
import { monotonicMs, systemClock } from '../../src/kernel/clock.ts';
import { keyedHash } from '../../src/kernel/keyed-hash.ts';
import { createLogger } from '../../src/logger.ts';
import { makeSnapshot } from '../../src/reports/reports-making.ts';
import { reportMessage } from '../../src/reports/reports-message.ts';
import { lastWholeWeek } from '../../src/reports/reports-rules.ts';
import { taskOf } from './bench-child.ts';
import { peakMbOf, residentMb } from './bench-memory.ts';

export interface MakingTask {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

export interface MakingHears {
  readonly guildId: string;
}

export type MakingSays =
  | { readonly say: 'ready' }
  | {
      readonly say: 'made';
      readonly figuresMs: number;
      readonly drawingMs: number;
      readonly beforeMb: number;
      readonly peakMb: number;
    };

const { dataDir, databaseUrl } = taskOf<MakingTask>();
const tell = (says: MakingSays): void => void process.send?.(says);
const config = loadConfig({ DISCORD_TOKEN: 'none', DATA_DIR: dataDir });
const base = {
  config,
  clock: systemClock,
  log: createLogger('warn', false),
  keyedHash: keyedHash(Buffer.alloc(32)),
};
const db = await openDatabase({ ...base, databaseUrl, dataDir });
const communities = new CommunityMemory();
await communities.load({ db });
const app = { ...base, db, communities, interactions: await openInteractionLog({ ...base, db }) };

process.on('message', ({ guildId }: MakingHears) => void make(guildId));
process.once('SIGTERM', () => void end());
tell({ say: 'ready' });

async function make(guildId: string): Promise<void> {
  const beforeMb = residentMb();
  const from = monotonicMs();
  let figuresMs = 0;
  const peakMb = await peakMbOf(async () => {
    const week = lastWholeWeek(app.clock.now(), app.communities.get(guildId));
    const snapshot = await makeSnapshot(app, guildId, 'activity', week);
    figuresMs = monotonicMs() - from;
    await reportMessage(snapshot, 'en', { kind: 'preview' });
  });
  tell({ say: 'made', figuresMs, drawingMs: monotonicMs() - from - figuresMs, beforeMb, peakMb });
}

async function end(): Promise<void> {
  await app.interactions.stop();
  await db.close();
  process.exit(0);
}
