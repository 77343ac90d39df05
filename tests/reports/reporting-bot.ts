/** A bot with a community in Berlin whose reports are posted Mondays at nine, and its weeks one after the other. */
import { changeSettings, CommunityMemory } from '../../src/communities/communities.ts';
import { addDays, wallTime } from '../../src/kernel/calendar.ts';
import { snowflakeInstant } from '../../src/kernel/snowflake.ts';
import type { DeliveryNeeds } from '../../src/reports/reports.ts';
import type { SeenMessage } from '../../src/sandbox/driver-seen.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

const MINUTE_MS = 60_000;
const ZONE = 'Europe/Berlin';
/** The Monday on which the bot comes, at ten in Berlin. */
const ARRIVED_ON = '2026-11-16';

/** A week that has been lived through: the clock stands a minute before its reports are due. */
export interface LivedWeek {
  readonly weekOn: string;
  readonly dueAt: Date;
  /** So many minutes after the reports are due. */
  after(minutes: number): Date;
}

export class ReportingBot {
  readonly bot: TestBot;
  private weekOn = addDays(ARRIVED_ON, -7);

  constructor(bot: TestBot) {
    this.bot = bot;
  }

  /** Ann and Bo talk on three days of the next week: three messages each. Ends a minute before the reports are due. */
  async liveNextWeek(): Promise<LivedWeek> {
    const { bot } = this;
    const { channels } = bot.town;
    this.weekOn = addDays(this.weekOn, 7);
    for (const day of [1, 3, 5]) {
      bot.clock.moveTo(wallTime(addDays(this.weekOn, day), 19, 30, ZONE));
      bot.as('ann').say(channels.general, 'hello');
      bot.as('bo').say(channels.help, '你好');
    }
    await bot.settled();
    const dueAt = wallTime(addDays(this.weekOn, 7), 9, 0, ZONE);
    const after = (minutes: number) => new Date(dueAt.getTime() + minutes * MINUTE_MS);
    bot.clock.moveTo(after(-1));
    await this.runJobs();
    return { weekOn: this.weekOn, dueAt, after };
  }

  /** Runs what is due now. Twice, because the first may only wait for a round that began before the clock was moved. */
  async runJobs(): Promise<void> {
    await this.bot.runDueJobs();
    await this.bot.runDueJobs();
  }

  /** What the bot posted since the week's reports were due, oldest first. */
  posts(week: LivedWeek, channelId = this.bot.town.channels.reports): SeenMessage[] {
    const { botId } = this.bot.town;
    return this.bot
      .as('owner')
      .read(channelId, 500)
      .filter(({ id, authorId }) => authorId === botId && snowflakeInstant(id) >= week.after(-1));
  }

  row(week: LivedWeek, kind = 'activity') {
    return this.bot.app.db.prisma.reportPost.findFirst({
      where: { guildId: BigInt(this.bot.town.guildId), kind, weekOn: new Date(`${week.weekOn}T00:00:00Z`) },
    });
  }

  /** The run of a job for the week's slot. */
  run(week: LivedWeek, job = 'reports.activity') {
    return this.bot.app.db.prisma.jobRun.findFirst({
      where: { job, guildId: BigInt(this.bot.town.guildId), bucketAt: week.dueAt },
    });
  }

  /** The parts for delivering by hand, with the reports channel set in them alone: the scheduler of the bot knows of none. */
  handParts(): DeliveryNeeds {
    const { app, town } = this.bot;
    const communities = new CommunityMemory();
    communities.put({ ...app.communities.get(town.guildId), reportsChannelId: town.channels.reports });
    return { ...app, communities };
  }
}

/** With `scheduled` the community has set its reports channel, and the bot posts by itself. */
export async function startReportingBot(scheduled: boolean): Promise<ReportingBot> {
  const bot = await startTestBot({ at: wallTime(ARRIVED_ON, 10, 0, ZONE).toISOString() });
  const { guildId, channels } = bot.town;
  await changeSettings(bot.app, guildId, {
    timeZone: ZONE,
    ...(scheduled ? { reportsChannelId: channels.reports } : {}),
  });
  const reporting = new ReportingBot(bot);
  // The runner notes that from now on it looks after the jobs of this community.
  await reporting.runJobs();
  return reporting;
}
