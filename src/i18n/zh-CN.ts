/** The Simplified Chinese catalogue: one file per feature, gathered here. */
import type { en } from './en.ts';
import { communities, communitiesCommands, communitiesRefusals } from './zh-CN/communities.ts';
import { core, coreRefusals } from './zh-CN/core.ts';
import { help, helpCommands, helpRefusals } from './zh-CN/help.ts';
import { privacy, privacyCommands, privacyRefusals } from './zh-CN/privacy.ts';
import { reports, reportsCommands, reportsRefusals } from './zh-CN/reports.ts';
import { surveys, surveysCommands, surveysRefusals } from './zh-CN/surveys.ts';
import { diagnosis, diagnosisCommands, diagnosisRefusals } from './zh-CN/diagnosis.ts';

export const zhCN: typeof en = {
  core,
  communities,
  help,
  privacy,
  reports,
  surveys,
  diagnosis,
  commands: {
    ...diagnosisCommands,
    ...privacyCommands,
    ...helpCommands,
    ...communitiesCommands,
    ...reportsCommands,
    ...surveysCommands,
  },
  refusals: {
    ...diagnosisRefusals,
    ...privacyRefusals,
    ...helpRefusals,
    ...coreRefusals,
    ...communitiesRefusals,
    ...reportsRefusals,
    ...surveysRefusals,
  },
};
