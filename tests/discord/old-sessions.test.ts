/** The bot going on where it stopped: sessions kept with the rows they cover, resumed at the next start. Real bot, real client, local Discord. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { invitePermissions } from '../../src/discord/permissions.ts';
import type { InteractionKind } from '../../src/interactions/interactions.ts';
import { interactionKinds } from '../../src/interactions/interactions.ts';
import { startTestBot } from '../support/bot.ts';
import type { TestBot } from '../support/bot.ts';

let first: TestBot;
let bot: TestBot;

beforeAll(async () => {
  first = await startTestBot();
});
beforeEach(async () => {
  bot = await first.inNewTown();
});
afterAll(() => first?.close());

async function logged(kind: InteractionKind): Promise<number> {
  await bot.app.interactions.flush();
  const [row] = await bot.app.db.query<{ count: string }>(
    'SELECT count(*) FROM interaction WHERE guild_id = $1 AND kind = $2 AND deleted_at IS NULL',
    [bot.town.guildId, interactionKinds[kind].code],
  );
  return Number(row?.count);
}

const spans = () =>
  bot.app.db.query<{ from_at: Date; to_at: Date }>(
    'SELECT from_at, to_at FROM coverage_span WHERE guild_id = $1 ORDER BY from_at',
    [bot.town.guildId],
  );
const sessions = () =>
  bot.app.db.query<{ session_id: string; sequence: number }>(
    'SELECT session_id, sequence FROM gateway_session',
  );
const say = (text: string) => bot.as('ann').say(bot.town.channels.general, text);

describe('a restart', () => {
  it('is told what happened meanwhile, and has listened all the time', async () => {
    const first = say('before');
    await bot.settled();
    await bot.restart(() => {
      say('meanwhile');
      bot.as('bo').react(first, '👍');
      bot.as('bo').post(bot.town.channels.forum, { name: 'A question', content: 'How?' });
      bot.clock.moveBy(20 * 60_000);
    });
    say('afterwards');
    await bot.settled();
    expect(await logged('message')).toBe(3);
    expect(await logged('reaction')).toBe(1);
    expect(await logged('post')).toBe(1);
    bot.clock.moveBy(60_000);
    say('later');
    await bot.settled();
    const [span, ...others] = await spans();
    expect(others).toEqual([]);
    expect(span!.to_at.getTime() - span!.from_at.getTime()).toBeGreaterThanOrEqual(20 * 60_000);
  });

  it('goes by one session only, and the old one is ended at Discord', async () => {
    say('before');
    await bot.settled();
    const [before] = await sessions();
    await bot.restart(() => say('meanwhile'));
    await bot.settled();
    const after = await sessions();
    expect(after).toHaveLength(1);
    expect(after[0]!.session_id).not.toBe(before!.session_id);
    expect([...bot.town.sandbox.gateway.sessions.keys()]).toEqual([after[0]!.session_id]);
  });

  it('counts a leave once, and what was deleted meanwhile no longer', async () => {
    const first = say('to be deleted');
    await bot.settled();
    await bot.restart(() => {
      bot.as('ann').delete(first);
      bot.town.sandbox.world.people.leave(bot.town.guildId, bot.town.people.bo);
    });
    await bot.settled();
    expect(await logged('message')).toBe(0);
    expect(await logged('leave')).toBe(1);
  });

  it('counts no thread or post that another bot opened meanwhile, of which Discord names only the owner', async () => {
    const { sandbox, guildId, channels } = bot.town;
    const helper = sandbox.world.people.createApplication({ name: 'helper' });
    sandbox.world.guilds.addBot(guildId, helper, invitePermissions);
    await bot.settled();
    await bot.restart(() => {
      for (const channelId of [channels.general, channels.forum])
        sandbox.world.threads.create({ channelId, name: 'Standup', ownerId: helper.botId });
      bot.as('bo').post(channels.forum, { name: 'A question', content: 'How?' });
    });
    await bot.settled();
    expect(await logged('thread')).toBe(0);
    expect(await logged('post')).toBe(1);
  });

  it('dates what carries no time between what does', async () => {
    const first = say('before');
    await bot.settled();
    const at = bot.clock.now().getTime();
    await bot.restart(() => {
      bot.clock.moveBy(60 * 60_000);
      say('an hour later');
      bot.as('bo').react(first, '👍');
      bot.clock.moveBy(60 * 60_000);
      say('two hours later');
      bot.clock.moveBy(60 * 60_000);
    });
    const [row] = await bot.app.db.query<{ occurred_at: Date }>(
      'SELECT occurred_at FROM interaction WHERE guild_id = $1 AND kind = $2',
      [bot.town.guildId, interactionKinds.reaction.code],
    );
    expect(row!.occurred_at.getTime() - at).toBe(60 * 60_000);
  });

  it('begins anew where Discord has the session no more, and shows the gap', async () => {
    say('before');
    await bot.settled();
    await bot.restart(() => {
      say('lost to the gateway');
      bot.town.sandbox.faults.expireSessions();
      bot.clock.moveBy(30 * 60_000);
    });
    say('afterwards');
    await bot.settled();
    expect(await spans()).toHaveLength(2);
    expect(await sessions()).toHaveLength(1);
  });

  it('shows the gap where the old session is lost before the new one is ready', async () => {
    const { faults, gateway } = bot.town.sandbox;
    say('before');
    await bot.settled();
    const [before] = await sessions();
    // The old session asks for the gateway's address first; then the new one cannot log in for a while.
    const refused = faults.status({ path: '/gateway/bot', after: 1, times: 4 }, 503);
    const restarting = bot.restart();
    await expect.poll(() => refused.hits, { timeout: 20_000 }).toBeGreaterThan(0);
    await expect.poll(() => gateway.connected().map(({ id }) => id)).toEqual([before!.session_id]);
    bot.clock.moveBy(10 * 60_000);
    faults.invalidateSessions();
    say('told to nobody');
    bot.clock.moveBy(10 * 60_000);
    await restarting;
    say('afterwards');
    await bot.settled();
    expect(await spans()).toHaveLength(2);
    // Fetched from history, since the gap is known.
    expect(await logged('message')).toBe(3);
  }, 40_000);

  it('goes on whole where the old session comes back before the new one is ready', async () => {
    const { faults, gateway } = bot.town.sandbox;
    say('before');
    await bot.settled();
    const refused = faults.status({ path: '/gateway/bot', after: 1, times: 4 }, 503);
    const restarting = bot.restart();
    await expect.poll(() => refused.hits, { timeout: 20_000 }).toBeGreaterThan(0);
    await expect.poll(() => gateway.connected().length).toBe(1);
    faults.cutGateway();
    say('as the line was cut');
    await restarting;
    await bot.settled();
    expect(await logged('message')).toBe(2);
    expect(await spans()).toHaveLength(1);
  }, 40_000);

  it("leaves another bot's session alone, and forgets it after a day", async () => {
    await bot.app.db.execute(
      `INSERT INTO gateway_session VALUES ('another', 1, 0, 'abc', 'ws://127.0.0.1:9/', 5, $1)`,
      [bot.clock.now().toISOString()],
    );
    await bot.restart();
    expect(await sessions()).toHaveLength(2);
    await bot.restart(() => bot.clock.moveBy(25 * 3_600_000));
    expect(await sessions()).toHaveLength(1);
  });
});

describe('an outage of the gateway', () => {
  it('in which connections are refused keeps the session: what happened is replayed', async () => {
    const { faults } = bot.town.sandbox;
    say('before');
    await bot.settled();
    const [before] = await sessions();
    faults.refuseGateway(true);
    faults.cutGateway();
    say('during the outage');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    faults.refuseGateway(false);
    await bot.town.sandbox.connected();
    say('afterwards');
    await bot.settled();
    expect(await logged('message')).toBe(3);
    expect((await sessions())[0]!.session_id).toBe(before!.session_id);
    expect(await spans()).toHaveLength(1);
  });

  it('in which the whole server is away keeps it too', async () => {
    const { faults } = bot.town.sandbox;
    say('before');
    await bot.settled();
    await faults.leave();
    say('during the outage');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await faults.comeBack();
    await bot.town.sandbox.connected();
    await bot.settled();
    expect(await logged('message')).toBe(2);
    expect(await spans()).toHaveLength(1);
  });
});
