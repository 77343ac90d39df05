/** Reads the import lines of the project's own sources, for the law tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { projectPath } from '../../src/project-root.ts';

export interface SourceImport {
  /** Path from the project's root, with forward slashes. */
  readonly file: string;
  /** A package's name, or a path from the project's root for own files. */
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

const IMPORT =
  /^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Every TypeScript file under these folders (or these files), sorted; generated ones left out. */
export function sourceFiles(...folders: string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(projectPath(folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file.replaceAll('\\', '/')}`,
      ),
    )
    .filter((file) => file.endsWith('.ts') && !file.startsWith('src/db/generated/'))
    .toSorted();
}

export function readSource(file: string): string {
  return readFileSync(projectPath(file), 'utf8');
}

/** The source without comments and without the contents of strings, so that words in prose are not taken for code. */
export function codeOf(file: string): string {
  return readSource(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:])\/\/.*$/gm, '$1');
}

export function importsOf(file: string): SourceImport[] {
  return [...codeOf(file).matchAll(IMPORT)].map((match) => {
    const specifier = (match[2] ?? match[3])!;
    const own = specifier.startsWith('.');
    return {
      file,
      own,
      target: own ? normalize(join(dirname(file), specifier)).replaceAll('\\', '/') : packageName(specifier),
      typeOnly: Boolean(match[1]),
    };
  });
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
