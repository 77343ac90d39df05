/** What is answered to a change of somebody's tiers: what was done, until when, what follows from it, and what became of the role. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../src/app.ts';
import type { Call } from '../src/discord/command.ts';
import type { PickedMember } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { renderRefusal } from '../src/i18n/i18n.ts';
import type { Catalogue } from '../src/i18n/i18n.ts';
import { shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { roleProgress, rolesOfMember } from '../src/roles/roles.ts';
import type { RoleRecord } from '../src/roles/roles.ts';
import { actOfColleague, changeTiers, membershipOf } from '../src/tiers/tiers.ts';
import type { Holding, Membership, TierOutcome, TierRequest } from '../src/tiers/tiers.ts';
import { COLOUR, grantText, paymentText, roleText, tierName } from './tier-words.ts';

/** Which act an answer tells of. */
export type ActTitle = keyof Catalogue['tiers']['answer']['titles'];

type Done = Extract<TierOutcome, { state: 'done' }>;

/** Pauses before each look at the roles: 2.5 s in all, so that a person is not kept waiting by a wave of others. */
const LOOKS_AFTER_MS = [50, 100, 200, 350, 500, 600, 700];

/** Carries out one change by hand and tells of it. @param wish what is to be done to `whom`. @throws Refusal `tiers.*`. */
export async function changedReply(
  app: App,
  call: Call,
  title: ActTitle,
  whom: PickedMember,
  wish: Omit<TierRequest, 'userId'>,
): Promise<Reply> {
  const request = { ...wish, userId: whom.userId };
  const by = { actorId: call.userId, source: 'manual' as const };
  const [outcome] = await changeTiers(app, call.guildId, [request], by);
  const { answer } = call.words.tiers;
  switch (outcome!.state) {
    case 'refused':
      return refusedReply(app, call, whom.userId, outcome!.refusal);
    case 'unchanged':
      return { content: answer.unchanged };
    case 'known': {
      const { kind, userId, actorId, recordedAt: at } = outcome!.entry;
      const reference = request.payment?.externalId ?? '';
      return { content: answer.known({ kind, userId, actorId, at, reference }) };
    }
    case 'done':
      return doneReply(app, call, { title, whom, request, outcome: outcome! });
  }
}

/** What a colleague may have got ahead of. */
const OVERTAKEN = new Set<string>([
  'tiers.not-held',
  'tiers.not-above',
  'tiers.not-below',
  'tiers.already-followed',
  'tiers.paused',
  'tiers.not-paused',
]);

/**
 * Why it cannot be done, with what a colleague did to the member minutes ago where that may be the cause.
 * @throws the refusal where nobody did anything.
 */
export async function refusedReply(app: App, call: Call, userId: string, refusal: Refusal): Promise<Reply> {
  if (!OVERTAKEN.has(refusal.code)) throw refusal;
  const latest = await actOfColleague(app, call.guildId, userId, call.userId);
  if (!latest?.actorId) throw refusal;
  const { actorId, kind, tierId, recordedAt: at } = latest;
  const before = call.words.tiers.answer.justBefore({ actorId, kind, tier: tierName(app, call, tierId), at });
  return { content: `${renderRefusal(refusal, call.locale)}\n${before}` };
}

interface Told {
  readonly title: ActTitle;
  readonly whom: PickedMember;
  readonly request: TierRequest;
  readonly outcome: Done;
}

async function doneReply(app: App, call: Call, { title, whom, request, outcome }: Told): Promise<Reply> {
  const { answer } = call.words.tiers;
  const { userId } = whom;
  const roles = await roleLines(app, call, whom, outcome);
  const membership = await membershipOf(app, call.guildId, userId);
  const lines = [
    answer.about({ userId, text: aboutText(app, call, outcome) }),
    ...moneyLines(app, call, request, membership),
    ...(request.receipt ? [answer.receipt] : []),
    ...followingLines(app, call, membership, outcome),
    ...roles.lines,
  ];
  const said = answer.titles[title];
  return {
    embeds: [
      {
        title: roles.areRight ? said : answer.refusedTitle({ title: said }),
        description: shorten(lines.join('\n'), LONGEST_DESCRIPTION),
        color: roles.areRight ? COLOUR.done : COLOUR.mend,
      },
    ],
  };
}

/** How what it was about stands now. */
function aboutText(app: App, call: Call, { grant, endedCount, after }: Done): string {
  const { answer } = call.words.tiers;
  if (!grant) return after ? answer.noGrant : answer.noneHeld;
  const text = grantText(app, call, grant);
  // An upgrade ends one, too, but is about the one it gives.
  return grant.state === 'ended' && endedCount > 1 ? answer.endedMany({ text, count: endedCount }) : text;
}

function moneyLines(
  app: App,
  call: Call,
  { payment, refund }: TierRequest,
  { payments }: Membership,
): string[] {
  const { currency } = app.tiers.settingsOf(call.guildId);
  const { answer } = call.words.tiers;
  if (payment) {
    const { amountMinor: minor, externalId: reference } = payment;
    const amount = minor > 0 && currency !== null ? formatMoney({ minor, currency }, call.locale) : null;
    return [answer.paid({ amount, reference })];
  }
  const paid = payments.find(({ id }) => id === refund?.paymentId);
  if (!refund?.amountMinor || !paid) return [];
  const amount = formatMoney({ minor: refund.amountMinor, currency: paid.currency }, call.locale);
  return [answer.refunded({ amount, payment: paymentText(app, call, { ...paid, minor: paid.amountMinor }) })];
}

/** Which tiers count from now on, where that is more than the one the change was about. */
function followingLines(
  app: App,
  call: Call,
  { timeline, grants }: Membership,
  { grant, before, after }: Done,
): string[] {
  const { answer } = call.words.tiers;
  const counted = new Set(timeline.map(({ grantId }) => grantId));
  const beside = grants.filter(({ id }) => id !== grant?.id && !counted.has(id));
  const isPlain = timeline.length <= 1 && timeline[0]?.grantId === grant?.id;
  const stretches = isPlain
    ? []
    : timeline.map(({ tierId, ...stretch }) =>
        answer.stretch({ tier: tierName(app, call, tierId), ...stretch }),
      );
  const others = beside.map((one) => answer.beside({ text: grantText(app, call, one) }));
  const lines = [...stretches, ...others];
  const head = after ? answer.fromNowOn : answer.toCome;
  return [...(before && !after ? [answer.noAccess] : []), ...(lines.length > 0 ? [head, ...lines] : [])];
}

/** Waits a little for the roles, and says what became of them. `areRight`: Discord refused none. */
async function roleLines(
  app: App,
  call: Call,
  { userId, isMember }: PickedMember,
  { grant, before, after }: Done,
): Promise<{ lines: string[]; areRight: boolean }> {
  const { roles, answer } = call.words.tiers;
  if (!isMember) {
    const isToFollow = after !== null || grant?.state === 'scheduled';
    return { lines: isToFollow ? [answer.notHere({ userId })] : [], areRight: true };
  }
  const roleOf = (holding: Holding | null): string | null =>
    holding && (app.tiers.find(call.guildId, holding.tierId)?.roleId ?? null);
  const [old, due] = [roleOf(before), roleOf(after)];
  const changed = old === due ? [] : [old, due].filter((roleId) => roleId !== null);
  const records = await awaitRoles(
    app,
    call.guildId,
    userId,
    changed.length > 0 ? changed : due ? [due] : [],
  );
  if (changed.length === 0 && due) {
    const isHeld = app.roleHands.holds(call.guildId, userId, due);
    const last = records.find(({ wanted, state }) => wanted && (state === 'open' || state === 'failed'));
    // Without the members intent nobody tells who holds it: then the last attempt does.
    if (last && !isHeld) return { lines: [roleText(call, last)], areRight: last.state === 'open' };
    const isMissing = isHeld === false;
    return { lines: [roles[isMissing ? 'missing' : 'stays']({ roleId: due })], areRight: !isMissing };
  }
  const { open } = records.some(({ state }) => state === 'open')
    ? await roleProgress(app, call.guildId, call.at)
    : { open: 0 };
  const ownOpen = records.filter(({ state }) => state === 'open').length;
  return {
    lines: records.map((record) => roleText(call, record, open - ownOpen)),
    areRight: records.every(({ state }) => state !== 'failed'),
  };
}

/** The last wish for each of the roles, once none of them is open any more or the time is over. */
async function awaitRoles(
  app: App,
  guildId: string,
  userId: string,
  roleIds: readonly string[],
): Promise<RoleRecord[]> {
  const look = async (): Promise<RoleRecord[]> => {
    const all = roleIds.length > 0 ? await rolesOfMember(app, guildId, userId) : [];
    return roleIds.flatMap((roleId) => all.find((record) => record.roleId === roleId) ?? []);
  };
  let records = await look();
  for (const waitMs of LOOKS_AFTER_MS) {
    if (records.every(({ state }) => state !== 'open')) return records;
    await sleep(waitMs);
    records = await look();
  }
  return records;
}

/** Only people can have a tier. @throws Refusal `tiers.bot`. */
export function assertPerson({
  userId,
  isBot,
}: {
  readonly userId: string;
  readonly isBot: boolean;
}): string {
  if (isBot) throw new Refusal('tiers.bot', { userId });
  return userId;
}
