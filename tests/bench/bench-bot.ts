/** The whole bot in a process of its own, which tells how fast the log took everything in, what it weighs and how much memory is held. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startSteward } from '../../src/app.ts';
import type { App } from '../../src/app.ts';
import {
  renderActivityCard,
  renderActivityHero,
  renderSatisfactionCard,
  renderSatisfactionHero,
} from '../../src/charts/charts.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/logger.ts';
import { sampleActivityCard, sampleActivityHero } from '../support/activity-card-samples.ts';
import { sampleSatisfactionCard, sampleSatisfactionHero } from '../support/satisfaction-card-samples.ts';
import { taskOf } from './bench-child.ts';
import type { ClientHears, ClientSays, ClientTask } from './bench-client.ts';
import { peakMbOf, residentMb, settledMb } from './bench-memory.ts';
import { machineMs } from './bench-time.ts';
import { weighLog, weighPlainModel } from './disk-weight.ts';
import { AheadClock, TierWave } from './tier-wave.ts';

const LOOK_EVERY_MS = 5;

const task = taskOf<ClientTask>();
const tell = (says: ClientSays): void => void process.send?.(says);
const config = loadConfig({
  DISCORD_TOKEN: task.token,
  DISCORD_API_URL: task.apiUrl,
  DATA_DIR: task.dataDir,
  ANSWER_KEY: 'b1'.repeat(32),
  ...(task.databaseUrl ? { DATABASE_URL: task.databaseUrl } : {}),
});
const clock = new AheadClock();
// The line is cut on purpose, which the bot would warn of.
const steward = startSteward({ config, clock, log: createLogger('error', false) });
process.once('SIGTERM', () => void steward.stop().then(() => process.exit(0)));
const app = await steward.app;
await steward.started;
const wave = new TierWave(steward, app, clock);
process.on('message', (heard: ClientHears) => {
  if (heard.hear === 'expect') watch(heard.before, heard.last);
  else if (heard.hear === 'weigh') void weigh();
  else if (heard.hear === 'settle')
    void settledMb(task.settleSeconds).then((mb) => tell({ say: 'settled', mb }));
  else if (heard.hear === 'draw') void draw(heard.times);
  else if (heard.hear === 'grant') void wave.grant(heard).then((how) => tell({ say: 'granted', ...how }));
  else if (heard.hear === 'reconcile')
    void wave.reconcile().then((how) => tell({ say: 'reconciled', ...how }));
  else void wave.expire().then((how) => tell({ say: 'expired', ...how }));
});
await membersWritten(app);
tell({ say: 'ready' });

/** The list of members comes first; it is no part of the stream. */
async function membersWritten({ interactions }: App): Promise<void> {
  for (let quiet = 0; quiet < 5;) {
    await sleep(200);
    const { buffered, journaled } = interactions.status();
    quiet = buffered + journaled === 0 ? quiet + 1 : 0;
  }
}

function watch(before: number, last: number): void {
  const from = process.cpuUsage();
  const quartersMb = [residentMb()];
  let peakMb = 0;
  let journaled = 0;
  const timer = setInterval(() => {
    const status = app.interactions.status();
    const committed = status.committedSequences.get(0) ?? 0;
    const now = residentMb();
    peakMb = Math.max(peakMb, now);
    journaled = Math.max(journaled, status.journaled);
    while (quartersMb.length < 5 && committed >= before + ((last - before) * quartersMb.length) / 4)
      quartersMb.push(now);
    if (committed < last) return;
    clearInterval(timer);
    const { user, system } = process.cpuUsage(from);
    const atMs = machineMs();
    tell({ say: 'done', atMs, cpuMs: (user + system) / 1_000, peakMb });
    tell({ say: 'course', quartersMb, journaled });
  }, LOOK_EVERY_MS);
}

async function weigh(): Promise<void> {
  tell({ say: 'weighed', weight: await weighLog(app.db), plainBytes: await weighPlainModel(app.db) });
}

async function draw(times: number): Promise<void> {
  const peakMb = await peakMbOf(async () => {
    for (let time = 0; time < times; time += 1) {
      await renderActivityHero(sampleActivityHero('zh-CN'));
      await renderActivityCard(sampleActivityCard('zh-CN'));
      await renderSatisfactionHero(sampleSatisfactionHero('zh-CN'));
      await renderSatisfactionCard(sampleSatisfactionCard('zh-CN'));
    }
  });
  tell({ say: 'drawn', peakMb, leftMb: await settledMb(task.settleSeconds) });
}
