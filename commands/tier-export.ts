/** /tier export: every grant and payment as files. For holders of the admin role, since it holds everybody's payments. */
import { action } from '../src/discord/command.ts';
import { day } from '../src/discord/options.ts';
import { exportFiles } from '../src/tier-import/tier-import.ts';

export const tierExport = action({
  access: 'tier-admin',
  options: { from: day(), to: day() },
  async run(app, call, { from: fromOn, to: toOn }) {
    const exported = await exportFiles(app, call.guildId, { fromOn, toOn });
    return { content: call.words.tierImport.exported(exported), files: exported.files };
  },
});
