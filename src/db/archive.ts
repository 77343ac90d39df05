/** Packs a directory into one .tar.gz and unpacks it: plain USTAR, streamed, so that any tar can read it too. Knows no database. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

const BLOCK = 512;

/** Speed before size: the database's pages shrink well at any level, and the bot shares the processor. */
const GZIP_LEVEL = 3;

export interface ArchiveContents {
  readonly fileCount: number;
  readonly byteCount: number;
}

/** Packs every file and folder below `directory`. Nothing may change there meanwhile. */
export async function packDirectory(directory: string, archive: string): Promise<ArchiveContents> {
  let fileCount = 0;
  let byteCount = 0;
  async function* blocks(): AsyncGenerator<Buffer> {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(directory, file).split(path.sep).join('/');
      if (entry.isDirectory()) {
        yield header(`${name}/`, 0, '5');
        continue;
      }
      const handle = await open(file);
      const { size } = await handle.stat();
      yield header(name, size, '0');
      for await (const chunk of handle.createReadStream()) yield chunk as Buffer;
      yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
      fileCount += 1;
      byteCount += size;
    }
    yield Buffer.alloc(2 * BLOCK);
  }
  await pipeline(
    Readable.from(blocks()),
    createGzip({ level: GZIP_LEVEL }),
    createWriteStream(archive, { mode: 0o600 }),
  );
  return { fileCount, byteCount };
}

/**
 * Unpacks into `directory`; with null only reads it through, which tells whether the archive is whole.
 *
 * @throws Error where it is cut or damaged, or names a place outside the directory.
 */
export async function unpackArchive(archive: string, directory: string | null): Promise<ArchiveContents> {
  let fileCount = 0;
  let byteCount = 0;
  await pipeline(createReadStream(archive), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    const reader = new BlockReader(chunks);
    for (;;) {
      const { name, size, folder } = parseHeader(await reader.take(BLOCK));
      if (name === '') break;
      const target = directory === null ? null : inside(directory, name);
      if (target !== null)
        await mkdir(folder ? target : path.dirname(target), { recursive: true, mode: 0o700 });
      if (folder) continue;
      const handle = target === null ? null : await open(target, 'w', 0o600);
      try {
        for await (const chunk of reader.pieces(size)) await handle?.write(chunk);
      } finally {
        await handle?.close();
      }
      await reader.take((BLOCK - (size % BLOCK)) % BLOCK);
      fileCount += 1;
      byteCount += size;
    }
    // To the very end: only there gzip compares its checksum.
    await reader.drain();
  });
  return { fileCount, byteCount };
}

/** Source: POSIX.1-1988, ustar interchange format. */
function header(name: string, size: number, type: '0' | '5'): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long a name for the archive`);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write(type === '5' ? '0000700\0' : '0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write(type, 156);
  block.write('ustar\x0000', 257, 'latin1');
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function parseHeader(block: Buffer): { name: string; size: number; folder: boolean } {
  const name = block.toString('utf8', 0, block.subarray(0, 100).indexOf(0));
  if (name === '') return { name, size: 0, folder: false };
  if (Number.parseInt(block.toString('latin1', 148, 154), 8) !== checksum(block)) {
    throw new Error('the archive is damaged: a header does not fit its checksum');
  }
  const size = Number.parseInt(block.toString('latin1', 124, 135), 8);
  return { name, size, folder: block.toString('latin1', 156, 157) === '5' };
}

/** The sum of the header's bytes, its checksum field taken for spaces. */
function checksum(block: Buffer): number {
  let sum = 8 * 0x20;
  for (const [index, byte] of block.entries()) if (index < 148 || index >= 156) sum += byte;
  return sum;
}

function inside(directory: string, name: string): string {
  const target = path.resolve(directory, name);
  if (!target.startsWith(path.resolve(directory) + path.sep))
    throw new Error(`the archive names a place outside: ${name}`);
  return target;
}

/** Cuts a stream of chunks into pieces of asked length. */
class BlockReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const piece of this.pieces(length)) parts.push(piece);
    return Buffer.concat(parts);
  }

  async *pieces(length: number): AsyncGenerator<Buffer> {
    let missing = length;
    while (missing > 0) {
      if (this.rest.length === 0) {
        const next = await this.chunks.next();
        if (next.done === true) throw new Error('the archive is cut short');
        this.rest = next.value;
      }
      const piece = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  async drain(): Promise<void> {
    while ((await this.chunks.next()).done !== true);
  }
}
