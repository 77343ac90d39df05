import { describe, expect, it } from 'vitest';
import { toStoredComponents } from '../../src/sandbox/payload-components.ts';
import { toStoredEmbed } from '../../src/sandbox/payload-embeds.ts';
import type { PayloadError } from '../../src/sandbox/payload-form.ts';
import { checkMessage, FILE_BYTES, type MessageContext } from '../../src/sandbox/payload-message.ts';

const V2 = 1 << 15;
const before = { content: 'Hello', embeds: [], components: [], attachments: [], flags: 0 };
const button = (customId: string, more: object = {}): object => ({
  type: 2,
  style: 1,
  label: 'Answer',
  custom_id: customId,
  ...more,
});
const row = (...components: object[]): object => ({ type: 1, components });
const option = (value: string, more: object = {}): object => ({ label: value, value, ...more });
const select = (more: object = {}): object => ({
  type: 3,
  custom_id: 'pick',
  options: [option('a')],
  ...more,
});
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** `field.path: CODE` of every problem, so that a table can name them. */
function problems(refusal: PayloadError | null): string[] {
  const walk = (node: unknown, path: string): string[] => {
    if (typeof node !== 'object' || node === null) return [];
    return Object.entries(node).flatMap(([key, value]) =>
      key === '_errors'
        ? (value as { code: string }[]).map(({ code }) => `${path}: ${code}`)
        : walk(value, path === '' ? key : `${path}.${key}`),
    );
  };
  return walk(refusal?.errors, '');
}

describe('a message a bot may send', () => {
  it.each<[string, object, MessageContext?]>([
    ['plain words', { content: 'Good morning 早上好' }],
    ['exactly 2,000 characters', { content: 'x'.repeat(2000) }],
    ['2,000 emoji, each of which counts once', { content: '😀'.repeat(2000) }],
    ['only an embed', { embeds: [{ title: 'Report' }] }],
    ['ten embeds', { embeds: many(10, () => ({ description: 'x' })) }],
    [
      'embeds of 6,000 characters together',
      { embeds: [{ description: 'x'.repeat(4096) }, { description: 'y'.repeat(1904) }] },
    ],
    ['only a file', {}, { files: [{ filename: 'card.png', size: 3 }] }],
    ['only a sticker', { sticker_ids: ['1'] }],
    ['a forward', { message_reference: { type: 1, message_id: '1' } }],
    [
      'five rows of five buttons',
      { content: 'x', components: many(5, (r) => row(...many(5, (b) => button(`${r}-${b}`)))) },
    ],
    [
      'a menu of 25 options',
      { content: 'x', components: [row(select({ options: many(25, (i) => option(`${i}`)) }))] },
    ],
    [
      'a link button',
      { content: 'x', components: [row({ type: 2, style: 5, label: 'Docs', url: 'https://example.org' })] },
    ],
    [
      'a button that shows only an emoji',
      { content: 'x', components: [row(button('a', { label: undefined, emoji: { name: '👍' } }))] },
    ],
    ['a poll', { poll: { question: { text: 'Lunch?' }, answers: [{ poll_media: { text: 'Yes' } }] } }],
    ['a nonce of 25 characters', { content: 'x', nonce: 'n'.repeat(25), enforce_nonce: true }],
    ['nobody mentioned', { content: '@everyone', allowed_mentions: { parse: [], replied_user: false } }],
    ['an edit that changes only the buttons', { components: [] }, { before }],
    [
      'an edit that clears the words of a message with an embed',
      { content: null },
      { before: { ...before, embeds: [{}] } },
    ],
    [
      'components v2 with the file they show',
      { flags: V2, components: [{ type: 12, items: [{ media: { url: 'attachment://card.png' } }] }] },
      { files: [{ filename: 'card.png', size: 3 }] },
    ],
    ['forty components', { flags: V2, components: many(40, () => ({ type: 10, content: 'x' })) }],
  ])('%s', (_, body, context) => {
    expect(checkMessage(body, context)).toBeNull();
  });

  it('keeps components when an edit leaves them out', () => {
    expect(checkMessage({ content: '' }, { before: { ...before, components: [{}] } })).toBeNull();
  });
});

describe('a message Discord refuses as empty (50006)', () => {
  it.each<[string, object, MessageContext?]>([
    ['nothing at all', {}],
    ['only blanks', { content: ' \n ' }],
    ['empty lists', { content: '', embeds: [], components: [], attachments: [] }],
    ['an edit that clears everything', { content: '' }, { before }],
  ])('%s', (_, body, context) => {
    expect(checkMessage(body, context)).toMatchObject({ status: 400, code: 50006 });
  });
});

describe('a message Discord refuses as an invalid form (50035)', () => {
  it.each<[string, object, string, MessageContext?]>([
    ['2,001 characters', { content: 'x'.repeat(2001) }, 'content: BASE_TYPE_MAX_LENGTH'],
    ['words that are a number', { content: 5 }, 'content: STRING_TYPE_CONVERT'],
    ['eleven embeds', { embeds: many(11, () => ({ title: 'x' })) }, 'embeds: BASE_TYPE_MAX_LENGTH'],
    [
      '6,001 characters over all embeds',
      { embeds: [{ description: 'x'.repeat(4096) }, { title: 'y', description: 'y'.repeat(1904) }] },
      'embeds: MAX_EMBED_SIZE_EXCEEDED',
    ],
    ['an empty embed', { embeds: [{}] }, 'embeds.0.description: BASE_TYPE_REQUIRED'],
    [
      '26 fields',
      { embeds: [{ fields: many(26, () => ({ name: 'a', value: 'b' })) }] },
      'embeds.0.fields: BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a field without a value',
      { embeds: [{ fields: [{ name: 'a', value: '' }] }] },
      'embeds.0.fields.0.value: BASE_TYPE_REQUIRED',
    ],
    [
      'a picture without an address',
      { embeds: [{ image: { url: 'card.png' } }] },
      'embeds.0.image.url: URL_TYPE_INVALID_URL',
    ],
    [
      'a picture over ftp',
      { embeds: [{ image: { url: 'ftp://host/card.png' } }] },
      'embeds.0.image.url: URL_TYPE_INVALID_SCHEME',
    ],
    [
      'a colour beyond white',
      { embeds: [{ title: 'x', color: 0x1_00_00_00 }] },
      'embeds.0.color: NUMBER_TYPE_MAX',
    ],
    [
      'a date that is none',
      { embeds: [{ title: 'x', timestamp: 'tomorrow' }] },
      'embeds.0.timestamp: DATE_TIME_TYPE_PARSE',
    ],
    [
      'six rows',
      { content: 'x', components: many(6, (i) => row(button(`${i}`))) },
      'components: BASE_TYPE_MAX_LENGTH',
    ],
    [
      'six buttons in a row',
      { content: 'x', components: [row(...many(6, (i) => button(`${i}`)))] },
      'components.0.components: BASE_TYPE_BAD_LENGTH',
    ],
    ['an empty row', { content: 'x', components: [row()] }, 'components.0.components: BASE_TYPE_REQUIRED'],
    [
      'a button beside a menu',
      { content: 'x', components: [row(button('a'), select())] },
      'components.0.components: COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    [
      'a button outside a row',
      { content: 'x', components: [button('a')] },
      'components.0.type: UNION_TYPE_CHOICES',
    ],
    [
      'two buttons of one custom id',
      { content: 'x', components: [row(button('a')), row(button('a'))] },
      'components.1.components.0.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a custom id of 101 characters',
      { content: 'x', components: [row(button('a'.repeat(101)))] },
      'components.0.components.0.custom_id: BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a label of 81 characters',
      { content: 'x', components: [row(button('a', { label: 'l'.repeat(81) }))] },
      'components.0.components.0.label: BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a button that shows nothing',
      { content: 'x', components: [row(button('a', { label: '' }))] },
      'components.0.components.0.label: BASE_TYPE_REQUIRED',
    ],
    [
      'an emoji that is a word',
      { content: 'x', components: [row(button('a', { emoji: { name: 'tada' } }))] },
      'components.0.components.0.emoji.name: COMPONENT_INVALID_EMOJI',
    ],
    [
      'a link button with a custom id',
      { content: 'x', components: [row(button('a', { style: 5, url: 'https://example.org' }))] },
      'components.0.components.0.custom_id: BUTTON_COMPONENT_CUSTOM_ID_NOT_ALLOWED',
    ],
    [
      'a link to a file',
      { content: 'x', components: [row({ type: 2, style: 5, label: 'x', url: 'file:///etc' })] },
      'components.0.components.0.url: URL_TYPE_INVALID_SCHEME',
    ],
    [
      'a menu of 26 options',
      { content: 'x', components: [row(select({ options: many(26, (i) => option(`${i}`)) }))] },
      'components.0.components.0.options: BASE_TYPE_BAD_LENGTH',
    ],
    [
      'two options of one value',
      { content: 'x', components: [row(select({ options: [option('a'), option('a')] }))] },
      'components.0.components.0.options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ],
    [
      'more defaults than may be chosen',
      {
        content: 'x',
        components: [
          row(select({ options: [option('a', { default: true }), option('b', { default: true })] })),
        ],
      },
      'components.0.components.0.options: SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
    ],
    [
      'a least above the most',
      { content: 'x', components: [row(select({ type: 5, min_values: 3, max_values: 2 }))] },
      'components.0.components.0.min_values: BASE_TYPE_MAX',
    ],
    [
      'a text input in a message',
      { content: 'x', components: [row({ type: 4, custom_id: 'a', style: 1, label: 'x' })] },
      'components.0.components.0.type: UNION_TYPE_CHOICES',
    ],
    [
      'words beside components v2',
      { content: 'x', flags: V2, components: [{ type: 10, content: 'y' }] },
      'content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      'an embed beside components v2',
      { embeds: [{ title: 'x' }], flags: V2, components: [{ type: 10, content: 'y' }] },
      'embeds: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      '41 components, those inside counted',
      { flags: V2, components: [{ type: 17, components: many(40, () => ({ type: 10, content: 'x' })) }] },
      'components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
    ],
    [
      '4,001 characters displayed',
      {
        flags: V2,
        components: [
          { type: 10, content: 'x'.repeat(4000) },
          { type: 10, content: 'x' },
        ],
      },
      'components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
    ],
    [
      'a picture that was not sent',
      { flags: V2, components: [{ type: 13, file: { url: 'attachment://gone.png' } }] },
      'components.0.file.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    ],
    [
      'the old layout after v2',
      { flags: 0, components: [{ type: 10, content: 'y' }] },
      'flags: MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
      { before: { ...before, content: '', flags: V2 } },
    ],
    [
      'everyone of a kind and some of it',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      'allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    ],
    [
      'a kind of mention that is none',
      { content: 'x', allowed_mentions: { parse: ['here'] } },
      'allowed_mentions.parse.0: BASE_TYPE_CHOICES',
    ],
    ['a nonce of 26 characters', { content: 'x', nonce: 'n'.repeat(26) }, 'nonce: BASE_TYPE_MAX_LENGTH'],
    [
      'eleven files',
      {},
      'attachments: BASE_TYPE_MAX_LENGTH',
      { files: many(11, (i) => ({ filename: `${i}`, size: 1 })) },
    ],
    [
      'a description of a file that was not sent',
      { content: 'x', attachments: [{ id: 0, description: 'card' }] },
      'attachments.0.id: ATTACHMENT_NOT_FOUND',
    ],
    ['four stickers', { sticker_ids: ['1', '2', '3', '4'] }, 'sticker_ids: BASE_TYPE_MAX_LENGTH'],
  ])('%s', (_, body, problem, context) => {
    const refusal = checkMessage(body, context);
    expect(refusal).toMatchObject({ status: 400, code: 50035, message: 'Invalid Form Body' });
    expect(problems(refusal)).toEqual([problem]);
  });

  it('names every problem at once, at the path of the callback', () => {
    const refusal = checkMessage({ content: 'x'.repeat(2001), embeds: [{}] }, { path: ['data'] });
    expect(problems(refusal)).toEqual([
      'data.content: BASE_TYPE_MAX_LENGTH',
      'data.embeds.0.description: BASE_TYPE_REQUIRED',
    ]);
  });

  it('words the problem as Discord does', () => {
    expect(checkMessage({ content: 'x'.repeat(2001) })?.errors).toEqual({
      content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] },
    });
  });
});

it('a file beyond ten mebibytes is too large (40005)', () => {
  const files = [{ filename: 'film.mp4', size: FILE_BYTES + 1 }];
  expect(checkMessage({}, { files })).toMatchObject({ status: 413, code: 40005 });
});

it('stored components are numbered uniquely and keep the numbers they were given', () => {
  const media = (url: string): { id: string; url: string; name: string; size: null } => ({
    id: '1',
    url,
    name: url,
    size: null,
  });
  const stored = toStoredComponents(
    [{ type: 1, components: [button('a'), button('b', { id: 1 })] }, { type: 14 }] as never[],
    media,
  );
  expect(stored).toMatchObject([
    { id: 2, components: [{ id: 3 }, { id: 1 }] },
    { id: 4, spacing: 1, divider: true },
  ]);
});

it('a stored embed points at the attachment and says what is inline', () => {
  const stored = toStoredEmbed(
    { title: 'x', color: null, image: { url: 'attachment://a.png' }, fields: [{ name: 'n', value: 'v' }] },
    (url) => url.replace('attachment://', 'http://127.0.0.1/'),
  );
  expect(stored).toEqual({
    type: 'rich',
    title: 'x',
    image: { url: 'http://127.0.0.1/a.png', proxy_url: 'http://127.0.0.1/a.png' },
    fields: [{ name: 'n', value: 'v', inline: false }],
  });
});
