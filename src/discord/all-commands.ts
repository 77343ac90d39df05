/** Every command and component the bot has: one line each. A law test compares the list with the folder. */
import {
  draftShown,
  submitPressed,
  withdrawPressed,
  wordsPressed,
  wordsSent,
} from '../../commands/course-editor-acts.ts';
import { previewPressed, previewTurned } from '../../commands/course-editor-preview.ts';
import {
  lessonChosen,
  lessonFormPressed,
  lessonMoved,
  lessonRemovalAsked,
  lessonRemoved,
  lessonSent,
} from '../../commands/course-editor-lesson.ts';
import { archiveSent } from '../../commands/course-archive.ts';
import { historyTurned } from '../../commands/course-history.ts';
import { publishNow } from '../../commands/course-publish.ts';
import { courseOpened, coursesPaged } from '../../commands/course-browse.ts';
import { certificatePressed } from '../../commands/course-certificate.ts';
import { donePressed } from '../../commands/course-done.ts';
import {
  lessonPicked,
  lessonPressed,
  lessonsPressed,
  lessonsTurned,
  lessonTurned,
} from '../../commands/course-lesson.ts';
import { mineOpened, minePaged } from '../../commands/course-mine.ts';
import { ratePressed, ratingSubmitted } from '../../commands/course-rate.ts';
import { startPressed } from '../../commands/course-start.ts';
import { viewPressed } from '../../commands/course-view.ts';
import verify from '../../commands/verify.ts';
import course from '../../commands/course.ts';
import {
  applicationsPaged,
  creatorApproved,
  creatorRejected,
  rejectPressed,
} from '../../commands/creator-applications.ts';
import creator, { applicationSubmitted, applyPressed } from '../../commands/creator.ts';
import diagnose from '../../commands/diagnose.ts';
import help from '../../commands/help.ts';
import log, { backfillRefresh } from '../../commands/log.ts';
import me, { forget, forgetAsk, optOutPressed } from '../../commands/me.ts';
import membership, {
  membershipBack,
  membershipShown,
  paymentsTurned,
  reminderPressed,
} from '../../commands/membership.ts';
import {
  answerFormPressed,
  answerNoted,
  dismissFormPressed,
  nextPressed,
  putBackPressed,
  questionDismissed,
} from '../../commands/qa-answering.ts';
import {
  questionAsked,
  questionFormPressed,
  voteChosen,
  votePressed,
  votesTurned,
} from '../../commands/qa-asking.ts';
import {
  foundTurned,
  questionChosen,
  questionsPressed,
  questionsTurned,
  sessionsTurned,
  toldPressed,
} from '../../commands/qa-reading.ts';
import qa from '../../commands/qa.ts';
import report, { reportExplain } from '../../commands/report.ts';
import review, { queueTurned, submissionOpened, submissionPicked } from '../../commands/review.ts';
import {
  approvePressed,
  checklistTicked,
  reasonPressed,
  reasonSent,
  submissionTurned,
} from '../../commands/review-verdicts.ts';
import setup from '../../commands/setup.ts';
import {
  addPressed,
  discardPressed,
  editChosen,
  openPressed,
  questionSubmitted,
  removePressed,
} from '../../commands/survey-draft.ts';
import { answerPressed, answerSubmitted } from '../../commands/survey-form.ts';
import { publishPressed, shownPressed } from '../../commands/survey-results.ts';
import survey from '../../commands/survey.ts';
import { repairApply, repairRefresh } from '../../commands/tier-drift.ts';
import { historyPaged, receiptPressed } from '../../commands/tier-history.ts';
import {
  importApplied,
  importDropped,
  importLinesAsked,
  importRefreshed,
  importShown,
} from '../../commands/tier-import.ts';
import { inviteChosen, inviteEnded, inviteRenewed, invitesBack } from '../../commands/tier-invite.ts';
import { membersPaged } from '../../commands/tier-members.ts';
import tier from '../../commands/tier.ts';
import topics from '../../commands/topics.ts';
import type { Command, Component } from './command.ts';

export const allCommands: readonly Command[] = [
  setup,
  tier,
  topics,
  survey,
  course,
  verify,
  review,
  creator,
  qa,
  report,
  log,
  diagnose,
  help,
  membership,
  me,
];

export const allComponents: readonly Component[] = [
  historyTurned,
  publishNow,
  archiveSent,
  queueTurned,
  submissionPicked,
  submissionOpened,
  submissionTurned,
  checklistTicked,
  approvePressed,
  reasonPressed,
  reasonSent,
  forgetAsk,
  forget,
  optOutPressed,
  membershipShown,
  membershipBack,
  paymentsTurned,
  reminderPressed,
  reportExplain,
  answerFormPressed,
  answerNoted,
  dismissFormPressed,
  nextPressed,
  putBackPressed,
  questionDismissed,
  questionFormPressed,
  questionAsked,
  voteChosen,
  votePressed,
  votesTurned,
  foundTurned,
  questionChosen,
  questionsPressed,
  questionsTurned,
  sessionsTurned,
  toldPressed,
  backfillRefresh,
  addPressed,
  editChosen,
  questionSubmitted,
  removePressed,
  openPressed,
  discardPressed,
  answerPressed,
  answerSubmitted,
  publishPressed,
  shownPressed,
  membersPaged,
  importApplied,
  importDropped,
  importRefreshed,
  importShown,
  importLinesAsked,
  historyPaged,
  repairApply,
  repairRefresh,
  receiptPressed,
  inviteChosen,
  invitesBack,
  inviteRenewed,
  inviteEnded,
  applyPressed,
  applicationSubmitted,
  creatorApproved,
  rejectPressed,
  creatorRejected,
  applicationsPaged,
  wordsPressed,
  wordsSent,
  lessonFormPressed,
  lessonSent,
  lessonChosen,
  lessonMoved,
  lessonRemovalAsked,
  lessonRemoved,
  draftShown,
  previewPressed,
  previewTurned,
  submitPressed,
  withdrawPressed,
  viewPressed,
  startPressed,
  coursesPaged,
  courseOpened,
  lessonPressed,
  lessonTurned,
  lessonPicked,
  lessonsPressed,
  lessonsTurned,
  donePressed,
  ratePressed,
  ratingSubmitted,
  minePaged,
  mineOpened,
  certificatePressed,
];
