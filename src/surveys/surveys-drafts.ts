/** Writing a survey before it is opened: staff make a draft, give it one to five questions, change them, or discard it. */
import type { App } from '../app.ts';
import { wallTime } from '../kernel/calendar.ts';
import { Refusal } from '../kernel/errors.ts';
import {
  assertClosesLater,
  assertDraft,
  parseQuestion,
  parseTitle,
  QUESTIONS_MAX,
  UNFINISHED_MAX,
} from './surveys-rules.ts';
import type { GivenQuestion, Survey } from './surveys-rules.ts';
import {
  countUnfinished,
  deleteDraft,
  deleteLastQuestion,
  findSurvey,
  insertQuestion,
  insertSurvey,
  updateQuestion,
} from './surveys-store.ts';

type Held = Pick<App, 'db' | 'surveys'>;

export interface GivenSurvey {
  readonly title: string;
  readonly anonymous: boolean;
  readonly channelId: string;
  /** Last local day on which it can be answered; null = until staff close it. */
  readonly closesOn: string | null;
  readonly createdBy: string;
}

/**
 * Makes a draft without questions.
 * @throws Refusal `survey.title`, `survey.closes-past`, `survey.too-many`; `messenger.channel` where the bot could not post it.
 */
export async function createSurvey(
  app: Pick<App, 'db' | 'surveys' | 'clock' | 'communities' | 'messenger'>,
  guildId: string,
  given: GivenSurvey,
): Promise<Survey> {
  const now = app.clock.now();
  const title = parseTitle(given.title);
  // The last minute of the day, not the midnight after it: what closes on a Sunday belongs to the week of that Sunday.
  const closesAt = given.closesOn && wallTime(given.closesOn, 23, 59, app.communities.get(guildId).timeZone);
  assertClosesLater(closesAt || null, now);
  const problem = app.messenger.channelProblem(guildId, given.channelId);
  if (problem) throw new Refusal('messenger.channel', { channelId: given.channelId, problem });
  if ((await countUnfinished(app, guildId)) >= UNFINISHED_MAX)
    throw new Refusal('survey.too-many', { max: UNFINISHED_MAX });
  const surveyId = await insertSurvey(app, {
    guildId,
    title,
    anonymous: given.anonymous,
    channelId: given.channelId,
    closesAt: closesAt || null,
    createdBy: given.createdBy,
    createdAt: now,
  });
  return heldAgain(app, guildId, surveyId);
}

/** Appends a question to a draft. @throws Refusal `survey.question`, `survey.too-many-questions`, `survey.not-draft`, `survey.unknown`. */
export async function addQuestion(
  app: Held,
  guildId: string,
  surveyId: number,
  given: GivenQuestion,
): Promise<Survey> {
  const outcome = await insertQuestion(app, guildId, surveyId, parseQuestion(given), QUESTIONS_MAX);
  if (outcome === 'full') throw new Refusal('survey.too-many-questions', { max: QUESTIONS_MAX });
  if (outcome === 'no-draft') await refuseNoDraft(app, guildId, surveyId);
  return heldAgain(app, guildId, surveyId);
}

/** Replaces the question at a position of a draft. @throws Refusal `survey.question`, `survey.not-draft`, `survey.unknown`. */
export async function changeQuestion(
  app: Held,
  guildId: string,
  surveyId: number,
  position: number,
  given: GivenQuestion,
): Promise<Survey> {
  const changed = await updateQuestion(app, guildId, surveyId, position, parseQuestion(given));
  if (!changed) await refuseNoDraft(app, guildId, surveyId);
  return heldAgain(app, guildId, surveyId);
}

/** Takes the last question off a draft; nothing happens where it has none. @throws Refusal `survey.not-draft`, `survey.unknown`. */
export async function removeLastQuestion(app: Held, guildId: string, surveyId: number): Promise<Survey> {
  const removed = await deleteLastQuestion(app, guildId, surveyId);
  if (!removed) assertDraft(await getSurvey(app, guildId, surveyId));
  return heldAgain(app, guildId, surveyId);
}

/** Deletes a draft; what it was. @throws Refusal `survey.not-draft`, `survey.unknown`. */
export async function discardDraft(app: Held, guildId: string, surveyId: number): Promise<Survey> {
  const survey = await getSurvey(app, guildId, surveyId);
  if (!(await deleteDraft(app, guildId, surveyId))) await refuseNoDraft(app, guildId, surveyId);
  await app.surveys.refresh(app, guildId, surveyId);
  return survey;
}

/** The community's survey as it stands in the database. @throws Refusal `survey.unknown`. */
export async function getSurvey(app: Pick<App, 'db'>, guildId: string, surveyId: number): Promise<Survey> {
  const survey = await findSurvey(app, guildId, surveyId);
  if (!survey) throw new Refusal('survey.unknown', {});
  return survey;
}

/** The survey after a change, in memory too. */
export async function heldAgain(app: Held, guildId: string, surveyId: number): Promise<Survey> {
  await app.surveys.refresh(app, guildId, surveyId);
  return getSurvey(app, guildId, surveyId);
}

/** Why a change of a draft found none: it does not exist, is no draft, or lost the question meanwhile. */
async function refuseNoDraft(app: Pick<App, 'db'>, guildId: string, surveyId: number): Promise<never> {
  assertDraft(await getSurvey(app, guildId, surveyId));
  throw new Refusal('survey.unknown', {});
}
