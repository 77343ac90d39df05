/** Discord's rules for embeds in a message, and the shape a stored embed has. Pure. Source: https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
import { type FormCheck, isObject, type JsonObject, renderValue, textLength } from './payload-form.ts';

const EMBEDS_PER_MESSAGE = 10;
/** Characters over the titles, descriptions, fields, footers and author names of all embeds of one message. */
const EMBED_CHARACTERS = 6000;

const LINK = ['http', 'https'];
const MEDIA = ['http', 'https', 'attachment'];

export function checkEmbeds(form: FormCheck, body: JsonObject): void {
  const embeds = form.objects(body, 'embeds', { max: EMBEDS_PER_MESSAGE });
  let characters = 0;
  for (const { place, item } of embeds) {
    checkEmbed(place, item);
    characters += embedCharacters(item);
  }
  if (characters > EMBED_CHARACTERS) {
    form
      .at('embeds')
      .fail('MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${EMBED_CHARACTERS}`);
  }
}

function checkEmbed(place: FormCheck, embed: JsonObject): void {
  place.text(embed, 'title', { max: 256 });
  place.text(embed, 'description', { max: 4096 });
  place.url(embed, 'url', LINK);
  place.integer(embed, 'color', { min: 0, max: 0xff_ff_ff });
  checkTimestamp(place, embed);
  checkPart(place, embed, 'footer', (part, footer) => {
    part.text(footer, 'text', { max: 2048, required: true });
    part.url(footer, 'icon_url', MEDIA);
  });
  checkPart(place, embed, 'author', (part, author) => {
    part.text(author, 'name', { max: 256, required: true });
    part.url(author, 'url', LINK);
    part.url(author, 'icon_url', MEDIA);
  });
  for (const key of ['image', 'thumbnail']) {
    checkPart(place, embed, key, (part, media) => part.url(media, 'url', MEDIA, true));
  }
  for (const { place: at, item: field } of place.objects(embed, 'fields', { max: 25 })) {
    at.text(field, 'name', { max: 256, required: true });
    at.text(field, 'value', { max: 1024, required: true });
    at.boolean(field, 'inline');
  }
  if (!showsSomething(embed)) place.at('description').fail('BASE_TYPE_REQUIRED', 'This field is required');
}

function checkPart(
  place: FormCheck,
  embed: JsonObject,
  key: string,
  check: (part: FormCheck, value: JsonObject) => void,
): void {
  const value = embed[key];
  if (value === undefined || value === null) return;
  if (isObject(value)) check(place.at(key), value);
  else place.at(key).fail('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
}

function checkTimestamp(place: FormCheck, embed: JsonObject): void {
  const value = embed['timestamp'];
  if (value === undefined || value === null) return;
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return;
  place
    .at('timestamp')
    .fail('DATE_TIME_TYPE_PARSE', `Could not parse ${renderValue(value)}. Should be ISO8601.`);
}

function showsSomething(embed: JsonObject): boolean {
  const parts = [
    'title',
    'description',
    'url',
    'image',
    'thumbnail',
    'footer',
    'author',
    'timestamp',
    'video',
  ];
  if (parts.some((key) => embed[key] !== undefined && embed[key] !== null && embed[key] !== '')) return true;
  return Array.isArray(embed['fields']) && embed['fields'].length > 0;
}

/** What an embed counts against {@link EMBED_CHARACTERS}. */
function embedCharacters(embed: JsonObject): number {
  const part = (from: unknown, key: string): number => {
    const value = isObject(from) ? from[key] : undefined;
    return typeof value === 'string' ? textLength(value) : 0;
  };
  const fields = Array.isArray(embed['fields']) ? (embed['fields'] as unknown[]) : [];
  const inFields = fields.reduce<number>((sum, field) => sum + part(field, 'name') + part(field, 'value'), 0);
  return (
    part(embed, 'title') +
    part(embed, 'description') +
    part(embed['footer'], 'text') +
    part(embed['author'], 'name') +
    inFields
  );
}

/**
 * The embed as Discord gives it back: marked rich, without what was null, `inline` filled in, and pictures that named an
 * attachment pointing at its address.
 */
export function toStoredEmbed(embed: JsonObject, addressOf: (url: string) => string): JsonObject {
  const kept = withoutNull(embed);
  const stored: Record<string, unknown> = { ...kept, type: 'rich' };
  for (const key of ['image', 'thumbnail']) {
    const media = kept[key];
    if (isObject(media) && typeof media['url'] === 'string') {
      const url = addressOf(media['url']);
      stored[key] = { ...withoutNull(media), url, proxy_url: url };
    }
  }
  for (const key of ['footer', 'author']) {
    const part = kept[key];
    if (!isObject(part)) continue;
    const icon = part['icon_url'];
    const url = typeof icon === 'string' ? addressOf(icon) : null;
    stored[key] = { ...withoutNull(part), ...(url === null ? {} : { icon_url: url, proxy_icon_url: url }) };
  }
  if (Array.isArray(kept['fields'])) {
    stored['fields'] = kept['fields']
      .filter(isObject)
      .map((field) => ({ name: field['name'], value: field['value'], inline: field['inline'] === true }));
  }
  if (typeof kept['timestamp'] === 'string') stored['timestamp'] = toDiscordTime(kept['timestamp']);
  return stored;
}

function toDiscordTime(text: string): string {
  return new Date(text).toISOString().replace('Z', '000+00:00');
}

function withoutNull(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== null && value !== undefined),
  );
}
