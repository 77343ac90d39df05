/** Dispatches about messages, reactions and typing. */
import {
  type Dispatch,
  type DispatchContext,
  type Dispatchers,
  MESSAGE_INTENTS,
  placeOf,
  REACTION_INTENTS,
  toChannel,
  toGuild,
  TYPING_INTENTS,
} from './dispatch.ts';
import { renderEmoji, renderGatewayMessage, withoutContent } from './shape-message.ts';
import { renderMember } from './shape-people.ts';
import type { EmojiRecord, JsonObject, MessageRecord } from './world-records.ts';

export const messageDispatchers: Dispatchers<
  | 'messageCreate'
  | 'messageUpdate'
  | 'messageDelete'
  | 'messageDeleteBulk'
  | 'reactionAdd'
  | 'reactionRemove'
  | 'reactionRemoveAll'
  | 'reactionRemoveEmoji'
  | 'typingStart'
> = {
  messageCreate: (context, { message }) => written('MESSAGE_CREATE', context, message),
  messageUpdate: (context, { message }) => written('MESSAGE_UPDATE', context, message),
  messageDelete: ({ state }, { message }) => {
    // Nobody is told that an ephemeral answer went; only its application knew of it.
    if (message.ephemeralTo !== null) return [];
    const channel = state.channel(message.channelId);
    return [toChannel('MESSAGE_DELETE', channel, MESSAGE_INTENTS, { id: message.id, ...placeOf(channel) })];
  },
  messageDeleteBulk: (_, { channel, ids }) => [
    toChannel('MESSAGE_DELETE_BULK', channel, MESSAGE_INTENTS, { ids, ...placeOf(channel) }),
  ],
  reactionAdd: ({ state }, { message, userId, emoji }) => {
    const member = message.guildId === null ? undefined : state.guild(message.guildId).members.get(userId);
    return reaction(state, 'MESSAGE_REACTION_ADD', message, {
      ...reactionPayload(userId, emoji),
      burst_colors: [],
      message_author_id: message.author.id,
      ...(member ? { member: renderMember(member) } : {}),
    });
  },
  reactionRemove: ({ state }, { message, userId, emoji }) =>
    reaction(state, 'MESSAGE_REACTION_REMOVE', message, reactionPayload(userId, emoji)),
  reactionRemoveAll: ({ state }, { message }) => reaction(state, 'MESSAGE_REACTION_REMOVE_ALL', message, {}),
  reactionRemoveEmoji: ({ state }, { message, emoji }) =>
    reaction(state, 'MESSAGE_REACTION_REMOVE_EMOJI', message, { emoji: renderEmoji(emoji) }),
  typingStart: ({ state }, { channel, userId }) => {
    const member = channel.guildId === null ? undefined : state.guild(channel.guildId).members.get(userId);
    return [
      toChannel('TYPING_START', channel, TYPING_INTENTS, {
        ...placeOf(channel),
        user_id: userId,
        timestamp: Math.floor(state.now().getTime() / 1_000),
        ...(member ? { member: renderMember(member) } : {}),
      }),
    ];
  },
};

function written(name: string, context: DispatchContext, message: MessageRecord): readonly Dispatch[] {
  const payload = renderGatewayMessage(context.state, message, context.origin());
  if (message.ephemeralTo !== null) {
    // Only the application that answered; such a message names no guild and counts as a direct message.
    // Source: https://docs.discord.com/developers/events/gateway-events#message-create
    return [toGuild(name, null, MESSAGE_INTENTS.direct, payload, { onlyBotIds: [message.author.id] })];
  }
  const channel = context.state.channel(message.channelId);
  if (channel.guildId === null) return [toChannel(name, channel, MESSAGE_INTENTS, payload)];
  const fullForIds = [message.author.id, ...message.mentionIds];
  if (message.applicationId) fullForIds.push(message.applicationId);
  return [
    toChannel(name, channel, MESSAGE_INTENTS, payload, { payload: withoutContent(payload), fullForIds }),
  ];
}

function reaction(
  state: DispatchContext['state'],
  name: string,
  message: MessageRecord,
  payload: JsonObject,
): readonly Dispatch[] {
  const channel = state.channel(message.channelId);
  return [
    toChannel(name, channel, REACTION_INTENTS, { ...payload, message_id: message.id, ...placeOf(channel) }),
  ];
}

function reactionPayload(userId: string, emoji: EmojiRecord): JsonObject {
  return { user_id: userId, emoji: renderEmoji(emoji), burst: false, type: 0 };
}
