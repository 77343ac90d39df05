import { beforeEach, describe, expect, it } from 'vitest';
import { StoppedClock } from '../../src/kernel/clock.ts';
import { ALL_PERMISSIONS, ChannelKind, Permission } from '../../src/sandbox/api-codes.ts';
import {
  channelPermissions,
  guildPermissions,
  has,
  outranksMember,
  outranksRole,
} from '../../src/sandbox/permissions.ts';
import { World } from '../../src/sandbox/world.ts';
import type {
  ChannelRecord,
  GuildRecord,
  MemberRecord,
  RoleRecord,
} from '../../src/sandbox/world-records.ts';

const clock = new StoppedClock('2026-03-02T08:00:00Z');
const {
  viewChannel,
  sendMessages,
  manageRoles,
  administrator,
  attachFiles,
  manageThreads,
  sendMessagesInThreads,
  connect,
  speak,
} = Permission;

let world: World;
let guild: GuildRecord;
let channel: ChannelRecord;
let ann: MemberRecord;
let owner: MemberRecord;
let helper: RoleRecord;
let silent: RoleRecord;

beforeEach(() => {
  world = new World(clock);
  guild = world.guilds.create({
    name: 'Programmers',
    ownerId: world.people.createUser({ username: 'olga' }).id,
    everyone: viewChannel | sendMessages | attachFiles | sendMessagesInThreads | connect | speak,
  });
  channel = world.channels.create(guild.id, { name: 'general' });
  silent = world.guilds.createRole(guild.id, { name: 'silent' });
  helper = world.guilds.createRole(guild.id, { name: 'helper', permissions: manageRoles, position: 2 });
  ann = world.people.join(guild.id, world.people.createUser({ username: 'ann' }).id);
  owner = world.state.member(guild.id, guild.ownerId);
});

const inChannel = (member = ann, place = channel): bigint =>
  channelPermissions(guild, place, member, clock.now());
const overwrite = (id: string, allow: bigint, deny: bigint, type: 0 | 1 = 0, place = channel): void =>
  world.channels.setOverwrite(place.id, { id, type, allow, deny });

describe('in the guild', () => {
  it('the permissions of all roles add up', () => {
    expect(has(guildPermissions(guild, ann, clock.now()), manageRoles)).toBe(false);
    world.people.addRole(guild.id, ann.user.id, helper.id);
    expect(has(guildPermissions(guild, ann, clock.now()), manageRoles | sendMessages)).toBe(true);
  });

  it('owner and administrators may everything, also where they are denied', () => {
    overwrite(guild.id, 0n, viewChannel);
    expect(inChannel(owner)).toBe(ALL_PERMISSIONS);
    const admin = world.guilds.createRole(guild.id, { name: 'admin', permissions: administrator });
    world.people.addRole(guild.id, ann.user.id, admin.id);
    expect(inChannel()).toBe(ALL_PERMISSIONS);
  });

  it('somebody in time-out may look and read only, until it is over', () => {
    world.people.updateMember(guild.id, ann.user.id, { timedOutUntil: new Date('2026-03-02T09:00:00Z') });
    expect(inChannel()).toBe(viewChannel);
    expect(has(channelPermissions(guild, channel, ann, new Date('2026-03-02T09:00:00Z')), sendMessages)).toBe(
      true,
    );
  });
});

describe('in a channel', () => {
  it.each<[string, () => void, boolean]>([
    ['as in the guild when nothing is said', () => {}, true],
    ['not when denied to everyone', () => overwrite(guild.id, 0n, sendMessages), false],
    [
      'when denied to everyone but allowed to a role',
      () => {
        overwrite(guild.id, 0n, sendMessages);
        overwrite(helper.id, sendMessages, 0n);
      },
      true,
    ],
    [
      'when one role denies and another allows',
      () => {
        overwrite(silent.id, 0n, sendMessages);
        overwrite(helper.id, sendMessages, 0n);
      },
      true,
    ],
    [
      'not when allowed to the role but denied to the person',
      () => {
        overwrite(helper.id, sendMessages, 0n);
        overwrite(ann.user.id, 0n, sendMessages, 1);
      },
      false,
    ],
    ['not at all where it cannot be seen', () => overwrite(guild.id, 0n, viewChannel), false],
  ])('a member may write: %s', (_, arrange, expected) => {
    world.people.addRole(guild.id, ann.user.id, helper.id);
    world.people.addRole(guild.id, ann.user.id, silent.id);
    arrange();
    expect(has(inChannel(), sendMessages)).toBe(expected);
  });

  it('whoever may not write may not attach either', () => {
    overwrite(guild.id, 0n, sendMessages);
    expect(has(inChannel(), viewChannel)).toBe(true);
    expect(has(inChannel(), attachFiles)).toBe(false);
  });

  it('whoever may not connect may not speak', () => {
    const voice = world.channels.create(guild.id, { name: 'talk', type: ChannelKind.voice });
    expect(has(inChannel(ann, voice), speak)).toBe(true);
    overwrite(guild.id, 0n, connect, 0, voice);
    expect(has(inChannel(ann, voice), speak)).toBe(false);
  });
});

describe('in a thread', () => {
  it('what the channel says holds, with a right of its own to write', () => {
    const thread = world.threads.create({ channelId: channel.id, name: 't', ownerId: owner.user.id });
    overwrite(guild.id, 0n, sendMessages);
    expect(has(inChannel(ann, thread), sendMessagesInThreads | viewChannel)).toBe(true);
    overwrite(guild.id, 0n, viewChannel);
    expect(inChannel(ann, thread)).toBe(0n);
  });

  it('a private one is seen by those in it and those who manage threads', () => {
    const thread = world.threads.create({
      channelId: channel.id,
      name: 't',
      ownerId: owner.user.id,
      isPrivate: true,
    });
    expect(inChannel(ann, thread)).toBe(0n);
    world.threads.addMember(thread.id, ann.user.id);
    expect(has(inChannel(ann, thread), viewChannel)).toBe(true);
    world.threads.removeMember(thread.id, ann.user.id);
    overwrite(guild.id, manageThreads, 0n);
    expect(has(inChannel(ann, thread), viewChannel)).toBe(true);
  });
});

describe('the order of roles', () => {
  it('lets one act upon lower roles and members only, and the owner upon all', () => {
    world.people.addRole(guild.id, ann.user.id, helper.id);
    expect(outranksRole(guild, ann, silent)).toBe(true);
    expect(outranksRole(guild, ann, helper)).toBe(false);
    expect(outranksRole(guild, owner, helper)).toBe(true);
    const bob = world.people.join(guild.id, world.people.createUser({ username: 'bob' }).id);
    expect(outranksMember(guild, ann, bob)).toBe(true);
    world.people.addRole(guild.id, bob.user.id, helper.id);
    expect(outranksMember(guild, ann, bob)).toBe(false);
    expect(outranksMember(guild, ann, owner)).toBe(false);
  });
});
