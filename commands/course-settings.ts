/** /course settings: how courses work in this community, and whether the bot can do its part. */
import type { App } from '../src/app.ts';
import {
  changeCourseSettings,
  isReviewerRoleGone,
  settleSoon,
  shortageOfReviewers,
} from '../src/courses/courses.ts';
import type { CourseSettings } from '../src/courses/courses.ts';
import { action } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import type { ChannelProblem } from '../src/discord/messenger.ts';
import { integer, oneOf, role, text, textChannel, yesNo } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import { formatMoney } from '../src/i18n/format.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { parseMinor } from '../src/tiers/tiers.ts';

const APPROVALS_MAX = 5;
const STALE = { min: 7, max: 730 };

export const courseSettings = action({
  access: 'admin',
  options: {
    'reviewer-role': role(),
    'rooms-channel': textChannel(),
    'announce-channel': textChannel(),
    approvals: integer({ min: 1, max: APPROVALS_MAX }),
    'stale-days': integer(STALE),
    'anonymous-questions': yesNo(),
    'payout-pool': text({ max: 20 }),
    clear: oneOf(['reviewer-role', 'rooms-channel', 'announce-channel', 'payout-pool']),
  },
  async run(app, call, given) {
    const { guildId } = call;
    const reviewerRoleId = given['reviewer-role'];
    if (reviewerRoleId === guildId) throw new Refusal('course.reviewer-role-everyone', {});
    const { currency } = app.tiers.settingsOf(guildId);
    const pool = given['payout-pool'];
    const wished = {
      reviewerRoleId,
      roomsChannelId: given['rooms-channel'],
      announceChannelId: given['announce-channel'],
      approvalsNeeded: given.approvals,
      staleDays: given['stale-days'],
      anonymousQuestions: given['anonymous-questions'],
      poolMinor: pool === null ? null : parseMinor(pool, currency),
    };
    const changes: Partial<CourseSettings> = {
      ...(given.clear === null ? {} : { [CLEARED[given.clear]]: null }),
      ...Object.fromEntries(Object.entries(wished).filter(([, value]) => value !== null)),
    };
    if (Object.keys(changes).length === 0) return settingsReply(app, call);
    await changeCourseSettings(app, guildId, changes);
    // What was refused before may be possible now.
    settleSoon(app, guildId, true);
    app.courseRooms.retry(guildId);
    // Rooms went with the channel before where that was deleted.
    if (changes.roomsChannelId) app.courseRooms.compareSoon(guildId);
    return { content: call.words.coursesReview.settings.saved, ...settingsReply(app, call) };
  },
});

const CLEARED = {
  'reviewer-role': 'reviewerRoleId',
  'rooms-channel': 'roomsChannelId',
  'announce-channel': 'announceChannelId',
  'payout-pool': 'poolMinor',
} as const;

function settingsReply(app: App, call: Call): Reply {
  const { guildId, locale } = call;
  const { settings: words } = call.words.coursesReview;
  const { labels } = words;
  const settings = app.courses.settingsOf(guildId);
  const { reviewerRoleId, roomsChannelId, announceChannelId, poolMinor } = settings;
  const { currency } = app.tiers.settingsOf(guildId);
  const line = (label: string, value: string) => `**${label}** · ${value}`;
  const place = (channelId: string, problem: ChannelProblem | null) =>
    problem ? `<#${channelId}> ${words.problem(problemText(call, problem))}` : `<#${channelId}>`;
  const rooms = roomsChannelId && place(roomsChannelId, app.threads.problem(guildId, roomsChannelId, true));
  const news =
    announceChannelId && place(announceChannelId, app.messenger.channelProblem(guildId, announceChannelId));
  const reviewers = reviewerRoleId ? words.roleAndStaff(reviewerRoleId) : words.onlyStaff;
  const shortage = shortageOfReviewers(app, guildId);
  const approvals = words.approvals(settings.approvalsNeeded);
  const pool =
    poolMinor !== null && currency !== null ? formatMoney({ minor: poolMinor, currency }, locale) : null;
  const lines = [
    line(
      labels.reviewerRole,
      isReviewerRoleGone(app, guildId) ? words.problem(words.reviewersGone) : reviewers,
    ),
    line(labels.approvals, shortage ? `${approvals} ${words.problem(words.tooFew(shortage))}` : approvals),
    line(labels.roomsChannel, rooms ?? words.noRooms),
    line(labels.announceChannel, news ?? words.nowhere),
    line(labels.stale, words.days(settings.staleDays)),
    line(labels.anonymous, settings.anonymousQuestions ? words.allowed : words.refused),
    line(labels.pool, pool ?? words.noPool),
  ];
  return { embeds: [{ title: words.title, description: lines.join('\n') }] };
}

function problemText({ words }: Call, { kind, missing }: ChannelProblem): string {
  const { settings } = words.coursesReview;
  if (kind === 'gone') return settings.gone;
  if (kind === 'not-text') return settings.notText;
  return settings.missing(missing.map((name) => words.core.permissions[name] ?? name));
}
