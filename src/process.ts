/** The bot as a process: settings in, exit code out. Entries differ only in the clock they hand over. */
import { startSteward } from './app.ts';
import type { Steward } from './app.ts';
import { loadConfig } from './config.ts';
import type { Config } from './config.ts';
import { StartError } from './kernel/errors.ts';
import type { Clock } from './kernel/clock.ts';
import { createLogger } from './logger.ts';
import type { Logger } from './logger.ts';

/** By then everything must be flushed and closed; `stop` keeps to that itself, this is for what nobody thought of. */
const STOP_WITHIN_MS = 9_500;

/**
 * Runs until SIGTERM or SIGINT, then ends with exit code 0. What keeps it from starting or going on is said in one clear text, without a
 * stack, and ends with exit code 1.
 */
export async function runSteward(env: NodeJS.ProcessEnv, clock: Clock): Promise<void> {
  let config: Config;
  try {
    config = loadConfig(env);
  } catch (error) {
    sayWhy(error);
    process.exit(1);
  }
  const log = createLogger(config.logLevel, process.stdout.isTTY);
  const steward = startSteward({ config, clock, log });
  const end = ending(steward, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      end(0);
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, 'an unexpected error: stopping. Please report it with this line');
      end(1);
    });
  }
  const giveUp = (error: unknown): void => {
    // A start that was interrupted fails too; how the process ends is then decided.
    if (end(1)) sayWhy(error);
  };
  void steward.lost.then(giveUp);
  await steward.started.catch(giveUp);
}

/** What ends the process cleanly, with the exit code of the first call; false for every later one. */
function ending(steward: Steward, log: Logger): (exitCode: number) => boolean {
  let begun = false;
  return (exitCode) => {
    // A terminal and npm both pass Ctrl-C on: the second signal must not cut the clean end short.
    if (begun) return false;
    begun = true;
    setTimeout(() => {
      log.fatal('the clean stop took too long');
      process.exit(1);
    }, STOP_WITHIN_MS).unref();
    steward.stop().then(
      () => {
        log.info('stopped');
        process.exit(exitCode);
      },
      (error: unknown) => {
        log.fatal({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
    return true;
  };
}

function sayWhy(error: unknown): void {
  const text = error instanceof StartError ? `${error.what.trimEnd()}\n${error.mend}` : String(error);
  process.stderr.write(`\nSteward cannot run.\n${text}\n`);
}
