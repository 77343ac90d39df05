/** Reads a REST request's body: JSON, or multipart with `payload_json` and files named `files[n]`. Pure: bytes in, values out. */
import type { PayloadError } from './payload-form.ts';

/** A file sent along with a request, before it becomes an attachment. */
export interface UploadedFile {
  /** The n of `files[n]`; the body's `attachments` entries refer to it as their `id`. */
  readonly index: number;
  /** The form's field it came in, e.g. `files[0]`. */
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly size: number;
}

export interface RequestBody {
  readonly json: unknown;
  /** In the order of their index. */
  readonly files: readonly UploadedFile[];
}

const NOT_JSON: PayloadError = {
  status: 400,
  code: 50109,
  message: 'The request body contains invalid JSON.',
};

/** The body's values, or the refusal Discord gives for what cannot be read. An empty body is an empty object. */
export async function readRequestBody(
  contentType: string | undefined,
  bytes: Buffer,
): Promise<RequestBody | { readonly refusal: PayloadError }> {
  if (bytes.length === 0) return { json: {}, files: [] };
  if (contentType?.startsWith('multipart/form-data') === true) return readMultipart(contentType, bytes);
  return readJson(bytes.toString('utf8'), []);
}

function readJson(text: string, files: readonly UploadedFile[]): RequestBody | { refusal: PayloadError } {
  try {
    return { json: JSON.parse(text) as unknown, files };
  } catch (error) {
    if (error instanceof SyntaxError) return { refusal: NOT_JSON };
    throw error;
  }
}

async function readMultipart(
  contentType: string,
  bytes: Buffer,
): Promise<RequestBody | { refusal: PayloadError }> {
  const form = await parseForm(contentType, bytes);
  if (form === null) return { refusal: NOT_JSON };
  const files: UploadedFile[] = [];
  const fields: Record<string, unknown> = {};
  let payload: string | null = null;
  for (const [name, value] of form) {
    if (typeof value !== 'string') files.push(await toUploadedFile(name, value, files.length));
    else if (name === 'payload_json') payload = value;
    else fields[name] = value;
  }
  files.sort((a, b) => a.index - b.index);
  return payload === null ? { json: fields, files } : readJson(payload, files);
}

async function parseForm(contentType: string, bytes: Buffer): Promise<FormData | null> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    // The parser answers a broken boundary or header with a TypeError; anything else is a fault of ours.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

async function toUploadedFile(field: string, file: File, position: number): Promise<UploadedFile> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const index = /^files\[(\d{1,2})\]$/.exec(field)?.[1];
  return {
    index: index === undefined ? position : Number(index),
    field,
    filename: toSafeName(file.name),
    contentType: sniffType(bytes) ?? (file.type || 'application/octet-stream'),
    bytes,
    size: bytes.length,
  };
}

/** Discord keeps letters, digits, dot, dash and underscore of a file's name. */
function toSafeName(name: string): string {
  const kept = name.replaceAll(/\s+/g, '_').replaceAll(/[^\p{L}\p{N}._-]/gu, '');
  return kept === '' ? 'unknown' : kept;
}

function sniffType(bytes: Buffer): string | null {
  if (isPng(bytes)) return 'image/png';
  if (bytes.subarray(0, 3).toString('latin1') === 'GIF') return 'image/gif';
  if (bytes.length > 3 && bytes.readUInt16BE(0) === 0xff_d8) return 'image/jpeg';
  return null;
}

function isPng(bytes: Buffer): boolean {
  return bytes.length >= 24 && bytes.subarray(0, 8).equals(PNG_SIGNATURE);
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Width and height of a PNG, GIF or JPEG as its own header states them; null for any other file. */
export function pictureSize(bytes: Buffer): { width: number; height: number } | null {
  const type = sniffType(bytes);
  if (type === 'image/png') return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (type === 'image/gif' && bytes.length >= 10) {
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  }
  return type === 'image/jpeg' ? jpegSize(bytes) : null;
}

function jpegSize(bytes: Buffer): { width: number; height: number } | null {
  let at = 2;
  while (at + 9 < bytes.length) {
    const marker = bytes.readUInt16BE(at);
    // Start-of-frame markers carry the size; C4, C8 and CC lie in their range but are tables.
    const isFrame = marker >= 0xff_c0 && marker <= 0xff_cf && ![0xff_c4, 0xff_c8, 0xff_cc].includes(marker);
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
