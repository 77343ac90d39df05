/** What a person sees on their screen: messages with their buttons and menus, modals with their fields; and what they may see at all. */
import { ChannelKind, MessageFlag, Permission } from './api-codes.ts';
import { isObject } from './payload-form.ts';
import { BUTTON_STYLE, COMPONENT, SELECT_TYPES } from './payload-inputs.ts';
import { channelPermissions, has } from './permissions.ts';
import type { AttachmentRecord, ChannelRecord, JsonObject, MessageRecord } from './world-records.ts';
import type { WorldState } from './world-state.ts';

/** What a person cannot do with Discord's client: a button that is not there, a field left empty, a channel they do not see. */
export class DriverError extends Error {
  override readonly name = 'DriverError';
}

export interface SeenButton {
  readonly customId: string | null;
  readonly label: string | null;
  readonly emoji: string | null;
  /** Where a link button leads. */
  readonly url: string | null;
  readonly style: number;
  readonly disabled: boolean;
}

export interface SeenOption {
  readonly label: string;
  readonly value: string;
  readonly description: string | null;
  readonly isDefault: boolean;
}

export interface SeenSelect {
  readonly customId: string;
  /** Component type: 3 texts, 5 people, 6 roles, 7 both, 8 channels. */
  readonly kind: number;
  readonly placeholder: string | null;
  /** Empty where Discord itself offers people, roles or channels. */
  readonly options: readonly SeenOption[];
  readonly least: number;
  readonly most: number;
  readonly disabled: boolean;
  /** Kinds of channels it offers; empty: all. */
  readonly channelTypes: readonly number[];
}

export interface SeenMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly content: string;
  readonly embeds: readonly JsonObject[];
  readonly components: readonly JsonObject[];
  readonly attachments: readonly AttachmentRecord[];
  readonly buttons: readonly SeenButton[];
  readonly selects: readonly SeenSelect[];
  /** Only this person sees it. */
  readonly ephemeral: boolean;
  /** All words that show: content, embeds, text displays, in that order, by lines. */
  readonly text: string;
}

export function toSeenMessage(message: MessageRecord): SeenMessage {
  const parts = [...walkComponents(message.components)];
  return {
    id: message.id,
    channelId: message.channelId,
    authorId: message.author.id,
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments,
    buttons: parts.filter((part) => part['type'] === COMPONENT.button).map(toSeenButton),
    selects: parts.filter((part) => SELECT_TYPES.includes(Number(part['type']))).map(toSeenSelect),
    ephemeral: message.ephemeralTo !== null,
    text: wordsOf(message, parts),
  };
}

/** Every component, those within others too, in the order of reading. */
export function* walkComponents(components: unknown): Generator<JsonObject> {
  if (!Array.isArray(components)) return;
  for (const component of components as unknown[]) {
    if (!isObject(component)) continue;
    yield { ...component };
    yield* walkComponents(component['components']);
    yield* walkComponents([component['accessory'], component['component']]);
  }
}

function toSeenButton(button: JsonObject): SeenButton {
  const emoji = button['emoji'];
  return {
    customId: textOf(button['custom_id']),
    label: textOf(button['label']),
    emoji: isObject(emoji) ? textOf(emoji['name']) : null,
    url: textOf(button['url']),
    style: typeof button['style'] === 'number' ? button['style'] : BUTTON_STYLE.secondary,
    disabled: button['disabled'] === true,
  };
}

export function toSeenSelect(select: JsonObject): SeenSelect {
  return {
    customId: textOf(select['custom_id']) ?? '',
    kind: Number(select['type']),
    placeholder: textOf(select['placeholder']),
    options: toSeenOptions(select['options']),
    least: typeof select['min_values'] === 'number' ? select['min_values'] : 1,
    most: typeof select['max_values'] === 'number' ? select['max_values'] : 1,
    disabled: select['disabled'] === true,
    channelTypes: Array.isArray(select['channel_types']) ? select['channel_types'].map(Number) : [],
  };
}

export function toSeenOptions(options: unknown): SeenOption[] {
  if (!Array.isArray(options)) return [];
  return options.filter(isObject).map((option) => ({
    label: String(option['label']),
    value: String(option['value']),
    description: textOf(option['description']),
    isDefault: option['default'] === true,
  }));
}

function wordsOf(message: MessageRecord, parts: readonly JsonObject[]): string {
  const inEmbeds = message.embeds.flatMap((embed) => {
    const { author, footer, fields } = embed;
    const rows = Array.isArray(fields) ? fields.filter(isObject) : [];
    return [
      isObject(author) ? author['name'] : null,
      embed['title'],
      embed['description'],
      ...rows.flatMap((field) => [field['name'], field['value']]),
      isObject(footer) ? footer['text'] : null,
    ];
  });
  const displayed = parts
    .filter((part) => part['type'] === COMPONENT.textDisplay)
    .map((part) => part['content']);
  const words = [message.content, ...inEmbeds, ...displayed];
  return words.filter((word) => typeof word === 'string' && word !== '').join('\n');
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Someone in a guild, as the driver's parts name them. */
export interface Viewer {
  readonly guildId: string;
  readonly userId: string;
}

/** What the person may do in the channel; in a direct message everything that matters. */
export function permissionsOf(state: WorldState, viewer: Viewer, channel: ChannelRecord): bigint {
  if (channel.guildId === null) {
    const { viewChannel, sendMessages, readMessageHistory, addReactions, attachFiles } = Permission;
    const all = viewChannel | sendMessages | readMessageHistory | addReactions | attachFiles;
    return channel.recipientIds.includes(viewer.userId) ? all : 0n;
  }
  const guild = state.guild(channel.guildId);
  const member = guild.members.get(viewer.userId);
  return member === undefined ? 0n : channelPermissions(guild, channel, member, state.now());
}

/** @throws DriverError when the person does not see the channel or lacks a permission in it */
export function assertMay(
  state: WorldState,
  viewer: Viewer,
  channelId: string,
  ...needed: readonly (keyof typeof Permission)[]
): ChannelRecord {
  const channel = state.channels.get(channelId);
  const name = nameOf(state, viewer.userId);
  if (channel === undefined) throw new DriverError(`There is no channel ${channelId}.`);
  const permissions = permissionsOf(state, viewer, channel);
  if (!has(permissions, Permission.viewChannel)) {
    throw new DriverError(`${name} does not see #${channel.name}.`);
  }
  for (const permission of needed) {
    if (has(permissions, Permission[permission])) continue;
    throw new DriverError(`${name} lacks ${permission} in #${channel.name}.`);
  }
  return channel;
}

/** The message as it is now. @throws DriverError when it is gone, another person's ephemeral one, or in a channel the person does not see */
export function assertSees(state: WorldState, viewer: Viewer, messageId: string): MessageRecord {
  const message = state.messages.get(messageId);
  const name = nameOf(state, viewer.userId);
  if (message === undefined) throw new DriverError(`The message ${messageId} is no longer there.`);
  if (message.ephemeralTo !== null) {
    if (message.ephemeralTo === viewer.userId) return message;
    throw new DriverError(
      `${name} cannot see an answer that only ${nameOf(state, message.ephemeralTo)} sees.`,
    );
  }
  assertMay(state, viewer, message.channelId, 'readMessageHistory');
  return message;
}

export function nameOf(state: WorldState, userId: string): string {
  const user = state.users.get(userId);
  return user?.globalName ?? user?.username ?? userId;
}

/** Where a person is when nobody says where: the guild's system channel, or the first text channel they may use commands in. */
export function defaultChannel(state: WorldState, viewer: Viewer): string {
  const guild = state.guild(viewer.guildId);
  const usable = [...guild.channels.values()]
    .filter(({ type }) => type === ChannelKind.text || type === ChannelKind.announcement)
    .filter((channel) =>
      has(permissionsOf(state, viewer, channel), Permission.useApplicationCommands | Permission.viewChannel),
    )
    .toSorted((a, b) => a.position - b.position);
  const system = usable.find(({ id }) => id === guild.systemChannelId);
  const found = system ?? usable[0];
  if (found === undefined) {
    throw new DriverError(`${nameOf(state, viewer.userId)} sees no channel where commands may be used.`);
  }
  return found.id;
}

export function isLoading(message: MessageRecord): boolean {
  return (message.flags & MessageFlag.loading) !== 0;
}
