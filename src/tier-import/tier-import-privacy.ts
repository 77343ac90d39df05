/** What imported files said of a person: shown and erased. */
import type { PrivacyPart } from '../privacy/privacy-part.ts';
import { listLinesOf, updateLinesToNobody } from './tier-import-store.ts';

export const tierImportPrivacy: PrivacyPart = {
  feature: 'tierImport',
  models: ['TierImportLine'],
  async export(app, guildId, userId) {
    const lines = await listLinesOf(app, guildId, userId);
    return lines.length === 0 ? null : { importedLines: lines };
  },
  erase: (app, guildId, userId) => updateLinesToNobody(app, guildId, userId),
};
