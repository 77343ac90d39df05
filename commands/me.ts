/** /me: the language a person is answered in, what is held on them, its export and erasure, and not being counted. */
import { gzipSync } from 'node:zlib';
import { ButtonStyle, ComponentType } from 'discord.js';
import type { App } from '../src/app.ts';
import { action, command, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { oneOf, required } from '../src/discord/options.ts';
import type { AttachedFile, Reply } from '../src/discord/reply.ts';
import { catalogues } from '../src/i18n/i18n.ts';
import { chooseLanguage } from '../src/languages/languages.ts';
import {
  exportPerson,
  forgetPerson,
  isOptedOut,
  optIn,
  optOut,
  summarisePerson,
} from '../src/privacy/privacy.ts';

/** Discord takes 10 MiB from a bot; a larger export is compressed, which brings rows of ids and times to about a tenth. */
const LARGEST_PLAIN_FILE = 9 * 1024 * 1024;

export default command({
  name: 'me',
  subcommands: {
    language: action({
      access: 'everyone',
      options: { language: required(oneOf(['auto', 'en', 'zh-CN'])) },
      async run(app, call, { language }) {
        const chosen = language === 'auto' ? null : language;
        await chooseLanguage(app, call.userId, chosen);
        // Answered in the new language at once; after `auto` the next call is the first to know it.
        return { content: chosen ? catalogues[chosen].privacy.languageNow : call.words.privacy.languageAuto };
      },
    }),
    data: action({
      access: 'everyone',
      options: {},
      run: async (app, call) => ({ content: await heldInShort(app, call) }),
    }),
    export: action({
      access: 'everyone',
      options: {},
      run: async (app, call) => ({
        content: call.words.privacy.exportReady,
        files: [await exportFile(app, call)],
      }),
    }),
    forget: action({
      access: 'everyone',
      options: {},
      run: async (_app, call) => ({
        content: call.words.privacy.forgetAsk,
        components: [button(FORGET, call.words.privacy.forgetConfirm, ButtonStyle.Danger)],
      }),
    }),
    'opt-out': action({ access: 'everyone', options: {}, run: (app, call) => optOutReply(app, call) }),
    'opt-in': action({
      access: 'everyone',
      options: {},
      async run(app, call) {
        const { optedIn, alreadyCounted } = call.words.privacy;
        return { content: (await optIn(app, call.guildId, call.userId)) ? optedIn : alreadyCounted };
      },
    }),
  },
});

const ASK = 'me.forget-ask';
const FORGET = 'me.forget';
const OPT_OUT = 'me.opt-out';

/** The question before erasing, from where opting out offers it. */
export const forgetAsk = component({
  name: ASK,
  access: 'everyone',
  traced: false,
  async run(_app, call) {
    const { forgetAsk: question, forgetConfirm } = call.words.privacy;
    return { content: question, components: [button(FORGET, forgetConfirm, ButtonStyle.Danger)] };
  },
});

/** Erases; always what is held on whoever presses. Untraced: a row about the press would outlive the erasing. */
export const forget = component({
  name: FORGET,
  access: 'everyone',
  updates: true,
  traced: false,
  async run(app, call) {
    const words = call.words.privacy;
    const { count, failed, kept } = await forgetPerson(app, call.guildId, call.userId);
    if (failed.length > 0) {
      const features = failed.map((feature) => words.features[feature] ?? feature).join('; ');
      const again = button(FORGET, words.forgetConfirm, ButtonStyle.Danger);
      return { update: { content: words.forgetFailed({ features }), components: [again] } };
    }
    const sentence = count === 0 ? words.forgotNothing : words.forgot({ count });
    const erased = [sentence, ...kept.map((feature) => words.kept[feature] ?? feature)].join('\n');
    if (await isOptedOut(app, call.guildId, call.userId))
      return { update: { content: `${erased}\n${words.stillNotCounted}` } };
    const offer = button(OPT_OUT, words.optOutButton, ButtonStyle.Secondary);
    return { update: { content: `${erased}\n${words.stillCounted}`, components: [offer] } };
  },
});

/** Untraced: it must leave no new row on somebody who has just been forgotten. */
export const optOutPressed = component({
  name: OPT_OUT,
  access: 'everyone',
  updates: true,
  traced: false,
  async run(app, call) {
    await optOut(app, call.guildId, call.userId);
    return { update: { content: call.words.privacy.optedOut } };
  },
});

async function optOutReply(app: App, call: Call): Promise<Reply> {
  const words = call.words.privacy;
  if (!(await optOut(app, call.guildId, call.userId))) return { content: words.alreadyOptedOut };
  return {
    content: `${words.optedOut}\n${words.pastRemains}`,
    components: [button(ASK, words.forgetButton, ButtonStyle.Secondary)],
  };
}

async function heldInShort(app: App, call: Call): Promise<string> {
  const words = call.words.privacy;
  const held = await summarisePerson(app, call.guildId, call.userId);
  const lines = held.map(({ feature, count }) =>
    words.featureLine({ feature: words.features[feature] ?? feature, count }),
  );
  const isOut = await isOptedOut(app, call.guildId, call.userId);
  return [
    `**${words.dataTitle}**`,
    ...(lines.length > 0 ? lines : [words.nothingHeld]),
    isOut ? words.optedOutState : words.countedState,
    words.dataAfter,
  ].join('\n');
}

async function exportFile(app: App, call: Call): Promise<AttachedFile> {
  const words = call.words.privacy;
  const document = {
    readme: words.exportReadme,
    community: { id: call.guildId, name: app.communities.get(call.guildId).name },
    person: call.userId,
    exportedAt: call.at,
    counted: !(await isOptedOut(app, call.guildId, call.userId)),
    held: await exportPerson(app, call.guildId, call.userId),
  };
  const json = Buffer.from(`${JSON.stringify(document, null, 2)}\n`);
  const description = words.exportFileDescription;
  if (json.length <= LARGEST_PLAIN_FILE) return { name: 'my-data.json', data: json, description };
  return { name: 'my-data.json.gz', data: gzipSync(json), description };
}

function button(id: string, label: string, style: ButtonStyle.Danger | ButtonStyle.Secondary) {
  return {
    type: ComponentType.ActionRow as const,
    components: [
      {
        type: ComponentType.Button as const,
        custom_id: componentId(id),
        label,
        style: style as typeof style,
      },
    ],
  };
}
