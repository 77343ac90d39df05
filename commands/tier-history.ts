/** /tier history: the ledger of one member as staff read it, with what became of each Discord call, and the receipts. */
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { App } from '../src/app.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, component } from '../src/discord/command.ts';
import type { Action, Call } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { member, required } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { oneLine, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { rolesOfEntries } from '../src/roles/roles.ts';
import type { RoleRecord } from '../src/roles/roles.ts';
import { getReceipt, historyOf, membershipOf, receiptFileName, receiptType } from '../src/tiers/tiers.ts';
import type { EntryLine, GrantFacts } from '../src/tiers/tiers.ts';
import { COLOUR, grantText, paymentText, roleText, tierName } from './tier-words.ts';

const PAGE = 'tier.history';
const RECEIPT = 'tier.receipt';
/** Characters of a note or a reason. */
const NOTE_SHOWN = 200;
/** Below this a line was written down when it happened. */
const PROMPT_MS = 60_000;
/** Discord takes five rows of five buttons; one row is for paging. */
const MOST_RECEIPTS = 20;
const BUTTONS_PER_ROW = 5;
const ID = /^\d{1,20}$/;

export const tierHistory: Action = action({
  access: 'staff',
  options: { member: required(member()) },
  run: (app, call, { member: { userId } }) => pageReply(app, call, userId, null),
});

/** A page of the ledger; arguments: the member, and the entry before which it begins or 0. */
export const historyPaged = component({
  name: PAGE,
  access: 'staff',
  updates: true,
  async run(app, call, { args }) {
    const beforeId = idArg(args[1]);
    return { update: await pageReply(app, call, idArg(args[0]), beforeId === '0' ? null : beforeId) };
  },
});

/** A receipt once more; its argument is the receipt's id. */
export const receiptPressed = component({
  name: RECEIPT,
  access: 'staff',
  async run(app, call, { args }) {
    const { id, userId, fileName, data, createdAt } = await getReceipt(app, call.guildId, idArg(args[0]));
    const { receiptOf, receiptPicture } = call.words.tiers.history;
    const name = receiptFileName(id, receiptType(fileName, data));
    return {
      content: receiptOf({ userId, at: createdAt }),
      files: [{ name, data, description: receiptPicture }],
    };
  },
});

async function pageReply(app: App, call: Call, userId: string, beforeId: string | null): Promise<Reply> {
  const { history } = call.words.tiers;
  const { entries, nextBeforeId } = await historyOf(app, call.guildId, userId, beforeId);
  const { grants } = await membershipOf(app, call.guildId, userId);
  const roles = await rolesOfEntries(
    app,
    call.guildId,
    entries.map(({ id }) => id),
  );
  const now = grants.map((grant) => grantText(app, call, grant)).join('; ') || history.nothingNow;
  const head = [history.of({ userId }), history.now({ text: now }), ''].join('\n');
  const shown: EntryLine[] = [];
  let description = head;
  for (const entry of entries) {
    const records = roles.filter(({ entryId }) => entryId === entry.id);
    const longer = `${description}\n${entryText(app, call, entry, records)}`;
    if (longer.length > LONGEST_DESCRIPTION) break;
    description = longer;
    shown.push(entry);
  }
  if (entries.length === 0) description = `${head}\n${history.empty}`;
  const older = shown.length < entries.length ? (shown.at(-1)?.id ?? null) : nextBeforeId;
  return {
    embeds: [
      {
        title: history.title,
        description: shorten(description, LONGEST_DESCRIPTION),
        color: COLOUR.calm,
      },
    ],
    components: buttonRows(call, userId, shown, { isFirst: beforeId === null, older }),
  };
}

function entryText(app: App, call: Call, entry: EntryLine, records: readonly RoleRecord[]): string {
  const { history } = call.words.tiers;
  const { kind, tierId, at, recordedAt, note, reason, payment } = entry;
  const isLate = recordedAt.getTime() - at.getTime() > PROMPT_MS;
  const line = history.line({
    kind: history.kinds[kind],
    tier: tierId === null ? null : tierName(app, call, tierId),
    at,
    by: byWhom(call, entry),
    id: entry.id,
  });
  const money = payment && payment.minor !== 0 ? [formatMoney(payment, call.locale)] : [];
  const details = [
    ...changeText(call, entry),
    ...money,
    ...(payment?.externalId ? [history.reference({ reference: payment.externalId })] : []),
    ...(payment?.refunds
      ? [
          history.ofPayment({
            payment: paymentText(app, call, { ...payment.refunds, currency: payment.currency }),
          }),
        ]
      : []),
    ...(note === null ? [] : [history.note({ note: oneLine(note, NOTE_SHOWN) })]),
    ...(reason === null ? [] : [history.reason({ reason: oneLine(reason, NOTE_SHOWN) })]),
    ...(isLate ? [history.recorded({ at: recordedAt })] : []),
  ];
  const outcomes = records.map((record) => `-# ${outcomeText(call, record)}`);
  return [line, ...(details.length > 0 ? [`-# ${details.join(' · ')}`] : []), ...outcomes].join('\n');
}

function byWhom(call: Call, { actorId, source }: EntryLine): string {
  const { sources } = call.words.tiers.history;
  if (actorId === null) return sources[source];
  return source === 'manual' ? `<@${actorId}>` : `<@${actorId}> (${sources[source]})`;
}

function changeText(call: Call, { before, after }: EntryLine): string[] {
  if (!after) return [];
  const { change } = call.words.tiers.history;
  return [change({ before: before && factsText(call, before), after: factsText(call, after) })];
}

function factsText(call: Call, { state, startsAt, endsAt, leftDays, graceEndsAt }: GrantFacts): string {
  const words = call.words.tiers.history.facts;
  const ends = endsAt ? words.until({ at: new Date(endsAt) }) : null;
  const left = (text: string): string => (leftDays === null ? text : words.left({ text, days: leftDays }));
  switch (state) {
    case 'active':
      return ends ?? words.openEnded;
    case 'scheduled': {
      const begins = startsAt ? words.from({ at: new Date(startsAt) }) : words.following;
      return ends ? `${begins} ${ends}` : begins;
    }
    case 'grace':
      return graceEndsAt ? words.grace({ at: new Date(graceEndsAt) }) : words.ended;
    case 'waiting':
    case 'paused':
      return left(words[state]);
    case 'invited':
    case 'ended':
      return words[state];
  }
}

function outcomeText(call: Call, record: RoleRecord): string {
  const { wishedAt, finishedAt, state } = record;
  const text = roleText(call, record);
  if (state !== 'done' || !finishedAt) return text;
  const seconds = Math.round((finishedAt.getTime() - wishedAt.getTime()) / 1000);
  return call.words.tiers.roles.after({ text, seconds });
}

function buttonRows(
  call: Call,
  userId: string,
  entries: readonly EntryLine[],
  { isFirst, older }: { isFirst: boolean; older: string | null },
): APIMessageTopLevelComponent[] {
  const { history, newer, older: olderLabel } = call.words.tiers;
  const paging = [
    ...(isFirst ? [] : [button(newer, componentId(PAGE, userId, 0))]),
    ...(older === null ? [] : [button(olderLabel, componentId(PAGE, userId, older))]),
  ];
  const receipts = entries
    .filter(({ receiptId }) => receiptId !== null)
    .slice(0, MOST_RECEIPTS)
    .map(({ id, receiptId }) => button(history.receipt({ entryId: id }), componentId(RECEIPT, receiptId!)));
  const rows = Array.from({ length: Math.ceil(receipts.length / BUTTONS_PER_ROW) }, (_, row) =>
    receipts.slice(row * BUTTONS_PER_ROW, (row + 1) * BUTTONS_PER_ROW),
  );
  return [paging, ...rows].flatMap((row) => buttonRow(row));
}

/** @throws Refusal `component.unknown` for what is no id. */
function idArg(arg: string | undefined): string {
  if (!arg || !ID.test(arg)) throw new Refusal('component.unknown', {});
  return arg;
}
