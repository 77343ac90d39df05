/**
 * Compiles the embedded PostgreSQL once for the whole run. V8 shares compiled code among the threads of a process for as long as somebody
 * holds it; where nobody does, as in the bot, each start compiles anew, which takes longer than the rest of opening a small database.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

let held: WebAssembly.Module | null = null;

export async function setup(): Promise<void> {
  const code = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')),
    'pglite.wasm',
  );
  held = await WebAssembly.compile(await readFile(code));
}

export function teardown(): void {
  held = null;
}
