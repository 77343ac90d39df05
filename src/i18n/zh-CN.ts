/** The Simplified Chinese catalogue: one file per feature, gathered here. */
import type { en } from './en.ts';
import { core, coreRefusals } from './zh-CN/core.ts';

export const zhCN: typeof en = {
  core,
  commands: {},
  refusals: { ...coreRefusals },
};
