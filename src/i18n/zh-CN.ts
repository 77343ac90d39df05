/** The Simplified Chinese catalogue: one file per feature, gathered here. */
import type { en } from './en.ts';
import { communities, communitiesCommands, communitiesRefusals } from './zh-CN/communities.ts';
import { core, coreRefusals } from './zh-CN/core.ts';
import { help, helpCommands, helpRefusals } from './zh-CN/help.ts';
import { privacy, privacyCommands, privacyRefusals } from './zh-CN/privacy.ts';
import { surveys, surveysCommands, surveysRefusals } from './zh-CN/surveys.ts';

export const zhCN: typeof en = {
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
  },
};
