/** A message as HTML for the web components that look like Discord. Pure: text in, text out. */
import type { AttachmentRecord, JsonObject } from '../sandbox/world-records.ts';
import { lineOf, tokensOf } from './markup.ts';
import type { Names } from './names.ts';

/** A message as the transcript shows it. */
export interface ShownMessage {
  readonly authorId: string;
  /** When it was written, Unix milliseconds, and in words. */
  readonly at: number;
  readonly when: string;
  readonly content: string;
  readonly embeds: readonly JsonObject[];
  readonly attachments: readonly AttachmentRecord[];
  readonly buttons: readonly ShownButton[];
  /** Placeholders of menus. */
  readonly menus: readonly string[];
  /** Emoji and how many. */
  readonly reactions: readonly (readonly [emoji: string, count: number])[];
  readonly answered: { readonly authorId: string; readonly content: string } | null;
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  /** A conversation that begins at this message. */
  readonly thread: { readonly name: string; readonly count: number } | null;
}

export interface ShownButton {
  readonly label: string | null;
  readonly emoji: string | null;
  readonly style: number;
  readonly disabled: boolean;
}

export interface HtmlContext {
  readonly names: Names;
  /** The path of a file beside the page. */
  readonly fileOf: (attachment: AttachmentRecord) => string;
}

/** How wide a picture is shown, as in Discord's client. */
const PICTURE_WIDTH = 550;
const BUTTON_TYPES: Readonly<Record<number, string>> = {
  1: 'primary',
  2: 'secondary',
  3: 'success',
  4: 'destructive',
};

export function messageHtml(message: ShownMessage, given: HtmlContext): string {
  // It is shown as on the day it was written.
  const context = { ...given, names: { ...given.names, now: message.at } };
  const inEmbeds = message.embeds.flatMap((embed) => pictureNames(embed));
  const files = message.attachments.filter(({ filename }) => !inEmbeds.includes(filename));
  const attributes = [
    `profile="${message.authorId}"`,
    `timestamp="${escapeHtml(message.when)}"`,
    message.isEphemeral ? 'ephemeral' : '',
    message.isEdited ? 'edited' : '',
    message.thread ? 'has-thread' : '',
  ];
  return [
    `<discord-message ${attributes.filter(Boolean).join(' ')}>`,
    message.answered
      ? `<discord-reply slot="reply" profile="${message.answered.authorId}">${inline(message.answered.content.split('\n')[0] ?? '', context)}</discord-reply>`
      : '',
    markup(message.content, context),
    files.length > 0
      ? `<discord-attachments slot="attachments">${files.map((file) => fileHtml(file, context)).join('')}</discord-attachments>`
      : '',
    ...message.embeds.map((embed) => embedHtml(embed, message.attachments, context)),
    componentsHtml(message),
    message.reactions.length > 0
      ? `<div slot="reactions" class="reactions">${message.reactions.map(([emoji, count]) => `<span>${escapeHtml(emoji)} ${count}</span>`).join('')}</div>`
      : '',
    message.thread
      ? `<discord-thread slot="thread" name="${escapeHtml(message.thread.name)}" cta="${message.thread.count} messages ›"></discord-thread>`
      : '',
    '</discord-message>',
  ].join('');
}

export function escapeHtml(text: string): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}

/** Several lines with Discord's markup. */
function markup(text: string, context: HtmlContext): string {
  const tags = { heading: 'h', quote: 'q', small: 's', item: 'i', plain: 'p' } as const;
  let isCode = false;
  return text
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) {
        isCode = !isCode;
        return '';
      }
      if (isCode) return `<span class="l-p"><code>${escapeHtml(line)}</code></span>`;
      const { kind, rest } = lineOf(line);
      return `<span class="l-${tags[kind]}">${rest === '' ? '&nbsp;' : inline(rest, context)}</span>`;
    })
    .join('');
}

function inline(line: string, { names }: HtmlContext): string {
  return tokensOf(line, names)
    .map((token) => {
      const text = escapeHtml(token.text);
      switch (token.kind) {
        case 'bold':
          return `<strong>${text}</strong>`;
        case 'italic':
          return `<em>${text}</em>`;
        case 'code':
          return `<code>${text}</code>`;
        case 'time':
          return `<discord-time>${text}</discord-time>`;
        case 'channel':
        case 'role':
        case 'user':
          return `<discord-mention type="${token.kind}">${text}</discord-mention>`;
        case 'link':
          return `<span class="link">${text}</span>`;
        default:
          return text;
      }
    })
    .join('');
}

function embedHtml(embed: JsonObject, files: readonly AttachmentRecord[], context: HtmlContext): string {
  const picture = (key: 'image' | 'thumbnail'): string | null => {
    const name = nameIn(embed[key]);
    const file = files.find(({ filename }) => filename === name);
    return file ? context.fileOf(file) : null;
  };
  const image = picture('image');
  const thumbnail = picture('thumbnail');
  const title = textOf(embed['title']);
  const color =
    typeof embed['color'] === 'number' ? `#${embed['color'].toString(16).padStart(6, '0')}` : '#4e5058';
  const author = textOf((embed['author'] as JsonObject | undefined)?.['name']);
  const footer = textOf((embed['footer'] as JsonObject | undefined)?.['text']);
  const attributes = [
    `slot="embeds" color="${color}"`,
    thumbnail ? `thumbnail="${escapeHtml(thumbnail)}"` : '',
    image ? `image="${escapeHtml(image)}"` : '',
  ];
  const description = textOf(embed['description']);
  // The title stands with the description, where emoji are shown; over a small picture it leads to the large one.
  const heading = title === null ? '' : inline(title, context);
  const shownTitle = thumbnail
    ? `<a href="${escapeHtml(thumbnail)}" target="_blank">${heading}</a>`
    : heading;
  return [
    `<discord-embed ${attributes.filter(Boolean).join(' ')}>`,
    '<discord-embed-description slot="description">',
    author === null ? '' : `<span class="l-s">${escapeHtml(author)}</span>`,
    heading === '' ? '' : `<span class="l-t">${shownTitle}</span>`,
    description ? markup(description, context) : '',
    ...fieldsOf(embed).map(({ name, value }) => markup(`**${name}**\n${value}`, context)),
    '</discord-embed-description>',
    footer
      ? `<discord-embed-footer slot="footer"><span>${escapeHtml(footer)}</span></discord-embed-footer>`
      : '',
    '</discord-embed>',
  ].join('');
}

function fieldsOf(embed: JsonObject): { readonly name: string; readonly value: string }[] {
  const fields = Array.isArray(embed['fields']) ? (embed['fields'] as JsonObject[]) : [];
  return fields.map(({ name, value }) => ({ name: textOf(name) ?? '', value: textOf(value) ?? '' }));
}

function fileHtml(file: AttachmentRecord, context: HtmlContext): string {
  const url = escapeHtml(context.fileOf(file));
  if (file.width === null || file.height === null) {
    const size = `bytes="${(file.size / 1024).toFixed(1)}" bytes-unit="KB"`;
    return `<discord-file-attachment name="${escapeHtml(file.filename)}" href="${url}" target="_blank" ${size}></discord-file-attachment>`;
  }
  const width = Math.min(PICTURE_WIDTH, file.width);
  const height = Math.round((width * file.height) / file.width);
  const alt = escapeHtml(file.description ?? file.filename);
  return `<discord-image-attachment url="${url}" alt="${alt}" width="${width}" height="${height}"></discord-image-attachment>`;
}

function componentsHtml({ buttons, menus }: ShownMessage): string {
  if (buttons.length === 0 && menus.length === 0) return '';
  const button = ({ label, emoji, style, disabled }: ShownButton): string =>
    `<discord-button type="${BUTTON_TYPES[style] ?? 'secondary'}"${disabled ? ' disabled' : ''}>${escapeHtml([emoji, label].filter(Boolean).join(' '))}</discord-button>`;
  return [
    '<discord-attachments slot="components">',
    ...menus.map((menu) => `<div class="menu">${escapeHtml(menu)}<span>⌄</span></div>`),
    buttons.length > 0 ? `<discord-action-row>${buttons.map(button).join('')}</discord-action-row>` : '',
    '</discord-attachments>',
  ].join('');
}

function pictureNames(embed: JsonObject): string[] {
  return [nameIn(embed['image']), nameIn(embed['thumbnail'])].filter((name) => name !== null);
}

/** The file's name at the end of the address of an embed's picture. */
function nameIn(picture: unknown): string | null {
  const url = textOf((picture as JsonObject | undefined)?.['url']);
  return url === null ? null : decodeURIComponent(url.replace(/\?.*$/, '').split('/').at(-1) ?? '');
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
