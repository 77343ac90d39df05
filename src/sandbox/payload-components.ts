/** Discord's rules for the components of a message, old layout and v2, and their stored shape. Pure. Source: https://docs.discord.com/developers/components/reference */
import { type FormCheck, isObject, type JsonObject, textLength } from './payload-form.ts';
import { checkButton, checkSelect, COMPONENT, failType, SELECT_TYPES, UsedIds } from './payload-inputs.ts';

export const COMPONENTS_V2_FLAG = 1 << 15;
/** Components of a v2 message, those within others counted too. */
const COMPONENTS_PER_MESSAGE = 40;
const ROWS_PER_MESSAGE = 5;
/** Characters over all text displays of one message. */
const DISPLAYED_CHARACTERS = 4000;

const V1_TOP = [COMPONENT.actionRow];
const V2_TOP = [
  COMPONENT.actionRow,
  COMPONENT.section,
  COMPONENT.textDisplay,
  COMPONENT.mediaGallery,
  COMPONENT.file,
  COMPONENT.separator,
  COMPONENT.container,
];
const IN_CONTAINER = V2_TOP.filter((type) => type !== COMPONENT.container);
const IN_ROW = [COMPONENT.button, ...SELECT_TYPES];

interface Walk {
  readonly used: UsedIds;
  /** Names of the attachments the message carries. */
  readonly files: readonly string[];
  count: number;
  characters: number;
}

export function checkComponents(
  form: FormCheck,
  body: JsonObject,
  layout: { v2: boolean; files: readonly string[] },
): void {
  const walk: Walk = { used: new UsedIds(), files: layout.files, count: 0, characters: 0 };
  const max = layout.v2 ? COMPONENTS_PER_MESSAGE : ROWS_PER_MESSAGE;
  checkChildren(walk, form, body, 'components', layout.v2 ? V2_TOP : V1_TOP, { max });
  const place = form.at('components');
  if (layout.v2 && walk.count > COMPONENTS_PER_MESSAGE) {
    place.fail(
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `Total number of components must not exceed ${COMPONENTS_PER_MESSAGE}`,
    );
  }
  if (walk.characters > DISPLAYED_CHARACTERS) {
    place.fail(
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `The total text displayed by components exceeds the maximum size of ${DISPLAYED_CHARACTERS}`,
    );
  }
}

function checkChildren(
  walk: Walk,
  form: FormCheck,
  parent: JsonObject,
  key: string,
  allowed: readonly number[],
  bounds: { min?: number; max?: number; required?: boolean },
): readonly JsonObject[] {
  const children = form.objects(parent, key, bounds);
  for (const { place, item } of children) checkComponent(walk, place, item, allowed);
  return children.map(({ item }) => item);
}

function checkComponent(
  walk: Walk,
  place: FormCheck,
  component: JsonObject,
  allowed: readonly number[],
): void {
  const type = place.integer(component, 'type', { required: true });
  if (type === null) return;
  if (!allowed.includes(type)) {
    failType(place, allowed);
    return;
  }
  walk.count += 1;
  walk.used.claim(place, component);
  place.integer(component, 'id', { min: 0, max: 2 ** 31 - 1 });
  if (type === COMPONENT.button) checkButton(place, component);
  else if (SELECT_TYPES.includes(type)) checkSelect(place, component);
  else checkLayout(walk, place, component, type);
}

function checkLayout(walk: Walk, place: FormCheck, component: JsonObject, type: number): void {
  switch (type) {
    case COMPONENT.actionRow: {
      checkRow(walk, place, component);
      break;
    }
    case COMPONENT.textDisplay: {
      const text = place.text(component, 'content', { min: 1, max: DISPLAYED_CHARACTERS, required: true });
      walk.characters += textLength(text ?? '');
      break;
    }
    case COMPONENT.section: {
      const inner = { min: 1, max: 3, required: true };
      checkChildren(walk, place, component, 'components', [COMPONENT.textDisplay], inner);
      const accessory = component['accessory'];
      const at = place.at('accessory');
      if (isObject(accessory)) checkComponent(walk, at, accessory, [COMPONENT.button, COMPONENT.thumbnail]);
      else at.fail('BASE_TYPE_REQUIRED', 'This field is required');
      break;
    }
    case COMPONENT.container: {
      place.integer(component, 'accent_color', { min: 0, max: 0xff_ff_ff });
      checkChildren(walk, place, component, 'components', IN_CONTAINER, {
        min: 1,
        max: COMPONENTS_PER_MESSAGE,
        required: true,
      });
      break;
    }
    case COMPONENT.mediaGallery: {
      const items = place.objects(component, 'items', { min: 1, max: 10, required: true });
      for (const { place: at, item } of items) checkMedia(walk, at, item, 'media');
      break;
    }
    case COMPONENT.thumbnail: {
      checkMedia(walk, place, component, 'media');
      break;
    }
    case COMPONENT.file: {
      checkMedia(walk, place, component, 'file');
      break;
    }
    case COMPONENT.separator: {
      place.boolean(component, 'divider');
      place.integer(component, 'spacing', { min: 1, max: 2 });
      break;
    }
  }
}

function checkRow(walk: Walk, place: FormCheck, row: JsonObject): void {
  const children = checkChildren(walk, place, row, 'components', IN_ROW, { min: 1, max: 5, required: true });
  const selects = children.filter((child) => SELECT_TYPES.includes(Number(child['type'])));
  if (selects.length > 0 && children.length > 1) {
    place
      .at('components')
      .fail('COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
  }
}

function checkMedia(walk: Walk, place: FormCheck, component: JsonObject, key: string): void {
  const media = component[key];
  const at = place.at(key);
  if (!isObject(media)) {
    at.fail('BASE_TYPE_REQUIRED', 'This field is required');
    return;
  }
  place.text(component, 'description', { max: 1024 });
  at.url(media, 'url', key === 'file' ? ['attachment'] : ['http', 'https', 'attachment'], true);
  const name = attachmentName(media['url']);
  if (name !== null && !walk.files.includes(name)) {
    at.at('url').fail(
      'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      `The referenced attachment '${name}' was not found`,
    );
  }
}

/** `report.png` for `attachment://report.png`; null for any other address. */
export function attachmentName(url: unknown): string | null {
  return typeof url === 'string' && url.startsWith('attachment://')
    ? url.slice('attachment://'.length)
    : null;
}

/** How a stored medium is addressed, and what is known of it. */
export type MediaLookup = (url: string) => { id: string; url: string; name: string; size: number | null };

/**
 * Components as Discord gives them back: each numbered (`id`, unique in the message), defaults filled in, media resolved.
 */
export function toStoredComponents(components: readonly JsonObject[], media: MediaLookup): JsonObject[] {
  const taken = new Set<number>();
  collectIds(components, taken);
  let next = 1;
  const number = (given: unknown): number => {
    if (typeof given === 'number' && given > 0) return given;
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  };
  const store = (component: JsonObject): JsonObject => {
    const kept = Object.fromEntries(Object.entries(component).filter(([, value]) => value !== null));
    const id = number(component['id']);
    return { ...kept, id, ...filledIn(kept, store, media) };
  };
  return components.map(store);
}

function collectIds(value: unknown, taken: Set<number>): void {
  if (Array.isArray(value)) for (const item of value) collectIds(item, taken);
  else if (isObject(value)) {
    if (typeof value['type'] === 'number' && typeof value['id'] === 'number') taken.add(value['id']);
    collectIds(value['components'], taken);
    collectIds(value['accessory'], taken);
  }
}

function filledIn(
  component: JsonObject,
  store: (child: JsonObject) => JsonObject,
  media: MediaLookup,
): JsonObject {
  const type = Number(component['type']);
  const children = (): JsonObject[] =>
    Array.isArray(component['components']) ? component['components'].filter(isObject).map(store) : [];
  const resolve = (key: string): JsonObject => {
    const item = component[key];
    const found = media(isObject(item) ? String(item['url']) : '');
    return { id: found.id, url: found.url, proxy_url: found.url };
  };
  if (SELECT_TYPES.includes(type)) {
    return { min_values: component['min_values'] ?? 1, max_values: component['max_values'] ?? 1 };
  }
  switch (type) {
    case COMPONENT.actionRow:
      return { components: children() };
    case COMPONENT.container:
      return {
        components: children(),
        accent_color: component['accent_color'] ?? null,
        spoiler: component['spoiler'] === true,
      };
    case COMPONENT.section: {
      const accessory = component['accessory'];
      return { components: children(), accessory: isObject(accessory) ? store(accessory) : accessory };
    }
    case COMPONENT.separator:
      return { spacing: component['spacing'] ?? 1, divider: component['divider'] !== false };
    case COMPONENT.thumbnail:
      return { media: resolve('media'), ...mediaDefaults(component) };
    case COMPONENT.file: {
      const file = component['file'];
      const { name, size } = media(isObject(file) ? String(file['url']) : '');
      return { file: resolve('file'), name, size, spoiler: component['spoiler'] === true };
    }
    case COMPONENT.mediaGallery: {
      const items = Array.isArray(component['items']) ? component['items'].filter(isObject) : [];
      return {
        items: items.map((item) => {
          const found = media(isObject(item['media']) ? String(item['media']['url']) : '');
          const address = { id: found.id, url: found.url, proxy_url: found.url };
          return { media: address, ...mediaDefaults(item) };
        }),
      };
    }
    default:
      return {};
  }
}

function mediaDefaults(item: JsonObject): JsonObject {
  return { description: item['description'] ?? null, spoiler: item['spoiler'] === true };
}
