/**
 * The journal: a file that keeps batches while the database is slow or away. Frames with a checksum, written and synced at once; a
 * half-written last frame is left out. Frames are numbered in the order of what they hold, and given back in that order.
 */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { emptyBatch, withoutThoseBefore } from './interactions-batch-rules.ts';
import type { LogBatch } from './interactions-batch-rules.ts';

/** A batch and its place in the order of things. */
export interface NumberedBatch {
  readonly number: number;
  readonly batch: LogBatch;
}

interface Frame {
  readonly number: number;
  readonly weight: number;
  readonly offset: number;
  readonly bytes: number;
}

/** "STWJ", number, weight, length and checksum of the payload, checksum of the header before it. */
const MAGIC = 0x53_54_57_4a;
const HEADER_BYTES = 28;

export class Journal {
  /** Bytes at the end, or in between, that were no whole frame when the file was opened: written when the process died. */
  readonly damagedBytes: number;
  private readonly file: number;
  private frames: Frame[] = [];
  private size: number;
  /** The last frame of a file that was damaged; 0 where it was whole. */
  private readonly doubtedTo: number;

  /** Opens the file, or makes it. @throws what the file system throws. */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.file = openSync(path, 'a+', 0o600);
    const before = fstatSync(this.file).size;
    this.size = this.readFrames(before);
    this.damagedBytes = before - this.frames.reduce((sum, { bytes }) => sum + HEADER_BYTES + bytes, 0);
    if (this.size < before) this.cutTo(this.size);
    this.frames.sort((a, b) => a.number - b.number);
    this.doubtedTo = this.damagedBytes > 0 ? this.lastNumber : 0;
  }

  /** Events waiting in it. */
  get weight(): number {
    return this.frames.reduce((sum, frame) => sum + frame.weight, 0);
  }

  get isEmpty(): boolean {
    return this.frames.length === 0;
  }

  /** The highest number in it; 0 when it is empty. */
  get lastNumber(): number {
    return this.frames.at(-1)?.number ?? 0;
  }

  get firstNumber(): number | null {
    return this.frames[0]?.number ?? null;
  }

  /** Keeps the batch; when this returns it survives the process and the machine. @throws what the file system throws; then nothing was kept. */
  append({ number, batch }: NumberedBatch): void {
    const payload = Buffer.from(JSON.stringify(batch));
    const header = headerOf(number, batch.weight, payload);
    // Asked each time: where half a frame could not be taken back, the next one stands behind it.
    this.size = fstatSync(this.file).size;
    try {
      writeWhole(this.file, header);
      writeWhole(this.file, payload);
      fsyncSync(this.file);
    } catch (error) {
      this.cutTo(this.size);
      throw error;
    }
    const offset = this.size + HEADER_BYTES;
    this.size = offset + payload.length;
    this.frames.push({ number, weight: batch.weight, offset, bytes: payload.length });
    this.frames.sort((a, b) => a.number - b.number);
  }

  /** The batch that comes first; null when there is none. It stays until `settle`. */
  first(): NumberedBatch | null {
    const frame = this.frames[0];
    if (!frame) return null;
    const payload = readAt(this.file, frame.offset, frame.bytes);
    // An earlier version of the bot may have written it, without what batches hold since.
    const batch = { ...emptyBatch(), ...(JSON.parse(payload.toString()) as Partial<LogBatch>) };
    return {
      number: frame.number,
      batch: frame.number <= this.doubtedTo ? withoutThoseBefore(batch) : batch,
    };
  }

  /** The batch of this number is in the database. The file shrinks when nothing waits in it any more; replaying a frame does no harm. */
  settle(number: number): void {
    this.frames = this.frames.filter((frame) => frame.number !== number);
    if (this.isEmpty && this.size > 0) this.cutTo(0);
  }

  close(): void {
    closeSync(this.file);
  }

  private cutTo(size: number): void {
    ftruncateSync(this.file, size);
    fsyncSync(this.file);
    this.size = size;
  }

  /** @returns where the last whole frame ends. Damage in between is stepped over: what lies behind it is still good. */
  private readFrames(size: number): number {
    let end = 0;
    for (let at: number | null = 0; at !== null;) {
      const frame = this.frameAt(at, size);
      if (frame) {
        this.frames.push(frame);
        end = frame.offset + frame.bytes;
        at = end;
      } else at = this.nextMagic(at + 1, size);
    }
    return end;
  }

  private frameAt(at: number, size: number): Frame | null {
    const offset = at + HEADER_BYTES;
    if (offset > size) return null;
    const header = readAt(this.file, at, HEADER_BYTES);
    if (header.readUInt32BE(0) !== MAGIC || header.readUInt32BE(24) !== crc32(header.subarray(0, 24)))
      return null;
    const bytes = header.readUInt32BE(16);
    if (offset + bytes > size || header.readUInt32BE(20) !== crc32(readAt(this.file, offset, bytes)))
      return null;
    return { number: Number(header.readBigUInt64BE(4)), weight: header.readUInt32BE(12), offset, bytes };
  }

  private nextMagic(from: number, size: number): number | null {
    const STEP = 1 << 20;
    // Pieces overlap by three bytes, so that the four are found across an edge.
    for (let at = from; at < size; at += STEP) {
      const found = readAt(this.file, at, Math.min(STEP + 3, size - at)).indexOf('STWJ');
      if (found !== -1) return at + found;
    }
    return null;
  }
}

function headerOf(number: number, weight: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(MAGIC, 0);
  header.writeBigUInt64BE(BigInt(number), 4);
  header.writeUInt32BE(weight, 12);
  header.writeUInt32BE(payload.length, 16);
  header.writeUInt32BE(crc32(payload), 20);
  header.writeUInt32BE(crc32(header.subarray(0, 24)), 24);
  return header;
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

function readAt(file: number, offset: number, bytes: number): Buffer {
  const read = Buffer.alloc(bytes);
  for (let at = 0; at < bytes;) {
    const got = readSync(file, read, at, bytes - at, offset + at);
    if (got === 0) break;
    at += got;
  }
  return read;
}
