/** Plays the story from its first midnight to the verdict: builds the community, starts the bot, lets time pass, compares. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../db/client.ts';
import { StoppedClock } from '../kernel/clock.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Programme } from './acts.ts';
import { BotProcess } from './bot-process.ts';
import { withDatabase } from './bot-numbers-store.ts';
import { createCommunity } from './community.ts';
import { Delivery, type Happening } from './delivery.ts';
import type { Screen } from './screen.ts';
import type { Script } from './script.ts';
import { Stage } from './stage.ts';
import { type Pause, type Story, StoryFacts } from './story.ts';
import { DAY_MS, HOUR_MS, localHour, localWeekday, WEEK_MS } from './story-time.ts';
import { planDay } from './traffic.ts';
import { writeTranscript } from './transcript.ts';
import type { TruthSpan } from './truth.ts';
import { compareAll, showVerdict } from './verdict.ts';

export interface PlayOptions {
  readonly script: Script;
  readonly programme: Programme;
  readonly screen: Screen;
  /** Where pictures, transcript and log go. What an earlier run left there is replaced. */
  readonly outDir: string;
  /** Ends the story at once: nothing is left running. */
  readonly signal: AbortSignal;
  /** For tests: what is done to the bot's database before the verdict; `compare` tells how many numbers differ as it is. */
  readonly beforeComparing?: (db: Database, compare: () => Promise<number>) => Promise<void>;
}

/**
 * Weeks pass in seconds here. A limit that means half a minute of real time would last for days. And the bot is asked for a heartbeat
 * after each stretch; its client takes the connection for dead where one of its own falls due just then, so it sends none by itself.
 */
const GATEWAY = { fullListEveryMs: 0, heartbeatMs: DAY_MS } as const;

/** What an earlier run left, and this one writes. */
const OUTPUT = ['pictures', 'transcript', 'transcript.html', 'bot.log', 'data'] as const;

/** @returns how many numbers differ. @throws when an act fails, or the signal ends it; nothing is left running then either. */
export async function playStory(options: PlayOptions): Promise<number> {
  const { script, programme, screen, outDir, signal } = options;
  for (const name of OUTPUT) await rm(join(outDir, name), { recursive: true, force: true });
  await mkdir(join(outDir, 'data'), { recursive: true });
  const clock = new StoppedClock(new Date(script.from));
  const sandbox = await startSandbox({ clock, gateway: GATEWAY });
  const community = createCommunity(sandbox, script);
  const bot = new BotProcess({
    token: community.token,
    apiUrl: sandbox.apiUrl,
    guildId: community.guildId,
    dataDir: join(outDir, 'data'),
    logFile: join(outDir, 'bot.log'),
  });
  const stage = new Stage(community, clock, screen);
  const story: Story = {
    script,
    community,
    sandbox,
    stage,
    bot,
    delivery: new Delivery({ sandbox, clock, bot }),
    weeks: weeksOf(script),
    facts: new StoryFacts(community, script),
    reports: [],
    previews: new Map(),
    crashes: [],
    restarts: 0,
  };
  try {
    return await Promise.race([unlessAborted(signal, play(story, options, programme)), bot.trouble]);
  } catch (error) {
    if (bot.tail.length > 0) screen.line(`\nThe last lines of the bot's log:\n${bot.tail.join('\n')}`);
    throw error;
  } finally {
    bot.kill();
    await sandbox.close();
    await rm(join(outDir, 'data'), { recursive: true, force: true });
  }
}

async function play(story: Story, options: PlayOptions, programme: Programme): Promise<number> {
  const { stage, bot, sandbox, script, community, delivery } = story;
  stage.act('Steward arrives at CodeHaven', '群管家来到编程港');
  stage.note(
    `a local Discord with ${community.residents.length} people who are, or will be, members · 本地 Discord，${community.residents.length} 位现有和将来的成员`,
  );
  await bot.start(new Date(stage.now));
  await bot.ready();
  await sandbox.drained();
  stage.note(`the real bot is connected (process ${bot.pid}, discord.js) · 真正的机器人进程已连接`);
  const acts = programme.acts(story).toSorted((a, b) => a.at - b.at);
  for (let dayStart = script.from; dayStart < script.to; dayStart += DAY_MS) {
    const before = sandbox.world.state.ledger.length;
    const until = Math.min(script.to, dayStart + DAY_MS);
    const ofDay = acts.filter(({ at }) => at >= dayStart && at < until);
    // The acts that end and start the bot stand at the edges of a pause; what people do meanwhile waits like all talk.
    const staged = ofDay.filter(({ exact }) => exact);
    const meanwhile = ofDay.filter(({ exact }) => !exact);
    const talk = outsideOf(programme.pauses, [...meanwhile, ...planDay(community, script, dayStart, until)]);
    // An act stands before what happens at the same instant.
    await delivery.deliver([...staged, ...talk].toSorted((a, b) => a.at - b.at));
    await delivery.passTo(until);
    tellDay(story, dayStart, before);
  }
  await bot.stop();
  stage.note('SIGTERM → exit 0: the bot has ended · 机器人正常退出');
  const comparisons = await withDatabase(join(options.outDir, 'data'), async (db) => {
    await options.beforeComparing?.(db, async () => showVerdict(story, await compareAll(story, db)));
    return compareAll(story, db);
  });
  const wrong = showVerdict(story, comparisons);
  await writeTranscript(story, options.outDir);
  return wrong;
}

/** Nothing happens while the bot is away: what would have, happens right after it. */
function outsideOf(pauses: readonly Pause[], happenings: readonly Happening[]): Happening[] {
  return happenings.map((happening) => {
    const pause = pauses.find(({ from, to }) => happening.at >= from && happening.at <= to);
    return pause ? { ...happening, at: pause.to + 1_000 } : happening;
  });
}

/** One line on the day: how much happened, and when. */
function tellDay({ sandbox, stage }: Story, dayStart: number, before: number): void {
  const own = sandbox.world.state.ledger.slice(before).filter(({ byBot }) => !byBot);
  const count = (kind: (typeof own)[number]['kind']): number =>
    own.filter((entry) => entry.kind === kind).length;
  const hours = Array.from({ length: 24 }, () => 0);
  for (const { at } of own) hours[localHour(at.getTime())]! += 1;
  const most = Math.max(1, ...hours);
  const curve = hours.map((value) => '▁▂▃▄▅▆▇█'[Math.min(7, Math.floor((8 * value) / most))]).join('');
  const people = new Set(own.map(({ userId }) => userId)).size;
  stage.screen.day(
    dayStart,
    `${curve}  ${String(count('message')).padStart(5)} messages 消息 ${String(count('reaction')).padStart(4)} reactions 回应 ${String(people).padStart(4)} people 人  +${count('join')} −${count('leave')}`,
  );
}

/** The community's weeks that the story ends. */
function weeksOf({ from, to }: Script): TruthSpan[] {
  const weeks: TruthSpan[] = [];
  const monday = from - (localWeekday(from) - 1) * DAY_MS;
  for (let start = monday; start + WEEK_MS + 9 * HOUR_MS <= to; start += WEEK_MS)
    weeks.push({ from: start, to: start + WEEK_MS });
  return weeks;
}

async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const fail = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('ended'));
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });
  // Whichever comes second is heard of by nobody.
  work.catch(() => undefined);
  aborted.catch(() => undefined);
  return Promise.race([work, aborted]);
}
