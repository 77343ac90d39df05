/** Downloads what a member attached to a command. Only from where Discord keeps attachments: an address is never followed elsewhere. */
import type { Config } from '../config.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';

/** A file as it came with a command, not yet downloaded. */
export interface Attached {
  readonly fileName: string;
  /** As the sender's device says; null when it says nothing. */
  readonly contentType: string | null;
  /** In bytes, as Discord says. */
  readonly size: number;
  readonly url: string;
}

export interface Attachments {
  /**
   * The whole file.
   * @throws Refusal `attachment.too-large`, `attachment.gone` (deleted, or its address has run out); UpstreamError when Discord fails.
   */
  download(attached: Attached, mostBytes: number): Promise<Buffer>;
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** A file larger than it may be. */
    'attachment.too-large': { fileName: string; mostBytes: number };
    /** A file that Discord no longer has, or no longer gives out. */
    'attachment.gone': { fileName: string };
  }
}

/** Source: https://discord.com/developers/docs/reference (CDN), and the addresses that attachments of interactions carry. */
const DISCORD_ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** For the whole file: some megabytes over a slow line. */
const MOST_WAIT_MS = 30_000;

/** Deleted, forbidden or its signature has run out: asking again does not help. */
const GONE = [403, 404, 410];

/** @param config a Discord of one's own keeps attachments at the address of its API. */
export function discordAttachments({ apiUrl }: Pick<Config, 'apiUrl'>): Attachments {
  const api = new URL(apiUrl);
  const isDiscords = api.hostname === 'discord.com';
  const origins = isDiscords ? DISCORD_ORIGINS : [...DISCORD_ORIGINS, api.origin];

  return {
    async download({ fileName, size, url }, mostBytes) {
      const tooLarge = new Refusal('attachment.too-large', { fileName, mostBytes });
      if (size > mostBytes) throw tooLarge;
      if (!origins.includes(URL.parse(url)?.origin ?? ''))
        throw new UpstreamError('discord', 'an attachment lies where Discord keeps none');
      try {
        const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(MOST_WAIT_MS) });
        if (GONE.includes(response.status)) throw new Refusal('attachment.gone', { fileName });
        if (!response.ok || !response.body)
          throw new UpstreamError('discord', `an attachment was answered with ${response.status}`);
        const file = await readAtMost(response.body, mostBytes);
        if (!file) throw tooLarge;
        return file;
      } catch (error) {
        if (error instanceof Refusal || error instanceof UpstreamError) throw error;
        throw new UpstreamError('discord', 'an attachment could not be downloaded', { cause: error });
      }
    },
  };
}

/** null when there is more; the rest is then not read. What the sender said of the size is not relied on. */
async function readAtMost(body: ReadableStream<Uint8Array>, mostBytes: number): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
