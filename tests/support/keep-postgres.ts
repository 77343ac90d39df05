/**
 * Compiles the embedded PostgreSQL once for the whole run. V8 shares compiled code among the threads of a process for as long as somebody
 * holds it; where nobody does, as in the bot, each start compiles anew, which takes longer than the rest of opening a small database.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The little of it used here; the types of Node know only its name. */
declare const WebAssembly: { compile(code: Uint8Array): Promise<object> };

/** Held, not read. */
const held: object[] = [];

export async function setup(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const code = await readFile(path.join(path.dirname(entry), 'pglite.wasm'));
  held.push(await WebAssembly.compile(code));
}

export function teardown(): void {
  held.length = 0;
}
