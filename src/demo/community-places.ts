/** The channels and roles of CodeHaven · 编程港. */
import { PermissionFlagsBits } from 'discord.js';
import { ChannelKind } from '../sandbox/api-codes.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Text channels in which the talk of a topic takes place. */
export const TALK_TOPICS = [
  'general',
  'typescript',
  'python',
  'rust',
  'frontend',
  'backend',
  'llm',
  'leetcode',
  'courses',
  'careers',
] as const;
export type Topic = (typeof TALK_TOPICS)[number];

export type Place =
  | Topic
  | 'announcements'
  | 'introductions'
  | 'forum'
  | 'study'
  | 'talks'
  | 'lounge'
  | 'reports'
  | 'staff'
  | 'playground';

interface Plan {
  readonly category: string;
  readonly channels: readonly {
    place: Place;
    name: string;
    type?: number;
    /** `read`: only staff write there. `staff`: only staff see it. `paid`: only staff and who holds a paid tier. */
    closed?: 'read' | 'staff' | 'paid';
  }[];
}

const PLAN: readonly Plan[] = [
  {
    category: '⚓ 港口 · HARBOUR',
    channels: [
      { place: 'announcements', name: '📣-公告-announcements', closed: 'read' },
      { place: 'introductions', name: '👋-自我介绍-introductions' },
      { place: 'general', name: '💬-闲聊-general' },
      { place: 'lounge', name: '💎-会员-lounge', closed: 'paid' },
    ],
  },
  {
    category: '💻 编程 · CODE',
    channels: [
      { place: 'typescript', name: '💬-typescript-求助' },
      { place: 'python', name: '🐍-python-互助' },
      { place: 'rust', name: '🦀-rust-研习' },
      { place: 'frontend', name: '🎨-前端-frontend' },
      { place: 'backend', name: '🧱-后端-backend' },
      { place: 'llm', name: '🤖-大模型-llm' },
      { place: 'leetcode', name: '🧩-每日一题-leetcode' },
    ],
  },
  {
    category: '🎓 学习 · LEARN',
    channels: [
      { place: 'courses', name: '🎓-课程讨论-courses' },
      { place: 'forum', name: '❓-问答-questions', type: ChannelKind.forum },
      { place: 'careers', name: '💼-求职-careers' },
    ],
  },
  {
    category: '🔊 语音 · VOICE',
    channels: [
      { place: 'study', name: '📖 自习室 Study hall', type: ChannelKind.voice },
      { place: 'talks', name: '🎙️ 周五分享 Friday talks', type: ChannelKind.voice },
    ],
  },
  {
    category: '🛠️ 管理 · STAFF',
    channels: [
      { place: 'reports', name: '📊-周报-reports', closed: 'read' },
      { place: 'staff', name: '🛡️-管理-staff', closed: 'staff' },
      { place: 'playground', name: '🕹️-机器人-playground' },
    ],
  },
];

export interface Roles {
  readonly staff: string;
  readonly treasurer: string;
  readonly mentor: string;
  /** Who reviews courses. */
  readonly reviewer: string;
  /** Of the two paid tiers; until the story's first day they are handed out by hand. */
  readonly gold: string;
  readonly member: string;
}

export function createRoles(sandbox: Sandbox, guildId: string): Roles {
  const { guilds } = sandbox.world;
  // Each new role stands just above @everyone, so the highest comes first.
  const role = (name: string, color: number) => guilds.createRole(guildId, { name, color, hoist: true }).id;
  return {
    staff: role('管理员 Staff', 0xe6_7e_22),
    treasurer: role('财务 Treasurer', 0x9b_59_b6),
    mentor: role('讲师 Mentor', 0x2e_cc_71),
    reviewer: role('审核 Reviewer', 0x1a_bc_9c),
    gold: role('黄金 Gold', 0xf1_c4_0f),
    member: role('会员 Pro', 0x34_98_db),
  };
}

/** Builds the channels; `botRoleId` sees and writes everywhere. */
export function createPlaces(
  sandbox: Sandbox,
  guildId: string,
  roles: Roles,
  botRoleId: string,
  at: Date,
): Record<Place, string> {
  const { channels, guilds } = sandbox.world;
  const { ViewChannel, SendMessages } = PermissionFlagsBits;
  const found: Partial<Record<Place, string>> = {};
  for (const [position, { category, channels: planned }] of PLAN.entries()) {
    const parentId = channels.create(guildId, {
      name: category,
      type: ChannelKind.category,
      position,
      at,
    }).id;
    for (const { place, name, type = ChannelKind.text, closed } of planned) {
      const { id } = channels.create(guildId, { name, type, parentId, at });
      found[place] = id;
      if (!closed) continue;
      const bit = closed === 'read' ? SendMessages : ViewChannel;
      const paying = closed === 'paid' ? [roles.gold, roles.member] : [];
      // The role of @everyone has the id of the guild.
      channels.setOverwrite(id, { id: guildId, type: 0, allow: 0n, deny: bit });
      for (const roleId of [roles.staff, roles.treasurer, botRoleId, ...paying])
        channels.setOverwrite(id, { id: roleId, type: 0, allow: bit, deny: 0n });
    }
  }
  const places = found as Record<Place, string>;
  guilds.update(guildId, { systemChannelId: places.general });
  return places;
}
