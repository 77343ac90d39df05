/** The bot as a process of its own: started, its clock moved, ended. Knows nothing of what the bot does. */
import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { projectPath } from '../project-root.ts';

/** Real milliseconds: for a move of the clock, and for a clean end (the bot itself promises ten seconds). */
const MOVE_WITHIN_MS = 15_000;
const STOP_WITHIN_MS = 12_000;
const READY_WITHIN_MS = 40_000;
const TAIL_LINES = 25;
/** What the bot logs when it is connected, its commands are there and its jobs run. */
const READY = 'Steward is ready';

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
export class BotProcessError extends Error {
  override readonly name = 'BotProcessError';
}

export class BotProcess {
  private readonly settings: BotSettings;
  private child: ChildProcess | null = null;
  private log: WriteStream | null = null;
  private readonly lines: string[] = [];
  private isReady = false;
  private tellReady: (() => void) | null = null;
  private awaited: { at: number; done: () => void; failed: (error: Error) => void } | null = null;

  constructor(settings: BotSettings) {
    this.settings = settings;
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
        LOG_LEVEL: 'info',
      },
    });
    this.child = child;
    this.isReady = false;
    this.lines.length = 0;
    child.stdout?.on('data', (data: Buffer) => this.note(data));
    child.stderr?.on('data', (data: Buffer) => this.note(data));
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
  async ready(): Promise<void> {
    const { child } = this;
    if (this.isReady) return;
    if (!child) throw new BotProcessError('The bot ended before it was ready.');
    await new Promise<void>((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        child.off('exit', onExit);
        this.tellReady = null;
        act();
      };
      const fail = (what: string) => () => settle(() => reject(new BotProcessError(what)));
      const onExit = fail('The bot ended before it was ready.');
      const timer = setTimeout(fail(`The bot was not ready within ${READY_WITHIN_MS} ms.`), READY_WITHIN_MS);
      child.once('exit', onExit);
      this.tellReady = () => settle(resolve);
    });
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

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.child?.kill('SIGKILL');
    this.log?.end();
    this.log = null;
  }

  private note(data: Buffer): void {
    this.log?.write(data);
    this.lines.push(...data.toString().split('\n').filter(Boolean));
    this.lines.splice(0, this.lines.length - TAIL_LINES);
    if (this.isReady || !this.lines.some((line) => line.includes(READY))) return;
    this.isReady = true;
    this.tellReady?.();
  }
}

/** What a process needs of the machine; no setting of the bot comes in by chance. */
function inherited(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SystemRoot', 'TEMP'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
