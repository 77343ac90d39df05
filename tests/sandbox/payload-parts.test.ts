import { describe, expect, it } from 'vitest';
import type { UploadedFile } from '../../src/sandbox/payload-multipart.ts';
import { toMentions, toMessageParts } from '../../src/sandbox/payload-parts.ts';
import type { AttachmentRecord, MessageRecord } from '../../src/sandbox/world-records.ts';

const ANN = '1480000000000000001';
const BEN = '1480000000000000002';
const STAFF = '1480000000000000003';
const text = `<@${ANN}> <@&${STAFF}> <@!${BEN}> <@1480000000000000009> @everyone`;

describe('who a message pings', () => {
  const context = {
    isUser: (id: string) => [ANN, BEN].includes(id),
    isRole: (id: string) => id === STAFF,
    mayMentionEveryone: true,
  };

  it.each<[string, object, string[], string[], boolean]>([
    ['all it names, when nothing is said', {}, [ANN, BEN], [STAFF], true],
    ['nobody, when nobody is allowed', { allowed_mentions: { parse: [] } }, [], [], false],
    ['people only', { allowed_mentions: { parse: ['users'] } }, [ANN, BEN], [], false],
    [
      'one person and one role',
      { allowed_mentions: { parse: [], users: [BEN], roles: [STAFF] } },
      [BEN],
      [STAFF],
      false,
    ],
    ['everyone', { allowed_mentions: { parse: ['everyone'] } }, [], [], true],
  ])('%s', (_, body, mentionIds, mentionRoleIds, mentionEveryone) => {
    expect(toMentions(body as never, text, context)).toEqual({ mentionIds, mentionRoleIds, mentionEveryone });
  });

  it('not everyone without the permission', () => {
    expect(toMentions({}, text, { ...context, mayMentionEveryone: false }).mentionEveryone).toBe(false);
  });

  it('whom it answers, unless told otherwise', () => {
    const replied = { ...context, repliedToId: BEN };
    expect(toMentions({}, 'x', replied).mentionIds).toEqual([BEN]);
    expect(toMentions({ allowed_mentions: { parse: [] } }, 'x', replied).mentionIds).toEqual([]);
    expect(
      toMentions({ allowed_mentions: { parse: [], replied_user: true } }, 'x', replied).mentionIds,
    ).toEqual([BEN]);
  });
});

describe('what a message shows', () => {
  const file: UploadedFile = {
    index: 0,
    field: 'files[0]',
    filename: 'card.png',
    contentType: 'image/png',
    bytes: Buffer.from('x'),
    size: 1,
  };
  const old: AttachmentRecord = {
    id: '77',
    filename: 'old.png',
    contentType: 'image/png',
    description: null,
    size: 1,
    width: null,
    height: null,
    spoiler: false,
    bytes: Buffer.from('y'),
    path: '/attachments/5/77/old.png',
  };
  const before = {
    content: 'Hello',
    embeds: [{ type: 'rich' }],
    components: [],
    attachments: [old],
  } as never as MessageRecord;
  const context = { channelId: '5', files: [file], nextId: () => '99', origin: 'http://127.0.0.1:1' };

  it('a file, where an embed refers to it', () => {
    const body = {
      embeds: [{ image: { url: 'attachment://card.png' } }],
      attachments: [{ id: '0', description: 'The card' }],
    };
    const parts = toMessageParts(body, context);
    expect(parts.attachments).toMatchObject([
      { id: '99', filename: 'card.png', description: 'The card', path: '/attachments/5/99/card.png' },
    ]);
    expect(parts.embeds).toMatchObject([{ image: { url: 'http://127.0.0.1:1/attachments/5/99/card.png' } }]);
  });

  it('after an edit, all that the edit leaves out', () => {
    expect(toMessageParts({}, { ...context, files: [], before })).toMatchObject({
      content: 'Hello',
      embeds: [{}],
      attachments: [{ id: '77' }],
    });
  });

  it('after an edit that lists files, only those and the new ones', () => {
    expect(
      toMessageParts({ attachments: [{ id: '0' }] }, { ...context, before }).attachments.map(({ id }) => id),
    ).toEqual(['99']);
    expect(
      toMessageParts({ attachments: [{ id: '77' }, { id: '0' }] }, { ...context, before }).attachments.map(
        ({ id }) => id,
      ),
    ).toEqual(['77', '99']);
  });
});
