/** Discord's ids carry their time. Pure. */
import { expect, it } from 'vitest';
import { isSnowflake, snowflakeAt, snowflakeInstant } from '../../src/kernel/snowflake.ts';

it('an id tells when it was made', () => {
  // Source: the example of https://discord.com/developers/docs/reference#snowflakes
  expect(snowflakeInstant('175928847299117063')).toEqual(new Date('2016-04-30T11:18:25.796Z'));
});

it('an id made for an instant is the smallest of that instant', () => {
  const at = new Date('2026-11-16T01:00:00.123Z');
  expect(snowflakeInstant(snowflakeAt(at))).toEqual(at);
  expect(snowflakeInstant((BigInt(snowflakeAt(at)) - 1n).toString())).toEqual(new Date(at.getTime() - 1));
  expect(BigInt(snowflakeAt(at, 5)) - BigInt(snowflakeAt(at))).toBe(5n);
});

it.each([
  ['175928847299117063', true],
  ['12345', false],
  ['17592884729911706x', false],
])('%s is an id: %s', (text, is) => expect(isSnowflake(text)).toBe(is));
