/** The bot as a process of its own: started, its clock moved, ended. Knows nothing of what the bot does. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { projectPath } from '../project-root.ts';

/** Real milliseconds: for a move of the clock, and for a clean end (the bot itself promises ten seconds). */
const MOVE_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 12_000;
const READY_WITHIN_MS = 60_000;
const TAIL_LINES = 25;
/** Source: https://getpino.io/#/docs/api?id=loggerlevels-object */
const ERROR_LEVEL = 50;
/** What the bot logs when it is connected, its commands are there and its jobs run. */
const READY = 'Steward is ready';
/** What it logs when its session of before is resumed. */
const TOLD_AGAIN = 'what happened while the bot was off has been told by Discord';
/** What it logs, for debugging, of each job that ended well. */
const JOB_DONE = 'job done';

export interface BotSettings {
  readonly token: string;
  /** Of the local Discord. */
  readonly apiUrl: string;
  readonly guildId: string;
  /** Where the bot keeps its database. */
  readonly dataDir: string;
  /** Where its log lines go, appended. */
  readonly logFile: string;
}

/** The bot ended although nobody asked, or did not do what a process must. */
class BotProcessError extends Error {
  override readonly name = 'BotProcessError';
}

export class BotProcess {
  private readonly settings: BotSettings;
  private child: ChildProcess | null = null;
  private log: WriteStream | null = null;
  private readonly lines: string[] = [];
  /** Rejects when the bot logs an error: in this story none belongs. */
  readonly trouble: Promise<never>;
  private tellTrouble: (error: Error) => void = () => undefined;
  /** How many events Discord told again when it last was started. */
  replayed = 0;
  private isReady = false;
  /** The newest slot of each job that ended well, Unix milliseconds. */
  private readonly doneSlots = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private awaited: { at: number; done: () => void; failed: (error: Error) => void } | null = null;

  constructor(settings: BotSettings) {
    this.settings = settings;
    this.trouble = new Promise((_, reject) => {
      this.tellTrouble = reject;
    });
    // Whoever plays the story listens; before and after that nobody needs to.
    this.trouble.catch(() => undefined);
  }

  get isRunning(): boolean {
    return this.child !== null;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** The last lines of its log, oldest first. */
  get tail(): readonly string[] {
    return this.lines;
  }

  /** Starts it with its clock at `at`; it goes on to connect by itself. */
  async start(at: Date): Promise<void> {
    const { token, apiUrl, guildId, dataDir, logFile } = this.settings;
    this.log ??= createWriteStream(logFile, { flags: 'a' });
    const child = fork(projectPath('src', 'demo', 'bot.ts'), {
      // By its address: a name would be looked for from the working directory.
      execArgv: ['--import', import.meta.resolve('tsx')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...inherited(),
        DISCORD_TOKEN: token,
        DISCORD_API_URL: apiUrl,
        DISCORD_GUILD_ID: guildId,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'debug',
      },
    });
    this.child = child;
    this.isReady = false;
    this.replayed = 0;
    for (const input of [child.stdout, child.stderr])
      if (input) createInterface({ input }).on('line', (line) => this.note(line));
    child.on('message', (message: { at: number }) => {
      if (this.awaited?.at === message.at) this.awaited.done();
    });
    child.once('exit', (code, signal) => {
      if (this.child === child) this.child = null;
      this.awaited?.failed(
        new BotProcessError(`The bot's process ended by itself (${signal ?? `exit ${code}`}).`),
      );
    });
    await this.moveTo(at);
  }

  /** Resolves when it is connected and its jobs run. @throws BotProcessError when that takes too long, or it ended */
  ready(): Promise<void> {
    return this.until(() => this.isReady, 'ready', READY_WITHIN_MS);
  }

  /** Whether a slot of the job after this instant is run within so many real milliseconds. @throws BotProcessError when it ended */
  async jobDone(job: string, after: Date, withinMs: number): Promise<boolean> {
    const isDone = (): boolean => (this.doneSlots.get(job) ?? 0) > after.getTime();
    try {
      await this.until(isDone, `done with the job ${job}`, withinMs);
    } catch (error) {
      if (!this.isRunning) throw error;
    }
    return isDone();
  }

  /** Moves its clock and waits until it stands there. @throws BotProcessError when the bot is not running or does not answer */
  async moveTo(at: Date): Promise<void> {
    const { child } = this;
    if (!child?.connected) throw new BotProcessError('The bot is not running.');
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new BotProcessError(`The bot's clock did not move within ${MOVE_WITHIN_MS} ms.`)),
          MOVE_WITHIN_MS,
        );
        const settle = (act: () => void) => () => {
          clearTimeout(timer);
          act();
        };
        this.awaited = {
          at: at.getTime(),
          done: settle(resolve),
          failed: (error) => settle(() => reject(error))(),
        };
        child.send({ to: at.getTime() });
      });
    } finally {
      this.awaited = null;
    }
  }

  /** SIGTERM, and waits. @throws BotProcessError when it did not end with exit code 0 in time */
  async stop(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    const [code, signal] = await exited;
    clearTimeout(timer);
    if (code !== 0)
      throw new BotProcessError(`The bot ended with ${signal ?? `exit ${code}`} after SIGTERM.`);
  }

  /** SIGKILL in the middle of whatever it does, as in a power cut; it may be started again. */
  async crash(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Ends it for good. */
  kill(): void {
    this.child?.kill('SIGKILL');
    this.log?.end();
    this.log = null;
  }

  /** Waits for what the log tells. */
  private async until(isSo: () => boolean, what: string, withinMs: number): Promise<void> {
    const { child } = this;
    if (!child) throw new BotProcessError(`The bot ended before it was ${what}.`);
    if (isSo()) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        child.off('exit', onExit);
        this.listeners.delete(listener);
        act();
      };
      const fail = (text: string) => () => settle(() => reject(new BotProcessError(text)));
      const onExit = fail(`The bot ended before it was ${what}.`);
      const timer = setTimeout(fail(`The bot was not ${what} within ${withinMs} ms.`), withinMs);
      const listener = (): void => {
        if (isSo()) settle(resolve);
      };
      this.listeners.add(listener);
      child.once('exit', onExit);
    });
  }

  private note(line: string): void {
    this.log?.write(`${line}\n`);
    this.lines.push(line);
    this.lines.splice(0, this.lines.length - TAIL_LINES);
    const { level = 0, msg, job, bucketAt, replayed = 0 } = parseLine(line);
    if (level >= ERROR_LEVEL) this.tellTrouble(new BotProcessError(`The bot logged an error: ${msg}`));
    if (msg === READY) this.isReady = true;
    if (msg === TOLD_AGAIN) this.replayed += replayed;
    if (msg === JOB_DONE && job && bucketAt) this.doneSlots.set(job, Date.parse(bucketAt));
    for (const listener of this.listeners) listener();
  }
}

interface LogLine {
  readonly level?: number;
  readonly msg?: string;
  readonly job?: string;
  readonly bucketAt?: string;
  readonly replayed?: number;
}

/** A line of the log; empty for one that is no JSON. */
function parseLine(line: string): LogLine {
  if (!line.startsWith('{')) return {};
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    // Cut off when the process ended: nothing more can be read of it.
    return {};
  }
}

/** What a process needs of the machine; no setting of the bot comes in by chance. */
function inherited(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SystemRoot', 'TEMP'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
