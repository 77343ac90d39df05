import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../src/sandbox/driver.ts';
import { DriverError } from '../../src/sandbox/driver-seen.ts';
import { type Setting, startSetting } from './interaction-setting.ts';

let setting: Setting;
let ann: Person;
/** The interaction the bot last heard of. */
let heard: { id: string; token: string };

beforeAll(async () => {
  setting = await startSetting();
  ann = setting.sandbox.as(setting.guildId, setting.annId);
  const base = `/applications/${setting.applicationId}/guilds/${setting.guildId}/commands`;
  await setting.call('PUT', base, [
    {
      name: 'go',
      description: 'd',
      options: [{ type: 3, name: 'text', description: 'd', autocomplete: true }],
    },
  ]);
});
afterAll(() => setting.stop());
beforeEach(() => {
  setting.answer(async (interaction) => {
    heard = { id: interaction.id, token: interaction.token };
  });
});

const respond = (body: unknown, query = ''): ReturnType<Setting['call']> =>
  setting.call('POST', `/interactions/${heard.id}/${heard.token}/callback${query}`, body);
const webhook = (method: string, path = '', body?: unknown): ReturnType<Setting['call']> =>
  setting.call(method, `/webhooks/${setting.applicationId}/${heard.token}${path}`, body);
const say = (content: string, flags = 0): unknown => ({ type: 4, data: { content, flags } });

/** Ann types the command; what the bot does with it is up to the test. */
async function begin(then: () => Promise<unknown>, timeoutMs = 10_000): Promise<unknown> {
  const before = heard?.id;
  const answer = ann.type('/go', {}, { timeoutMs }).catch((error: unknown) => error);
  await expect.poll(() => heard?.id, { timeout: 10_000 }).not.toBe(before);
  await then();
  return answer;
}

describe('the first response', () => {
  it('answers 204, or what was made when asked for', async () => {
    await begin(async () => expect((await respond(say('x'))).status).toBe(204));
    await begin(async () => {
      const { status, body } = await respond(say('y', 64), '?with_response=true');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        interaction: {
          id: heard.id,
          type: 2,
          response_message_ephemeral: true,
          response_message_loading: false,
        },
        resource: {
          type: 4,
          message: {
            content: 'y',
            type: 20,
            flags: 64,
            webhook_id: setting.applicationId,
            author: { bot: true },
          },
        },
      });
    });
  });

  it('is refused the second time (40060)', async () => {
    await begin(async () => {
      await respond(say('x'));
      expect(await respond(say('y'))).toMatchObject({ status: 400, body: { code: 40060 } });
    });
  });

  it('is refused when it comes too late (10062), and the person sees no answer', async () => {
    const hasty = await startSetting({ firstResponseMs: 1 });
    try {
      const commands = `/applications/${hasty.applicationId}/guilds/${hasty.guildId}/commands`;
      await hasty.call('PUT', commands, [{ name: 'go', description: 'd' }]);
      const late = new Promise((resolve) => {
        hasty.answer(async ({ id, token }) => {
          await new Promise((done) => setTimeout(done, 20));
          resolve(await hasty.call('POST', `/interactions/${id}/${token}/callback`, say('x')));
        });
      });
      const answer = await hasty.sandbox.as(hasty.guildId, hasty.annId).type('/go');
      expect(answer).toMatchObject({ kind: 'none', message: null, firstResponseMs: null });
      expect(await late).toMatchObject({ status: 404, body: { code: 10062 } });
    } finally {
      await hasty.stop();
    }
  });

  it('is refused for an interaction nobody began (10062)', async () => {
    const path = `/interactions/1/nothing/callback`;
    expect(await setting.call('POST', path, say('x'))).toMatchObject({ status: 404, body: { code: 10062 } });
  });

  it('must be well formed (50035, 50006), after which another may come', async () => {
    await begin(async () => {
      expect(await respond({ type: 4, data: { content: 'x'.repeat(2001) } })).toMatchObject({
        status: 400,
        body: { code: 50035, errors: { data: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } } },
      });
      expect(await respond({ type: 4, data: {} })).toMatchObject({ status: 400, body: { code: 50006 } });
      expect(await respond({ type: 9, data: { custom_id: 'm', title: 't', components: [] } })).toMatchObject({
        body: { code: 50035 },
      });
      expect((await respond(say('x'))).status).toBe(204);
    });
  });

  it('must be of a kind that fits: no update without a message, no choices for a command, no form after a deferral', async () => {
    const form = {
      custom_id: 'm',
      title: 't',
      components: [{ type: 18, label: 'l', component: { type: 4, custom_id: 'c', style: 1 } }],
    };
    await begin(async () => {
      for (const type of [7, 6, 8, 1])
        expect(await respond({ type, data: {} })).toMatchObject({
          body: { code: 50035, errors: { type: {} } },
        });
      await respond({ type: 5 });
      expect(await respond({ type: 9, data: form })).toMatchObject({ body: { code: 40060 } });
      await webhook('PATCH', '/messages/@original', { content: 'done' });
    });
  });

  it('offers 25 choices at most while the person types', async () => {
    const choices = (count: number): unknown => ({
      type: 8,
      data: { choices: Array.from({ length: count }, (_, i) => ({ name: `${i}`, value: `${i}` })) },
    });
    const before = heard?.id;
    const offered = ann.autocomplete('/go', 'text', 'a');
    await expect.poll(() => heard?.id, { timeout: 10_000 }).not.toBe(before);
    expect(await respond(choices(26))).toMatchObject({ body: { code: 50035 } });
    expect(await respond(say('x'))).toMatchObject({ body: { code: 50035 } });
    expect((await respond(choices(25))).status).toBe(204);
    expect(await offered).toHaveLength(25);
    expect(await webhook('POST', '', { content: 'x' })).toMatchObject({ status: 404, body: { code: 10015 } });
  });
});

describe('afterwards, with the token', () => {
  it('nothing can be written before the first response (10015)', async () => {
    await begin(async () => {
      expect(await webhook('POST', '', { content: 'x' })).toMatchObject({
        status: 404,
        body: { code: 10015 },
      });
      await respond(say('x'));
    });
  });

  it('the answer is read, changed and deleted', async () => {
    await begin(async () => {
      await respond(say('first'));
      expect(await webhook('GET', '/messages/@original')).toMatchObject({
        body: { content: 'first', edited_timestamp: null },
      });
      expect(await webhook('PATCH', '/messages/@original', { content: 'second' })).toMatchObject({
        status: 200,
        body: { content: 'second', edited_timestamp: expect.any(String) as unknown },
      });
      expect(await webhook('PATCH', '/messages/@original', { content: '' })).toMatchObject({
        status: 400,
        body: { code: 50006 },
      });
      expect((await webhook('DELETE', '/messages/@original')).status).toBe(204);
      expect(await webhook('GET', '/messages/@original')).toMatchObject({
        status: 404,
        body: { code: 10008 },
      });
    });
  });

  it('a deferral gets its words without being marked as edited, also by a follow-up', async () => {
    const answer = await begin(async () => {
      await respond({ type: 5, data: { flags: 64 } });
      expect(await webhook('GET', '/messages/@original')).toMatchObject({
        body: { flags: 64 | 128, content: '' },
      });
      expect(await webhook('POST', '', { content: 'words' })).toMatchObject({
        body: { content: 'words', flags: 64, edited_timestamp: null },
      });
    });
    expect(answer).toMatchObject({
      kind: 'message',
      ephemeral: true,
      message: { content: 'words' },
      followUps: [],
    });
  });

  it('follow-ups are written, read, changed and deleted, ephemeral ones too', async () => {
    await begin(async () => {
      await respond(say('first', 64));
      const { body } = await webhook('POST', '', { content: 'more', flags: 64 });
      const path = `/messages/${String(body['id'])}`;
      expect(body).toMatchObject({ content: 'more', flags: 64, type: 19 });
      expect(await webhook('PATCH', path, { content: 'most' })).toMatchObject({ body: { content: 'most' } });
      expect(await webhook('GET', path)).toMatchObject({ body: { content: 'most' } });
      expect((await webhook('DELETE', path)).status).toBe(204);
      expect(await webhook('DELETE', path)).toMatchObject({ status: 404, body: { code: 10008 } });
    });
  });

  it('another message of the channel is out of reach (10008)', async () => {
    const message = ann.say(setting.channelId, 'mine');
    await begin(async () => {
      await respond(say('x'));
      expect(await webhook('DELETE', `/messages/${message.id}`)).toMatchObject({
        status: 404,
        body: { code: 10008 },
      });
    });
  });

  it('a wrong token is refused (50027), a wrong application too (10015)', async () => {
    expect(
      await setting.call('POST', `/webhooks/${setting.applicationId}/wrong`, { content: 'x' }),
    ).toMatchObject({ status: 401, body: { code: 50027 } });
    expect(await setting.call('POST', `/webhooks/1/${heard.token}`, { content: 'x' })).toMatchObject({
      status: 404,
      body: { code: 10015 },
    });
  });
});

it('a token that has run out is refused (50027)', async () => {
  const brief = await startSetting({ tokenMs: 0 });
  try {
    await brief.call('PUT', `/applications/${brief.applicationId}/guilds/${brief.guildId}/commands`, [
      { name: 'go', description: 'd' },
    ]);
    brief.answer(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      heard = { id: interaction.id, token: interaction.token };
      await brief.call('POST', `/interactions/${interaction.id}/${interaction.token}/callback`, say('x'));
    });
    await brief.sandbox.as(brief.guildId, brief.annId).type('/go');
    const late = await brief.call('POST', `/webhooks/${brief.applicationId}/${heard.token}`, {
      content: 'x',
    });
    expect(late).toMatchObject({ status: 401, body: { code: 50027 } });
  } finally {
    await brief.stop();
  }
});

it('a promise that is not kept fails in clear words', async () => {
  const failed = await begin(() => respond({ type: 5 }), 1_000);
  expect(failed).toBeInstanceOf(DriverError);
  expect(String(failed)).toContain(
    'Steward deferred its answer and has not given it to /go of Ann within 1000 ms.',
  );
});

it('public answers come back to the bot as messages, private ones only with the intent for direct messages', async () => {
  const created: string[] = [];
  setting.client.on('messageCreate', (message) => created.push(message.content));
  await begin(() => respond(say('private', 64)));
  await begin(() => respond(say('public')));
  await expect.poll(() => created, { timeout: 10_000 }).toContain('public');
  expect(created).not.toContain('private');
});

it('the ledger knows who used which command', () => {
  const { ledger } = setting.sandbox.world.state;
  expect(ledger.filter(({ kind }) => kind === 'interaction').at(-1)).toMatchObject({
    userId: setting.annId,
    guildId: setting.guildId,
    byBot: false,
    detail: 'command /go',
  });
});
