/** Reads single fields of request bodies and refuses them as Discord does (50035). Pure. */
import { textLength } from './payload-form.ts';
import { invalidField } from './rest-errors.ts';
import type { JsonObject } from './world-records.ts';

/** Ids and the like come as text or number; anything else is the empty text, which names nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Undefined when the field is absent. @throws DiscordError 50035 */
export function readText(
  body: JsonObject,
  key: string,
  bounds: { min: number; max: number },
): string | undefined {
  const value = body[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalidField(key, 'BASE_TYPE_BAD_TYPE', 'Expected a string.');
  const length = textLength(value);
  if (length < bounds.min || length > bounds.max) {
    throw invalidField(
      key,
      'BASE_TYPE_BAD_LENGTH',
      `Must be between ${bounds.min} and ${bounds.max} in length.`,
    );
  }
  return value;
}

/** As `readText`, where null clears the field. @throws DiscordError 50035 */
export function readTextOrNull(body: JsonObject, key: string, max: number): string | null | undefined {
  return body[key] === null ? null : readText(body, key, { min: 0, max });
}

/** @throws DiscordError 50035 when the field is absent. */
export function needText(body: JsonObject, key: string, bounds: { min: number; max: number }): string {
  return readText(body, key, bounds) ?? required(key);
}

/** Undefined when absent. @throws DiscordError 50035 */
export function readNumber(
  body: JsonObject,
  key: string,
  bounds: { min: number; max: number },
): number | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw invalidField(key, 'NUMBER_TYPE_COERCE', `Value "${textOf(value)}" is not int.`);
  }
  if (value < bounds.min || value > bounds.max) {
    throw invalidField(
      key,
      value < bounds.min ? 'NUMBER_TYPE_MIN' : 'NUMBER_TYPE_MAX',
      `int value should be between ${bounds.min} and ${bounds.max}.`,
    );
  }
  return value;
}

/** One of few numbers; undefined when absent. @throws DiscordError 50035 */
export function readChoice<N extends number>(
  body: JsonObject,
  key: string,
  choices: readonly N[],
): N | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) {
    throw invalidField(key, 'BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`);
  }
  return found;
}

export function readFlag(body: JsonObject, key: string): boolean | undefined {
  const value = body[key];
  return typeof value === 'boolean' ? value : undefined;
}

/** An id; null clears it; undefined when absent. @throws DiscordError 50035 */
export function readId(body: JsonObject, key: string): string | null | undefined {
  const value = body[key];
  if (value === undefined || value === null) return value;
  const text = textOf(value);
  if (!/^\d{1,20}$/.test(text))
    throw invalidField(key, 'NUMBER_TYPE_COERCE', `Value "${text}" is not snowflake.`);
  return text;
}

/** An instant; null clears it; undefined when absent. @throws DiscordError 50035 */
export function readInstant(body: JsonObject, key: string): Date | null | undefined {
  const value = body[key];
  if (value === undefined || value === null) return value;
  const at = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(at.getTime())) {
    throw invalidField(key, 'DATE_TIME_TYPE_PARSE', `Could not parse ${textOf(value)}. Should be ISO8601.`);
  }
  return at;
}

/** `{ a: 1, b: undefined }` as `{ a: 1 }`: what was not given must not overwrite. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** @throws DiscordError 50035 */
export function required(field: string): never {
  throw invalidField(field, 'BASE_TYPE_REQUIRED', 'This field is required');
}
