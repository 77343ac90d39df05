/** REST routes of Discord's own scheduled events. */
import { createHash } from 'node:crypto';
import { ChannelKind, Permission } from './api-codes.ts';
import { isObject } from './payload-form.ts';
import { channelPermissions, guildPermissions, has } from './permissions.ts';
import { caller, guildOf, type GuildPlace, queryNumber } from './rest-access.ts';
import { type DiscordError, invalidField, refusal } from './rest-errors.ts';
import {
  given,
  needText,
  readChoice,
  readId,
  readInstant,
  readText,
  readTextOrNull,
  required,
} from './rest-fields.ts';
import {
  bodyObject,
  noContent,
  ok,
  param,
  type RestCall,
  type RestReply,
  type RestRouter,
} from './rest-router.ts';
import { renderScheduledEvent } from './shape-channel.ts';
import { renderMember, renderUser } from './shape-people.ts';
import type { World } from './world.ts';
import { compareIds } from './world-messages.ts';
import type { JsonObject, ScheduledEventRecord } from './world-records.ts';

const EVENTS = '/guilds/{guild_id}/scheduled-events';
const EVENT = `${EVENTS}/{guild_scheduled_event_id}`;
/** Scheduled and active ones together. */
const MAX_OPEN = 100;
const NAME = { min: 1, max: 100 };

export function addScheduledEventRoutes(router: RestRouter, world: World): void {
  router.add('GET', EVENTS, (call) => {
    const place = placeOf(world, call);
    const seen = [...place.guild.scheduledEvents.values()].filter((event) => sees(world, place, event));
    return ok(seen.map((event) => rendered(world, call, event)));
  });
  router.add('POST', EVENTS, (call) => createEvent(world, call), { limit: { calls: 5, windowMs: 60_000 } });
  router.add('GET', EVENT, (call) => ok(rendered(world, call, eventOf(world, call, placeOf(world, call)))));
  router.add('PATCH', EVENT, (call) => changeEvent(world, call));
  router.add('DELETE', EVENT, (call) => {
    const place = placeOf(world, call);
    const event = eventOf(world, call, place);
    requireOverEvent(world, call, place, event);
    world.scheduledEvents.delete(place.guild.id, event.id);
    return noContent;
  });
  router.add('GET', `${EVENT}/users`, (call) => listInterested(world, call));
}

function createEvent(world: World, call: RestCall): RestReply {
  const place = placeOf(world, call);
  const body = bodyObject(call);
  const event = {
    ...readEvent(body),
    name: needText(body, 'name', NAME),
    startsAt: readInstant(body, 'scheduled_start_time') ?? required('scheduled_start_time'),
    entityType: readChoice(body, 'entity_type', [1, 2, 3]) ?? required('entity_type'),
    creatorId: caller(call).botId,
  };
  if (readChoice(body, 'privacy_level', [2]) === undefined) required('privacy_level');
  if (event.startsAt <= world.state.now()) throw inThePast();
  assertWhole(place, event);
  requireAt(world, place, event, [Permission.createEvents]);
  const open = [...place.guild.scheduledEvents.values()].filter(({ status }) => status <= 2);
  if (open.length >= MAX_OPEN) throw refusal('tooManyEvents');
  return ok(rendered(world, call, world.scheduledEvents.create(place.guild.id, event)));
}

function changeEvent(world: World, call: RestCall): RestReply {
  const place = placeOf(world, call);
  const event = eventOf(world, call, place);
  requireOverEvent(world, call, place, event);
  const body = bodyObject(call);
  if (event.status > 2) throw refusal('finishedEvent');
  const startsAt = readInstant(body, 'scheduled_start_time');
  const changes = given({
    ...readEvent(body),
    name: readText(body, 'name', NAME),
    startsAt: startsAt ?? undefined,
    entityType: readChoice(body, 'entity_type', [1, 2, 3]),
    status: readChoice(body, 'status', [1, 2, 3, 4]),
  });
  if (changes.startsAt && event.status === 1 && changes.startsAt <= world.state.now()) throw inThePast();
  assertStatus(event.status, changes.status);
  assertWhole(place, { ...event, ...changes });
  requireOverEvent(world, call, place, { ...event, ...changes });
  return ok(rendered(world, call, world.scheduledEvents.update(place.guild.id, event.id, changes)));
}

function readEvent(body: JsonObject) {
  const metadata = isObject(body.entity_metadata) ? body.entity_metadata : {};
  return given({
    description: readTextOrNull(body, 'description', 1_000),
    endsAt: readInstant(body, 'scheduled_end_time'),
    channelId: readId(body, 'channel_id'),
    location: readText(metadata, 'location', { min: 1, max: 100 }),
    image: readImage(body.image),
    recurrenceRule: isObject(body.recurrence_rule) ? toRule(body.recurrence_rule) : undefined,
  });
}

/** Of a picture only its hash is kept. @throws DiscordError 50035 for what is no picture as Discord takes it. */
function readImage(image: unknown): string | null | undefined {
  if (image === undefined || image === null) return image;
  if (typeof image !== 'string' || !/^data:image\/(?:png|jpeg|gif);base64,[\w+/]+=*$/.test(image))
    throw invalidField('image', 'BASE_TYPE_BAD_IMAGE', 'Invalid image data');
  return createHash('md5').update(image).digest('hex');
}

/** As Discord gives a rule back: every field there. */
function toRule(rule: JsonObject): JsonObject {
  const parts = ['by_weekday', 'by_n_weekday', 'by_month', 'by_month_day', 'by_year_day', 'end', 'count'];
  return {
    ...Object.fromEntries(parts.map((part) => [part, null])),
    ...rule,
  };
}

interface WholeEvent {
  entityType: number;
  startsAt: Date;
  endsAt?: Date | null;
  channelId?: string | null;
  location?: string | null;
}

/** What belongs together: somewhere else needs a place and an end, in voice a channel. @throws DiscordError 50035 */
function assertWhole(place: GuildPlace, event: WholeEvent): void {
  if (event.endsAt && event.endsAt <= event.startsAt) {
    throw invalidField(
      'scheduled_end_time',
      'GUILD_SCHEDULED_EVENT_END_DATE_BEFORE_START_DATE',
      'Cannot schedule event to end before it starts.',
    );
  }
  if (event.entityType === 3) {
    if (!event.endsAt) required('scheduled_end_time');
    if (!event.location) required('entity_metadata');
    return;
  }
  const channel = place.guild.channels.get(event.channelId ?? '');
  const wanted = event.entityType === 1 ? ChannelKind.stage : ChannelKind.voice;
  if (!channel) required('channel_id');
  if (channel.type !== wanted) throw refusal('invalidChannelType');
}

const NEXT_STATUS: Readonly<Record<number, readonly number[]>> = { 1: [1, 2, 4], 2: [2, 3] };

function assertStatus(from: number, to: number | undefined): void {
  if (to === undefined || NEXT_STATUS[from]?.includes(to)) return;
  throw invalidField('status', 'GUILD_SCHEDULED_EVENT_INVALID_STATUS', 'Invalid status transition.');
}

function inThePast(): DiscordError {
  return invalidField(
    'scheduled_start_time',
    'GUILD_SCHEDULED_EVENT_SCHEDULE_PAST',
    'Cannot schedule event in the past.',
  );
}

function listInterested(world: World, call: RestCall): RestReply {
  const place = placeOf(world, call);
  const event = eventOf(world, call, place);
  const limit = queryNumber(call, 'limit', { min: 1, max: 100, fallback: 100 });
  const after = call.query.get('after') ?? '0';
  const withMember = call.query.get('with_member') === 'true';
  const ids = [...event.interestedIds].filter((id) => compareIds(id, after) > 0).toSorted(compareIds);
  return ok(
    ids.slice(0, limit).map((userId) => {
      const member = place.guild.members.get(userId);
      return {
        guild_scheduled_event_id: event.id,
        user_id: userId,
        user: renderUser(world.state.user(userId)),
        ...(withMember && member ? { member: renderMember(member) } : {}),
        response: 1,
      };
    }),
  );
}

/** The path's guild, with its events as they are at this moment. */
function placeOf(world: World, call: RestCall): GuildPlace {
  const place = guildOf(world.state, call);
  world.scheduledEvents.settle(place.guild.id);
  return place;
}

interface EventPlace {
  readonly entityType: ScheduledEventRecord['entityType'];
  readonly channelId?: string | null;
}

/** What the bot may do where the event is held: in its channel, else in the guild. */
function permissionsAt({ state }: World, { guild, self }: GuildPlace, event: EventPlace): bigint {
  const channel = event.entityType === 3 ? undefined : guild.channels.get(event.channelId ?? '');
  return channel
    ? channelPermissions(guild, channel, self, state.now())
    : guildPermissions(guild, self, state.now());
}

function sees(world: World, place: GuildPlace, event: EventPlace): boolean {
  return event.entityType === 3 || has(permissionsAt(world, place, event), Permission.viewChannel);
}

/** Beside one on events, by where it is held: a stage, a voice channel, elsewhere. Source: https://discord.com/developers/docs/resources/guild-scheduled-event#guild-scheduled-event-permissions-requirements */
const NEEDED_AT: Readonly<Record<ScheduledEventRecord['entityType'], bigint>> = {
  1: Permission.manageChannels | Permission.muteMembers | Permission.moveMembers,
  2: Permission.viewChannel | Permission.connect,
  3: 0n,
};

/** @param oneOf one of these suffices. @throws DiscordError 50013 */
function requireAt(world: World, place: GuildPlace, event: EventPlace, oneOf: readonly bigint[]): void {
  const permissions = permissionsAt(world, place, event);
  const may = oneOf.some((permission) => has(permissions, permission));
  if (!may || !has(permissions, NEEDED_AT[event.entityType])) throw refusal('missingPermissions');
}

/** Its creator with Create Events, or whoever manages events. @throws DiscordError 50013 */
function requireOverEvent(
  world: World,
  call: RestCall,
  place: GuildPlace,
  event: ScheduledEventRecord,
): void {
  const owns = event.creatorId === caller(call).botId;
  const either = [Permission.manageEvents, ...(owns ? [Permission.createEvents] : [])];
  requireAt(world, place, event, either);
}

/** @throws DiscordError 10070 */
function eventOf(world: World, call: RestCall, place: GuildPlace): ScheduledEventRecord {
  const event = place.guild.scheduledEvents.get(param(call, 'guild_scheduled_event_id'));
  if (!event || !sees(world, place, event)) throw refusal('unknownScheduledEvent');
  return event;
}

function rendered(world: World, call: RestCall, event: ScheduledEventRecord): JsonObject {
  const withCount = call.query.get('with_user_count') === 'true';
  return renderScheduledEvent(event, world.state.users.get(event.creatorId) ?? null, withCount);
}
