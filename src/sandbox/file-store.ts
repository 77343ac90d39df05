/** Files as Discord's CDN hands them out: under an address that is signed and ends after a day. Source: https://docs.discord.com/developers/reference#signed-attachment-cdn-urls */
import { createHash } from 'node:crypto';
import type { RestReply } from './rest-router.ts';
import type { AttachmentRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

/** Files of messages; and those chosen for a command or a form, which no message shows. */
export type FileFolder = 'attachments' | 'ephemeral-attachments';

const FOLDER_PATH = /^\/(?:attachments|ephemeral-attachments)\//;
const LIFETIME_SECONDS = 86_400;

/** Where a file lies on the local Discord's own server. */
export function toFilePath(folder: FileFolder, channelId: string, id: string, filename: string): string {
  return `/${folder}/${channelId}/${id}/${encodeURIComponent(filename)}`;
}

/** The path with what opens it for a day from `now` on: the seconds of its end and its issue, and a signature. */
export function signedPath(path: string, now: Date): string {
  const issued = Math.floor(now.getTime() / 1_000);
  const [ex, is] = [(issued + LIFETIME_SECONDS).toString(16), issued.toString(16)];
  return `${path}?ex=${ex}&is=${is}&hm=${signature(path, ex, is)}&`;
}

export function isFilePath(pathname: string): boolean {
  return FOLDER_PATH.test(pathname);
}

/** The file; 404 for one that does not exist, or whose address has ended or was not signed. */
export function fileReply(state: WorldState, url: URL): RestReply {
  const [, folder, channelId = '', id = ''] = url.pathname.split('/');
  const file = folder === 'attachments' ? findOfMessage(state, channelId, id) : state.uploads.get(id);
  if (!file || !isOpen(state, url)) {
    const data = Buffer.from('This content is no longer available.');
    return { status: 404, bytes: { contentType: 'text/plain; charset=utf-8', data } };
  }
  return { status: 200, bytes: { contentType: file.contentType, data: file.bytes } };
}

function isOpen(state: WorldState, url: URL): boolean {
  const [ex, is, hm] = ['ex', 'is', 'hm'].map((name) => url.searchParams.get(name) ?? '');
  if (ex === undefined || is === undefined || hm !== signature(url.pathname, ex, is)) return false;
  return Number.parseInt(ex, 16) * 1_000 > state.now().getTime();
}

function signature(path: string, ex: string, is: string): string {
  return createHash('sha256').update(`${path} ${ex} ${is}`).digest('hex');
}

function findOfMessage(state: WorldState, channelId: string, id: string): AttachmentRecord | undefined {
  for (const message of state.messages.values()) {
    if (message.channelId !== channelId) continue;
    const found = message.attachments.find((attachment) => attachment.id === id);
    if (found) return found;
  }
  return undefined;
}
