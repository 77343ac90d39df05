/** The face of questions and answers about a course: sessions at a time, questions before and in them, answers that are kept. */
export { courseTitle, isOwn } from './qa-access.ts';
export { ASK_BUTTON, questionEmbeds, QUESTIONS_BUTTON, TOLD_BUTTON, VOTE_BUTTON } from './qa-post.ts';
export {
  answeredCount,
  answerQuestion,
  answersGivenBy,
  askQuestion,
  assertCanAsk,
  dismissQuestion,
  openQuestionsOf,
  putBack,
  questionsOf,
  readQuestion,
  searchAnswers,
  takeNext,
  voteFor,
} from './qa-questions.ts';
export type { ListedQuestion } from './qa-questions-store.ts';
export { ANSWER_MAX, MINUTES_MAX, MINUTES_USUAL, QUESTION_MAX, REASON_MAX } from './qa-rules.ts';
export type { QaQuestion, QaSession, QuestionState, SessionAct, SessionState } from './qa-rules.ts';
export {
  cancelSession,
  closeSession,
  getSession,
  moveSession,
  openSession,
  sessionsOf,
} from './qa-sessions.ts';
export type { SettledSession } from './qa-sessions.ts';
export { QaWork } from './qa-work.ts';
