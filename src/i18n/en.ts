/** The English catalogue: one file per feature, gathered here. Every other language has exactly its shape. */
import type { RefusalCode, RefusalFacts } from '../kernel/errors.ts';
import { communities, communitiesCommands, communitiesRefusals } from './en/communities.ts';
import { core, coreRefusals } from './en/core.ts';
import { help, helpCommands, helpRefusals } from './en/help.ts';
import { privacy, privacyCommands, privacyRefusals } from './en/privacy.ts';
import { surveys, surveysCommands, surveysRefusals } from './en/surveys.ts';

export const en = {
  core,
  communities,
  help,
  privacy,
  surveys,
  commands: { ...privacyCommands, ...helpCommands, ...communitiesCommands, ...surveysCommands },
  refusals: {
    ...privacyRefusals,
    ...helpRefusals,
    ...coreRefusals,
    ...communitiesRefusals,
    ...surveysRefusals,
  } satisfies {
    [C in RefusalCode]: (facts: RefusalFacts[C]) => string;
  },
};
