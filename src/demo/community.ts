/** CodeHaven · 编程港, a bilingual community of programmers, on the local Discord: its people, who comes and goes, channels, roles, bots. */
import { invitePermissions } from '../discord/permissions.ts';
import { PermissionFlagsBits } from 'discord.js';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { nameMaker } from './community-names.ts';
import {
  createPlaces,
  createRoles,
  type Place,
  type Roles,
  TALK_TOPICS,
  type Topic,
} from './community-places.ts';
import { Random } from './random.ts';
import type { Script } from './script.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './story-time.ts';

/** One time of being a member, Unix milliseconds; `to` null = to the end of the story. */
export interface Stay {
  readonly from: number;
  readonly to: number | null;
}

export interface Resident {
  readonly userId: string;
  readonly name: string;
  readonly locale: 'en-US' | 'zh-CN';
  /** How much they write, against others; lurkers are near 0. */
  readonly talkativeness: number;
  /** Hours their day lies behind Shanghai's. */
  readonly behindHours: number;
  /** Where they mostly write. */
  readonly topics: readonly Topic[];
  /** In order. A first one that begins before the story: they were there all along. None: whether they ever come is up to the acts. */
  readonly stays: readonly Stay[];
}

/** The people with a part of their own in the story. They stay to its end. */
export interface Cast {
  readonly owner: Resident;
  readonly staff: Resident;
  /** Looks after the paid tiers. */
  readonly treasurer: Resident;
  /** Members without rights: one reads Chinese, one English. */
  readonly xiaoman: Resident;
  readonly maya: Resident;
  /** Will ask not to be counted any more. */
  readonly noah: Resident;
  /** Will ask to be forgotten. */
  readonly orange: Resident;
  /** Make courses: one writes English, one Chinese. */
  readonly leo: Resident;
  readonly mo: Resident;
  /** Learns, and has no tier at first. */
  readonly theo: Resident;
  /** Is no member when the story begins. */
  readonly guest: Resident;
}

export interface Community {
  readonly sandbox: Sandbox;
  readonly guildId: string;
  readonly botId: string;
  /** The bot's own role. */
  readonly botRoleId: string;
  readonly token: string;
  readonly places: Readonly<Record<Place, string>>;
  readonly roles: Roles;
  readonly cast: Cast;
  /** Everybody who is human and a member at some time, the cast included. */
  readonly residents: readonly Resident[];
  /** Other bots, and webhooks with the channel they write into. */
  readonly machines: {
    readonly music: string;
    readonly ci: string;
    readonly github: { readonly id: string; readonly userId: string };
  };
}

const FOUNDED_MS = Date.parse('2024-03-08T02:00:00Z');

export function createCommunity(sandbox: Sandbox, script: Script): Community {
  const random = new Random(`${script.seed}/community`);
  const { people, guilds, channels, state } = sandbox.world;
  const at = new Date(FOUNDED_MS);
  const residents = new Residents(sandbox, script, random);
  const cast: Cast = {
    owner: residents.actor('Ada Chen', 'en-US', 1.2),
    staff: residents.actor('苏晴 Qing', 'zh-CN', 1.8),
    treasurer: residents.actor('老白 Bai', 'zh-CN', 1),
    xiaoman: residents.actor('小满同学', 'zh-CN', 2.2),
    maya: residents.actor('Maya Lin', 'en-US', 2.2),
    noah: residents.actor('Noah Fisher', 'en-US', 2),
    orange: residents.actor('橘子汽水', 'zh-CN', 2),
    leo: residents.actor('Leo Hart', 'en-US', 1),
    mo: residents.actor('林墨 Mo', 'zh-CN', 1),
    theo: residents.actor('Theo Park', 'en-US', 1),
    guest: residents.outsider('Iris Lang', 'en-US'),
  };
  residents.addFounders(script.founders - Object.keys(cast).length);
  residents.addNewcomers(script.newcomers);

  const guild = guilds.create({
    name: 'CodeHaven · 编程港',
    ownerId: cast.owner.userId,
    preferredLocale: 'zh-CN',
    at,
  });
  const guildId = guild.id;
  const roles = createRoles(sandbox, guildId);
  residents.moveIn(guildId, roles, cast);
  const bot = people.createApplication({ name: 'Steward 群管家', ownerId: cast.owner.userId });
  guilds.addBot(guildId, bot, invitePermissions, { joinedAt: new Date(script.from) });
  const botRoleId = state.member(guildId, bot.botId).roles[0] ?? guildId;
  const places = createPlaces(sandbox, guildId, roles, botRoleId, at);
  const machine = (username: string): string => {
    const { id } = people.createUser({ username, bot: true, at });
    people.join(guildId, id, { silently: true, joinedAt: at });
    return id;
  };
  const webhook = channels.createWebhook(places.backend, { name: 'GitHub', creatorId: cast.owner.userId });
  const community: Community = {
    sandbox,
    guildId,
    botId: bot.botId,
    botRoleId,
    token: bot.token,
    places,
    roles,
    cast,
    residents: residents.all,
    machines: {
      music: machine('MusicBox'),
      ci: machine('CI Robot'),
      github: { id: webhook.id, userId: people.createUser({ username: 'GitHub', bot: true, at }).id },
    },
  };
  // The setting itself is nothing that happened.
  state.ledger.length = 0;
  return community;
}

/** How much those write who only read: once in a long while. */
export const LURKER = 0.0004;
const LOUDEST = 9;
/** Every so many hold the role of the paid tier when the story begins. */
const PAYING_EVERY = 5;

/** What the owner may do, for those who help them. */
const STAFF_PERMISSIONS = PermissionFlagsBits.ManageMessages | PermissionFlagsBits.ModerateMembers;

class Residents {
  readonly all: Resident[] = [];
  private readonly sandbox: Sandbox;
  private readonly script: Script;
  private readonly random: Random;
  private readonly names: ReturnType<typeof nameMaker>;

  constructor(sandbox: Sandbox, script: Script, random: Random) {
    this.sandbox = sandbox;
    this.script = script;
    this.random = random;
    this.names = nameMaker(random);
  }

  actor(name: string, locale: Resident['locale'], talkativeness: number): Resident {
    return this.add({
      name,
      locale,
      talkativeness,
      behindHours: 0,
      stays: [{ from: this.before(), to: null }],
    });
  }

  outsider(name: string, locale: Resident['locale']): Resident {
    return this.add({ name, locale, talkativeness: LURKER, behindHours: 0, stays: [] });
  }

  /** Members who are there when the story begins; some of them leave, and few of those return. */
  addFounders(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const from = this.before();
      this.addSomebody(
        this.random.chance(0.07) ? this.leaving(from, this.script.from) : [{ from, to: null }],
      );
    }
  }

  /** Members who join during the story, more of them towards its end. */
  addNewcomers(count: number): void {
    const { from, to } = this.script;
    for (let index = 0; index < count; index += 1) {
      const joined = this.wakingMinute(from + (to - from) * this.random.next() ** 0.7 * 0.985);
      this.addSomebody(this.random.chance(0.2) ? this.leaving(joined, joined) : [{ from: joined, to: null }]);
    }
  }

  /** Those who were there all along become members; the others join when their time comes. */
  moveIn(guildId: string, roles: Roles, cast: Cast): void {
    const { people, guilds } = this.sandbox.world;
    guilds.updateRole(guildId, roles.staff, { permissions: STAFF_PERMISSIONS });
    const actors = castIds({ cast });
    for (const [index, { userId, stays }] of this.all.entries()) {
      const from = stays[0]?.from ?? Infinity;
      if (from >= this.script.from || userId === cast.owner.userId) continue;
      const own = userId === cast.staff.userId ? [roles.staff] : [];
      const isPaying = index % PAYING_EVERY === 0 && !actors.has(userId);
      const pro = isPaying ? [roles.member] : [];
      const mentor = this.random.chance(0.04) ? [roles.mentor] : [];
      people.join(guildId, userId, {
        silently: true,
        joinedAt: new Date(from),
        roles: [...own, ...mentor, ...pro],
      });
    }
  }

  private addSomebody(stays: readonly Stay[]): void {
    const { random } = this;
    const isChinese = random.chance(0.56);
    this.add({
      name: isChinese ? this.names.zh() : this.names.en(),
      locale: isChinese ? 'zh-CN' : 'en-US',
      // Few write much and many little; about one in five only reads.
      talkativeness: random.chance(0.22) ? LURKER : Math.min(LOUDEST, Math.exp(random.normal() * 2 - 0.8)),
      behindHours: isChinese || random.chance(0.35) ? 0 : random.pick([3, 6, 7, 12]),
      stays,
    });
  }

  private add(given: Omit<Resident, 'userId' | 'topics'>): Resident {
    const at = new Date(
      FOUNDED_MS - this.random.between(30, 1_500) * DAY_MS - this.random.between(0, 86_399) * 1_000,
    );
    const handle = /^[\w ]+$/.test(given.name) ? given.name.toLowerCase().replaceAll(' ', '.') : given.name;
    const { id } = this.sandbox.world.people.createUser({
      username: handle,
      globalName: given.name,
      locale: given.locale,
      at,
    });
    const resident = {
      ...given,
      userId: id,
      topics: this.random.some(TALK_TOPICS, this.random.between(2, 4)),
    };
    this.all.push(resident);
    return resident;
  }

  /** A stay that ends within the story, and sometimes a second one. */
  private leaving(from: number, earliest: number): Stay[] {
    const { to: end } = this.script;
    const left = this.wakingMinute(earliest + (end - earliest) * (0.1 + 0.8 * this.random.next()));
    if (left <= from + HOUR_MS || left >= end - HOUR_MS) return [{ from, to: null }];
    const back = this.wakingMinute(left + this.random.between(1, 6) * DAY_MS);
    if (back <= left || back >= end - HOUR_MS || this.random.chance(0.7)) return [{ from, to: left }];
    return [
      { from, to: left },
      { from: back, to: null },
    ];
  }

  /** A while before the story. */
  private before(): number {
    const range = this.script.from - FOUNDED_MS - 7 * DAY_MS;
    return FOUNDED_MS + Math.floor((range * Math.sqrt(this.random.next())) / MINUTE_MS) * MINUTE_MS;
  }

  /** A whole minute near `ms` at which people are awake in Shanghai: between 09:10 and 22:50. */
  private wakingMinute(ms: number): number {
    const dayStart = Math.floor((ms + 8 * HOUR_MS) / DAY_MS) * DAY_MS - 8 * HOUR_MS;
    return dayStart + 9 * HOUR_MS + this.random.between(10, 13 * 60 + 50) * MINUTE_MS;
  }
}

/** Everybody with a part of their own. */
export function castIds({ cast }: Pick<Community, 'cast'>): ReadonlySet<string> {
  return new Set(Object.values<Resident>({ ...cast }).map(({ userId }) => userId));
}

/** Whether they are a member from `from` to `to`, without a break. */
export function isThere(resident: Resident, from: number, to: number): boolean {
  return resident.stays.some((stay) => stay.from < from && (stay.to === null || stay.to > to));
}
