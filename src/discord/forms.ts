/** Fields of a form, and what stands in them once it is sent. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ComponentType, TextInputStyle } from 'discord.js';
import type { APILabelComponent } from 'discord.js';
import type { ComponentInput } from './command.ts';

/** Characters of a form's title and of a field's label. Source: https://docs.discord.com/developers/components/reference#label */
export const LABEL_MAX = 45;

export interface TextField {
  /** The field's custom id, by which `fieldText` reads it. */
  readonly id: string;
  /** What stands in it; none is shown for ''. */
  readonly value: string;
  readonly max: number;
  /** Several lines. */
  readonly long?: boolean;
  /** May be left out. */
  readonly optional?: boolean;
  /** At most 100 characters. */
  readonly description?: string;
}

/** @param label at most `LABEL_MAX` characters. */
export function textField(label: string, field: TextField): APILabelComponent {
  return {
    type: ComponentType.Label,
    label,
    ...(field.description ? { description: field.description } : {}),
    component: {
      type: ComponentType.TextInput,
      custom_id: field.id,
      style: field.long ? TextInputStyle.Paragraph : TextInputStyle.Short,
      max_length: field.max,
      required: !field.optional,
      ...(field.value === '' ? {} : { value: field.value }),
    },
  };
}

/** What was typed into a field, as it was typed; '' where it was left out. */
export function fieldText(fields: ComponentInput['fields'], id: string): string {
  const typed = fields[id] ?? '';
  return typeof typed === 'string' ? typed : (typed[0] ?? '');
}

/** Discord takes a form within three seconds; some of them are already gone when the question for it arrives. */
const FORM_WAIT_MS = 1_500;

/** What the database says in time for a form, which must be the first answer; undefined where it takes longer. */
export async function inFormTime<T>(reading: Promise<T>): Promise<T | undefined> {
  return Promise.race([reading, sleep(FORM_WAIT_MS, undefined, { ref: false })]);
}
