/** A modal as a person fills it in: its fields as they show, and the submission with the client's own checks. */
import { type ChoosingContext, chooseValues } from './driver-components.ts';
import {
  DriverError,
  type SeenOption,
  textOf,
  toSeenOptions,
  toSeenSelect,
  walkComponents,
} from './driver-seen.ts';
import { addFile, type GivenFile, type GivenValue, Mentioned } from './driver-values.ts';
import { toResolved } from './interactions-payload.ts';
import { isObject, textLength } from './payload-form.ts';
import { COMPONENT, SELECT_TYPES } from './payload-inputs.ts';
import type { JsonObject } from './world-records.ts';

interface SeenField {
  readonly customId: string;
  /** Component type: 4 text, 3 and 5–8 menus, 19 files, 21 one of several, 22 some of several, 23 yes or no. */
  readonly kind: number;
  readonly label: string;
  readonly description: string | null;
  readonly required: boolean;
  /** What stands in a text field before it is touched. */
  readonly value: string | null;
  readonly placeholder: string | null;
  readonly options: readonly SeenOption[];
  /** Characters of a text; choices of the other kinds. */
  readonly least: number;
  readonly most: number;
}

export interface SeenModal {
  /** The interaction that showed it. */
  readonly interactionId: string;
  readonly customId: string;
  readonly title: string;
  /** Words that stand between the fields. */
  readonly texts: readonly string[];
  readonly fields: readonly SeenField[];
  readonly components: readonly JsonObject[];
}

/** By custom id or label: a text, a chosen value, several, yes or no, files. Fields left out keep what stands in them. */
export type GivenFields = Readonly<Record<string, GivenValue | readonly GivenValue[]>>;

export function toSeenModal(interactionId: string, modal: JsonObject): SeenModal {
  const top = Array.isArray(modal['components']) ? modal['components'].filter(isObject) : [];
  const parts = [...walkComponents(top)];
  return {
    interactionId,
    customId: String(modal['custom_id']),
    title: String(modal['title']),
    texts: parts.flatMap((part) => (part['type'] === COMPONENT.textDisplay ? [String(part['content'])] : [])),
    fields: top.flatMap(toFields),
    components: numbered(top),
  };
}

function toFields(top: JsonObject): SeenField[] {
  const inner = top['component'];
  if (isObject(inner)) return [toField({ ...inner }, textOf(top['label']), textOf(top['description']))];
  const row = Array.isArray(top['components']) ? top['components'].filter(isObject) : [];
  return row.map((input) => toField({ ...input }, textOf(input['label']), null));
}

function toField(component: JsonObject, label: string | null, description: string | null): SeenField {
  const kind = Number(component['type']);
  const isText = kind === COMPONENT.textInput;
  const number = (key: string, fallback: number): number =>
    typeof component[key] === 'number' ? component[key] : fallback;
  const options = toSeenOptions(component['options']);
  return {
    customId: String(component['custom_id']),
    kind,
    label: label ?? String(component['custom_id']),
    description,
    required: component['required'] !== false && kind !== COMPONENT.checkbox,
    value: textOf(component['value']),
    placeholder: textOf(component['placeholder']),
    options,
    least: isText ? number('min_length', 0) : number('min_values', 1),
    most: isText
      ? number('max_length', 4000)
      : number('max_values', kind === COMPONENT.checkboxGroup ? options.length : 1),
  };
}

/** Components with the numbers Discord gives them, as they come back in the submission. */
function numbered(top: readonly JsonObject[]): JsonObject[] {
  let next = 0;
  const number = (component: JsonObject): JsonObject => {
    next += 1;
    const id = typeof component['id'] === 'number' && component['id'] > 0 ? component['id'] : next;
    const { component: inner, components: row } = component;
    return {
      ...component,
      id,
      ...(isObject(inner) ? { component: number({ ...inner }) } : {}),
      ...(Array.isArray(row) ? { components: row.filter(isObject).map((one) => number({ ...one })) } : {}),
    };
  };
  return top.map(number);
}

export interface FillingContext extends ChoosingContext {
  readonly channelId: string;
  readonly locale: string;
}

/** `data` of the submission. @throws DriverError for fields that are unknown, empty though required, or out of bounds */
export function toModalData(context: FillingContext, modal: SeenModal, given: GivenFields): JsonObject {
  for (const name of Object.keys(given)) {
    if (modal.fields.some((field) => isMeant(field, name))) continue;
    const known = modal.fields.map(({ label }) => label).join(', ');
    throw new DriverError(`The form "${modal.title}" has no field "${name}"; it has ${known}.`);
  }
  const mentioned = new Mentioned();
  const fill = (component: JsonObject): JsonObject => {
    const field = modal.fields.find(({ customId }) => customId === component['custom_id']);
    const { type, id, custom_id: customId } = component;
    if (field === undefined) return { type, id };
    const name = Object.keys(given).find((key) => isMeant(field, key));
    const value = name === undefined ? undefined : given[name];
    return { type, id, custom_id: customId, ...fieldValue(context, component, field, value, mentioned) };
  };
  const components = modal.components.map((top) => {
    const { component, components: row, type, id } = top;
    if (isObject(component)) return { type, id, component: fill({ ...component }) };
    return Array.isArray(row)
      ? { type, id, components: row.filter(isObject).map((one) => fill({ ...one })) }
      : { type, id };
  });
  const place = { guildId: context.viewer.guildId, readerId: context.viewer.userId, origin: context.origin };
  const resolved = toResolved(context.state, place, mentioned);
  return { custom_id: modal.customId, components, ...(resolved === undefined ? {} : { resolved }) };
}

function isMeant(field: SeenField, name: string): boolean {
  return field.customId === name || field.label === name;
}

type Given = GivenFields[string] | undefined;

function fieldValue(
  context: FillingContext,
  component: JsonObject,
  field: SeenField,
  given: Given,
  mentioned: Mentioned,
): JsonObject {
  switch (field.kind) {
    case COMPONENT.textInput:
      return { value: textValue(field, given) };
    case COMPONENT.checkbox:
      return { value: given === undefined ? component['default'] === true : given === true };
    case COMPONENT.radioGroup:
      return { value: listValue(field, given, { least: 1, most: 1 })[0] ?? null };
    case COMPONENT.checkboxGroup:
      return { values: listValue(field, given, field) };
    case COMPONENT.fileUpload: {
      const files = toList(given).filter(isFile);
      assertCount(field, files.length, field);
      return {
        values: files.map((file) =>
          addFile(file, { ...context, guildId: context.viewer.guildId, mentioned }),
        ),
      };
    }
    default:
      return { values: menuValues(context, component, field, given, mentioned) };
  }
}

function textValue(field: SeenField, given: Given): string {
  if (given !== undefined && typeof given !== 'string' && typeof given !== 'number') {
    throw new DriverError(`The field "${field.label}" takes a text.`);
  }
  const text = given === undefined ? (field.value ?? '') : String(given);
  const length = textLength(text);
  if (length === 0) {
    if (field.required) throw new DriverError(`The field "${field.label}" must be filled in.`);
    return '';
  }
  if (length < field.least || length > field.most) {
    throw new DriverError(
      `The field "${field.label}" takes ${field.least} to ${field.most} characters, not ${length}.`,
    );
  }
  return text;
}

function listValue(field: SeenField, given: Given, bounds: { least: number; most: number }): string[] {
  const chosen = given === undefined ? defaults(field) : toList(given).map(String);
  assertCount(field, chosen.length, bounds);
  return chosen.map((name) => {
    const option =
      field.options.find(({ value }) => value === name) ?? field.options.find(({ label }) => label === name);
    if (option !== undefined) return option.value;
    throw new DriverError(`The field "${field.label}" has no option "${name}".`);
  });
}

function menuValues(
  context: FillingContext,
  component: JsonObject,
  field: SeenField,
  given: Given,
  mentioned: Mentioned,
): string[] {
  const chosen = given === undefined ? defaults(field) : toList(given);
  assertCount(field, chosen.length, field);
  if (!SELECT_TYPES.includes(field.kind)) return [];
  return chosen.length === 0 ? [] : chooseValues(context, toSeenSelect(component), chosen, mentioned);
}

function assertCount(
  field: SeenField,
  count: number,
  { least, most }: { least: number; most: number },
): void {
  if (count === 0 && !field.required) return;
  if (count === 0) throw new DriverError(`The field "${field.label}" must be filled in.`);
  if (count < least || count > most) {
    throw new DriverError(`The field "${field.label}" takes ${least} to ${most} choices, not ${count}.`);
  }
}

function defaults(field: SeenField): string[] {
  return field.options.filter(({ isDefault }) => isDefault).map(({ value }) => value);
}

function toList(given: Given): readonly GivenValue[] {
  if (given === undefined) return [];
  return isList(given) ? given : [given];
}

function isList(given: GivenFields[string]): given is readonly GivenValue[] {
  return Array.isArray(given);
}

function isFile(value: GivenValue): value is GivenFile {
  return typeof value === 'object' && 'bytes' in value;
}
