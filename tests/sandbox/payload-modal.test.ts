import { describe, expect, it } from 'vitest';
import type { PayloadError } from '../../src/sandbox/payload-form.ts';
import { checkChoices, checkModal } from '../../src/sandbox/payload-modal.ts';
import { pictureSize, readRequestBody } from '../../src/sandbox/payload-multipart.ts';

const label = (component: object, more: object = {}): object => ({
  type: 18,
  label: 'How was it?',
  component,
  ...more,
});
const words = (customId: string, more: object = {}): object => ({
  type: 4,
  style: 2,
  custom_id: customId,
  ...more,
});
const options = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ label: `${index}`, value: `${index}` }));
const modal = (...components: object[]): object => ({ custom_id: 'm', title: 'Survey', components });

/** The first problem's path and code. */
function problem(refusal: PayloadError | null): string | null {
  let node: unknown = refusal?.errors;
  const path: string[] = [];
  while (typeof node === 'object' && node !== null) {
    const [key, value] = Object.entries(node)[0] ?? [];
    if (key === undefined) return null;
    if (key === '_errors') return `${path.join('.')}: ${(value as { code: string }[])[0]?.code}`;
    path.push(key);
    node = value;
  }
  return null;
}

describe('a modal that may be shown', () => {
  it.each([
    [
      'five labels of different kinds',
      modal(
        label(words('a')),
        label({ type: 3, custom_id: 'b', options: options(11) }),
        label({ type: 21, custom_id: 'c', options: options(5) }),
        label({ type: 22, custom_id: 'd', options: options(10) }),
        label({ type: 23, custom_id: 'e' }),
      ),
    ],
    ['a text input in the old row', modal({ type: 1, components: [words('a', { label: 'Why?' })] })],
    ['words above the question', modal({ type: 10, content: 'Thank you' }, label(words('a')))],
    [
      'a menu of people that need not be filled',
      modal(label({ type: 5, custom_id: 'a', required: false, min_values: 0 })),
    ],
    ['a file to upload', modal(label({ type: 19, custom_id: 'a', max_values: 3 }))],
  ])('%s', (_, data) => {
    expect(checkModal(data)).toBeNull();
  });
});

describe('a modal Discord refuses', () => {
  it.each([
    ['no title', { custom_id: 'm', components: [label(words('a'))] }, 'data.title: BASE_TYPE_REQUIRED'],
    [
      'a title of 46 characters',
      { ...modal(label(words('a'))), title: 't'.repeat(46) },
      'data.title: BASE_TYPE_BAD_LENGTH',
    ],
    ['nothing in it', modal(), 'data.components: BASE_TYPE_REQUIRED'],
    [
      'six parts',
      modal(...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => label(words(id)))),
      'data.components: BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a label of 46 characters',
      modal(label(words('a'), { label: 'l'.repeat(46) })),
      'data.components.0.label: BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a description of 101 characters',
      modal(label(words('a'), { description: 'd'.repeat(101) })),
      'data.components.0.description: BASE_TYPE_MAX_LENGTH',
    ],
    [
      'eleven radio options, as a 0–10 question would need',
      modal(label({ type: 21, custom_id: 'a', options: options(11) })),
      'data.components.0.component.options: BASE_TYPE_BAD_LENGTH',
    ],
    [
      'one radio option',
      modal(label({ type: 21, custom_id: 'a', options: options(1) })),
      'data.components.0.component.options: BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a button under a label',
      modal(label({ type: 2, custom_id: 'a', style: 1, label: 'x' })),
      'data.components.0.component.type: UNION_TYPE_CHOICES',
    ],
    [
      'a disabled menu',
      modal(label({ type: 5, custom_id: 'a', disabled: true })),
      'data.components.0.component.disabled: COMPONENT_DISABLED_IN_MODAL',
    ],
    [
      'a label on the input within a label',
      modal(label(words('a', { label: 'again' }))),
      'data.components.0.component.label: TEXT_INPUT_LABEL_NOT_ALLOWED_IN_LABEL',
    ],
    [
      'an input without a label in the old row',
      modal({ type: 1, components: [words('a')] }),
      'data.components.0.components.0.label: BASE_TYPE_REQUIRED',
    ],
    [
      'two inputs of one id',
      modal(label(words('a')), label(words('a'))),
      'data.components.1.component.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'an earlier answer longer than allowed',
      modal(label(words('a', { max_length: 3, value: 'four' }))),
      'data.components.0.component.value: BASE_TYPE_MAX_LENGTH',
    ],
  ])('%s', (_, data, expected) => {
    expect(problem(checkModal(data))).toBe(expected);
  });
});

describe('choices offered while typing', () => {
  it('are 25 at most', () => {
    const choices = (count: number): object => ({
      choices: Array.from({ length: count }, (_, i) => ({ name: `${i}`, value: `${i}` })),
    });
    expect(checkChoices(choices(25), 'string')).toBeNull();
    expect(problem(checkChoices(choices(26), 'string'))).toBe('data.choices: BASE_TYPE_MAX_LENGTH');
  });

  it('carry a number where the option is a number', () => {
    expect(problem(checkChoices({ choices: [{ name: 'one', value: '1' }] }, 'number'))).toBe(
      'data.choices.0.value: NUMBER_TYPE_COERCE',
    );
  });
});

describe('a request body', () => {
  const png = Buffer.alloc(24);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  png.writeUInt32BE(900, 16);
  png.writeUInt32BE(500, 20);

  it('of several parts gives the JSON and the files in the order of their numbers', async () => {
    const form = new FormData();
    form.append('files[1]', new Blob(['b']), 'b c.txt');
    form.append('files[0]', new Blob([png]), 'card.png');
    form.append('payload_json', JSON.stringify({ content: '早' }));
    const sent = new Response(form);
    const read = await readRequestBody(
      sent.headers.get('content-type') ?? '',
      Buffer.from(await sent.arrayBuffer()),
    );
    expect(read).toMatchObject({
      json: { content: '早' },
      files: [
        { index: 0, filename: 'card.png', contentType: 'image/png', size: 24 },
        { index: 1, filename: 'b_c.txt', size: 1 },
      ],
    });
  });

  it('that is no JSON is refused with 50109', async () => {
    expect(await readRequestBody('application/json', Buffer.from('{'))).toMatchObject({
      refusal: { code: 50109 },
    });
    expect(await readRequestBody('multipart/form-data', Buffer.from('x'))).toMatchObject({
      refusal: { code: 50109 },
    });
  });

  it('shows how large a picture is', () => {
    expect(pictureSize(png)).toEqual({ width: 900, height: 500 });
    expect(pictureSize(Buffer.from('no picture'))).toBeNull();
  });
});
