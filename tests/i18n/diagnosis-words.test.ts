/** Every finding, job and part of privacy has a sentence people can read, in every language. */
import { describe, expect, it } from 'vitest';
import { renderFinding } from '../../src/diagnosis/diagnosis.ts';
import type { FindingCode, FindingFacts } from '../../src/diagnosis/diagnosis.ts';
import { LOCALES } from '../../src/i18n/format.ts';
import { catalogues } from '../../src/i18n/i18n.ts';
import { allJobs } from '../../src/jobs/all-jobs.ts';
import { COMMUNITY_PERMISSIONS, POSTING_PERMISSIONS } from '../../src/discord/permissions.ts';
import { privacyParts } from '../../src/privacy/privacy.ts';

const AT = new Date('2026-03-09T12:00:00Z');
const database = {
  kind: 'embedded',
  roundTripMs: 3,
  sizeBytes: 12_345_678,
  migrationCount: 2,
  lastMigration: '0002_x',
} as const;

const samples: { [C in FindingCode]: FindingFacts[C] } = {
  'gateway.connected': { since: AT, pingMs: 31 },
  'gateway.slow': { pingMs: 1500 },
  'gateway.away': { since: AT },
  'intents.granted': {},
  'intents.members-missing': {},
  'permissions.granted': {},
  'permissions.missing': { missing: COMMUNITY_PERMISSIONS },
  'channels.visible': { count: 12 },
  'channels.hidden': { hidden: 7, count: 12, some: ['1', '2', '3', '4', '5'] },
  'reports-channel.ready': { channelId: '1', nextAt: AT },
  'reports-channel.unset': {},
  'reports-channel.gone': {},
  'reports-channel.not-text': { channelId: '1' },
  'reports-channel.permissions': { channelId: '1', missing: POSTING_PERMISSIONS },
  'staff-role.set': { roleId: '1' },
  'staff-role.above': { roleId: '1' },
  'staff-role.unset': {},
  'staff-role.gone': {},
  'admin-role.set': { roleId: '1' },
  'admin-role.unset': {},
  'admin-role.gone': {},
  'staff-channel.ready': { channelId: '1' },
  'staff-channel.unset': {},
  'staff-channel.gone': {},
  'staff-channel.not-text': { channelId: '1' },
  'staff-channel.permissions': { channelId: '1', missing: POSTING_PERMISSIONS },
  'welcome-channel.closed': {
    names: { en: 'Gold', 'zh-CN': '黄金' },
    channelId: '1',
    missing: POSTING_PERMISSIONS,
  },
  'course-channel.closed': { use: 'threads', channelId: '1', missing: POSTING_PERMISSIONS },
  'course-reviewers.too-few': { needed: 2, count: 1 },
  'course-reviewer-role.gone': {},
  'course-role.problem': { roleId: '1', title: 'Rust' },
  'roles.not-allowed': {},
  'roles.waiting': { count: 5_000, sinceAt: AT },
  'roles.failed': { problem: 'role-above', count: 3 },
  'database.answering': database,
  'database.slow': database,
  'database.away': {},
  'database.migration-unfinished': { name: '0002_x' },
  'log.flowing': { lastFlushAt: AT, buffered: 4 },
  'log.idle': { buffered: 4 },
  'log.journaling': { journaled: 4, trouble: 'no answer' },
  'log.rejected': { rejected: 4 },
  'log.lost': { lost: 4 },
  'job.done': { job: 'x', at: AT, nextAt: AT },
  'job.new': { job: 'x', nextAt: AT },
  'job.running': { job: 'x', startedAt: AT },
  'job.retrying': { job: 'x', error: 'no answer', nextAttemptAt: AT },
  'job.failed': { job: 'x', at: AT, error: 'no answer' },
  'job.overdue': { job: 'x', dueAt: AT },
  'backup.fresh': { at: AT },
  'backup.old': { at: AT },
  'backup.none-yet': {},
  'backup.missing': {},
  'backup.elsewhere': {},
};

describe.each(LOCALES)('in %s', (locale) => {
  const words = catalogues[locale];

  it.each(Object.keys(samples) as FindingCode[])('%s is a whole sentence', (code) => {
    const sentence = renderFinding(
      { level: 'ok', code, facts: samples[code] } as Parameters<typeof renderFinding>[0],
      words,
    );
    expect(sentence).toMatch(/^✅ .{6,}[.。]$/);
    expect(sentence).not.toMatch(/undefined|NaN|\[object/);
    expect(sentence.length).toBeLessThan(600);
  });

  it('every permission asked for has a name and a reason', () => {
    for (const name of COMMUNITY_PERMISSIONS) {
      expect(words.core.permissions[name]).toBeTruthy();
      expect(words.diagnosis.findings['permissions.missing']({ missing: [name] })).toMatch(/[(（].+[)）]/);
    }
  });

  it('every job has a name', () => {
    expect(allJobs.map(({ name }) => name).filter((name) => !words.diagnosis.jobs[name])).toEqual([]);
  });

  it('every part of what is held on a person has a name', () => {
    expect(
      privacyParts.map(({ feature }) => feature).filter((feature) => !words.privacy.features[feature]),
    ).toEqual([]);
  });
});

it('no sentence of Chinese was left in English', () => {
  for (const code of Object.keys(samples) as FindingCode[]) {
    const finding = { level: 'ok', code, facts: samples[code] } as Parameters<typeof renderFinding>[0];
    expect(renderFinding(finding, catalogues['zh-CN'])).toMatch(/[\u4e00-\u9fff]/);
  }
});
