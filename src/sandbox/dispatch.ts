/** A gateway dispatch before it is known who gets it, and the ways to address one. No event is turned into one here. */
import { Intent } from './api-codes.ts';
import type { WorldEvent } from './world-events.ts';
import type { ChannelRecord, JsonObject } from './world-records.ts';
import type { WorldState } from './world-state.ts';

export interface Dispatch {
  /** e.g. `MESSAGE_CREATE`. */
  readonly name: string;
  /** Any of these bits suffices; 0: sent whatever the intents. */
  readonly intents: number;
  /** Null: not about a guild (direct messages, the bot itself). */
  readonly guildId: string | null;
  /** Only bots that see this channel; null: no channel is needed. */
  readonly channel: ChannelRecord | null;
  /** Only these bots; null: every bot of the guild. */
  readonly onlyBotIds: readonly string[] | null;
  /** Never this one, who is told otherwise. */
  readonly exceptBotId: string | null;
  /** Gets it even without the intent: the bot it is about. */
  readonly alwaysBotId: string | null;
  readonly payload: JsonObject;
  /** The payload for a bot without the message-content intent, and who gets the full one all the same; null: no difference. */
  readonly bare: { readonly payload: JsonObject; readonly fullForIds: readonly string[] } | null;
}

export interface DispatchContext {
  readonly state: WorldState;
  /** Where attachments are found, e.g. `http://127.0.0.1:1234`; asked when needed, for the server listens later. */
  readonly origin: () => string;
}

/** One function for each kind of event. */
export type Dispatchers<K extends WorldEvent['kind']> = {
  readonly [Each in K]: (context: DispatchContext, event: WorldEvent & { kind: Each }) => readonly Dispatch[];
};

type Addressing = Partial<Pick<Dispatch, 'channel' | 'onlyBotIds' | 'exceptBotId' | 'alwaysBotId' | 'bare'>>;

/** To every bot of the guild that asked for the intent. */
export function toGuild(
  name: string,
  guildId: string | null,
  intents: number,
  payload: JsonObject,
  more: Addressing = {},
): Dispatch {
  // Written out: spreading into objects of changing shape cost a third of a delivery.
  return {
    name,
    intents,
    guildId,
    channel: more.channel ?? null,
    onlyBotIds: more.onlyBotIds ?? null,
    exceptBotId: more.exceptBotId ?? null,
    alwaysBotId: more.alwaysBotId ?? null,
    payload,
    bare: more.bare ?? null,
  };
}

/** To every bot that sees the channel; in a direct message to the bot who takes part. */
export function toChannel(
  name: string,
  channel: ChannelRecord,
  intents: { guild: number; direct: number },
  payload: JsonObject,
  bare: Dispatch['bare'] = null,
): Dispatch {
  return channel.guildId === null
    ? toGuild(name, null, intents.direct, payload, { onlyBotIds: channel.recipientIds })
    : toGuild(name, channel.guildId, intents.guild, payload, { channel, bare });
}

/** `channel_id` and, in a guild, `guild_id`. */
export function placeOf(channel: Pick<ChannelRecord, 'id' | 'guildId'>): JsonObject {
  return channel.guildId === null
    ? { channel_id: channel.id }
    : { channel_id: channel.id, guild_id: channel.guildId };
}

export const MESSAGE_INTENTS = { guild: Intent.guildMessages, direct: Intent.directMessages };
export const REACTION_INTENTS = {
  guild: Intent.guildMessageReactions,
  direct: Intent.directMessageReactions,
};
export const TYPING_INTENTS = { guild: Intent.guildMessageTyping, direct: Intent.directMessageTyping };
