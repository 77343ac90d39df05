/** What the log holds on a person: shown, and erased without a trace in the counts. The database is real. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { interactionsPrivacy } from '../../src/interactions/interactions-privacy.ts';
import { countActivity } from '../../src/interactions/interactions.ts';
import { daySpan } from '../../src/kernel/calendar.ts';
import { membersPrivacy } from '../../src/members/members-privacy.ts';
import {
  ANNA,
  BEN,
  GENERAL,
  GUILD,
  OTHER_GUILD,
  START,
  channelIn,
  idAt,
  logSetting,
  message,
  reaction,
} from './log-setting.ts';
import type { LogSetting } from './log-setting.ts';
import { differencesFromRows } from './recount.ts';

let setting: LogSetting;
let app: App;
const first = idAt(START);

beforeAll(async () => {
  setting = await logSetting();
});
afterAll(() => setting.close());
beforeEach(async () => {
  await setting.reset();
  // The parts need of the whole app only what the setting has.
  app = setting.app as unknown as App;
  await setting.addCommunity(GUILD);
  await setting.addCommunity(OTHER_GUILD);
  setting.hear('GUILD_MEMBER_ADD', { guild_id: GUILD, user: { id: ANNA }, joined_at: START });
  setting.hear('MESSAGE_CREATE', message(first, ANNA));
  setting.hear('MESSAGE_REACTION_ADD', reaction(first, BEN, '👍'));
  setting.hear('MESSAGE_REACTION_ADD', reaction(first, ANNA, '🎉'));
  const gone = idAt(START);
  setting.hear('MESSAGE_CREATE', message(gone, ANNA));
  setting.hear('MESSAGE_DELETE', { id: gone, channel_id: GENERAL, guild_id: GUILD });
  setting.hear(
    'MESSAGE_CREATE',
    message(idAt(START), ANNA, { guild_id: OTHER_GUILD, channel_id: channelIn(OTHER_GUILD, GENERAL) }),
  );
});

describe('what the log holds on a person', () => {
  it('is shown readably, of this community only', async () => {
    const held = (await interactionsPrivacy.export(app, GUILD, ANNA)) as {
      interactions: Record<string, unknown>[];
      days: unknown[];
    };
    expect(held.interactions.map(({ kind }) => String(kind)).toSorted()).toEqual([
      'join',
      'message',
      'message',
      'reaction',
    ]);
    expect(held.interactions).toContainEqual({
      kind: 'message',
      at: new Date(START),
      channelId: GENERAL,
      id: first,
    });
    expect(held.days).toEqual([{ on: '2026-03-02', interactions: 2, messages: 1, reactions: 1 }]);
    expect(JSON.parse(JSON.stringify(held))).toBeTruthy();
    expect(await membersPrivacy.export(app, GUILD, ANNA)).toEqual({
      stays: [{ joinedAt: new Date(START), leftAt: null }],
    });
  });

  it('is null of somebody who never was there', async () => {
    expect(await interactionsPrivacy.export(app, GUILD, '920000000000000777')).toBeNull();
    expect(await membersPrivacy.export(app, GUILD, '920000000000000777')).toBeNull();
  });

  it('is erased from rows and counts alike, also what was still on its way, and only here', async () => {
    expect(await interactionsPrivacy.erase(app, GUILD, ANNA)).toBe(5);
    expect(await membersPrivacy.erase(app, GUILD, ANNA)).toBe(1);
    expect(await interactionsPrivacy.export(app, GUILD, ANNA)).toBeNull();
    expect(await interactionsPrivacy.erase(app, GUILD, ANNA)).toBe(0);
    const day = daySpan('2026-03-02', 1, 'UTC');
    expect(await countActivity(setting.app, GUILD, day)).toMatchObject({ interactions: 1, activeMembers: 1 });
    expect(await countActivity(setting.app, OTHER_GUILD, day)).toMatchObject({ interactions: 1 });
    expect(await differencesFromRows(setting.db, GUILD)).toEqual([]);
  });
});
