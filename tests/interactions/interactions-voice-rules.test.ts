/** Voice: one interaction per started ten minutes with at least one other human. */
import { describe, expect, it } from 'vitest';
import { startedSlots, VoiceRooms } from '../../src/interactions/interactions-voice-rules.ts';
import type { VoiceOutcome } from '../../src/interactions/interactions-voice-rules.ts';

const MINUTE = 60_000;
const T0 = Date.parse('2026-03-02T20:00:00Z');
const at = (minutes: number, seconds = 0) => T0 + minutes * MINUTE + seconds * 1000;

/** Who got how many slots, over some outcomes. */
function tally(...outcomes: readonly VoiceOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { slots } of outcomes)
    for (const { userId } of slots) counts[userId] = (counts[userId] ?? 0) + 1;
  return counts;
}

describe('slots that have begun', () => {
  it.each([
    [0, 0, 0],
    [0, 1, 1],
    [9, 59, 1],
    [10, 0, 1],
    [10, 1, 2],
    [20, 0, 2],
    [20, 1, 3],
  ])('after %i minutes %i seconds of company: %i', (minutes, seconds, slots) => {
    expect(startedSlots(T0, at(minutes, seconds))).toBe(slots);
  });

  it('a clock that stepped back makes none', () => {
    expect(startedSlots(T0, T0 - 1)).toBe(0);
  });
});

describe('company in a voice channel', () => {
  it('begins with the second human and is timed from there', () => {
    const rooms = new VoiceRooms();
    expect(tally(rooms.move('anna', 'talk', at(0)))).toEqual({});
    expect(tally(rooms.tick(at(30)))).toEqual({});
    rooms.move('ben', 'talk', at(30));
    const left = rooms.move('ben', null, at(39, 59));
    expect(tally(left)).toEqual({ anna: 1, ben: 1 });
    expect(left.slots.map(({ startMs }) => startMs)).toEqual([at(30), at(30)]);
  });

  it('ends when the others leave, and who is alone gets no further slots', () => {
    const rooms = new VoiceRooms();
    rooms.move('anna', 'talk', at(0));
    rooms.move('ben', 'talk', at(0));
    expect(tally(rooms.move('ben', null, at(10)))).toEqual({ anna: 1, ben: 1 });
    expect(tally(rooms.tick(at(60)), rooms.move('anna', null, at(90)))).toEqual({});
  });

  it('goes on for two when the third leaves', () => {
    const rooms = new VoiceRooms();
    for (const who of ['anna', 'ben', 'chen']) rooms.move(who, 'talk', at(0));
    expect(tally(rooms.move('chen', null, at(5)))).toEqual({ chen: 1 });
    expect(tally(rooms.move('ben', null, at(15)))).toEqual({ anna: 2, ben: 2 });
  });

  it('who changes the channel begins anew there', () => {
    const rooms = new VoiceRooms();
    for (const who of ['anna', 'ben']) rooms.move(who, 'talk', at(0));
    rooms.move('chen', 'music', at(0));
    const moved = rooms.move('ben', 'music', at(3));
    expect(tally(moved)).toEqual({ anna: 1, ben: 1 });
    expect(tally(rooms.move('chen', null, at(4)))).toEqual({ ben: 1, chen: 1 });
  });

  it('muting, which Discord tells as the same channel again, changes nothing', () => {
    const rooms = new VoiceRooms();
    for (const who of ['anna', 'ben']) rooms.move(who, 'talk', at(0));
    expect(rooms.move('ben', 'talk', at(5))).toEqual({ slots: [], changed: [], ended: [] });
    expect(tally(rooms.move('ben', null, at(8)))).toEqual({ anna: 1, ben: 1 });
  });

  it('long company is logged as it goes, each slot once, however often one looks', () => {
    const rooms = new VoiceRooms();
    for (const who of ['anna', 'ben']) rooms.move(who, 'talk', at(0));
    const outcomes: VoiceOutcome[] = [];
    for (let minute = 0; minute <= 60; minute += 1)
      outcomes.push(rooms.tick(at(minute)), rooms.tick(at(minute)));
    outcomes.push(rooms.move('ben', null, at(60)));
    expect(tally(...outcomes)).toEqual({ anna: 6, ben: 6 });
  });
});

describe('a restart', () => {
  it('goes on where it stopped', () => {
    const rooms = new VoiceRooms();
    for (const who of ['anna', 'ben']) rooms.move(who, 'talk', at(0));
    const before = rooms.tick(at(15));
    const again = new VoiceRooms(rooms.all());
    const back = again.reconcile(
      new Map([
        ['anna', 'talk'],
        ['ben', 'talk'],
      ]),
      at(15),
      at(17),
    );
    expect(tally(before, back, again.tick(at(19)), again.move('ben', null, at(25)))).toEqual({
      anna: 3,
      ben: 3,
    });
  });

  it('counts until it last knew for those who left meanwhile', () => {
    const rooms = new VoiceRooms();
    for (const who of ['anna', 'ben']) rooms.move(who, 'talk', at(0));
    const again = new VoiceRooms(rooms.all());
    const back = again.reconcile(new Map([['anna', 'talk']]), at(12), at(18));
    expect(tally(back)).toEqual({ anna: 2, ben: 2 });
    expect(back.ended).toEqual(['ben']);
    expect(tally(again.tick(at(60)))).toEqual({});
  });

  it('counts nothing of a long silence, and begins anew after it', () => {
    const rooms = new VoiceRooms();
    for (const who of ['anna', 'ben']) rooms.move(who, 'talk', at(0));
    const again = new VoiceRooms(rooms.all());
    const present = new Map([
      ['anna', 'talk'],
      ['ben', 'talk'],
    ]);
    const back = again.reconcile(present, at(5), at(180));
    expect(tally(back)).toEqual({ anna: 1, ben: 1 });
    expect(tally(again.move('ben', null, at(181)))).toEqual({ anna: 1, ben: 1 });
  });

  it('finds those who came meanwhile', () => {
    const rooms = new VoiceRooms();
    const back = rooms.reconcile(
      new Map([
        ['anna', 'talk'],
        ['ben', 'talk'],
        ['chen', 'music'],
      ]),
      at(0),
      at(1),
    );
    expect(tally(back)).toEqual({});
    expect(tally(rooms.tick(at(2)))).toEqual({ anna: 1, ben: 1 });
  });
});
