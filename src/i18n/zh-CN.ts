/** The Simplified Chinese catalogue: one file per feature, gathered here. */
import type { en } from './en.ts';
import { communities, communitiesCommands, communitiesRefusals } from './zh-CN/communities.ts';
import { core, coreRefusals } from './zh-CN/core.ts';

export const zhCN: typeof en = {
  core,
  communities,
  commands: { ...communitiesCommands },
  refusals: { ...coreRefusals, ...communitiesRefusals },
};
