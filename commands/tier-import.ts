/** /tier import: a CSV file is checked, shown, and applied or dropped by a button. */
import type { App } from '../src/app.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { numberArg } from '../src/discord/components.ts';
import { attachment } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import {
  APPLY,
  applyImport,
  checkImport,
  DROP,
  dropImport,
  LARGEST_FILE,
  lastReport,
  LINES,
  problemFile,
  REFRESH,
  reportMessage,
  reportOf,
  SHOW,
} from '../src/tier-import/tier-import.ts';
import type { ImportReport } from '../src/tier-import/tier-import.ts';

export const tierImport = action({
  access: 'tier-admin',
  options: { file: attachment() },
  async run(app, call, { file }) {
    const { guildId, userId: actorId } = call;
    if (!file) return lastReply(app, call);
    const bytes = await app.attachments.download(file, LARGEST_FILE);
    return withFile(app, call, await checkImport(app, guildId, { fileName: file.fileName, bytes, actorId }));
  },
});

export const importApplied = component({
  name: APPLY,
  access: 'tier-admin',
  updates: true,
  async run(app, call, { args }) {
    const report = await applyImport(app, call.guildId, numberArg(args[0]), call.userId);
    return { update: reportMessage(report, call.locale) };
  },
});

export const importDropped = component({
  name: DROP,
  access: 'tier-admin',
  updates: true,
  async run(app, call, { args }) {
    return { update: reportMessage(await dropImport(app, call.guildId, numberArg(args[0])), call.locale) };
  },
});

export const importRefreshed = component({
  name: REFRESH,
  access: 'tier-admin',
  updates: true,
  async run(app, call, { args }) {
    return { update: reportMessage(await reportOf(app, call.guildId, numberArg(args[0])), call.locale) };
  },
});

/** Below the post in the staff channel. */
export const importShown = component({
  name: SHOW,
  access: 'tier-admin',
  async run(app, call, { args }) {
    return reportMessage(await reportOf(app, call.guildId, numberArg(args[0])), call.locale);
  },
});

export const importLinesAsked = component({
  name: LINES,
  access: 'tier-admin',
  run: async (app, call, { args }) =>
    withFile(app, call, await reportOf(app, call.guildId, numberArg(args[0]))),
});

async function lastReply(app: App, call: Call): Promise<Reply> {
  const report = await lastReport(app, call.guildId);
  return report ? withFile(app, call, report) : { content: call.words.tierImport.none };
}

async function withFile(app: App, { guildId, locale }: Call, report: ImportReport): Promise<Reply> {
  const file = await problemFile(app, guildId, report.id, locale);
  return { ...reportMessage(report, locale), ...(file && { files: [file] }) };
}
