/** REST routes of Discord's own scheduled events. */
import { ChannelKind, Permission } from './api-codes.ts';
import { isObject } from './payload-form.ts';
import { guildPermissions, has } from './permissions.ts';
import { caller, guildOf, type GuildPlace, queryNumber, requireGuildPermission } from './rest-access.ts';
import { DiscordError, invalidField, refusal } from './rest-errors.ts';
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
  const { state } = world;
  router.add('GET', EVENTS, (call) => {
    const { guild } = guildOf(state, call);
    return ok([...guild.scheduledEvents.values()].map((event) => rendered(world, call, event)));
  });
  router.add('POST', EVENTS, (call) => createEvent(world, call), { limit: { calls: 5, windowMs: 60_000 } });
  router.add('GET', EVENT, (call) => ok(rendered(world, call, eventOf(call, guildOf(state, call)))));
  router.add('PATCH', EVENT, (call) => changeEvent(world, call));
  router.add('DELETE', EVENT, (call) => {
    const place = guildOf(state, call);
    const event = eventOf(call, place);
    requireOverEvent(world, call, place, event);
    world.scheduledEvents.delete(place.guild.id, event.id);
    return noContent;
  });
  router.add('GET', `${EVENT}/users`, (call) => listInterested(world, call));
}

function createEvent(world: World, call: RestCall): RestReply {
  const place = guildOf(world.state, call);
  requireGuildPermission(world.state, place, Permission.createEvents);
  const open = [...place.guild.scheduledEvents.values()].filter(({ status }) => status <= 2);
  if (open.length >= MAX_OPEN) throw refusal('tooManyEvents');
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
  return ok(rendered(world, call, world.scheduledEvents.create(place.guild.id, event)));
}

function changeEvent(world: World, call: RestCall): RestReply {
  const place = guildOf(world.state, call);
  const event = eventOf(call, place);
  requireOverEvent(world, call, place, event);
  const body = bodyObject(call);
  if (event.status > 2) throw new DiscordError(400, 180_000, 'Cannot update a finished event');
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
  return ok(rendered(world, call, world.scheduledEvents.update(place.guild.id, event.id, changes)));
}

function readEvent(body: JsonObject) {
  const metadata = isObject(body.entity_metadata) ? body.entity_metadata : {};
  return given({
    description: readTextOrNull(body, 'description', 1_000),
    endsAt: readInstant(body, 'scheduled_end_time'),
    channelId: readId(body, 'channel_id'),
    location: readText(metadata, 'location', { min: 1, max: 100 }),
    recurrenceRule: isObject(body.recurrence_rule) ? toRule(body.recurrence_rule) : undefined,
  });
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
  const place = guildOf(world.state, call);
  const event = eventOf(call, place);
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

/** Its creator with Create Events, or whoever manages events. @throws DiscordError 50013 */
function requireOverEvent(
  world: World,
  call: RestCall,
  place: GuildPlace,
  event: ScheduledEventRecord,
): void {
  const permissions = guildPermissions(place.guild, place.self, world.state.now());
  const owns = event.creatorId === caller(call).botId && has(permissions, Permission.createEvents);
  if (!owns && !has(permissions, Permission.manageEvents)) throw refusal('missingPermissions');
}

/** @throws DiscordError 10070 */
function eventOf(call: RestCall, place: GuildPlace): ScheduledEventRecord {
  const event = place.guild.scheduledEvents.get(param(call, 'guild_scheduled_event_id'));
  if (!event) throw refusal('unknownScheduledEvent');
  return event;
}

function rendered(world: World, call: RestCall, event: ScheduledEventRecord): JsonObject {
  const withCount = call.query.get('with_user_count') === 'true';
  return renderScheduledEvent(event, world.state.users.get(event.creatorId) ?? null, withCount);
}
