/** The secret behind anonymous answers and remembered opt-outs: made at first start and kept beside the data. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from './config.ts';
import { StartError } from './kernel/errors.ts';

export interface AnswerKey {
  readonly key: Buffer;
  /** True when it was made just now: then nothing may stand in the database under an earlier one, see `refuseKey`. */
  readonly isNew: boolean;
}

const pathOf = (dataDir: string): string => join(dataDir, 'answer-key');

/** @throws StartError when the data directory cannot be used, or the kept key is damaged: a new one would disown every earlier anonymous answer. */
export function loadAnswerKey({ answerKey, dataDir }: Pick<Config, 'answerKey' | 'dataDir'>): AnswerKey {
  if (answerKey) return { key: Buffer.from(answerKey, 'hex'), isNew: false };
  const path = pathOf(dataDir);
  const isNew = !existsSync(path);
  const kept = keptOrMade(dataDir, path);
  if (!/^[0-9a-f]{64}$/.test(kept)) {
    throw new StartError(
      `The answer key in ${path} is damaged.`,
      'Bring the file back from a backup. Only where nobody ever answered an anonymous survey or opted out, delete it: a new one is made.',
    );
  }
  return { key: Buffer.from(kept, 'hex'), isNew };
}

/**
 * The database holds opt-outs or anonymous answers under another key: with this one those who opted out would be counted again. A key that
 * was made just now is taken back, so that the next start refuses as well. @returns the error to stop with.
 */
export function refuseKey({ isNew }: AnswerKey, dataDir: string): StartError {
  const path = pathOf(dataDir);
  if (isNew) rmSync(path, { force: true });
  return new StartError(
    isNew
      ? `The answer key ${path} is missing, but the database holds opt-outs or anonymous answers that stand under it.`
      : 'The answer key is not the one this database was used with, and opt-outs or anonymous answers stand under that one.',
    'Bring the file back from a backup, or set ANSWER_KEY to the key used so far.',
  );
}

function keptOrMade(dataDir: string, path: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!existsSync(path)) {
      // 'wx' lets one of two starting processes win; both then read the same key.
      writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600, flush: true });
    }
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (isTaken(error) && existsSync(path)) return readFileSync(path, 'utf8').trim();
    throw new StartError(
      `The data directory ${resolve(dataDir)} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      'Let the user the bot runs as write there, or set DATA_DIR to another directory.',
      { cause: error },
    );
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
