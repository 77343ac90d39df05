/** The bot as a process that cannot start: what the operator reads, and the exit code. Nothing is faked. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectPath } from '../src/project-root.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'steward-process-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(settings: Record<string, string>) {
  return spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), projectPath('src', 'main.ts')],
    // A folder without .env, and nothing of this process's own settings.
    { cwd: folder, encoding: 'utf8', env: { DATA_DIR: path.join(folder, 'data'), ...settings } },
  );
}

describe('a bot that cannot start', () => {
  it('lists every wrong setting at once and how to mend it, without a stack', () => {
    const { status, stderr } = start({ LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://somewhere' });
    expect(status).toBe(1);
    expect(stderr).toContain('DISCORD_TOKEN is missing. Copy the token from');
    expect(stderr).toContain('DATABASE_URL is not the address of a PostgreSQL database.');
    expect(stderr).toContain('LOG_LEVEL must be one of');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('says so where the data directory cannot be used', () => {
    writeFileSync(path.join(folder, 'data'), 'a file, not a folder');
    const { status, stderr } = start({ DISCORD_TOKEN: 'some.token.here' });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /The data directory .*data cannot be used: .*\n.*set DATA_DIR to another directory\./,
    );
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
