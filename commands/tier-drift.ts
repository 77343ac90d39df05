/** /tier drift and /tier repair: where roles differ from the ledger, and putting them right after showing what would change. */
import type { App } from '../src/app.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { shorten } from '../src/i18n/markup.ts';
import { failedRoles, roleProgress } from '../src/roles/roles.ts';
import { findDrift, reconcileRoles } from '../src/tiers/tiers.ts';
import type { Repair, TierDrift } from '../src/tiers/tiers.ts';
import { COLOUR, tierName } from './tier-words.ts';

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

/** The button below the dry run; its arguments are what it showed. Where more would change by now, that is shown first. */
export const repairApply = component({
  name: 'tier.repair',
  access: 'tier-admin',
  updates: true,
  async run(app, call, { args }) {
    const shown = { give: numberArg(args[0]), take: numberArg(args[1]), unknown: numberArg(args[2]) };
    const found = await findDrift(app, call.guildId);
    const { give, take, unknown } = planOf(found);
    if (give > shown.give || take > shown.take || unknown > shown.unknown)
      return { update: { content: call.words.tierDrift.repair.moreByNow, ...dryRun(call, found) } };
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
  const { openEnded, progress } = found;
  const { itself, askFirst } = tierDrift;
  const sections = [
    ...differences(call, found, { itself, askFirst }),
    listed(
      call,
      openEnded,
      tierDrift.openEnded,
      ({ userId, tierId }) => tierDrift.endless({ userId, name: tierName(app, call, tierId) }),
      tierDrift.endlessHint,
    ),
  ].filter((section) => section.length > 0);
  const isFine = sections.length === 0;
  const onTheirWay = [
    ...(progress.open > 0 ? [tierDrift.open({ count: progress.open, lagMs: progress.lagMs })] : []),
    ...progress.failed.map((each) => tierDrift.failed(each)),
  ];
  return {
    embeds: [
      {
        title: tierDrift.title,
        description: written([...(isFine ? [[tierDrift.fine]] : sections), onTheirWay]),
        color: isFine ? COLOUR.done : COLOUR.mend,
      },
    ],
  };
}

/** What roles are wrong and which cannot be managed; with hints what comes of it. */
function differences(
  call: Call,
  found: TierDrift,
  { itself, askFirst }: { readonly itself?: string; readonly askFirst?: string } = {},
): string[][] {
  const { tierDrift } = call.words;
  const { isComparable, withoutRole, surplus, unknown, obstacles } = found;
  const canMend = mendable(found);
  const rolesOf = ({ missing, surplus: held }: Drifted) => (missing === null ? held : [missing, ...held]);
  const hintOf = (all: readonly Drifted[], hint: string | undefined) =>
    all.flatMap(rolesOf).some(canMend) ? hint : undefined;
  const hasStuck = [...withoutRole, ...surplus, ...unknown]
    .flatMap(rolesOf)
    .some((roleId) => !canMend(roleId));
  const lacks = ({ userId, missing }: Drifted) => tierDrift.lacks({ userId, roleId: missing! });
  const holds = ({ userId, surplus: roleIds }: Drifted) => tierDrift.holds({ userId, roleIds });
  return [
    ...(isComparable ? [] : [[tierDrift.incomparable]]),
    listed(
      call,
      obstacles,
      () => tierDrift.obstacles,
      (each) => tierDrift.obstacle(each),
    ),
    listed(call, withoutRole, tierDrift.withoutRole, lacks, hintOf(withoutRole, itself)),
    listed(call, surplus, tierDrift.surplus, holds, hintOf(surplus, itself)),
    listed(call, unknown, tierDrift.unknown, holds, hintOf(unknown, askFirst)),
    hasStuck ? [tierDrift.stuck] : [],
  ];
}

type Drifted = TierDrift['unknown'][number];

/** Head, the first few lines, how many more, and what to do; nothing for an empty list. */
function listed<T>(
  { words }: Call,
  all: readonly T[],
  head: (facts: { count: number }) => string,
  line: (one: T) => string,
  hint?: string,
): string[] {
  if (all.length === 0) return [];
  const more = all.length - MOST_LINES;
  return [
    head({ count: all.length }),
    ...all.slice(0, MOST_LINES).map(line),
    ...(more > 0 ? [words.tierDrift.more({ count: more })] : []),
    ...(hint ? [hint] : []),
  ];
}

/** Tells of a role whether the bot can give and take it now. */
function mendable({ obstacles }: TierDrift): (roleId: string) => boolean {
  const stuck = new Set(obstacles.map(({ roleId }) => roleId));
  return (roleId) => !stuck.has(roleId);
}

/** How many roles a repair gives and takes, and how many people lose one whom the ledger never knew. */
function planOf(found: TierDrift) {
  const { withoutRole, surplus, unknown } = found;
  const canMend = mendable(found);
  const taken = [...surplus, ...unknown].flatMap((one) => one.surplus);
  return {
    give: withoutRole.filter(({ missing }) => canMend(missing!)).length,
    take: taken.filter(canMend).length,
    unknown: unknown.filter((one) => one.surplus.some(canMend)).length,
  };
}

function dryRun(call: Call, found: TierDrift): Reply {
  const { repair: words, repairTitle } = call.words.tierDrift;
  const { give, take, unknown } = planOf(found);
  const isNeeded = give + take > 0;
  const wrong = found.withoutRole.length + found.surplus.length + found.unknown.length;
  const isFine = found.isComparable && wrong === 0;
  const sections = [
    ...differences(call, found),
    isNeeded ? [words.would({ give, take })] : [isFine ? words.nothing : words.cannot],
    ...(unknown > 0 ? [[words.unknownToo({ count: unknown })]] : []),
  ];
  const apply = button(words.apply, componentId('tier.repair', give, take, unknown), 'danger');
  return {
    embeds: [
      {
        title: repairTitle,
        description: written(sections),
        color: isFine ? COLOUR.done : COLOUR.mend,
      },
    ],
    components: buttonRow(isNeeded ? [apply] : []),
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
        color: progress.open > 0 || progress.failed.length > 0 ? COLOUR.mend : COLOUR.done,
      },
    ],
    components: buttonRow(progress.open > 0 ? [button(words.repair.refresh, refreshId)] : []),
  };
}

function written(sections: readonly (readonly string[])[]): string {
  const text = sections.map((section) => section.join('\n')).filter(Boolean);
  return shorten(text.join('\n\n'), LONGEST_DESCRIPTION);
}
