/** What facts about the bot amount to. Pure. */
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/communities/communities-rules.ts';
import {
  backupFinding,
  databaseFindings,
  findCommunityFindings,
  gatewayFinding,
  jobFinding,
  logFindings,
  reviewerFindings,
  roleFindings,
  courseFindings,
  welcomeFindings,
  worstLevel,
} from '../../src/diagnosis/diagnosis-rules.ts';
import type { CommunityFacts, Finding, JobFacts } from '../../src/diagnosis/diagnosis-rules.ts';

const NOW = new Date('2026-03-09T12:00:00Z');
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const told = ({ level, code }: Finding) => `${level} ${code}`;

const inOrder: CommunityFacts = {
  settings: {
    ...defaultSettings('1', 'Gophers', 'en', NOW),
    reportsChannelId: '10',
    staffRoleId: '20',
    adminRoleId: '30',
    staffChannelId: '40',
  },
  reportsChannelProblem: null,
  nextReportAt: NOW,
  staffChannelProblem: null,
  isStaffRoleAbove: false,
  isAdminRoleThere: true,
  standing: { missingPermissions: [], mayManageRoles: true, channelCount: 8, hiddenChannelIds: [] },
  hasMembersIntent: true,
};

const community = (facts: Partial<CommunityFacts>) =>
  findCommunityFindings({ ...inOrder, ...facts }).map(told);

describe('a community', () => {
  it('that is well set up has nothing to mend', () => {
    expect(community({})).toEqual([
      'ok reports-channel.ready',
      'ok staff-role.set',
      'ok admin-role.set',
      'ok staff-channel.ready',
      'ok permissions.granted',
      'ok channels.visible',
      'ok intents.granted',
    ]);
  });

  it('that was never set up is told what is missing', () => {
    const settings = defaultSettings('1', 'Gophers', 'en', NOW);
    expect(community({ settings, isStaffRoleAbove: null })).toEqual(
      expect.arrayContaining(['warning reports-channel.unset', 'warning staff-role.unset']),
    );
  });

  it('without paid tiers is told how it would have them, and has nothing to mend', () => {
    const settings = { ...inOrder.settings, adminRoleId: null, staffChannelId: null };
    expect(community({ settings, isAdminRoleThere: false })).toEqual(
      expect.arrayContaining(['ok admin-role.unset', 'ok staff-channel.unset']),
    );
  });

  it.each([
    ['gone', 'problem reports-channel.gone'],
    ['not-text', 'problem reports-channel.not-text'],
    ['permissions', 'problem reports-channel.permissions'],
  ] as const)('whose reports channel is %s hears of it', (kind, expected) => {
    expect(community({ reportsChannelProblem: { kind, missing: ['AttachFiles'] } })[0]).toBe(expected);
  });

  it.each(['gone', 'not-text', 'permissions'] as const)('whose staff channel is %s hears of it', (kind) => {
    expect(community({ staffChannelProblem: { kind, missing: ['SendMessages'] } })).toContain(
      `problem staff-channel.${kind}`,
    );
  });

  it('whose admin role was deleted hears of it', () => {
    expect(community({ isAdminRoleThere: false })).toContain('problem admin-role.gone');
  });

  it('whose staff role was deleted hears of it; one above the bot does no harm', () => {
    expect(community({ isStaffRoleAbove: null })[1]).toBe('problem staff-role.gone');
    expect(community({ isStaffRoleAbove: true })[1]).toBe('ok staff-role.above');
  });

  it('that hides a few channels is told, one that hides most is warned', () => {
    const hiding = (hidden: number) =>
      community({
        standing: {
          missingPermissions: [],
          mayManageRoles: true,
          channelCount: 8,
          hiddenChannelIds: Array.from({ length: hidden }, String),
        },
      })[5];
    expect(hiding(4)).toBe('ok channels.hidden');
    expect(hiding(5)).toBe('warning channels.hidden');
  });

  it('without the members intent is told what stays unknown', () => {
    expect(community({ hasMembersIntent: false }).at(-1)).toBe('warning intents.members-missing');
  });

  it('where the bot lacks permissions is told which', () => {
    const standing = {
      missingPermissions: ['EmbedLinks'],
      mayManageRoles: true,
      channelCount: 8,
      hiddenChannelIds: [],
    };
    expect(findCommunityFindings({ ...inOrder, standing })[4]).toEqual({
      level: 'problem',
      code: 'permissions.missing',
      facts: { missing: ['EmbedLinks'] },
    });
  });
});

describe('roles', () => {
  const standing = { ...inOrder.standing!, mayManageRoles: false };

  it('that the bot may not manage are a problem where paid tiers can be granted, else only told', () => {
    expect(community({ standing })).toContain('problem roles.not-allowed');
    const settings = { ...inOrder.settings, adminRoleId: null };
    expect(community({ standing, settings })).toContain('ok roles.not-allowed');
  });

  it('on their way are told with how far they lag, failed ones by why', () => {
    const calm = { open: 0, done: 9, absent: 1, failed: [], oldestOpenAt: null, lagMs: 0 };
    expect(roleFindings(calm)).toEqual([]);
    const failed = [{ problem: 'role-above', count: 2 }] as const;
    expect(roleFindings({ ...calm, open: 3, oldestOpenAt: before(5), lagMs: 300_000, failed })).toEqual([
      { level: 'ok', code: 'roles.waiting', facts: { count: 3, sinceAt: before(5) } },
      { level: 'problem', code: 'roles.failed', facts: { problem: 'role-above', count: 2 } },
    ]);
  });
});

describe('a scheduled job', () => {
  const job = (facts: Partial<JobFacts>) =>
    told(jobFinding({ job: 'reports.activity', nextAt: NOW, doneAt: null, latest: null, ...facts }, NOW));
  const run = (state: string, rest: Partial<NonNullable<JobFacts['latest']>> = {}) => ({
    state,
    startedAt: before(10),
    finishedAt: before(9),
    error: null,
    nextAttemptAt: null,
    ...rest,
  });

  it.each([
    ['is new', {}, 'ok job.new'],
    ['was done', { doneAt: before(9), latest: run('done') }, 'ok job.done'],
    ['runs', { latest: run('running', { finishedAt: null }) }, 'ok job.running'],
    ['failed and is tried again', { latest: run('failed', { nextAttemptAt: NOW }) }, 'warning job.retrying'],
    ['failed for good', { doneAt: before(9999), latest: run('failed') }, 'problem job.failed'],
    ['was due half an hour ago', { nextAt: before(30) }, 'ok job.new'],
    ['was due longer ago', { nextAt: before(31), doneAt: before(99) }, 'problem job.overdue'],
  ])('that %s', (_name, facts, expected) => {
    expect(job(facts)).toBe(expected);
  });
});

describe('connection, database, log and backup', () => {
  it('a heartbeat of a second is slow', () => {
    const gateway = (pingMs: number | null, connected = true) =>
      told(gatewayFinding({ connected, since: NOW, pingMs }));
    expect([gateway(null), gateway(999), gateway(1000), gateway(50, false)]).toEqual([
      'ok gateway.connected',
      'ok gateway.connected',
      'warning gateway.slow',
      'problem gateway.away',
    ]);
  });

  it('a database that is away, slow or half migrated is told', () => {
    const facts = { kind: 'embedded', sizeBytes: 1, migrationCount: 1, lastMigration: '0001_start' } as const;
    expect(databaseFindings(null, []).map(told)).toEqual(['problem database.away']);
    expect(databaseFindings({ ...facts, roundTripMs: 499 }, []).map(told)).toEqual(['ok database.answering']);
    expect(databaseFindings({ ...facts, roundTripMs: 500 }, ['0002']).map(told)).toEqual([
      'warning database.slow',
      'problem database.migration-unfinished',
    ]);
  });

  it('a log that waits in the journal loses nothing; one that lost or was refused something says so', () => {
    const calm = { buffered: 0, journaled: 0, lastFlushAt: NOW, trouble: null, lost: 0, rejected: 0 };
    expect(logFindings(calm).map(told)).toEqual(['ok log.flowing']);
    expect(logFindings({ ...calm, lastFlushAt: null }).map(told)).toEqual(['ok log.idle']);
    expect(logFindings({ ...calm, journaled: 3 }).map(told)).toEqual(['warning log.journaling']);
    expect(logFindings({ ...calm, trouble: 'away' }).map(told)).toEqual(['warning log.journaling']);
    expect(logFindings({ ...calm, lost: 1, rejected: 2 }).map(told)).toEqual([
      'ok log.flowing',
      'problem log.rejected',
      'problem log.lost',
    ]);
  });

  it('a backup is old after a day and a half, and missing when there never was one by then', () => {
    const day = 24 * 60;
    const backup = (at: Date | null | undefined, since: Date) => told(backupFinding(at, since, NOW));
    expect(backup(undefined, before(9 * day))).toBe('ok backup.elsewhere');
    expect(backup(null, before(1.5 * day))).toBe('ok backup.none-yet');
    expect(backup(null, before(1.5 * day + 1))).toBe('warning backup.missing');
    expect(backup(before(1.5 * day), before(9 * day))).toBe('ok backup.fresh');
    expect(backup(before(1.5 * day + 1), before(9 * day))).toBe('warning backup.old');
  });

  it('the worst of several counts', () => {
    const ok = backupFinding(undefined, NOW, NOW);
    const warning = backupFinding(null, before(9_999), NOW);
    expect(worstLevel([])).toBe('ok');
    expect(worstLevel([ok, warning])).toBe('warning');
    expect(worstLevel([warning, ...databaseFindings(null, []), ok])).toBe('problem');
  });
});

describe('welcomes', () => {
  it('that cannot be posted are told by the tier; open channels are not mentioned', () => {
    const gold = { names: { en: 'Gold', 'zh-CN': '黄金' }, channelId: '7' };
    const closed = { kind: 'permissions', missing: ['SendMessages'] } as const;
    expect(welcomeFindings([{ ...gold, problem: null }])).toEqual([]);
    expect(welcomeFindings([{ ...gold, problem: closed }])).toEqual([
      { level: 'problem', code: 'welcome-channel.closed', facts: { ...gold, missing: ['SendMessages'] } },
    ]);
  });
});

describe('courses', () => {
  it('channels that are closed to the bot and roles it cannot give are told, others not', () => {
    const rooms = { use: 'threads', channelId: '7' } as const;
    const news = { use: 'announcements', channelId: '8', problem: null } as const;
    const gone = { kind: 'gone', missing: [] } as const;
    const role = { roleId: '9', title: 'Rust' };
    const open = {
      channels: [{ ...rooms, problem: null }, news],
      isReviewerRoleGone: false,
      refusedRoles: [],
    };
    expect(courseFindings(open)).toEqual([]);
    const closed = {
      channels: [{ ...rooms, problem: gone }, news],
      isReviewerRoleGone: true,
      refusedRoles: [role],
    };
    expect(courseFindings(closed)).toEqual([
      { level: 'problem', code: 'course-channel.closed', facts: { ...rooms, missing: [] } },
      { level: 'problem', code: 'course-reviewer-role.gone', facts: {} },
      { level: 'problem', code: 'course-role.problem', facts: role },
    ]);
  });

  it('that fewer people can review than have to approve are told where there are any', () => {
    const shortage = { needed: 2, count: 1 };
    expect(reviewerFindings(shortage, false)).toEqual([]);
    expect(reviewerFindings(null, true)).toEqual([]);
    expect(reviewerFindings(shortage, true)).toEqual([
      { level: 'warning', code: 'course-reviewers.too-few', facts: shortage },
    ]);
  });
});
