/**
 * How a route's request and answers are described, and the description turned into a checker. The descriptions stand in `spec-routes.json`,
 * written by `scripts/generate-spec-routes.ts` from Discord's own document; the named schemas are those of `discord-api-spec/zod`.
 */
import * as z from 'zod/mini';

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** A text is the name of a schema of `discord-api-spec/zod`, unless it is one of the three plain types. */
export type SpecShape =
  | string
  | { readonly any: readonly SpecShape[] }
  | ({ readonly array: SpecShape } & Bounds)
  | { readonly object: Readonly<Record<string, SpecShape>>; readonly required: readonly string[] }
  | { readonly string: Bounds }
  | { readonly integer: Bounds };

export interface SpecRoute {
  readonly query?: Readonly<Record<string, SpecShape>>;
  /** The body as JSON; absent when there is none. */
  readonly request?: SpecShape;
  /** By status; null: no content. Refusals (4XX, 429) are the same everywhere and not listed. */
  readonly answers: Readonly<Record<string, SpecShape | null>>;
}

export type NamedSchemas = Readonly<Record<string, unknown>>;

/** Digits as text are taken where a whole number is asked: ids and permissions are always sent so. */
const DIGITS = z.string().check(z.regex(/^-?\d+$/));

/** @throws Error for a name that `schemas` lacks: the map and the package are of different age. */
export function toChecker(shape: SpecShape, schemas: NamedSchemas): z.ZodMiniType {
  if (typeof shape === 'string') return toNamed(shape, schemas);
  if ('any' in shape) return z.union(shape.any.map((one) => toChecker(one, schemas)));
  if ('array' in shape) {
    return z.array(toChecker(shape.array, schemas)).check(...lengthChecks(shape));
  }
  if ('object' in shape) {
    const fields = Object.entries(shape.object).map(([name, field]) => {
      const checker = toChecker(field, schemas);
      return [name, shape.required.includes(name) ? checker : z.optional(checker)] as const;
    });
    return z.object(Object.fromEntries(fields));
  }
  if ('string' in shape) return z.string().check(...lengthChecks(shape.string));
  const { min, max } = shape.integer;
  const whole = z
    .int()
    .check(...[min === undefined ? [] : z.minimum(min), max === undefined ? [] : z.maximum(max)].flat());
  return z.union([whole, DIGITS]);
}

function lengthChecks({ min, max }: Bounds) {
  return [min === undefined ? [] : z.minLength(min), max === undefined ? [] : z.maxLength(max)].flat();
}

function toNamed(name: string, schemas: NamedSchemas): z.ZodMiniType {
  if (name === 'null') return z.null();
  if (name === 'boolean') return z.boolean();
  if (name === 'number') return z.number();
  const schema = schemas[`${name}Schema`];
  if (!(schema instanceof z.core.$ZodType)) throw new Error(`discord-api-spec has no schema ${name}.`);
  return schema as z.ZodMiniType;
}
