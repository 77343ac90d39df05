/** The secret behind anonymous answers and remembered opt-outs: made at first start and kept beside the data. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from './config.ts';
import { StartError } from './kernel/errors.ts';

/** @throws StartError when the data directory cannot be used, or the kept key is damaged: a new one would disown every earlier anonymous answer. */
export function loadAnswerKey({ answerKey, dataDir }: Pick<Config, 'answerKey' | 'dataDir'>): Buffer {
  if (answerKey) return Buffer.from(answerKey, 'hex');
  const path = join(dataDir, 'answer-key');
  const kept = keptOrMade(dataDir, path);
  if (!/^[0-9a-f]{64}$/.test(kept)) {
    throw new StartError(
      `The answer key in ${path} is damaged.`,
      'Bring the file back from a backup, or delete it if no anonymous survey was ever answered.',
    );
  }
  return Buffer.from(kept, 'hex');
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
