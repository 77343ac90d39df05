/** The codec of custom ids. Pure. */
import { expect, it } from 'vitest';
import { componentId, numberArg, parseComponentId } from '../../src/discord/components.ts';
import { Refusal } from '../../src/kernel/errors.ts';

it('a custom id brings back its name and arguments, whatever they hold', () => {
  const id = componentId('survey.answer', 12, 'a:b%|中', '');
  expect(parseComponentId(id)).toEqual({ name: 'survey.answer', args: ['12', 'a:b%|中', ''] });
});

it.each(['', 'survey.answer', '2:survey.answer:1', '1:', '1:x:%E0%A4%A'])(
  'an id that was not made so is refused: “%s”',
  (id) => {
    expect(() => parseComponentId(id)).toThrow(Refusal);
  },
);

it('an id longer than Discord allows is a bug, not a silent cut', () => {
  expect(() => componentId('survey.answer', 'x'.repeat(100))).toThrow(RangeError);
});

it.each([undefined, '', '-1', '1.5', 'one', '9999999999999999999'])('“%s” is not a number of ours', (arg) => {
  expect(() => numberArg(arg)).toThrow(Refusal);
});
