/** Discord's own scheduled events of a guild and who is interested. */
import type { ScheduledEventRecord } from './world-records.ts';
import { WorldError, type WorldState } from './world-state.ts';

export interface NewScheduledEvent {
  name: string;
  creatorId: string;
  startsAt: Date;
  endsAt?: Date | null;
  entityType?: ScheduledEventRecord['entityType'];
  description?: string | null;
  channelId?: string | null;
  location?: string | null;
  image?: string | null;
  recurrenceRule?: ScheduledEventRecord['recurrenceRule'];
}

export type ScheduledEventChanges = Partial<
  Pick<
    ScheduledEventRecord,
    | 'name'
    | 'description'
    | 'entityType'
    | 'channelId'
    | 'location'
    | 'image'
    | 'startsAt'
    | 'endsAt'
    | 'status'
    | 'recurrenceRule'
  >
>;

export class WorldScheduledEvents {
  private readonly state: WorldState;

  constructor(state: WorldState) {
    this.state = state;
  }

  create(guildId: string, given: NewScheduledEvent): ScheduledEventRecord {
    const event: ScheduledEventRecord = {
      id: this.state.ids.next(),
      guildId,
      creatorId: given.creatorId,
      name: given.name,
      description: given.description ?? null,
      entityType: given.entityType ?? 3,
      channelId: given.channelId ?? null,
      location: given.location ?? null,
      image: given.image ?? null,
      startsAt: given.startsAt,
      endsAt: given.endsAt ?? null,
      status: 1,
      recurrenceRule: given.recurrenceRule ?? null,
      interestedIds: new Set(),
    };
    this.state.guild(guildId).scheduledEvents.set(event.id, event);
    this.state.emit({ kind: 'eventCreate', event });
    return event;
  }

  update(guildId: string, eventId: string, changes: ScheduledEventChanges): ScheduledEventRecord {
    const event = this.get(guildId, eventId);
    Object.assign(event, changes);
    this.state.emit({ kind: 'eventUpdate', event });
    return event;
  }

  /**
   * What is held elsewhere begins and ends by itself, at the latest when somebody looks; in a channel somebody begins it.
   * Source: https://discord.com/developers/docs/resources/guild-scheduled-event#guild-scheduled-event-status-update-automation
   */
  settle(guildId: string): void {
    const now = this.state.now();
    for (const event of this.state.guild(guildId).scheduledEvents.values()) {
      if (event.entityType !== 3) continue;
      if (event.status === 1 && event.startsAt <= now) this.update(guildId, event.id, { status: 2 });
      if (event.status === 2 && event.endsAt && event.endsAt <= now)
        this.update(guildId, event.id, { status: 3 });
    }
  }

  delete(guildId: string, eventId: string): void {
    const event = this.get(guildId, eventId);
    this.state.guild(guildId).scheduledEvents.delete(eventId);
    this.state.emit({ kind: 'eventDelete', event });
  }

  /** Somebody presses "interested" (or takes it back). @returns false when nothing changed. */
  setInterested(guildId: string, eventId: string, userId: string, interested: boolean): boolean {
    const event = this.get(guildId, eventId);
    if (event.interestedIds.has(userId) === interested) return false;
    if (interested) event.interestedIds.add(userId);
    else event.interestedIds.delete(userId);
    this.state.record({
      kind: interested ? 'eventInterest' : 'eventInterestRemove',
      guildId,
      channelId: event.channelId,
      userId,
      byBot: this.state.user(userId).bot,
      subjectId: eventId,
    });
    this.state.emit({ kind: interested ? 'eventUserAdd' : 'eventUserRemove', event, userId });
    return true;
  }

  private get(guildId: string, eventId: string): ScheduledEventRecord {
    const event = this.state.guild(guildId).scheduledEvents.get(eventId);
    if (!event) throw new WorldError(`The guild has no scheduled event ${eventId}.`);
    return event;
  }
}
