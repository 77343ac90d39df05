/** Which files count as the picture of a receipt: by their first bytes, whatever they call themselves. Pure. */
import { Refusal } from '../kernel/errors.ts';

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** A receipt that is no picture. */
    'tiers.receipt-no-image': { fileName: string };
    /** A receipt that is not kept (any more). */
    'tiers.receipt-unknown': Record<string, never>;
  }
}

/** A photo of a phone fits. In bytes. */
export const MOST_RECEIPT_BYTES = 4_000_000;

export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';

/**
 * Bytes that every file of the kind has, and where. Source: PNG (W3C) section 5.2, JPEG (ITU-T T.81) marker SOI, WebP (RFC 9649) section 2.4,
 * GIF89a section 17.
 */
const SIGNATURES: readonly {
  readonly type: ImageType;
  readonly parts: readonly [at: number, bytes: string][];
}[] = [
  { type: 'image/png', parts: [[0, '\u0089PNG\r\n\u001A\n']] },
  { type: 'image/jpeg', parts: [[0, '\u00FF\u00D8\u00FF']] },
  { type: 'image/gif', parts: [[0, 'GIF87a']] },
  { type: 'image/gif', parts: [[0, 'GIF89a']] },
  {
    type: 'image/webp',
    parts: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  },
];

const ENDINGS: Readonly<Record<ImageType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** What kind of picture it is. @throws Refusal `tiers.receipt-no-image`. */
export function receiptType(fileName: string, data: Buffer): ImageType {
  const found = SIGNATURES.find(({ parts }) =>
    parts.every(([at, bytes]) => data.subarray(at, at + bytes.length).equals(Buffer.from(bytes, 'latin1'))),
  );
  if (!found) throw new Refusal('tiers.receipt-no-image', { fileName });
  return found.type;
}

/** A name under which any device opens the picture. */
export function receiptFileName(id: string, contentType: ImageType): string {
  return `receipt-${id}.${ENDINGS[contentType]}`;
}
