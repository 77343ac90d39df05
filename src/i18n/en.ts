/** The English catalogue: one file per feature, gathered here. Every other language has exactly its shape. */
import type { RefusalCode, RefusalFacts } from '../kernel/errors.ts';
import { communities, communitiesCommands, communitiesRefusals } from './en/communities.ts';
import { core, coreRefusals } from './en/core.ts';

export const en = {
  core,
  communities,
  commands: { ...communitiesCommands },
  refusals: { ...coreRefusals, ...communitiesRefusals } satisfies {
    [C in RefusalCode]: (facts: RefusalFacts[C]) => string;
  },
};
