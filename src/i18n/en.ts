/** The English catalogue: one file per feature, gathered here. Every other language has exactly its shape. */
import type { RefusalCode, RefusalFacts } from '../kernel/errors.ts';
import { communities, communitiesCommands, communitiesRefusals } from './en/communities.ts';
import { core, coreRefusals } from './en/core.ts';
import { help, helpCommands, helpRefusals } from './en/help.ts';
import { learning, learningCommands, learningRefusals } from './en/learning.ts';
import { log, logCommands, logRefusals } from './en/log.ts';
import { membership, membershipCommands } from './en/membership.ts';
import { privacy, privacyCommands, privacyRefusals } from './en/privacy.ts';
import { qa, qaCommands, qaRefusals } from './en/qa.ts';
import { reports, reportsCommands, reportsRefusals } from './en/reports.ts';
import { surveys, surveysCommands, surveysRefusals } from './en/surveys.ts';
import { courses } from './en/courses.ts';
import { authoring } from './en/courses-authoring.ts';
import { coursesCommands } from './en/courses-commands.ts';
import { coursesRefusals } from './en/courses-refusals.ts';
import { coursesReview, coursesReviewRefusals, reviewCommands } from './en/courses-review.ts';
import { creators, creatorsCommands, creatorsRefusals } from './en/creators.ts';
import { diagnosis, diagnosisCommands, diagnosisRefusals } from './en/diagnosis.ts';
import { tierDrift } from './en/tier-drift.ts';
import { tierImport, tierImportRefusals } from './en/tier-import.ts';
import { tierInvites, tierInvitesRefusals } from './en/tier-invites.ts';
import { tiers } from './en/tiers.ts';
import { tiersCommands } from './en/tiers-commands.ts';
import { tiersRefusals } from './en/tiers-refusals.ts';
import { topics, topicsCommands, topicsRefusals } from './en/topics.ts';
import { insight } from './en/courses-insight.ts';

export const en = {
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
  } satisfies {
    [C in RefusalCode]: (facts: RefusalFacts[C]) => string;
  },
};
