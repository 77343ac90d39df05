/** Downloading what members attach. A server of this test's own stands in for where Discord keeps files, and another for any other place. */
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { discordAttachments } from '../../src/discord/attachments.ts';
import { UpstreamError } from '../../src/kernel/errors.ts';

const FILE = Buffer.from('0123456789');

let files: Server;
let elsewhere: Server;
const asked = { files: 0, elsewhere: 0 };
/** How the server of files answers, by path. */
const answers: Record<string, RequestListener> = {
  '/whole': (_, response) => response.end(FILE),
  '/moved': (_, response) => response.writeHead(302, { location: `${addressOf(elsewhere)}/whole` }).end(),
  '/deleted': (_, response) => response.writeHead(404).end(),
  '/expired': (_, response) => response.writeHead(403).end(),
  '/failing': (_, response) => response.writeHead(503).end(),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('01234', () => response.destroy());
  },
  // Without an end: only a reader that stops by itself is ever done.
  '/endless': (_, response) => {
    const more = () => response.write(Buffer.alloc(64 * 1024), (error) => (error ? undefined : more()));
    more();
  },
};

const listen = (listener: RequestListener): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(listener).listen(0, '127.0.0.1', () => resolve(server));
  });
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  files = await listen((request, response) => {
    asked.files += 1;
    answers[request.url ?? '']?.(request, response);
  });
  elsewhere = await listen((_, response) => {
    asked.elsewhere += 1;
    response.end(FILE);
  });
});
afterAll(() => {
  for (const server of [files, elsewhere]) {
    server.close();
    server.closeAllConnections();
  }
});
beforeEach(() => Object.assign(asked, { files: 0, elsewhere: 0 }));

/** @param size as Discord says it, which need not be true. */
const download = (url: string, size: number, mostBytes = 100) =>
  discordAttachments({ apiUrl: `${addressOf(files)}/api` }).download(
    { fileName: 'members.csv', contentType: 'text/csv', size, url },
    mostBytes,
  );

describe('an attached file', () => {
  it('is downloaded whole, up to the last byte allowed', async () => {
    expect(await download(`${addressOf(files)}/whole`, 10, 10)).toEqual(FILE);
  });

  it('that is too large is refused without asking for it', async () => {
    await expect(download(`${addressOf(files)}/whole`, 101)).rejects.toMatchObject({
      code: 'attachment.too-large',
      facts: { fileName: 'members.csv', mostBytes: 100 },
    });
    expect(asked.files).toBe(0);
  });

  it('that is larger than was said is refused as soon as that shows', async () => {
    await expect(download(`${addressOf(files)}/endless`, 10)).rejects.toMatchObject({
      code: 'attachment.too-large',
    });
    await expect(download(`${addressOf(files)}/whole`, 1, 9)).rejects.toMatchObject({
      code: 'attachment.too-large',
    });
  });

  it.each(['deleted', 'expired'])('that was %s is to be attached anew', async (path) => {
    await expect(download(`${addressOf(files)}/${path}`, 10)).rejects.toMatchObject({
      code: 'attachment.gone',
    });
  });

  it.each(['failing', 'cut'])('on a line that is %s is to be tried again', async (path) => {
    await expect(download(`${addressOf(files)}/${path}`, 10)).rejects.toBeInstanceOf(UpstreamError);
  });
});

describe('nothing is fetched from anywhere else:', () => {
  it('not where a file has moved to', async () => {
    await expect(download(`${addressOf(files)}/moved`, 10)).rejects.toBeInstanceOf(UpstreamError);
    expect(asked).toEqual({ files: 1, elsewhere: 0 });
  });

  it.each([
    ['another port', () => `${addressOf(elsewhere)}/whole`],
    ['another name of the same machine', () => `${addressOf(files).replace('127.0.0.1', 'localhost')}/whole`],
    ['a name that only begins like Discord’s', () => 'https://cdn.discordapp.com.example.org/whole'],
    [
      'Discord’s name as a user name',
      () => `http://cdn.discordapp.com@${addressOf(elsewhere).slice(7)}/whole`,
    ],
    ['an unencrypted line', () => 'http://cdn.discordapp.com/whole'],
    ['a file of this machine', () => 'file:///etc/hostname'],
    ['an address inside itself', () => 'data:text/plain,0123456789'],
    ['what is no address', () => 'members.csv'],
  ])('not from %s', async (_, url) => {
    await expect(download(url(), 10)).rejects.toMatchObject({
      message: 'an attachment lies where Discord keeps none',
    });
    expect(asked).toEqual({ files: 0, elsewhere: 0 });
  });

  it('with the real Discord, not from this machine, and not from where its API is', async () => {
    const real = discordAttachments({ apiUrl: 'https://discord.com/api' });
    for (const url of [`${addressOf(files)}/whole`, 'https://discord.com/api/v10/users/@me'])
      await expect(
        real.download({ fileName: 'a.csv', contentType: null, size: 10, url }, 100),
      ).rejects.toMatchObject({ message: 'an attachment lies where Discord keeps none' });
    expect(asked.files).toBe(0);
  });
});
