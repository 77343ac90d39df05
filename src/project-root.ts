/** Finds files that ship beside the code (fonts, pictures, migrations), from the sources and from the build alike. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

let knownRoot: string | null = null;

function findProjectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No package.json above ${import.meta.dirname}`);
    folder = parent;
  }
  return folder;
}

/**
 * Absolute path of something inside the project: `projectPath('assets', 'fonts')`. The root is the nearest folder above
 * this file that holds package.json, so it is the same from `src/` and from `dist/src/`.
 *
 * @throws Error when no folder above holds a package.json (the build was copied somewhere without it).
 */
export function projectPath(...parts: string[]): string {
  knownRoot ??= findProjectRoot();
  return join(knownRoot, ...parts);
}
