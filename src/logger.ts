/** The log of the process: one line per happening, for the operator. Personal data stays out of it. */
import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger } from 'pino';

/** Readable lines on a terminal, JSON lines elsewhere. */
export function createLogger(level: string, readable: boolean): Logger {
  return pino({
    level,
    ...(readable
      ? {
          transport: {
            target: 'pino-pretty',
            options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
          },
        }
      : {}),
  });
}
