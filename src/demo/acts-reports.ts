/** Monday, nine o'clock: the scheduler posts the reports by itself. Later, staff look at them again. */
import type { SeenMessage } from '../sandbox/driver-seen.ts';
import type { Happening } from './delivery.ts';
import { showCoverage } from './acts-coverage.ts';
import { showDiagnosis } from './acts-setup.ts';
import { expectThat, privateAnswer } from './stage.ts';
import { actAt, activityTruth, satisfactionTruth, type Story } from './story.ts';
import { dayOn, MINUTE_MS } from './story-time.ts';
import type { TruthSpan } from './truth.ts';

/** Real milliseconds: the job runner wakes every second, counts, draws and posts. */
const POSTED_WITHIN_MS = 120_000;

/** The two reports of the week, when they are due. */
export function reportsAct(story: Story, week: TruthSpan, at: string): Happening {
  return actAt(at, async () => {
    story.stage.act('The scheduler posts last week’s reports by itself', '调度器自动发布上周周报');
    await awaitReports(story, week, false);
  });
}

/** Waits for both reports of a week and shows them. */
async function awaitReports(story: Story, week: TruthSpan, late: boolean): Promise<void> {
  const { stage, community, reports } = story;
  const { owner } = community.cast;
  const weekOn = dayOn(week.from);
  for (const kind of ['activity', 'satisfaction'] as const) {
    const message = await stage
      .as(owner)
      .awaitMessage(
        community.places.reports,
        ({ attachments, authorId }) =>
          authorId === community.botId &&
          attachments.some(({ filename }) => filename === `${kind}-${weekOn}.png`),
        POSTED_WITHIN_MS,
      );
    stage.posted(message);
    reports.push({
      kind,
      weekOn,
      late,
      messageId: message.id,
      text: message.text,
      activity: activityTruth(story, week),
      satisfaction: satisfactionTruth(story, week),
    });
    if (message.attachments.length !== 2) expectThat(false, `the ${kind} report has a hero and a full card`);
  }
}

/** Members look at the report: some react, one asks what the numbers mean. */
export function readingAct(story: Story, at: string): Happening {
  return actAt(at, async () => {
    const { stage, community } = story;
    stage.act('Maya asks what the numbers mean', 'Maya 问这些数字是什么意思');
    const message = latestReport(story);
    for (const who of [community.cast.maya, community.cast.xiaoman, community.cast.staff])
      stage.as(who).react(message, '🎉');
    const button = message.buttons[0]?.customId ?? '';
    privateAnswer(await stage.press(community.cast.maya, message, button), 'the button below a report');
  });
}

function latestReport({ stage, community }: Story): SeenMessage {
  const message = stage
    .as(community.cast.owner)
    .read(community.places.reports)
    .findLast(({ authorId, buttons }) => authorId === community.botId && buttons.length > 0);
  expectThat(message !== undefined, 'there is a report to read');
  return message;
}

/** Staff look at the weeks once more: each preview is computed anew. */
export function previewActs(story: Story, at: number): Happening {
  return {
    at,
    exact: true,
    run: async () => {
      const { stage, community, weeks, previews } = story;
      const { owner, staff } = community.cast;
      stage.act('Staff look at the weeks once more', '管理员回看每一周的周报');
      for (const [index, week] of weeks.entries()) {
        const weekOn = dayOn(week.from);
        const isChinese = index % 2 === 1;
        const answer = isChinese
          ? await stage.type(staff, '/周报 活跃度', { 周: weekOn }, 'staff')
          : await stage.type(owner, '/report activity', { week: weekOn }, 'staff');
        previews.set(`activity ${weekOn}`, privateAnswer(answer, '/report activity').text);
      }
      const last = weeks.at(-1);
      if (!last) return;
      const answer = await stage.type(staff, '/周报 满意度', { 周: dayOn(last.from) }, 'staff');
      previews.set(`satisfaction ${dayOn(last.from)}`, privateAnswer(answer, '/report satisfaction').text);
    },
  };
}

/** The bot is off when the reports are due, and makes up for it when it comes back. */
export function lateReportsAct(story: Story, week: TruthSpan, from: number, to: number): Happening[] {
  const { stage, bot, sandbox } = story;
  return [
    {
      at: from,
      exact: true,
      run: async () => {
        stage.act('The bot is off when the reports are due', '周报到点时机器人不在线');
        await bot.stop();
        stage.note(
          'SIGTERM → exit 0. The community sleeps late this Monday · 机器人收到 SIGTERM，正常退出；这个周一大家都起得晚',
        );
      },
    },
    {
      at: to,
      exact: true,
      run: async () => {
        await bot.start(new Date(to));
        await bot.ready();
        await sandbox.drained();
        story.restarts += 1;
        stage.note(
          `${Math.round((to - from) / MINUTE_MS)} minutes later it is back, and catches up · 稍后恢复，补发周报`,
        );
        await awaitReports(story, week, true);
        expectThat(
          story.reports.slice(-2).every(({ text }) => text.includes('⏰')),
          'the reports are marked late',
        );
      },
    },
  ];
}

/** In the middle of a busy evening: SIGTERM, and a new process a few minutes later, whose session Discord has forgotten. */
export function restartActs(story: Story, from: number, to: number): Happening[] {
  const { stage, bot, sandbox } = story;
  return [
    {
      at: from,
      exact: true,
      run: async () => {
        stage.act('The bot is restarted in the middle of a busy evening', '晚高峰重启机器人');
        const last = sandbox.world.state.ledger.length;
        await bot.stop();
        // As after a long absence: nobody tells the bot what it misses, so that it has to ask itself.
        sandbox.faults.expireSessions();
        stage.note(
          `SIGTERM → exit 0, right behind event ${last.toLocaleString('en')} · 机器人刚收完第 ${last.toLocaleString('en')} 条事件就正常退出`,
        );
      },
    },
    {
      at: to,
      exact: true,
      run: async () => {
        await bot.start(new Date(to));
        await bot.ready();
        await sandbox.drained();
        story.restarts += 1;
        stage.note(
          `${Math.round((to - from) / MINUTE_MS)} minutes later it is back. Discord has forgotten its session, so it fetches by itself what was written meanwhile (nothing was) · 几分钟后恢复。Discord 已不认得之前的会话，机器人自行补录离线期间的消息（其间没有人发言）`,
        );
        await showCoverage(story);
        await showDiagnosis(story);
      },
    },
  ];
}
