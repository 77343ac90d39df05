/** A weekend of the story from end to end: the real bot as a process, the local Discord, the scheduler, a restart, the verdict. Only time is faked. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WEEKEND_PROGRAMME } from '../../src/demo/acts.ts';
import { playStory } from '../../src/demo/play.ts';
import { Screen } from '../../src/demo/screen.ts';
import { WEEKEND } from '../../src/demo/script.ts';

const TIMEOUT_MS = 480_000;

let outDir: string;
let shown = '';
let wrongBefore: number;
let wrongAfter: number;

const screen = new Screen({ write: (text) => void (shown += text), colours: false });

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'steward-story-'));
  wrongAfter = await playStory({
    script: WEEKEND,
    programme: WEEKEND_PROGRAMME,
    screen,
    outDir,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    async beforeComparing(db, compare) {
      wrongBefore = await compare();
      await db.execute(
        'UPDATE member_day SET messages = messages + 1 WHERE user_id = (SELECT max(user_id) FROM member_day WHERE messages > 0)',
        [],
      );
      // Somebody’s tier is gone from the ledger while the role stays, and a payment is a fen larger.
      await db.execute(
        'UPDATE tier_member SET tier_id = NULL WHERE user_id = (SELECT max(user_id) FROM tier_member WHERE tier_id IS NOT NULL)',
        [],
      );
      await db.execute(
        'UPDATE tier_payment SET amount_minor = amount_minor + 1 WHERE id = (SELECT min(id) FROM tier_payment)',
        [],
      );
      // A finished course that nobody finished, and points nobody earned.
      await db.execute(
        'UPDATE course_learner SET finished_at = NULL WHERE user_id = (SELECT max(user_id) FROM course_learner WHERE finished_at IS NOT NULL)',
        [],
      );
      await db.execute(
        'UPDATE creator_point SET points = points + 1 WHERE id = (SELECT min(id) FROM creator_point)',
        [],
      );
    },
  });
}, TIMEOUT_MS);

afterAll(() => rm(outDir, { recursive: true, force: true }));

describe('a weekend at CodeHaven', () => {
  it('ends with every number of the bot equal to the local Discord’s own', () => {
    expect(shown).toContain('numbers agree');
    expect(wrongBefore).toBe(0);
  });

  it('kills the bot in a burst, and Discord tells again what it missed', () => {
    expect(shown).toContain('SIGKILL');
    expect(shown).toMatch(/said around the SIGKILL \S+ +2 of 2 agree ✓/);
  });

  it('finds a number that was tampered with', () => {
    expect(wrongAfter).toBeGreaterThan(0);
    expect(shown).toContain('✗');
  });

  it('finds a role without a tier in the ledger, and a payment that is not what was paid', () => {
    const [honest = '', tampered = ''] = shown.split('beside the local Discord’s own count').slice(1);
    const roles = /each person’s tier and role \S+ +(\d+) of (\d+) agree/;
    expect(roles.exec(honest)?.[1]).toBe(roles.exec(honest)?.[2]);
    expect(Number(roles.exec(tampered)?.[1])).toBe(Number(roles.exec(tampered)?.[2]) - 1);
    expect(honest).toMatch(/paid 收款 \(CNY\) +([\d,]+) = \1 ✓/);
    expect(tampered).toMatch(/paid 收款 \(CNY\) +[\d,.]+ ≠ [\d,.]+ ✗/);
  });

  it('tells of the paid tiers: granted once, ended at its minute, differing roles found and put right', () => {
    expect(shown).toContain('因此没有任何改动');
    expect(shown).toContain('the role is gone on the local Discord');
    expect(shown).toContain('已付费但没有身份组：1 人');
    expect(shown).toContain('✅ 每个等级的身份组，都正好由账本上持有该等级的成员拥有。');
    const page = readFileSync(join(outDir, 'transcript.html'), 'utf8');
    expect(page).toContain('The treasurer puts the roles right · 财务修正身份组');
    expect(page).toContain('receipt-1.png');
  });

  it('tells of the courses: one thread and one announcement although the bot was killed, and access by tier', () => {
    expect(shown).toContain('is not a web address');
    expect(shown).toContain('is for Pro and up');
    expect(shown).toContain('进度会保留');
    const [honest = '', tampered = ''] = shown.split('beside the local Discord’s own count').slice(1);
    const once = /threads and posts there once \S+ +(\d+) of (\d+) agree/.exec(honest);
    expect(once?.[1]).toBe(once?.[2]);
    expect(honest).toMatch(/points of Leo Hart 积分 +(\d+) = \1 ✓/);
    expect(tampered).toMatch(/points of Leo Hart 积分 +\d+ ≠ \d+ ✗/);
    expect(tampered).toMatch(/(Types 类型|Rust): finished 学完 +– ≠ \d+ ✗/);
    const page = readFileSync(join(outDir, 'transcript.html'), 'utf8');
    expect(page).toContain('certificate.png');
    expect(existsSync(join(outDir, 'pictures', 'course.png'))).toBe(true);
  });

  it('tells who typed what and what the bot answered, in both languages', () => {
    expect(shown).toContain('/setup reports-channel:#📊-周报-reports');
    expect(shown).toContain('/帮助');
    expect(shown).toContain('Only staff');
    expect(shown).toContain('调度器自动发布上周周报');
  });

  it('leaves the posted pictures and a transcript that needs no network', () => {
    const pictures = [
      'activity-2026-10-19.png',
      'activity-2026-10-19-card.png',
      'satisfaction-2026-10-19.png',
    ];
    for (const name of pictures) expect(existsSync(join(outDir, 'pictures', name))).toBe(true);
    const page = readFileSync(join(outDir, 'transcript.html'), 'utf8');
    expect(page).toContain('<discord-message ');
    expect(page).toContain('pictures/activity-2026-10-19.png');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
    expect(existsSync(join(outDir, 'data'))).toBe(false);
  });
});
