/** INTERACTION_CREATE as Discord sends it to a bot, and the `resolved` people, roles, channels and files it refers to. Pure. */
import { ChannelKind } from './api-codes.ts';
import type { InteractionRecord } from './interactions-hub.ts';
import { FILE_BYTES } from './payload-message.ts';
import { channelPermissions } from './permissions.ts';
import { renderChannel, renderDirectChannel } from './shape-channel.ts';
import { isActive, renderEntitlement } from './shape-entitlement.ts';
import { renderAttachment, renderMessage } from './shape-message.ts';
import { renderBareMember, renderMember, renderRole, renderUser } from './shape-people.ts';
import type {
  AttachmentRecord,
  ChannelRecord,
  EntitlementRecord,
  JsonObject,
  MemberRecord,
} from './world-records.ts';
import type { WorldState } from './world-state.ts';

export function toInteractionJson(state: WorldState, record: InteractionRecord, origin: string): JsonObject {
  const channel = state.channel(record.channelId);
  const user = state.user(record.userId);
  const entitlements = entitlementsOf(state, record);
  return {
    id: record.id,
    application_id: record.applicationId,
    type: record.type,
    token: record.token,
    version: 1,
    data: record.data,
    channel_id: channel.id,
    locale: user.locale,
    entitlements: entitlements.map(renderEntitlement),
    entitlement_sku_ids: entitlements.map(({ skuId }) => skuId),
    authorizing_integration_owners: { '0': record.guildId ?? '0' },
    context: record.guildId === null ? 1 : 0,
    attachment_size_limit: FILE_BYTES,
    ...(record.source ? { message: renderMessage(state, record.source, origin) } : {}),
    ...(record.guildId === null
      ? directPlace(state, channel, record)
      : guildPlace(state, record.guildId, channel, record)),
  };
}

/** What counts now for the person and for the place: their own, and the guild's. */
function entitlementsOf(state: WorldState, record: InteractionRecord): EntitlementRecord[] {
  return [...state.entitlements.values()].filter(
    (one) =>
      one.applicationId === record.applicationId &&
      (one.userId === record.userId || (one.guildId !== null && one.guildId === record.guildId)) &&
      isActive(one, state.now()),
  );
}

function guildPlace(
  state: WorldState,
  guildId: string,
  channel: ChannelRecord,
  record: InteractionRecord,
): JsonObject {
  const guild = state.guild(guildId);
  const member = state.member(guildId, record.userId);
  const { botId } = state.application(record.applicationId);
  const permissions = permissionText(state, channel, member);
  return {
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.preferredLocale, features: guild.features },
    guild_locale: guild.preferredLocale,
    app_permissions: permissionText(state, channel, state.member(guildId, botId)),
    channel: { ...renderChannel(channel), permissions },
    member: { ...renderMember(member), permissions },
  };
}

function directPlace(state: WorldState, channel: ChannelRecord, record: InteractionRecord): JsonObject {
  const { botId } = state.application(record.applicationId);
  return {
    user: renderUser(state.user(record.userId)),
    channel: renderDirectChannel(channel, botId, (id) => state.user(id)),
    // What an app may do in a direct message. Source: https://docs.discord.com/developers/interactions/receiving-and-responding
    app_permissions: '442368',
  };
}

function permissionText(state: WorldState, channel: ChannelRecord, member: MemberRecord): string {
  return channelPermissions(state.guild(member.guildId), channel, member, state.now()).toString();
}

/** What an interaction's values refer to, by kind. */
export interface References {
  readonly userIds?: readonly string[];
  readonly roleIds?: readonly string[];
  readonly channelIds?: readonly string[];
  readonly attachments?: readonly AttachmentRecord[];
  readonly messageIds?: readonly string[];
}

/** The `resolved` part; undefined when nothing is referred to. `readerId` is whose permissions channels show. */
export function toResolved(
  state: WorldState,
  place: { guildId: string; readerId: string; origin: string },
  references: References,
): JsonObject | undefined {
  const guild = state.guild(place.guildId);
  const { userIds = [], roleIds = [], channelIds = [], attachments = [], messageIds = [] } = references;
  const parts: JsonObject = {};
  const members = userIds.flatMap((id) => guild.members.get(id) ?? []);
  if (userIds.length > 0) {
    parts['users'] = byId(userIds, (id) => renderUser(state.user(id)));
    const shown = members.map((member) => [member.user.id, toResolvedMember(state, member)] as const);
    if (shown.length > 0) parts['members'] = Object.fromEntries(shown);
  }
  if (roleIds.length > 0) {
    const roles = roleIds.flatMap((id) => guild.roles.get(id) ?? []);
    parts['roles'] = Object.fromEntries(roles.map((role) => [role.id, renderRole(role)]));
  }
  if (channelIds.length > 0) {
    const reader = state.member(place.guildId, place.readerId);
    parts['channels'] = byId(channelIds, (id) => toResolvedChannel(state, state.channel(id), reader));
  }
  if (attachments.length > 0) {
    const from = { origin: place.origin, now: state.now() };
    const shown = attachments.map((file) => [file.id, renderAttachment(file, from, true)] as const);
    parts['attachments'] = Object.fromEntries(shown);
  }
  if (messageIds.length > 0) {
    parts['messages'] = byId(messageIds, (id) => renderMessage(state, state.message(id), place.origin));
  }
  return Object.keys(parts).length === 0 ? undefined : parts;
}

function byId(ids: readonly string[], render: (id: string) => JsonObject): JsonObject {
  return Object.fromEntries(ids.map((id) => [id, render(id)]));
}

function toResolvedMember(state: WorldState, member: MemberRecord): JsonObject {
  const guild = state.guild(member.guildId);
  const anyChannel = [...guild.channels.values()].find((channel) => channel.type === ChannelKind.text);
  const permissions = anyChannel ? permissionText(state, anyChannel, member) : '0';
  const shown = Object.entries(renderBareMember(member)).filter(([key]) => key !== 'deaf' && key !== 'mute');
  return { ...Object.fromEntries(shown), permissions };
}

function toResolvedChannel(state: WorldState, channel: ChannelRecord, reader: MemberRecord): JsonObject {
  const json = renderChannel(channel);
  const kept = ['id', 'name', 'type', 'parent_id', 'thread_metadata'].flatMap((key) =>
    key in json ? [[key, json[key]] as const] : [],
  );
  return { ...Object.fromEntries(kept), permissions: permissionText(state, channel, reader) };
}
