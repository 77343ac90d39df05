/** Starts tests/db/database-child.ts and listens to what it says. */
import { createRequire } from 'node:module';
import { projectPath } from '../../src/project-root.ts';
import { startChild } from './child-process.ts';
import type { Child } from './child-process.ts';

export interface DatabaseProcess extends Child {
  /** Number of the last batch it said is written; 0 before the first. */
  lastWritten(): number;
}

/** @param more modules to load before it, in its threads too, and variables of its environment. */
export function startDatabaseProcess(
  task: 'hold' | 'write',
  dataDir: string,
  more: { imports?: readonly string[]; env?: Record<string, string> } = {},
): DatabaseProcess {
  const tsx = createRequire(import.meta.url).resolve('tsx');
  const child = startChild(projectPath('tests', 'db', 'database-child.ts'), [task, dataDir], {
    imports: [tsx, ...(more.imports ?? [])],
    env: { ...process.env, ...more.env },
  });
  return {
    ...child,
    lastWritten: () => Number(child.said.findLast((line) => line.startsWith('written'))?.split(' ')[1] ?? 0),
  };
}
