/** `ScheduledEvents` on discord.js: its REST, and what the gateway told of channels and permissions. */
import {
  ChannelType,
  DiscordAPIError,
  GuildScheduledEventEntityType,
  GuildScheduledEventPrivacyLevel,
  GuildScheduledEventStatus,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import type { APIGuildScheduledEvent, Client, PermissionsString } from 'discord.js';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { EVENT_PERMISSION } from './permissions.ts';
import type { EventPlace, ScheduledEventPlan, ScheduledEvents } from './scheduled-events.ts';

/** Scheduled and running ones together. Source: https://discord.com/developers/docs/resources/guild-scheduled-event#create-guild-scheduled-event */
const MOST_OPEN = 100;

/** What an event needs of the bot at its place. Source: https://discord.com/developers/docs/resources/guild-scheduled-event#guild-scheduled-event-permissions-requirements */
const NEEDED: Readonly<Record<EventPlace['kind'], readonly PermissionsString[]>> = {
  voice: [EVENT_PERMISSION, 'ViewChannel', 'Connect'],
  stage: [EVENT_PERMISSION, 'ViewChannel', 'ManageChannels', 'MuteMembers', 'MoveMembers'],
  elsewhere: [EVENT_PERMISSION],
};

/** Discord's code for "Cannot update a finished event"; discord.js has no name for it. */
const FINISHED_EVENT = 180_000;

/** @param current the client that is logged in; null before the first log-in. */
export function discordScheduledEvents(current: () => Client | null): ScheduledEvents {
  function missing(guildId: string, place: EventPlace): string[] {
    const guild = current()?.guilds.cache.get(guildId);
    const me = guild?.members.me;
    if (!guild || !me) return [];
    const channel = place.kind === 'elsewhere' ? null : guild.channels.cache.get(place.channelId);
    const granted = channel ? channel.permissionsFor(me) : me.permissions;
    return NEEDED[place.kind].filter((name) => !granted.has(PermissionFlagsBits[name]));
  }

  /** From memory, since a request in vain counts against the bot. @throws Refusal `scheduled-events.place`, `scheduled-events.permissions`. */
  function assertMay(guildId: string, place: EventPlace): void {
    const channelId = channelOf(place);
    if (channelId !== null) {
      const channel = current()?.guilds.cache.get(guildId)?.channels.cache.get(channelId);
      const wanted = place.kind === 'voice' ? ChannelType.GuildVoice : ChannelType.GuildStageVoice;
      if (channel?.type !== wanted) throw new Refusal('scheduled-events.place', { channelId });
    }
    const lacks = missing(guildId, place);
    if (lacks.length > 0) throw new Refusal('scheduled-events.permissions', { channelId, missing: lacks });
  }

  /** Turns Discord's refusals into ours; everything else is Discord's fault. @param plan what was to be made, if anything. */
  async function asking<T>(
    guildId: string,
    plan: ScheduledEventPlan | null,
    act: (client: Client<true>) => Promise<T>,
  ): Promise<T> {
    const client = current();
    if (!client?.isReady()) throw new UpstreamError('discord', 'not connected to Discord');
    if (plan) assertMay(guildId, plan.place);
    try {
      return await act(client);
    } catch (error) {
      const place = plan?.place ?? { kind: 'elsewhere', name: '' };
      throw refusalOf(error, plan, place, missing(guildId, place));
    }
  }

  /** As `asking`; 'gone' where there is no such event. */
  function changing<A extends 'done' | 'running' | 'over'>(
    guildId: string,
    plan: ScheduledEventPlan | null,
    act: (client: Client<true>) => Promise<A>,
  ): Promise<A | 'gone'> {
    return asking(guildId, plan, async (client): Promise<A | 'gone'> => {
      try {
        return await act(client);
      } catch (error) {
        if (codeOf(error) === RESTJSONErrorCodes.UnknownGuildScheduledEvent) return 'gone';
        throw error;
      }
    });
  }

  return {
    missing,
    create: (guildId, plan) =>
      asking(guildId, plan, async ({ rest }) => {
        const made = (await rest.post(Routes.guildScheduledEvents(guildId), {
          body: bodyOf(plan),
        })) as APIGuildScheduledEvent;
        return { eventId: made.id };
      }),
    change: (guildId, eventId, plan) =>
      changing(guildId, plan, async ({ rest }) => {
        try {
          await rest.patch(Routes.guildScheduledEvent(guildId, eventId), { body: bodyOf(plan) });
          return 'done';
        } catch (error) {
          if (codeOf(error) === FINISHED_EVENT) return 'over';
          throw error;
        }
      }),
    start: (guildId, eventId) =>
      changing(guildId, null, async ({ rest }) => {
        const route = Routes.guildScheduledEvent(guildId, eventId);
        const { status } = (await rest.get(route)) as APIGuildScheduledEvent;
        if (status === GuildScheduledEventStatus.Active) return 'running';
        if (status !== GuildScheduledEventStatus.Scheduled) return 'over';
        await rest.patch(route, { body: { status: GuildScheduledEventStatus.Active } });
        return 'done';
      }),
    cancel: (guildId, eventId) =>
      changing(guildId, null, async ({ rest }) => {
        const route = Routes.guildScheduledEvent(guildId, eventId);
        const { status } = (await rest.get(route)) as APIGuildScheduledEvent;
        const end = ENDED_AS[status];
        if (end) await rest.patch(route, { body: { status: end } });
        return 'done';
      }),
    delete: (guildId, eventId) =>
      changing(guildId, null, async ({ rest }) => {
        await rest.delete(Routes.guildScheduledEvent(guildId, eventId));
        return 'done';
      }),
    find: (guildId, name, startsAt) =>
      asking(guildId, null, async ({ rest, user }) => {
        const all = (await rest.get(Routes.guildScheduledEvents(guildId))) as APIGuildScheduledEvent[];
        const found = all.find(
          (event) =>
            event.creator_id === user.id &&
            event.name === name &&
            new Date(event.scheduled_start_time).getTime() === startsAt.getTime() &&
            ENDED_AS[event.status] !== undefined,
        );
        return found?.id ?? null;
      }),
  };
}

/** What an event that is not over becomes when it is ended. */
const ENDED_AS: Readonly<Partial<Record<GuildScheduledEventStatus, GuildScheduledEventStatus>>> = {
  [GuildScheduledEventStatus.Scheduled]: GuildScheduledEventStatus.Canceled,
  [GuildScheduledEventStatus.Active]: GuildScheduledEventStatus.Completed,
};

/** Everything is said each time, so that a change leaves nothing of what was. */
function bodyOf({ name, description, startsAt, endsAt, place, image }: ScheduledEventPlan) {
  return {
    name,
    description: description === '' ? null : description,
    scheduled_start_time: startsAt.toISOString(),
    scheduled_end_time: endsAt?.toISOString() ?? null,
    privacy_level: GuildScheduledEventPrivacyLevel.GuildOnly,
    ...placeOf(place),
    ...(image ? { image: `data:${image.type};base64,${image.data.toString('base64')}` } : {}),
  };
}

/** null: in no channel. */
function channelOf(place: EventPlace): string | null {
  return place.kind === 'elsewhere' ? null : place.channelId;
}

function placeOf(place: EventPlace) {
  if (place.kind === 'elsewhere')
    return {
      entity_type: GuildScheduledEventEntityType.External,
      channel_id: null,
      entity_metadata: { location: place.name },
    };
  const { StageInstance, Voice } = GuildScheduledEventEntityType;
  return {
    entity_type: place.kind === 'stage' ? StageInstance : Voice,
    channel_id: place.channelId,
    entity_metadata: null,
  };
}

function refusalOf(
  error: unknown,
  plan: ScheduledEventPlan | null,
  place: EventPlace,
  missing: readonly string[],
): Error {
  const channelId = channelOf(place);
  switch (codeOf(error)) {
    case RESTJSONErrorCodes.MaximumNumberOfUncompletedGuildScheduledEventsReached:
      return new Refusal('scheduled-events.too-many', { most: MOST_OPEN });
    case RESTJSONErrorCodes.UnknownChannel:
      if (channelId !== null) return new Refusal('scheduled-events.place', { channelId });
      break;
    case RESTJSONErrorCodes.MissingAccess:
    case RESTJSONErrorCodes.MissingPermissions:
    case RESTJSONErrorCodes.TwoFactorAuthenticationIsRequired:
      // Where memory sees none, it is behind: any of them may be the one.
      return new Refusal('scheduled-events.permissions', {
        channelId,
        missing: missing.length > 0 ? missing : NEEDED[place.kind],
      });
  }
  if (plan && isAboutStart(error)) return new Refusal('scheduled-events.past', { startsAt: plan.startsAt });
  return new UpstreamError('discord', 'Discord did not carry out a request about an event', { cause: error });
}

function codeOf(error: unknown): number | string | null {
  return error instanceof DiscordAPIError ? error.code : null;
}

/** A start that is over has no code of its own, only a complaint about its field. */
function isAboutStart(error: unknown): boolean {
  if (codeOf(error) !== RESTJSONErrorCodes.InvalidFormBodyOrContentType) return false;
  const raw: object = (error as DiscordAPIError).rawError;
  if (!('errors' in raw) || typeof raw.errors !== 'object' || raw.errors === null) return false;
  return 'scheduled_start_time' in raw.errors;
}
