/** The English catalogue: one file per feature, gathered here. Every other language has exactly its shape. */
import type { RefusalCode, RefusalFacts } from '../kernel/errors.ts';
import { communities, communitiesCommands, communitiesRefusals } from './en/communities.ts';
import { core, coreRefusals } from './en/core.ts';
import { help, helpCommands, helpRefusals } from './en/help.ts';
import { privacy, privacyCommands, privacyRefusals } from './en/privacy.ts';

export const en = {
  core,
  communities,
  help,
  privacy,
  commands: { ...privacyCommands, ...helpCommands, ...communitiesCommands },
  refusals: { ...privacyRefusals, ...helpRefusals, ...coreRefusals, ...communitiesRefusals } satisfies {
    [C in RefusalCode]: (facts: RefusalFacts[C]) => string;
  },
};
