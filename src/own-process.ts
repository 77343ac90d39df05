/** Starts a file of our own as a process of its own, from the build or from the sources: what takes much memory gives it all back only by ending. */
import { fork } from 'node:child_process';
import type { ChildProcess, ForkOptions } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Whether this is the build; the sources need what reads TypeScript, which is not there in production. */
export const isBuilt = !import.meta.url.endsWith('.ts');

/** @param entry relative to src, without its ending. */
export function startOwnProcess(
  entry: string,
  args: readonly string[],
  options: Pick<ForkOptions, 'serialization'> = {},
): ChildProcess {
  const loader = isBuilt ? [] : ['--import', loaderUrl('dist/loader.mjs')];
  return fork(fileURLToPath(entryUrl(entry)), args, {
    ...options,
    execArgv: [...process.execArgv, ...loader],
  });
}

export function entryUrl(entry: string): URL {
  return new URL(`./${entry}.${isBuilt ? 'js' : 'ts'}`, import.meta.url);
}

/** A file of the package that reads TypeScript. */
export function loaderUrl(file: string): string {
  const folder = path.dirname(createRequire(import.meta.url).resolve('tsx/package.json'));
  return pathToFileURL(path.join(folder, file)).href;
}
