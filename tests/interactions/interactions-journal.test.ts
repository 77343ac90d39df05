/** What happens to events while the database is away, the disk is full, or the process dies. The database is real, and its line is cut. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { batchOf } from '../../src/interactions/interactions-batch-rules.ts';
import { Journal } from '../../src/interactions/interactions-journal.ts';
import { WriteQueue } from '../../src/interactions/interactions-queue.ts';
import { interactionOf } from '../../src/interactions/interactions-rules.ts';
import { countActivity } from '../../src/interactions/interactions.ts';
import { daySpan } from '../../src/kernel/calendar.ts';
import { createLogger } from '../../src/logger.ts';
import { linedDatabase } from './database-line.ts';
import type { LinedDatabase } from './database-line.ts';
import { ANNA, BEN, GENERAL, GUILD, START, idAt, logSetting, message, reaction } from './log-setting.ts';
import type { LogSetting } from './log-setting.ts';
import { differencesFromRows } from './recount.ts';

const event = (userId = ANNA) =>
  interactionOf('message', GUILD, idAt(START), userId, GENERAL, Date.parse(START));

describe('the journal file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'steward-journal-'));
    file = path.join(folder, 'log', 'interactions.journal');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const fill = (numbers: readonly number[]): void => {
    const journal = new Journal(file);
    for (const number of numbers) journal.append({ number, batch: batchOf([event(), event()]) });
    journal.close();
  };

  it('gives back what it keeps in the order of the numbers, whatever the order it was told', () => {
    fill([3, 1, 2]);
    const journal = new Journal(file);
    expect([journal.weight, journal.lastNumber, journal.damagedBytes]).toEqual([6, 3, 0]);
    const seen: number[] = [];
    for (let first = journal.first(); first; first = journal.first()) {
      seen.push(first.number);
      expect(first.batch.interactions.userId).toEqual([ANNA, ANNA]);
      journal.settle(first.number);
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(statSync(file).size).toBe(0);
    journal.close();
  });

  it('leaves out a last frame that was cut anywhere, and goes on behind the whole ones', () => {
    fill([1]);
    const whole = statSync(file).size;
    fill([2]);
    const both = readFileSync(file);
    for (let size = whole + 1; size < both.length; size += 7) {
      writeFileSync(file, both);
      truncateSync(file, size);
      const journal = new Journal(file);
      expect(journal.lastNumber).toBe(1);
      expect(journal.damagedBytes).toBe(size - whole);
      journal.append({ number: 5, batch: batchOf([event()]) });
      journal.close();
      const again = new Journal(file);
      expect([again.weight, again.lastNumber, again.damagedBytes]).toEqual([3, 5, 0]);
      again.close();
    }
  });

  it('steps over damage in the middle to what is whole behind it', () => {
    fill([1, 2, 3]);
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 0xff;
    writeFileSync(file, bytes);
    const journal = new Journal(file);
    expect(journal.first()?.number).toBe(1);
    expect(journal.lastNumber).toBe(3);
    expect(journal.damagedBytes).toBeGreaterThan(0);
    journal.close();
  });
});

describe('the queue', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'steward-queue-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const log = createLogger('silent', false);

  it('keeps memory within its bound and loses nothing of the order', () => {
    const queue = new WriteQueue({ path: path.join(folder, 'journal'), log, mostInMemory: 10 });
    const ids: string[] = [];
    for (let count = 0; count < 100; count += 1) {
      const each = event();
      ids.push(each.subjectId);
      queue.add(each);
      if (count % 4 === 3) queue.close();
      expect(queue.buffered).toBeLessThanOrEqual(16);
    }
    expect(queue.journaled).toBeGreaterThan(80);
    const written: string[] = [];
    queue.close();
    for (let batch = queue.next(); batch; batch = queue.next()) {
      written.push(...batch.interactions.subjectId);
      queue.settle();
    }
    expect(written).toEqual(ids);
    expect(queue.isEmpty).toBe(true);
    queue.end();
  });

  it('keeps what is being written before what comes behind it, so that a kill leaves no hole that a session covers', () => {
    const file = path.join(folder, 'journal');
    const queue = new WriteQueue({ path: file, log, mostInMemory: 4 });
    const ids: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      const each = event();
      ids.push(each.subjectId);
      queue.add(each);
      queue.close();
      // The writer has the first one in hand, and the database does not answer.
      queue.next();
    }
    const kept: string[] = [];
    const journal = new Journal(file);
    for (let first = journal.first(); first; first = journal.first()) {
      kept.push(...first.batch.interactions.subjectId);
      journal.settle(first.number);
    }
    journal.close();
    expect(kept).toEqual(ids);
  });

  it('with the disk full keeps events in memory as long as there is room, and counts what is lost', () => {
    const queue = new WriteQueue({ path: '/dev/full', log, mostInMemory: 4, mostAtAll: 20 });
    for (let count = 0; count < 50; count += 1) {
      queue.add(event());
      queue.close();
    }
    expect([queue.buffered, queue.journaled, queue.lost]).toEqual([20, 0, 30]);
  });

  it('where events were lost, the kept sessions stay before them, so that a restart has Discord tell them again', () => {
    const queue = new WriteQueue({ path: '/dev/full', log, mostInMemory: 4, mostAtAll: 2 });
    const at = (sequence: number) =>
      queue.noteSession({
        owner: 'o',
        shardId: 0,
        shardCount: 1,
        sessionId: 's',
        resumeUrl: 'ws://x',
        sequence,
        atMs: 0,
      });
    const points: number[] = [];
    for (const sequence of [1, 2, 3]) {
      queue.add(event());
      at(sequence);
      queue.close();
    }
    for (let batch = queue.next(); batch; queue.settle(), batch = queue.next())
      points.push(...batch.sessions.map((session) => session.sequence));
    expect(queue.lost).toBe(1);
    expect(points).toEqual([1, 2]);
  });
});

describe('while the database is away', () => {
  let db: LinedDatabase;
  let setting: LogSetting;
  beforeAll(async () => {
    db = await linedDatabase();
    setting = await logSetting(START, db);
    await setting.addCommunity(GUILD);
    await setting.app.interactions.flush();
  });
  afterAll(() => setting.close());

  const rowCount = async (): Promise<number> => {
    const [row] = await db.query<{ count: string }>('SELECT count(*) AS count FROM interaction');
    return Number(row?.count);
  };

  it('events wait in memory and in the journal, one line says so, and all arrive when it is back', async () => {
    await setting.restart({ mostInMemory: 20 });
    await setting.addCommunity(GUILD);
    setting.lines.length = 0;
    await db.cut();
    const answers: boolean[] = [];
    for (let count = 0; count < 60; count += 1) {
      setting.hear('MESSAGE_CREATE', message(idAt(START), count % 2 ? ANNA : BEN));
      if (count % 10 === 9) answers.push(await setting.app.interactions.flush());
    }
    expect(answers).toEqual(Array.from({ length: 6 }, () => false));
    const { buffered, journaled, trouble, lost } = setting.app.interactions.status();
    expect(journaled).toBeGreaterThan(20);
    expect(buffered).toBeLessThanOrEqual(40);
    expect(trouble).not.toBeNull();
    expect(lost).toBe(0);
    expect(setting.lines.filter((line) => line.includes('does not take events'))).toHaveLength(1);

    await db.mend();
    expect(await setting.app.interactions.flush()).toBe(true);
    expect(await rowCount()).toBe(60);
    expect(setting.app.interactions.status()).toMatchObject({ buffered: 0, journaled: 0, trouble: null });
    expect(setting.lines.some((line) => line.includes('takes events again'))).toBe(true);
    expect(await differencesFromRows(db, GUILD)).toEqual([]);
  });

  it('writing begins again by itself, without anybody asking', async () => {
    const before = await rowCount();
    await db.cut();
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA));
    expect(await setting.app.interactions.flush()).toBe(false);
    await db.mend();
    await expect.poll(() => setting.app.interactions.status().buffered, { timeout: 10_000 }).toBe(0);
    expect(await rowCount()).toBe(before + 1);
  });

  it('a stop leaves the rest to the next start, also what was deleted meanwhile and a journal cut at its end', async () => {
    const before = await rowCount();
    await db.cut();
    const [kept, gone] = [idAt(START), idAt(START)];
    setting.hear('MESSAGE_CREATE', message(kept, ANNA));
    setting.hear('MESSAGE_CREATE', message(gone, ANNA));
    await setting.app.interactions.flush();
    setting.hear('MESSAGE_REACTION_ADD', reaction(kept, BEN, '🎉'));
    setting.hear('MESSAGE_DELETE', { id: gone, channel_id: GENERAL, guild_id: GUILD });
    await setting.app.interactions.stop();
    const journal = path.join(db.dataDir, 'log', 'interactions.journal');
    expect(existsSync(journal)).toBe(true);
    appendFileSync(journal, readFileSync(journal).subarray(0, 100));
    await db.mend();
    setting.lines.length = 0;
    await setting.restart();
    expect(setting.lines.some((line) => line.includes('only half written'))).toBe(true);
    await setting.app.interactions.flush();
    expect(await rowCount()).toBe(before + 3);
    expect(await differencesFromRows(db, GUILD)).toEqual([]);
    const { interactions, reactions } = await countActivity(
      setting.app,
      GUILD,
      daySpan('2026-03-02', 1, 'UTC'),
    );
    expect([interactions, reactions]).toEqual([before + 2, 1]);
  });

  it('a session is as old as what it covers, however late that is written', async () => {
    await db.cut();
    setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA));
    await setting.app.interactions.stop();
    setting.clock.moveBy(3_600_000);
    await db.mend();
    await setting.restart();
    await setting.app.interactions.flush();
    const [kept] = await db.query<{ at: Date }>('SELECT saved_at AS at FROM gateway_session');
    expect(kept?.at).toEqual(new Date(START));
  });

  it('an event the database will never take is set aside with a line, and the rest is written', async () => {
    const before = await rowCount();
    setting.app.interactions.record({ ...event(), emoji: '\0' });
    setting.app.interactions.record(event());
    expect(await setting.app.interactions.flush()).toBe(true);
    expect(await rowCount()).toBe(before + 1);
    expect(setting.app.interactions.status().rejected).toBe(1);
    expect(
      readFileSync(path.join(db.dataDir, 'log', 'interactions.rejected'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(1);
  });

  it('nothing is written while writes are held, and everything afterwards', async () => {
    const before = await rowCount();
    await setting.app.interactions.holdWrites(async () => {
      setting.hear('MESSAGE_CREATE', message(idAt(START), ANNA));
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(await rowCount()).toBe(before);
    });
    expect(await setting.app.interactions.flush()).toBe(true);
    expect(await rowCount()).toBe(before + 1);
  });
});
