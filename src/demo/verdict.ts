/** The end of the story: the bot's stored and posted numbers against the local Discord's own count. */
import type { Database } from '../db/client.ts';
import { formatCount } from '../i18n/format.ts';
import { snowflakeInstant } from '../kernel/snowflake.ts';
import {
  countRows,
  countSaid,
  readReports,
  readSurveys,
  readWeek,
  type StoredReport,
} from './bot-numbers-store.ts';
import { showSummary, showTable } from './comparison-table.ts';
import {
  agree,
  compareChannels,
  compareDays,
  comparePosted,
  comparePostedSatisfaction,
  compareWeek,
  type Pair,
} from './comparison.ts';
import { activityTruth, type PostedReport, type Story } from './story.ts';
import { dayOn } from './story-time.ts';
import { compareCourses } from './verdict-courses.ts';
import { compareTiers } from './verdict-tiers.ts';
import type { TruthSpan } from './truth.ts';

/** One part of the comparison, as it is shown. */
export interface Comparison {
  readonly title: string;
  readonly shownAs: 'table' | 'summary';
  readonly pairs: readonly Pair[];
}

/** Compares everything. */
export async function compareAll(story: Story, db: Database): Promise<Comparison[]> {
  const { guildId } = story.community;
  const stored = await readReports(db, guildId);
  const weekly: Pair[] = [];
  const rows: Pair[] = [];
  const days: Pair[] = [];
  const channels: Pair[] = [];
  for (const week of story.weeks) {
    const weekOn = dayOn(week.from);
    const truth = activityTruth(story, week);
    const bot = await readWeek(db, guildId, week);
    const nameOf = (id: string): string => story.stage.names.channel(id)?.name ?? '–';
    weekly.push(...compareWeek(weekOn, bot, truth));
    days.push(...compareDays(bot.days, truth.days));
    channels.push(...compareChannels(weekOn, bot.channels, truth.channels, nameOf));
    const counted = await countRows(db, guildId, week);
    for (const key of ['interactions', 'memberHours'] as const)
      rows.push({
        what: `${key} in rows of the week of ${weekOn}`,
        weekOn: '',
        bot: counted[key],
        discord: truth[key],
      });
  }
  const crashes: Pair[] = [];
  for (const moment of story.crashes) {
    const bot = await countSaid(db, guildId, moment);
    const discord = saidIn(story, moment);
    for (const what of ['messages', 'reactions'] as const)
      crashes.push({ what, weekOn: '', bot: bot[what], discord: discord[what] });
  }
  const surveys = (await readSurveys(db, guildId)).map(({ title, answers }): Pair => {
    const asked = story.facts.surveys.find((survey) => survey.title === title);
    return { what: title, weekOn: '', bot: answers, discord: asked?.answers.size ?? null };
  });
  return [
    { title: 'Stored now 目前的统计', shownAs: 'table', pairs: weekly },
    { title: 'As posted 发布时的周报', shownAs: 'table', pairs: comparePostedReports(story.reports, stored) },
    ...(await compareTiers(story, db)),
    ...(await compareCourses(story, db)),
    { title: 'each day 每日', shownAs: 'summary', pairs: days },
    { title: 'each channel and week 各频道每周', shownAs: 'summary', pairs: channels },
    { title: 'rows of the log itself 日志行数', shownAs: 'summary', pairs: rows },
    {
      title: 'said around the SIGKILL 进程被杀前后的发言',
      shownAs: 'summary',
      pairs: crashes,
    },
    { title: 'answers of each survey 各问卷答卷', shownAs: 'summary', pairs: surveys },
    {
      title: 'each report posted once 周报恰好发布一次',
      shownAs: 'summary',
      pairs: postedOnce(story, stored),
    },
    { title: 'what /report said 周报预览', shownAs: 'summary', pairs: previewed(story) },
    { title: 'against Discord’s own API description 协议核对', shownAs: 'summary', pairs: protocol(story) },
  ];
}

/** What people wrote in the moment, and their reactions to it. */
function saidIn(
  { sandbox, facts }: Story,
  { from, to }: TruthSpan,
): Record<'messages' | 'reactions', number> {
  const said = sandbox.world.state.ledger.filter(({ subjectId, byBot }) => {
    const at = subjectId === null || byBot ? -1 : snowflakeInstant(subjectId).getTime();
    return at >= from && at < to;
  });
  const isCounted = (userId: string): boolean => !facts.optedOut.has(userId) && !facts.forgotten.has(userId);
  const count = (kind: (typeof said)[number]['kind']): number =>
    said.filter((one) => one.kind === kind && isCounted(one.userId)).length;
  return { messages: count('message'), reactions: count('reaction') };
}

/** Shows it. @returns how many numbers differ. */
export function showVerdict({ stage }: Story, comparisons: readonly Comparison[]): number {
  const { screen } = stage;
  stage.act(
    'The bot’s numbers beside the local Discord’s own count',
    '机器人的数字与本地 Discord 的统计对照',
  );
  screen.note('in each cell: the bot = the local Discord · 每格：机器人 = 本地 Discord');
  for (const { title, pairs } of comparisons.filter(({ shownAs }) => shownAs === 'table'))
    showTable(screen, title, pairs);
  screen.line();
  for (const { title, pairs } of comparisons.filter(({ shownAs }) => shownAs === 'summary'))
    showSummary(screen, title, pairs);
  const all = comparisons.flatMap(({ pairs }) => pairs);
  const wrong = all.filter((pair) => !agree(pair)).length;
  screen.line();
  screen.line(
    wrong === 0
      ? screen.paint(['bold', 'green'], `   ✓ All ${all.length} numbers agree · ${all.length} 个数字全部一致`)
      : screen.paint(
          ['bold', 'red'],
          `   ✗ ${wrong} of ${all.length} numbers differ · ${wrong} 个数字不一致`,
        ),
  );
  return wrong;
}

function comparePostedReports(posted: readonly PostedReport[], stored: readonly StoredReport[]): Pair[] {
  return posted.flatMap(({ kind, weekOn, activity, satisfaction }) => {
    const row = stored.find((one) => one.kind === kind && one.weekOn === weekOn);
    if (row?.snapshot.kind === 'activity') return comparePosted(weekOn, row.snapshot, activity);
    if (row?.snapshot.kind === 'satisfaction')
      return comparePostedSatisfaction(weekOn, row.snapshot, satisfaction);
    return [{ what: `the ${kind} report`, weekOn, bot: null, discord: 1 }];
  });
}

/** Every report stands once in its channel and is noted with that message; none is there that nobody waited for. */
function postedOnce({ community, sandbox, reports }: Story, stored: readonly StoredReport[]): Pair[] {
  const { messages } = sandbox.world.state.channel(community.places.reports);
  const own = messages.filter(({ author }) => author.id === community.botId);
  const times = reports.map(({ kind, weekOn, messageId, late }): Pair => {
    const row = stored.find((one) => one.kind === kind && one.weekOn === weekOn);
    const isNoted = row?.state === 'posted' && row.messageId === messageId && row.late === late;
    const there = own.filter(({ attachments }) =>
      attachments.some(({ filename }) => filename === `${kind}-${weekOn}.png`),
    ).length;
    return { what: `${kind} ${weekOn}`, weekOn: '', bot: isNoted ? there : -1, discord: 1 };
  });
  return [
    ...times,
    { what: 'posts in the reports channel', weekOn: '', bot: own.length, discord: reports.length },
  ];
}

/** The messages of the week, as the private preview wrote them. */
function previewed(story: Story): Pair[] {
  return story.weeks.flatMap((week) => {
    const weekOn = dayOn(week.from);
    const text = story.previews.get(`activity ${weekOn}`);
    if (text === undefined) return [];
    const { messages, joined, left } = activityTruth(story, week);
    const says = (number: number): boolean => text.includes(formatCount(number, 'en'));
    return Object.entries({ messages, joined, left }).map(([what, number]) => ({
      what: `${what} ${weekOn}`,
      weekOn: '',
      bot: says(number) ? number : null,
      discord: number,
    }));
  });
}

function protocol({ sandbox }: Story): Pair[] {
  return [
    { what: 'mismatches', weekOn: '', bot: sandbox.specMismatches.length, discord: 0 },
    { what: 'errors of the local Discord', weekOn: '', bot: sandbox.failures.length, discord: 0 },
  ];
}
