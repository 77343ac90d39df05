/** Discord's rules for a modal: title, one to five rows or labels, what may stand in them. Pure. Source: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal */
import { FormCheck, isObject, type JsonObject, NO_OBJECT, type PayloadError } from './payload-form.ts';
import {
  checkCheckbox,
  checkCheckboxGroup,
  checkFileUpload,
  checkRadioGroup,
  checkSelect,
  checkTextInput,
  COMPONENT,
  failType,
  SELECT_TYPES,
  UsedIds,
} from './payload-inputs.ts';

const TOP = [COMPONENT.actionRow, COMPONENT.textDisplay, COMPONENT.label];
const IN_LABEL = [
  ...SELECT_TYPES,
  COMPONENT.textInput,
  COMPONENT.fileUpload,
  COMPONENT.radioGroup,
  COMPONENT.checkboxGroup,
  COMPONENT.checkbox,
];

/** The refusal a modal (`data` of an interaction callback of type 9) earns, or null when it may be shown. */
export function checkModal(data: unknown): PayloadError | null {
  if (!isObject(data)) return NO_OBJECT;
  const form = new FormCheck().at('data');
  form.text(data, 'custom_id', { min: 1, max: 100, required: true });
  form.text(data, 'title', { min: 1, max: 45, required: true });
  const used = new UsedIds();
  for (const { place, item } of form.objects(data, 'components', { min: 1, max: 5, required: true })) {
    const type = place.integer(item, 'type', { required: true });
    if (type === COMPONENT.actionRow) checkRow(place, item, used);
    else if (type === COMPONENT.label) checkLabel(place, item, used);
    else if (type === COMPONENT.textDisplay) {
      place.text(item, 'content', { min: 1, max: 4000, required: true });
    } else if (type !== null) failType(place, TOP);
  }
  return form.refusal();
}

function checkRow(form: FormCheck, row: JsonObject, used: UsedIds): void {
  for (const { place, item } of form.objects(row, 'components', { min: 1, max: 1, required: true })) {
    used.claim(place, item);
    if (item['type'] === COMPONENT.textInput) checkTextInput(place, item, false);
    else failType(place, [COMPONENT.textInput]);
  }
}

function checkLabel(place: FormCheck, label: JsonObject, used: UsedIds): void {
  place.text(label, 'label', { min: 1, max: 45, required: true });
  place.text(label, 'description', { max: 100 });
  const child = label['component'];
  const at = place.at('component');
  if (!isObject(child)) {
    at.fail('BASE_TYPE_REQUIRED', 'This field is required');
    return;
  }
  used.claim(at, child);
  at.integer(child, 'id', { min: 0, max: 2 ** 31 - 1 });
  checkInLabel(at, child);
}

function checkInLabel(at: FormCheck, child: JsonObject): void {
  const type = Number(child['type']);
  if (SELECT_TYPES.includes(type)) {
    if (child['disabled'] === true) {
      at.at('disabled').fail('COMPONENT_DISABLED_IN_MODAL', 'Select menus in modals cannot be disabled');
    }
    checkSelect(at, child);
  } else if (type === COMPONENT.textInput) checkTextInput(at, child, true);
  else if (type === COMPONENT.radioGroup) checkRadioGroup(at, child);
  else if (type === COMPONENT.checkboxGroup) checkCheckboxGroup(at, child);
  else if (type === COMPONENT.checkbox) checkCheckbox(at, child);
  else if (type === COMPONENT.fileUpload) checkFileUpload(at, child);
  else failType(at, IN_LABEL);
}

/** Choices offered while somebody types: at most 25, each a name of 1–100 characters and a value of the option's kind. */
export function checkChoices(data: unknown, valueKind: 'string' | 'number'): PayloadError | null {
  if (!isObject(data)) return NO_OBJECT;
  const form = new FormCheck().at('data');
  for (const { place, item } of form.objects(data, 'choices', { max: 25 })) {
    place.text(item, 'name', { min: 1, max: 100, required: true });
    if (valueKind === 'string') place.text(item, 'value', { max: 100, required: true });
    else if (typeof item['value'] !== 'number') {
      place.at('value').fail('NUMBER_TYPE_COERCE', `Value "${String(item['value'])}" is not a number.`);
    }
  }
  return form.refusal();
}
