/**
 * The truth of the local Discord: what exists, what can happen to it, and what happened (`state.ledger`). Every mutation is synchronous
 * and tells the listeners at once. It checks no permission: REST and the driver do, before they call.
 */
import type { Clock } from '../kernel/clock.ts';
import { MessageKind } from './api-codes.ts';
import { WorldChannels } from './world-channels.ts';
import { WorldEntitlements } from './world-entitlements.ts';
import type { WorldListener } from './world-events.ts';
import { WorldGuilds } from './world-guilds.ts';
import { WorldInvites } from './world-invites.ts';
import { WorldMessages } from './world-messages.ts';
import { WorldPeople } from './world-people.ts';
import type { MemberRecord } from './world-records.ts';
import { WorldReactions } from './world-reactions.ts';
import { WorldScheduledEvents } from './world-scheduled-events.ts';
import { WorldState } from './world-state.ts';
import { WorldThreads } from './world-threads.ts';
import { WorldVoice } from './world-voice.ts';

export class World {
  /** The tables (`state.guilds`, `state.channels`, …), lookups that throw (`state.guild(id)`), ids, ledger. */
  readonly state: WorldState;
  readonly people: WorldPeople;
  readonly guilds: WorldGuilds;
  readonly channels: WorldChannels;
  readonly invites: WorldInvites;
  readonly messages: WorldMessages;
  readonly threads: WorldThreads;
  readonly reactions: WorldReactions;
  readonly voice: WorldVoice;
  readonly scheduledEvents: WorldScheduledEvents;
  readonly entitlements: WorldEntitlements;

  constructor(clock: Clock) {
    this.state = new WorldState(clock);
    this.people = new WorldPeople(this.state);
    this.guilds = new WorldGuilds(this.state, this.people);
    this.channels = new WorldChannels(this.state);
    this.invites = new WorldInvites(this.state, this.people);
    this.messages = new WorldMessages(this.state);
    this.threads = new WorldThreads(this.state, this.messages);
    this.reactions = new WorldReactions(this.state);
    this.voice = new WorldVoice(this.state);
    this.scheduledEvents = new WorldScheduledEvents(this.state);
    this.entitlements = new WorldEntitlements(this.state);
    this.people.welcome = (member) => this.announceArrival(member);
  }

  /** The line "X joined" that Discord itself writes where a guild has a channel for such lines. */
  private announceArrival(member: MemberRecord): void {
    const { systemChannelId } = this.state.guild(member.guildId);
    if (systemChannelId === null) return;
    this.messages.create({
      channelId: systemChannelId,
      authorId: member.user.id,
      type: MessageKind.memberJoin,
    });
  }

  /** @returns a function that ends the listening. */
  on(listener: WorldListener): () => void {
    return this.state.on(listener);
  }
}
