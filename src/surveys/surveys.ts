/** The face of surveys: staff write, open and close them, members answer, reports read what satisfaction they show. */
export { answerSurvey, listSurveys, surveyResults, surveyToAnswer } from './surveys-answers.ts';
export type { ListedSurvey } from './surveys-answers.ts';
export { ANSWER_BUTTON } from './surveys-post.ts';
export {
  addQuestion,
  changeQuestion,
  createSurvey,
  discardDraft,
  getSurvey,
  removeLastQuestion,
} from './surveys-drafts.ts';
export type { GivenSurvey } from './surveys-drafts.ts';
export { closeSurvey, openSurvey, publishResults, settleSurveys } from './surveys-lifecycle.ts';
export type { ClosedSurvey } from './surveys-lifecycle.ts';
export { SurveyMemory } from './surveys-memory.ts';
export type { EarlierAnswer } from './surveys-memory.ts';
export { ANONYMOUS_MIN } from './surveys-results-rules.ts';
export type { QuestionResult, ResultsDecision, SurveyResults } from './surveys-results-rules.ts';
export {
  CHOICE_MAX,
  CHOICES_MAX,
  fieldOf,
  INDICATORS,
  isClosed,
  QUESTION_KINDS,
  QUESTION_TEXT_MAX,
  QUESTIONS_MAX,
  TEXT_ANSWER_MAX,
  TITLE_MAX,
} from './surveys-rules.ts';
export type {
  AnswerValues,
  GivenQuestion,
  Indicator,
  Question,
  QuestionKind,
  Survey,
  SurveyState,
} from './surveys-rules.ts';
export { satisfactionData } from './surveys-satisfaction.ts';
export type { SatisfactionData } from './surveys-satisfaction.ts';
