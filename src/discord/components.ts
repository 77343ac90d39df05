/** The one codec of custom ids: `1:name:arg:arg`, versioned, so that a button on an old message still works or says why. */
import { Refusal } from '../kernel/errors.ts';

const VERSION = '1';
/** Source: https://discord.com/developers/docs/components/reference#anatomy-of-a-component-custom-id */
const MAX_LENGTH = 100;

/** The custom id of a component with its arguments. @throws RangeError when it would be longer than Discord allows (a bug). */
export function componentId(name: string, ...args: readonly (string | number)[]): string {
  const id = [VERSION, name, ...args.map((arg) => encodeURIComponent(arg))].join(':');
  if (id.length > MAX_LENGTH) throw new RangeError(`custom id too long: ${id}`);
  return id;
}

/** @throws Refusal `component.unknown` for an id that was not made by `componentId` of this version. */
export function parseComponentId(id: string): { name: string; args: string[] } {
  const [version, name, ...args] = id.split(':');
  if (version !== VERSION || !name) throw new Refusal('component.unknown', {});
  try {
    return { name, args: args.map(decodeURIComponent) };
  } catch {
    throw new Refusal('component.unknown', {});
  }
}

/** An argument that must be a positive whole number. @throws Refusal `component.unknown`. */
export function numberArg(arg: string | undefined): number {
  const value = Number(arg);
  if (!arg || !Number.isSafeInteger(value) || value < 0) throw new Refusal('component.unknown', {});
  return value;
}
