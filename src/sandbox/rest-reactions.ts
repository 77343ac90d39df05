/** REST routes of reactions. */
import { Permission } from './api-codes.ts';
import { caller, channelOf, messageOf, queryNumber, requirePermission } from './rest-access.ts';
import { refusal } from './rest-errors.ts';
import { noContent, ok, param, type RestCall, type RestReply, type RestRouter } from './rest-router.ts';
import { isUnicodeEmoji } from './payload-inputs.ts';
import { renderUser } from './shape-people.ts';
import type { World } from './world.ts';
import { compareIds } from './world-messages.ts';
import { emojiKey, parseEmoji, type EmojiRecord } from './world-records.ts';

const ALL = '/channels/{channel_id}/messages/{message_id}/reactions';
const OF_EMOJI = `${ALL}/{emoji_name}`;
const MAX_EMOJI = 20;
const LIMIT = { limit: { calls: 1, windowMs: 250 } };

export function addReactionRoutes(router: RestRouter, world: World): void {
  router.add('PUT', `${OF_EMOJI}/@me`, (call) => react(world, call), LIMIT);
  router.add('DELETE', `${OF_EMOJI}/@me`, (call) => takeBack(world, call, caller(call).botId), LIMIT);
  router.add(
    'DELETE',
    `${OF_EMOJI}/{user_id}`,
    (call) => takeBack(world, call, param(call, 'user_id')),
    LIMIT,
  );
  router.add('GET', OF_EMOJI, (call) => listReactors(world, call));
  router.add('DELETE', ALL, (call) => {
    const place = channelOf(world.state, call);
    const message = messageOf(world.state, call, place);
    requirePermission(place, Permission.manageMessages);
    world.reactions.removeAll(message.id);
    return noContent;
  });
  router.add('DELETE', OF_EMOJI, (call) => {
    const place = channelOf(world.state, call);
    const message = messageOf(world.state, call, place);
    requirePermission(place, Permission.manageMessages);
    world.reactions.removeEmoji(message.id, emojiOf(call));
    return noContent;
  });
}

function react(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  const message = messageOf(world.state, call, place);
  const emoji = emojiOf(call);
  requirePermission(place, Permission.readMessageHistory);
  const known = message.reactions?.has(emojiKey(emoji)) ?? false;
  // Joining a reaction that is there needs no Add Reactions.
  if (!known) requirePermission(place, Permission.addReactions);
  if (!known && (message.reactions?.size ?? 0) >= MAX_EMOJI) throw refusal('maxReactions');
  if (place.channel.thread?.archived) throw refusal('archivedThread');
  world.reactions.add(message.id, caller(call).botId, emoji);
  return noContent;
}

function takeBack(world: World, call: RestCall, userId: string): RestReply {
  const place = channelOf(world.state, call);
  const message = messageOf(world.state, call, place);
  if (userId !== caller(call).botId) requirePermission(place, Permission.manageMessages);
  world.reactions.remove(message.id, userId, emojiOf(call));
  return noContent;
}

function listReactors(world: World, call: RestCall): RestReply {
  const place = channelOf(world.state, call);
  const message = messageOf(world.state, call, place);
  const limit = queryNumber(call, 'limit', { min: 1, max: 100, fallback: 25 });
  const after = call.query.get('after') ?? '0';
  const reactors = [...(message.reactions?.get(emojiKey(emojiOf(call)))?.userIds ?? [])];
  return ok(
    reactors
      .filter((id) => compareIds(id, after) > 0)
      .toSorted(compareIds)
      .slice(0, limit)
      .map((id) => renderUser(world.state.user(id))),
  );
}

/** @throws DiscordError 10014 */
function emojiOf(call: RestCall): EmojiRecord {
  const emoji = parseEmoji(param(call, 'emoji_name'));
  if (emoji.id === null && !isUnicodeEmoji(emoji.name)) throw refusal('unknownEmoji');
  return emoji;
}
