/**
 * Reminders of an end, to those who asked for them: each end once. The intent is written, the message sent, the outcome written; a kill in
 * between sends it once more at most, and within some minutes the message's nonce keeps it from arriving twice.
 */
import type { App } from '../app.ts';
import type { Locale } from '../i18n/format.ts';
import { catalogues } from '../i18n/i18n.ts';
import { addDays, dayOf } from '../kernel/calendar.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { BATCH_SIZE } from './tiers-changes.ts';
import { inLanguage } from './tiers-definitions-rules.ts';
import { comingEnd, isTryDue, reminderHorizon } from './tiers-notices-rules.ts';
import type { ComingEnd } from './tiers-notices-rules.ts';
import {
  findReminderState,
  insertReminders,
  listOpenNotices,
  listToRemind,
  listWishes,
  saveReminderWish,
  updateFinished,
  updateTried,
} from './tiers-notices-store.ts';
import type { MemberWish, NoticeState, OpenNotice } from './tiers-notices-store.ts';
import { listGrantsOf } from './tiers-reading-store.ts';
import { listLiveGrants } from './tiers-store.ts';

type ReminderNeeds = Pick<App, 'db' | 'clock' | 'log' | 'communities' | 'languages' | 'messenger' | 'tiers'>;

/** Sent in one run, so that nothing else waits long; some fourteen thousand a day. */
const MOST_AT_ONCE = 20;
/** Discord is taken for ill then, and the rest waits for the next run. */
const MOST_FAILURES = 3;
const FIRST_WAIT_MS = 60_000;

/** Reminds everybody who asked for it and whose tier ends soon. Repeatable without harm. */
export async function sendReminders(app: ReminderNeeds, guildId: string): Promise<void> {
  await noteComingEnds(app, guildId);
  let failures = 0;
  for (const notice of await listOpenNotices(app, guildId, 'reminder', MOST_AT_ONCE)) {
    if (!isTryDue(notice, app.clock.now(), FIRST_WAIT_MS)) continue;
    if (!(await remind(app, guildId, notice))) failures += 1;
    if (failures === MOST_FAILURES) return;
  }
}

/** Writes down whom to remind of what. */
async function noteComingEnds(app: ReminderNeeds, guildId: string): Promise<void> {
  const { timeZone } = app.communities.get(guildId);
  const rules = app.tiers.rulesOf(guildId, timeZone);
  const now = app.clock.now();
  const before = reminderHorizon(now, app.tiers.settingsOf(guildId).reminderDays, timeZone);
  for (let afterId: string | null = null; ;) {
    const userIds: string[] = await listToRemind(app, guildId, before, afterId, BATCH_SIZE);
    const live = await listLiveGrants(app.db, guildId, userIds);
    const ends = userIds.flatMap((userId) => {
      const end = comingEnd(live.get(userId) ?? [], now, rules);
      return end && end.endsAt < before ? [{ ...end, userId }] : [];
    });
    await insertReminders(app, guildId, ends, now);
    if (userIds.length < BATCH_SIZE) return;
    afterId = userIds.at(-1)!;
  }
}

/** @returns false when Discord failed; it is tried again then. */
async function remind(app: ReminderNeeds, guildId: string, notice: OpenNotice): Promise<boolean> {
  const { id, userId } = notice;
  const finish = (state: 'sent' | 'dropped' | 'failed', problem: string | null = null): Promise<void> =>
    updateFinished(app, guildId, [id], { state, problem, at: app.clock.now() });
  const wish = (await listWishes(app, guildId, [userId])).get(userId);
  const end = await endNow(app, guildId, userId);
  // Extended, ended, or no longer wanted since it was written down.
  const isTrue = end?.grantId === notice.grantId && end.endsAt.getTime() === notice.aboutAt.getTime();
  if (!wish?.wantsReminder || !isTrue) {
    await finish('dropped');
    return true;
  }
  await updateTried(app, guildId, [id], id);
  try {
    const content = reminderText(app, guildId, end, localeFor(app, guildId, userId, wish));
    await app.messenger.dm(userId, { content }, { nonce: `reminder-${id}` });
  } catch (error) {
    if (error instanceof Refusal) {
      await finish('failed', error.code);
      return true;
    }
    if (!(error instanceof UpstreamError)) throw error;
    app.log.warn({ guild: guildId, err: error }, 'a reminder could not be sent; tried again');
    return false;
  }
  await finish('sent');
  return true;
}

/** The end of what the member holds, by the ledger at this minute. */
async function endNow(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'tiers'>,
  guildId: string,
  userId: string,
): Promise<ComingEnd | null> {
  const rules = app.tiers.rulesOf(guildId, app.communities.get(guildId).timeZone);
  return comingEnd(await listGrantsOf(app, guildId, userId), app.clock.now(), rules);
}

/** The language they chose, else the one they asked for the reminder in, else the community's. */
function localeFor(
  app: Pick<App, 'languages' | 'communities'>,
  guildId: string,
  userId: string,
  { reminderLocale }: MemberWish,
): Locale {
  return app.languages.choiceOf(userId) ?? reminderLocale ?? app.communities.get(guildId).locale;
}

function reminderText(
  app: Pick<App, 'communities' | 'tiers'>,
  guildId: string,
  end: ComingEnd,
  locale: Locale,
): string {
  const { name, timeZone } = app.communities.get(guildId);
  const nameOf = (tierId: number): string => app.tiers.find(guildId, tierId)?.names[locale] ?? '?';
  return catalogues[locale].membership.reminder({
    community: name,
    tier: nameOf(end.tierId),
    nextTier: end.nextTierId === null ? null : nameOf(end.nextTierId),
    endsAt: end.endsAt,
    lastOn: lastDay(end.endsAt, timeZone),
    graceEndsAt: end.graceEndsAt,
    howTo: inLanguage(app.tiers.settingsOf(guildId).howTo, locale),
  });
}

/** The last local day that something still lasts on: at midnight sharp the one before. */
export function lastDay(endsAt: Date, timeZone: string): string {
  const on = dayOf(endsAt, timeZone);
  return dayOf(new Date(endsAt.getTime() - 1), timeZone) === on ? on : addDays(on, -1);
}

/** How somebody stands with reminders. */
export interface ReminderStanding {
  readonly isWanted: boolean;
  /** Since when they hold the tier that counts; null without one, and until the ledger has noted it. */
  readonly sinceAt: Date | null;
  /** The end they would be reminded of; null where none comes by itself. */
  readonly end: ComingEnd | null;
  /** What became of the reminder of this end; null where it was not due yet. */
  readonly state: NoticeState | null;
}

export async function reminderStandingOf(
  app: Pick<App, 'db' | 'clock' | 'communities' | 'tiers'>,
  guildId: string,
  userId: string,
): Promise<ReminderStanding> {
  const wish = (await listWishes(app, guildId, [userId])).get(userId);
  const end = await endNow(app, guildId, userId);
  return {
    isWanted: wish?.wantsReminder ?? false,
    sinceAt: wish?.sinceAt ?? null,
    end,
    state: end && (await findReminderState(app, guildId, { ...end, userId })),
  };
}

/** @param locale the language they asked in; the reminder speaks it unless they choose another with /me. */
export async function wantReminders(
  app: Pick<App, 'db'>,
  guildId: string,
  userId: string,
  wish: { readonly wanted: boolean; readonly locale: Locale },
): Promise<void> {
  await saveReminderWish(app, guildId, userId, wish);
}
