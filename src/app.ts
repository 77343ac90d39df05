/** `App`: everything the running bot holds, and the one place where it is built, started and stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadAnswerKey, refuseKey } from './answer-key.ts';
import { Backfill } from './backfill/backfill.ts';
import { CommunityMemory } from './communities/communities.ts';
import type { Config } from './config.ts';
import { CourseMemory } from './courses/courses.ts';
import { openDatabase } from './db/client.ts';
import type { Database } from './db/client.ts';
import { allCommands, allComponents } from './discord/all-commands.ts';
import { discordAttachments } from './discord/attachments.ts';
import type { Attachments } from './discord/attachments.ts';
import { followCommunities } from './discord/community-events.ts';
import { DiscordConnection } from './discord/connection.ts';
import { discordShop } from './discord/discord-entitlements.ts';
import { discordHistory } from './discord/discord-history.ts';
import { discordInvites } from './discord/discord-invites.ts';
import { discordMessenger } from './discord/discord-messenger.ts';
import { discordNames } from './discord/discord-names.ts';
import { discordRoles } from './discord/discord-roles.ts';
import { discordScheduledEvents } from './discord/discord-scheduled-events.ts';
import { discordThreads } from './discord/discord-threads.ts';
import { createDispatcher } from './discord/dispatcher.ts';
import type { Command } from './discord/command.ts';
import { followEntitlements } from './discord/entitlement-events.ts';
import type { Shop } from './discord/entitlements.ts';
import type { GatewayState } from './discord/gateway-state.ts';
import { followReadability } from './discord/history-events.ts';
import type { HistoryReader } from './discord/history.ts';
import { followJoins } from './discord/member-events.ts';
import type { Invites } from './discord/invites.ts';
import type { Messenger } from './discord/messenger.ts';
import { keepCommandsRegistered } from './discord/registration.ts';
import { RefusedForms } from './discord/refused-forms.ts';
import { followRoleStanding } from './discord/role-events.ts';
import type { Names } from './discord/names.ts';
import type { RoleHands } from './discord/roles.ts';
import type { ScheduledEvents } from './discord/scheduled-events.ts';
import type { Threads } from './discord/threads.ts';
import { followInteractions, openInteractionLog, rebuildRollups } from './interactions/interactions.ts';
import type { InteractionLog } from './interactions/interactions.ts';
import { allJobs } from './jobs/all-jobs.ts';
import { JobRunner } from './jobs/runner.ts';
import { monotonicMs } from './kernel/clock.ts';
import type { Clock } from './kernel/clock.ts';
import { keyedHash } from './kernel/keyed-hash.ts';
import type { KeyedHash } from './kernel/keyed-hash.ts';
import { areSome, runsFirstShard } from './kernel/shards.ts';
import { CourseRooms, courseStanding, LearningMemory, followAccess } from './learning/learning.ts';
import { followLanguages, LanguageMemory } from './languages/languages.ts';
import type { Logger } from './logger.ts';
import { adoptKey } from './privacy/privacy.ts';
import { QaWork } from './qa/qa.ts';
import { RoleWork } from './roles/roles.ts';
import { SurveyMemory } from './surveys/surveys.ts';
import { TierImportWork } from './tier-import/tier-import.ts';
import { EntitlementWork, noteMemberJoined, reconcileAtStart, TierMemory } from './tiers/tiers.ts';

export interface App {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly db: Database;
  /** Keyed hashes under ANSWER_KEY: anonymous answers, opted-out members. */
  readonly keyedHash: KeyedHash;
  readonly messenger: Messenger;
  /** Rooms within channels, and who is let into them. */
  readonly threads: Threads;
  /** Discord's own calendar of a community. */
  readonly scheduledEvents: ScheduledEvents;
  /** Files that people attached to a command. */
  readonly attachments: Attachments;
  /** What was written in channels while nobody listened. */
  readonly history: HistoryReader;
  /** What people are called. */
  readonly names: Names;
  /** The connection to Discord, and what the bot may do where. */
  readonly gateway: GatewayState;
  /** Whose roles are what, and the means to change them. */
  readonly roleHands: RoleHands;
  /** Invites to a community that only named people can accept. */
  readonly invites: Invites;
  /** What people bought in Discord's own shop. */
  readonly shop: Shop;
  /** Settings of every community this process serves, in memory. */
  readonly communities: CommunityMemory;
  /** Languages people chose, in memory. */
  readonly languages: LanguageMemory;
  /** Open surveys, in memory: forms are built from it at once. */
  readonly surveys: SurveyMemory;
  /** Paid tiers and their settings, in memory. */
  readonly tiers: TierMemory;
  /** Published courses, topics and settings of courses, in memory. */
  readonly courses: CourseMemory;
  /** What learners did with courses, summed lately. */
  readonly learning: LearningMemory;
  /** Lets learners into the rooms of their courses, and out of them. */
  readonly courseRooms: CourseRooms;
  /** What is under way for sessions of questions and answers. */
  readonly qa: QaWork;
  /** Applies files of grants. */
  readonly tierImports: TierImportWork;
  /** Brings what people buy in Discord's shop into the ledger. */
  readonly entitlements: EntitlementWork;
  readonly interactions: InteractionLog;
  /** Fetches what the log missed. */
  readonly backfill: Backfill;
  /** Gives and takes the roles that were wished. */
  readonly roles: RoleWork;
  /** What people typed into forms that were refused. */
  readonly refusedForms: RefusedForms;
  /** What people can type, for /help. */
  readonly commands: readonly Command[];
}

export interface StewardSettings {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A bot that is starting or running. */
export interface Steward {
  /** The parts, before they are connected. @throws StartError saying what keeps the bot from starting. */
  readonly app: Promise<App>;
  /** Resolves when it is connected and its jobs run, or when `stop` came first. @throws StartError. */
  readonly started: Promise<void>;
  /** Resolves with the reason when it can no longer run, for instance because its database is damaged. */
  readonly lost: Promise<unknown>;
  /** Ends in the order jobs, Discord, log, database: everything that was taken in is written. Repeatable. */
  stop(): Promise<void>;
  /** Runs the jobs that are due now, for callers that will not wait for the next second. */
  runDueJobs(): Promise<void>;
}

/**
 * How long after the stop began each step is waited for, in their order; the last one, the database, bounds itself to three seconds.
 * A database that froze never answers: without these the log would not come to its turn, and what it holds would be lost.
 */
const WAITED_FOR_MS = {
  start: 2_500,
  jobs: 2_500,
  roles: 2_700,
  shop: 2_750,
  qa: 2_750,
  imports: 2_700,
  backfill: 2_800,
  listening: 3_000,
  calls: 4_500,
  log: 6_000,
  database: 9_500,
};

/** A step that is already late still gets this long. */
const LEAST_WAIT_MS = 200;

/** What must be ended, and when it is no longer waited for. */
interface Closer {
  readonly step: keyof typeof WAITED_FOR_MS;
  close(): Promise<unknown>;
}

export function startSteward(settings: StewardSettings): Steward {
  const { clock, log } = settings;
  const closers: Closer[] = [];
  let reportLost: (reason: unknown) => void = () => undefined;
  const lost = new Promise<unknown>((resolve) => {
    reportLost = resolve;
  });
  const connection = new DiscordConnection(clock, log, (reason) => reportLost(reason));
  const app = build(settings, connection, closers, (reason) => reportLost(reason));
  const runner = app.then((built) => run(built, connection, closers));
  const started = runner.then(() => undefined);
  let stopping: Promise<void> | null = null;

  async function stop(): Promise<void> {
    const begunMs = monotonicMs();
    // A log-in under way ends at once; a database that cannot be reached is not waited for.
    connection.giveUp();
    const settled = started.then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([settled, sleep(WAITED_FOR_MS.start, undefined, { ref: false })]);
    const failures: unknown[] = [];
    for (const closer of closers.splice(0).toReversed()) {
      const { step } = closer;
      const waitMs = Math.max(LEAST_WAIT_MS, WAITED_FOR_MS[step] - (monotonicMs() - begunMs));
      const late = sleep(waitMs, 'late' as const, { ref: false });
      try {
        if ((await Promise.race([closer.close(), late])) === 'late')
          log.warn({ step }, 'a step of the stop took too long and is not waited for');
      } catch (error) {
        // The steps after it keep what was taken in, so they come to their turn all the same.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be ended cleanly');
  }

  return {
    app,
    started,
    lost,
    stop: () => (stopping ??= stop()),
    runDueJobs: async () => (await runner)?.tick(),
  };
}

/** Opens the database and fills what is held in memory. */
async function build(
  { config, clock, log }: StewardSettings,
  connection: DiscordConnection,
  closers: Closer[],
  onLost: (reason: unknown) => void,
): Promise<App> {
  const answerKey = loadAnswerKey(config);
  const { databaseUrl, dataDir } = config;
  const db = await openDatabase({ databaseUrl, dataDir, clock, log, onLost });
  closers.push({ step: 'database', close: () => db.close() });
  const hash = keyedHash(answerKey.key);
  if (!(await adoptKey({ db, keyedHash: hash }))) throw refuseKey(answerKey, dataDir);
  const messenger = discordMessenger(() => connection.client, connection.members);
  const history = discordHistory(() => connection.client);
  const base = {
    config,
    clock,
    log,
    db,
    keyedHash: hash,
    messenger,
    threads: discordThreads({ connection, messenger, history, log }),
    scheduledEvents: discordScheduledEvents(() => connection.client),
    attachments: discordAttachments(config),
    history,
    gateway: connection,
    names: discordNames(() => connection.client, log),
    roleHands: discordRoles(connection),
    invites: discordInvites(() => connection.client),
    shop: discordShop(() => connection.client),
    communities: new CommunityMemory(config.shards),
    languages: new LanguageMemory(),
    surveys: new SurveyMemory(),
    tiers: new TierMemory(),
    courses: new CourseMemory(),
    learning: new LearningMemory(),
    commands: allCommands,
  };
  await base.communities.load(base);
  await base.languages.load(base);
  await base.surveys.load(base);
  await base.tiers.load(base);
  await base.courses.load(base);
  const interactions = await openInteractionLog(base);
  closers.push({ step: 'log', close: () => interactions.stop() });
  return {
    ...base,
    interactions,
    backfill: new Backfill(),
    roles: new RoleWork(),
    courseRooms: new CourseRooms(),
    refusedForms: new RefusedForms(),
    qa: new QaWork(),
    tierImports: new TierImportWork(),
    entitlements: new EntitlementWork(),
  };
}

/** Connects to Discord, registers the commands and starts the jobs; null when the bot was stopped meanwhile. */
async function run(app: App, connection: DiscordConnection, closers: Closer[]): Promise<JobRunner | null> {
  const dispatcher = createDispatcher(app, allCommands, allComponents);
  closers.push({
    step: 'calls',
    async close() {
      await connection.close();
      await dispatcher.settled();
    },
  });
  // While it is still connected: what was heard up to now counts as listened to.
  closers.push({ step: 'listening', close: () => app.interactions.flush() });
  app.communities.onTimeZoneChanged.push((guildId) => rebuildRollups(app, guildId));
  app.communities.onPurged.push((guildId) => app.surveys.dropCommunity(guildId));
  app.communities.onPurged.push((guildId) => app.tiers.dropCommunity(guildId));
  app.communities.onPurged.push((guildId) => app.courses.dropCommunity(guildId));
  app.communities.onPurged.push((guildId) => app.learning.dropCommunity(guildId));
  app.courses.standingOf = (guildId, courseId) => courseStanding(app, guildId, courseId);
  followAccess(app);
  app.communities.onExclusionsChanged.push((guildId) => app.backfill.wake(guildId));
  const feed = followInteractions(app, (customId) => dispatcher.isTraced(customId));
  const client = await connection.open(app.config, feed, (attached) => {
    followCommunities(app, attached);
    feed.attach(attached);
    dispatcher.follow(attached);
    followReadability(attached, (guildId) => app.backfill.wake(guildId));
    followRoleStanding(attached, (guildId) => {
      app.roles.standingChanged(guildId);
      app.courseRooms.retry(guildId);
    });
    followJoins(attached, (guildId, userId) => {
      noteMemberJoined(app, guildId, userId);
      app.courseRooms.noteJoined(guildId, userId);
    });
    followEntitlements(
      attached,
      (entitlement) => app.entitlements.heard(entitlement),
      () => app.entitlements.noteGap(),
    );
  });
  if (!client?.isReady()) return null;
  if (runsFirstShard(app.config.shards))
    await keepCommandsRegistered(app, client.rest, client.application.id, allCommands, connection.ended);
  // A stop does not wait long for that; what is started now nobody would end.
  if (connection.ended.aborted) return null;
  if (areSome(app.config.shards)) followLanguages(app, connection.ended);
  closers.push({ step: 'backfill', close: () => app.backfill.stop() });
  app.backfill.start(app);
  closers.push({ step: 'roles', close: () => app.roles.stop() });
  app.roles.start(app);
  closers.push({ step: 'roles', close: () => app.courseRooms.stop() });
  app.courseRooms.start(app);
  closers.push({ step: 'qa', close: () => app.qa.stop() });
  closers.push({ step: 'shop', close: () => app.entitlements.stop() });
  app.entitlements.start(app);
  closers.push({ step: 'imports', close: () => app.tierImports.stop() });
  app.tierImports.start(app);
  const comparing = reconcileAtStart(app);
  closers.push({ step: 'roles', close: () => comparing.stop() });
  const runner = new JobRunner(app, allJobs);
  runner.start();
  closers.push({ step: 'jobs', close: () => runner.stop() });
  app.log.info({ bot: client.user.tag, communities: client.guilds.cache.size }, 'Steward is ready');
  return runner;
}
