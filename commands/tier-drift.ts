/** /tier drift and /tier repair: where roles differ from the ledger, and putting them right after showing what would change. */
import { ButtonStyle, ComponentType } from 'discord.js';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import type { Reply } from '../src/discord/reply.ts';
import { failedRoles, roleProgress } from '../src/roles/roles.ts';
import { findDrift, reconcileRoles } from '../src/tiers/tiers.ts';
import type { Repair, TierDrift } from '../src/tiers/tiers.ts';
import type { App } from '../src/app.ts';

const COLOUR = { fine: 0x57f287, differs: 0xfee75c };
/** Lines shown of each kind; the rest is counted. */
const MOST_LINES = 8;

export const drift = action({
  access: 'staff',
  options: {},
  run: async (app, call) => driftReply(app, call, await findDrift(app, call.guildId)),
});

export const repair = action({
  access: 'tier-admin',
  options: {},
  run: async (app, call) => dryRun(call, await findDrift(app, call.guildId)),
});

/** The button below the dry run. */
export const repairApply = component({
  name: 'tier.repair',
  access: 'tier-admin',
  updates: true,
  async run(app, call) {
    const repaired = await reconcileRoles(app, call.guildId, 'remove');
    return { update: await progressReply(app, call, call.at, repaired) };
  },
});

/** The button below the progress; its arguments are when it began, in milliseconds, and how many were wished. */
export const repairRefresh = component({
  name: 'tier.repair-refresh',
  access: 'tier-admin',
  updates: true,
  async run(app, call, { args }) {
    const [sinceMs, given, taken] = [numberArg(args[0]), numberArg(args[1]), numberArg(args[2])];
    return { update: await progressReply(app, call, new Date(sinceMs), { given, taken }) };
  },
});

function driftReply(app: App, call: Call, found: TierDrift): Reply {
  const { tierDrift } = call.words;
  const { withoutRole, surplus, unknown, openEnded, obstacles, progress } = found;
  const nameOf = (tierId: number): string =>
    app.tiers.find(call.guildId, tierId)?.names[call.locale] ?? String(tierId);
  const sections = [
    ...(found.isComparable ? [] : [[tierDrift.incomparable]]),
    ...(obstacles.length > 0
      ? [[tierDrift.obstacles, ...obstacles.map((each) => tierDrift.obstacle(each))]]
      : []),
    listed(call, withoutRole, tierDrift.withoutRole, lackLine(call), tierDrift.itself),
    listed(call, surplus, tierDrift.surplus, holdLine(call), tierDrift.itself),
    listed(call, unknown, tierDrift.unknown, holdLine(call), tierDrift.askFirst),
    listed(
      call,
      openEnded,
      tierDrift.openEnded,
      ({ userId, tierId }) => tierDrift.endless({ userId, name: nameOf(tierId) }),
      tierDrift.endlessHint,
    ),
  ].filter((section) => section.length > 0);
  const isFine = sections.length === 0;
  const onTheirWay = [
    ...(progress.open > 0 ? [tierDrift.open({ count: progress.open, lagMs: progress.lagMs })] : []),
    ...progress.failed.map((each) => tierDrift.failed(each)),
  ];
  const description = [...(isFine ? [[tierDrift.fine]] : sections), onTheirWay].map((section) =>
    section.join('\n'),
  );
  return {
    embeds: [
      {
        title: tierDrift.title,
        description: description.filter(Boolean).join('\n\n'),
        color: isFine ? COLOUR.fine : COLOUR.differs,
      },
    ],
  };
}

/** Head, the first few lines, how many more, and what to do; nothing for an empty list. */
function listed<T>(
  { words }: Call,
  all: readonly T[],
  head: (facts: { count: number }) => string,
  line: (one: T) => string,
  hint: string,
): string[] {
  if (all.length === 0) return [];
  const more = all.length - MOST_LINES;
  return [
    head({ count: all.length }),
    ...all.slice(0, MOST_LINES).map(line),
    ...(more > 0 ? [words.tierDrift.more({ count: more })] : []),
    hint,
  ];
}

type Drifted = TierDrift['unknown'][number];

function lackLine({ words }: Call) {
  return ({ userId, missing }: Drifted) => words.tierDrift.lacks({ userId, roleId: missing! });
}

function holdLine({ words }: Call) {
  return ({ userId, surplus }: Drifted) => words.tierDrift.holds({ userId, roleIds: surplus });
}

function dryRun(call: Call, found: TierDrift): Reply {
  const words = call.words.tierDrift;
  const { withoutRole, surplus, unknown, obstacles } = found;
  const stuck = new Set(obstacles.map(({ roleId }) => roleId));
  const give = withoutRole.filter(({ missing }) => !stuck.has(missing!)).length;
  const take = [...surplus, ...unknown]
    .flatMap((one) => one.surplus)
    .filter((roleId) => !stuck.has(roleId)).length;
  const sections = [
    ...(found.isComparable ? [] : [[words.incomparable]]),
    ...(obstacles.length > 0 ? [[words.obstacles, ...obstacles.map((each) => words.obstacle(each))]] : []),
    listed(call, withoutRole, words.withoutRole, lackLine(call), ''),
    listed(call, surplus, words.surplus, holdLine(call), ''),
    listed(call, unknown, words.unknown, holdLine(call), ''),
    give + take > 0 ? [words.repair.would({ give, take })] : [words.repair.nothing],
    ...(unknown.length > 0 ? [[words.repair.unknownToo({ count: unknown.length })]] : []),
  ];
  return {
    embeds: [
      {
        title: words.repairTitle,
        description: sections
          .map((section) => section.filter(Boolean).join('\n'))
          .filter(Boolean)
          .join('\n\n'),
        color: give + take > 0 ? COLOUR.differs : COLOUR.fine,
      },
    ],
    components:
      give + take > 0 ? [button(ButtonStyle.Danger, words.repair.apply, componentId('tier.repair'))] : [],
  };
}

/** What became of the wishes since the repair began; the reasons of the first few that were refused. */
async function progressReply(app: App, call: Call, since: Date, repaired: Repair): Promise<Reply> {
  const words = call.words.tierDrift;
  const progress = await roleProgress(app, call.guildId, since);
  const refused = await failedRoles(app, call.guildId, since, MOST_LINES);
  const lines = [
    words.repair.begun(repaired),
    words.repair.progress(progress),
    ...progress.failed.map((each) => words.repair.failed(each)),
    ...refused.flatMap(({ userId, roleId, problem }) =>
      problem ? [words.repair.refused({ userId, roleId, problem })] : [],
    ),
  ];
  const refreshId = componentId('tier.repair-refresh', since.getTime(), repaired.given, repaired.taken);
  return {
    embeds: [
      {
        title: words.repairTitle,
        description: lines.join('\n'),
        color: progress.open > 0 ? COLOUR.differs : COLOUR.fine,
      },
    ],
    components: progress.open > 0 ? [button(ButtonStyle.Secondary, words.repair.refresh, refreshId)] : [],
  };
}

function button(style: ButtonStyle.Danger | ButtonStyle.Secondary, label: string, custom_id: string) {
  return {
    type: ComponentType.ActionRow as const,
    components: [{ type: ComponentType.Button as const, style, label, custom_id }],
  };
}
