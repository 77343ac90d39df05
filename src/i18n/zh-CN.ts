/** The Simplified Chinese catalogue: one file per feature, gathered here. */
import type { en } from './en.ts';
import { communities, communitiesCommands, communitiesRefusals } from './zh-CN/communities.ts';
import { core, coreRefusals } from './zh-CN/core.ts';
import { help, helpCommands, helpRefusals } from './zh-CN/help.ts';
import { learning, learningCommands, learningRefusals } from './zh-CN/learning.ts';
import { log, logCommands, logRefusals } from './zh-CN/log.ts';
import { membership, membershipCommands } from './zh-CN/membership.ts';
import { privacy, privacyCommands, privacyRefusals } from './zh-CN/privacy.ts';
import { qa, qaCommands, qaRefusals } from './zh-CN/qa.ts';
import { reports, reportsCommands, reportsRefusals } from './zh-CN/reports.ts';
import { surveys, surveysCommands, surveysRefusals } from './zh-CN/surveys.ts';
import { courses } from './zh-CN/courses.ts';
import { authoring } from './zh-CN/courses-authoring.ts';
import { coursesCommands } from './zh-CN/courses-commands.ts';
import { coursesRefusals } from './zh-CN/courses-refusals.ts';
import { coursesReview, coursesReviewRefusals, reviewCommands } from './zh-CN/courses-review.ts';
import { creators, creatorsCommands, creatorsRefusals } from './zh-CN/creators.ts';
import { diagnosis, diagnosisCommands, diagnosisRefusals } from './zh-CN/diagnosis.ts';
import { tierDrift } from './zh-CN/tier-drift.ts';
import { tierImport, tierImportRefusals } from './zh-CN/tier-import.ts';
import { tierInvites, tierInvitesRefusals } from './zh-CN/tier-invites.ts';
import { tiers } from './zh-CN/tiers.ts';
import { tiersCommands } from './zh-CN/tiers-commands.ts';
import { tiersRefusals } from './zh-CN/tiers-refusals.ts';
import { topics, topicsCommands, topicsRefusals } from './zh-CN/topics.ts';
import { insight } from './zh-CN/courses-insight.ts';

export const zhCN: typeof en = {
  core,
  communities,
  courses,
  coursesReview,
  help,
  learning,
  log,
  membership,
  privacy,
  qa,
  reports,
  surveys,
  tiers,
  authoring,
  creators,
  diagnosis,
  tierDrift,
  tierImport,
  tierInvites,
  topics,
  insight,
  commands: {
    ...topicsCommands,
    ...coursesCommands,
    ...creatorsCommands,
    ...diagnosisCommands,
    ...privacyCommands,
    ...helpCommands,
    ...logCommands,
    ...learningCommands,
    ...membershipCommands,
    ...communitiesCommands,
    ...qaCommands,
    ...reportsCommands,
    ...reviewCommands,
    ...surveysCommands,
    ...tiersCommands,
  },
  refusals: {
    ...topicsRefusals,
    ...creatorsRefusals,
    ...diagnosisRefusals,
    ...privacyRefusals,
    ...helpRefusals,
    ...logRefusals,
    ...learningRefusals,
    ...coreRefusals,
    ...communitiesRefusals,
    ...qaRefusals,
    ...reportsRefusals,
    ...surveysRefusals,
    ...tiersRefusals,
    ...tierImportRefusals,
    ...tierInvitesRefusals,
    ...coursesRefusals,
    ...coursesReviewRefusals,
  },
};
