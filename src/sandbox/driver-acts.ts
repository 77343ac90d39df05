/** What a person does without a bot: writes, reacts, starts threads, talks, leaves. Checked against what they may do there. */
import { ChannelKind, Permission } from './api-codes.ts';
import { assertMay, assertSees, DriverError, nameOf, permissionsOf, type Viewer } from './driver-seen.ts';
import { type GivenFile, toAttachmentRecord } from './driver-values.ts';
import { textLength } from './payload-form.ts';
import { has } from './permissions.ts';
import type { World } from './world.ts';
import { type ChannelRecord, emojiKey, type MessageRecord, parseEmoji } from './world-records.ts';

/** A message by its id or anything that carries it. */
export type MessageLike = string | { readonly id: string };

export interface SayOptions {
  readonly replyTo?: MessageLike;
  readonly files?: readonly GivenFile[];
}

export interface PostOptions {
  readonly name: string;
  readonly content: string;
  /** Ids or names of the forum's tags. */
  readonly tags?: readonly string[];
}

export function idOf(message: MessageLike): string {
  return typeof message === 'string' ? message : message.id;
}

/** Writes a message. @throws DriverError when the person may not write there, or what they answer is not there */
export function say(
  world: World,
  viewer: Viewer,
  channelId: string,
  content: string,
  options: SayOptions = {},
): MessageRecord {
  const { state } = world;
  const channel = assertMayWrite(world, viewer, channelId);
  const files = options.files ?? [];
  if (files.length > 0) assertMay(state, viewer, channelId, 'attachFiles');
  assertWords(content, files.length > 0);
  const answered = options.replyTo === undefined ? null : assertSees(state, viewer, idOf(options.replyTo));
  if (answered !== null && answered.channelId !== channelId) {
    throw new DriverError('An answer stands in the channel of the message it answers.');
  }
  const permissions = permissionsOf(state, viewer, channel);
  return world.messages.create({
    channelId,
    authorId: viewer.userId,
    content,
    attachments: files.map((file) => toAttachmentRecord(state, channelId, file)),
    mentionEveryone: has(permissions, Permission.mentionEveryone) && /@(?:everyone|here)\b/.test(content),
    reference:
      answered === null ? null : { type: 0, channelId, messageId: answered.id, guildId: channel.guildId },
  });
}

function assertMayWrite(world: World, viewer: Viewer, channelId: string): ChannelRecord {
  const channel = assertMay(world.state, viewer, channelId);
  const { thread } = channel;
  if (
    channel.type === ChannelKind.forum ||
    channel.type === ChannelKind.media ||
    channel.type === ChannelKind.category
  ) {
    throw new DriverError(`Nobody can write into #${channel.name} itself; a forum takes posts.`);
  }
  assertMay(world.state, viewer, channelId, thread === null ? 'sendMessages' : 'sendMessagesInThreads');
  const manages = has(permissionsOf(world.state, viewer, channel), Permission.manageThreads);
  if (thread?.locked === true && (thread.archived || !manages)) {
    throw new DriverError(`The thread "${channel.name}" is locked.`);
  }
  return channel;
}

function assertWords(content: string, hasFiles: boolean): void {
  if (content.trim() === '' && !hasFiles) throw new DriverError('A message needs words or a file.');
  if (textLength(content) > 2000) throw new DriverError('A message has 2,000 characters at most.');
}

export function edit(world: World, viewer: Viewer, message: MessageLike, content: string): MessageRecord {
  const present = assertSees(world.state, viewer, idOf(message));
  if (present.author.id !== viewer.userId) {
    throw new DriverError(`${nameOf(world.state, viewer.userId)} can edit only their own messages.`);
  }
  assertWords(content, present.attachments.length > 0);
  return world.messages.edit(present.id, { content });
}

/** Deletes an own message, or another's with Manage Messages; an ephemeral one is dismissed. */
export function remove(world: World, viewer: Viewer, message: MessageLike): void {
  const present = assertSees(world.state, viewer, idOf(message));
  const isOwn = present.author.id === viewer.userId || present.ephemeralTo === viewer.userId;
  if (!isOwn) assertMay(world.state, viewer, present.channelId, 'manageMessages');
  world.messages.delete(present.id);
}

/** @returns false when the person had reacted so already */
export function react(world: World, viewer: Viewer, message: MessageLike, emoji: string): boolean {
  const present = assertSees(world.state, viewer, idOf(message));
  if (present.ephemeralTo !== null) throw new DriverError('Nobody can react to an ephemeral answer.');
  const isNew = present.reactions?.has(emojiKey(parseEmoji(emoji))) !== true;
  // To join a reaction that is there takes no permission.
  if (isNew) assertMay(world.state, viewer, present.channelId, 'addReactions');
  return world.reactions.add(present.id, viewer.userId, emoji);
}

/** Opens a thread on a message, or without one in a channel. */
export function openThread(
  world: World,
  viewer: Viewer,
  place: { channelId: string; message?: MessageLike; isPrivate?: boolean },
  name: string,
): ChannelRecord {
  const isPrivate = place.isPrivate === true;
  assertMay(world.state, viewer, place.channelId, isPrivate ? 'createPrivateThreads' : 'createPublicThreads');
  const starter = place.message === undefined ? null : assertSees(world.state, viewer, idOf(place.message));
  if (starter?.threadId) throw new DriverError('That message has a thread already.');
  return world.threads.create({
    channelId: place.channelId,
    name,
    ownerId: viewer.userId,
    isPrivate,
    ...(starter === null ? {} : { messageId: starter.id }),
  });
}

/** Threads of the channel that the person sees in the list: those that are not archived. */
export function threadsSeen(world: World, viewer: Viewer, channelId: string): ChannelRecord[] {
  assertMay(world.state, viewer, channelId);
  return [...world.state.guild(viewer.guildId).threads.values()].filter(
    (thread) =>
      thread.parentId === channelId &&
      thread.thread?.archived === false &&
      has(permissionsOf(world.state, viewer, thread), Permission.viewChannel),
  );
}

/** Leaves a thread; a private one is out of sight then. */
export function leaveThread(world: World, viewer: Viewer, threadId: string): void {
  assertMay(world.state, viewer, threadId);
  world.threads.removeMember(threadId, viewer.userId);
}

/** Starts a post in a forum: a thread with its first message. */
export function post(world: World, viewer: Viewer, forumId: string, options: PostOptions): ChannelRecord {
  const forum = assertMay(world.state, viewer, forumId, 'sendMessages');
  if (forum.type !== ChannelKind.forum && forum.type !== ChannelKind.media) {
    throw new DriverError(`#${forum.name} is no forum.`);
  }
  assertWords(options.content, false);
  const appliedTags = (options.tags ?? []).map((tag) => {
    const found = forum.availableTags.find(({ id, name }) => id === tag || name === tag);
    if (found === undefined) throw new DriverError(`#${forum.name} has no tag "${tag}".`);
    return found.id;
  });
  const thread = world.threads.create({
    channelId: forumId,
    name: options.name,
    ownerId: viewer.userId,
    appliedTags,
  });
  world.messages.create({
    id: thread.id,
    channelId: thread.id,
    authorId: viewer.userId,
    content: options.content,
  });
  return thread;
}

export function joinVoice(world: World, viewer: Viewer, channelId: string): void {
  const channel = assertMay(world.state, viewer, channelId, 'connect');
  if (channel.type !== ChannelKind.voice && channel.type !== ChannelKind.stage) {
    throw new DriverError(`#${channel.name} is no voice channel.`);
  }
  world.voice.set(viewer.guildId, viewer.userId, channelId);
}
