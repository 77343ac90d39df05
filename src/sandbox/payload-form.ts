/**
 * Collects what is wrong with a request's body and says it in Discord's shape: code 50035 "Invalid Form Body" with the
 * problems nested under the path of the field. Pure; knows no message, command or route.
 */

/** A JSON object of unknown content, as it came from outside. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Nested problems: each key is a field's name or a list's index, `_errors` holds the problems of that very place. */
interface FormErrors {
  readonly [key: string]: FormErrors | readonly FormProblem[];
}

interface FormProblem {
  readonly code: string;
  readonly message: string;
}

/** A refusal as Discord's REST API words it. */
export interface PayloadError {
  /** HTTP status. */
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly errors?: FormErrors;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Length as Discord counts it: Unicode code points, so that an emoji outside the basic plane counts once. */
export function textLength(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

interface Found {
  readonly path: readonly string[];
  readonly problem: FormProblem;
}

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** The field must be there and not null. */
  readonly required?: boolean;
}

/** A place in a body and all problems found so far; `at` steps into a field and shares the list of problems. */
export class FormCheck {
  private readonly found: Found[];
  private readonly path: readonly string[];

  constructor(found: Found[] = [], path: readonly string[] = []) {
    this.found = found;
    this.path = path;
  }

  at(...keys: readonly (string | number)[]): FormCheck {
    return new FormCheck(this.found, [...this.path, ...keys.map(String)]);
  }

  fail(code: string, message: string): void {
    this.found.push({ path: this.path, problem: { code, message } });
  }

  get passed(): boolean {
    return this.found.length === 0;
  }

  /** The refusal that answers the request, or null when nothing was wrong. */
  refusal(): PayloadError | null {
    if (this.passed) return null;
    return { status: 400, code: 50035, message: 'Invalid Form Body', errors: nest(this.found) };
  }

  /** Checks a text of this place's object; lengths in code points. Absent and null are the same to Discord. */
  text(from: JsonObject, key: string, bounds: Bounds): string | null {
    const value = from[key];
    const place = this.at(key);
    if (value === undefined || value === null) return place.missing(bounds);
    if (typeof value !== 'string') {
      place.fail('STRING_TYPE_CONVERT', `Could not interpret "${renderValue(value)}" as string.`);
      return null;
    }
    place.size(textLength(value), bounds);
    return value;
  }

  /** Checks a whole number of this place's object. */
  integer(from: JsonObject, key: string, bounds: Bounds): number | null {
    const value = from[key];
    const place = this.at(key);
    if (value === undefined || value === null) return place.missing(bounds);
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      place.fail('NUMBER_TYPE_COERCE', `Value "${renderValue(value)}" is not int.`);
      return null;
    }
    place.range(value, 'int', bounds);
    return value;
  }

  boolean(from: JsonObject, key: string): boolean | null {
    const value = from[key];
    if (value === undefined || value === null) return null;
    if (typeof value === 'boolean') return value;
    this.at(key).fail('BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
    return null;
  }

  /** Checks a list of this place's object; `null` when it is absent or no list at all. */
  list(from: JsonObject, key: string, bounds: Bounds): readonly unknown[] | null {
    const value = from[key];
    const place = this.at(key);
    if (value === undefined || value === null) return place.missing(bounds);
    if (!Array.isArray(value)) {
      place.fail('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return null;
    }
    place.size(value.length, bounds);
    return value as readonly unknown[];
  }

  /** The objects of a list with the place of each; what is no object is a problem of that index. */
  objects(from: JsonObject, key: string, bounds: Bounds): readonly { place: FormCheck; item: JsonObject }[] {
    const list = this.list(from, key, bounds) ?? [];
    return list.flatMap((item, index) => {
      const place = this.at(key, index);
      if (isObject(item)) return [{ place, item }];
      place.fail('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return [];
    });
  }

  /** A web address; only these schemes are accepted. */
  url(from: JsonObject, key: string, schemes: readonly string[], required = false): void {
    const value = this.text(from, key, { max: 2048, required });
    if (value === null) return;
    const place = this.at(key);
    const scheme = /^([a-z][a-z0-9+.-]*):\/\/?/i.exec(value)?.[1]?.toLowerCase();
    if (scheme === undefined || !URL.canParse(value)) {
      place.fail('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    } else if (!schemes.includes(scheme)) {
      const allowed = schemes.map((name) => `'${name}'`).join(', ');
      place.fail(
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${allowed}).`,
      );
    }
  }

  /** Says that a number is outside its range. */
  range(value: number, kind: 'int' | 'float', bounds: Bounds): void {
    if (bounds.max !== undefined && value > bounds.max) {
      this.fail('NUMBER_TYPE_MAX', `${kind} value should be less than or equal to ${bounds.max}.`);
    }
    if (bounds.min !== undefined && value < bounds.min) {
      this.fail('NUMBER_TYPE_MIN', `${kind} value should be greater than or equal to ${bounds.min}.`);
    }
  }

  /** Says that a text or list is too short or too long. */
  size(length: number, { min = 0, max = Infinity, required = false }: Bounds): void {
    if (length >= min && length <= max) {
      if (required && length === 0) this.fail('BASE_TYPE_REQUIRED', 'This field is required');
      return;
    }
    if (required && length === 0) this.fail('BASE_TYPE_REQUIRED', 'This field is required');
    else if (min > 0 && max < Infinity) {
      this.fail('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    } else if (length > max) this.fail('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    else this.fail('BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length.`);
  }

  private missing(bounds: Bounds): null {
    if (bounds.required === true) this.fail('BASE_TYPE_REQUIRED', 'This field is required');
    return null;
  }
}

/** A body that is no form at all. */
export const NO_OBJECT: PayloadError = {
  status: 400,
  code: 50035,
  message: 'Invalid Form Body',
  errors: {
    _errors: [{ code: 'MODEL_TYPE_CONVERT', message: 'Only dictionaries may be used in a ModelType' }],
  },
};

export const EMPTY_MESSAGE: PayloadError = {
  status: 400,
  code: 50006,
  message: 'Cannot send an empty message',
};

interface Branch {
  [key: string]: Branch | FormProblem[];
}

function nest(found: readonly Found[]): FormErrors {
  const root: Branch = {};
  for (const { path, problem } of found) {
    let here = root;
    for (const key of path) here = (here[key] ??= {}) as Branch;
    ((here['_errors'] ??= []) as FormProblem[]).push(problem);
  }
  return root;
}

/** A value as it stands in an error's words: text as it is, anything else as JSON. */
export function renderValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
}
