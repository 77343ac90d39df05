/** The secret behind anonymous answers and remembered opt-outs: made at first start and kept beside the data. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { StartError } from './kernel/errors.ts';

/** @throws StartError when the kept key is damaged: a new one would disown every earlier anonymous answer. */
export function loadAnswerKey({ answerKey, dataDir }: Pick<Config, 'answerKey' | 'dataDir'>): Buffer {
  if (answerKey) return Buffer.from(answerKey, 'hex');
  const path = join(dataDir, 'answer-key');
  mkdirSync(dataDir, { recursive: true });
  try {
    // 'wx' lets one of two starting processes win; both then read the same key.
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const kept = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(kept)) {
    throw new StartError(
      `The answer key in ${path} is damaged.`,
      'Bring the file back from a backup, or delete it if no anonymous survey was ever answered.',
    );
  }
  return Buffer.from(kept, 'hex');
}
