/**
 * Opening and closing. Each writes its intent, acts in the channel, then writes the outcome, so that a bot that died in between
 * finishes it once and posts nothing twice.
 */
import type { App } from '../app.ts';
import type { Reply } from '../discord/reply.ts';
import { catalogues } from '../i18n/i18n.ts';
import { recordSurveyAnswers } from '../interactions/interactions.ts';
import { Refusal, UpstreamError } from '../kernel/errors.ts';
import { membersBehind } from '../members/members.ts';
import { anonymousKey } from './surveys-answers.ts';
import { countAnswers, listRespondentKeys, updateClosing } from './surveys-answers-store.ts';
import { getSurvey, heldAgain } from './surveys-drafts.ts';
import { answerButtonId, closedPost, openPost } from './surveys-post.ts';
import { ANONYMOUS_MIN } from './surveys-results-rules.ts';
import { assertCanOpen, assertClosesLater, closingInstant, isClosed, isDue } from './surveys-rules.ts';
import type { Survey } from './surveys-rules.ts';
import {
  listSurveysIn,
  updateBackToDraft,
  updateClosed,
  updateOpened,
  updateOpening,
} from './surveys-store.ts';

type Acting = Pick<App, 'db' | 'surveys' | 'clock' | 'communities' | 'messenger' | 'log'>;
type Closing = Acting & Pick<App, 'keyedHash' | 'interactions'>;

/** How far the bot's clock may be ahead of Discord's when an own post is looked for. */
const CLOCK_LEEWAY_MS = 10 * 60_000;

/**
 * Opens a draft: posts it in its channel, and members can answer. One whose opening was begun and not finished is finished.
 * @throws Refusal `survey.unknown`, `survey.not-draft`, `survey.no-questions`, `survey.closes-past`, `messenger.channel` (it is a
 * draft again); UpstreamError when Discord failed (the opening is tried again by itself).
 */
export async function openSurvey(app: Acting, guildId: string, surveyId: number): Promise<Survey> {
  const survey = await getSurvey(app, guildId, surveyId);
  const begun = survey.state === 'opening';
  if (!begun) await beginOpening(app, survey);
  await finishOpening(app, guildId, surveyId, begun);
  return getSurvey(app, guildId, surveyId);
}

async function beginOpening(app: Acting, survey: Survey): Promise<void> {
  const { guildId, id, channelId } = survey;
  const now = app.clock.now();
  assertCanOpen(survey, survey.questions.length, now);
  const problem = app.messenger.channelProblem(guildId, channelId);
  if (problem) throw new Refusal('messenger.channel', { channelId, problem });
  const invitedCount = app.messenger.humansWhoSee(guildId, channelId)?.length ?? null;
  if (!(await updateOpening(app, guildId, id, { openedAt: now, invitedCount })))
    throw new Refusal('survey.not-draft', { title: survey.title });
  await app.surveys.refresh(app, guildId, id);
}

/** @param begunBefore true when an earlier try may have posted already: then its post is looked for first. */
async function finishOpening(
  app: Acting,
  guildId: string,
  surveyId: number,
  begunBefore: boolean,
): Promise<void> {
  await app.surveys.joined(`open:${surveyId}`, async () => {
    const survey = await getSurvey(app, guildId, surveyId);
    if (survey.state !== 'opening') return;
    try {
      const messageId = (begunBefore && (await findPost(app, survey))) || (await post(app, survey));
      await updateOpened(app, guildId, surveyId, messageId);
    } catch (error) {
      // Refused for good: a draft again, for staff to mend, unless members answered a post that is gone since. Anything else may
      // have posted; the intent stays and is tried again.
      if (error instanceof Refusal && !(await updateBackToDraft(app, guildId, surveyId)))
        await updateOpened(app, guildId, surveyId, null);
      throw error;
    } finally {
      await app.surveys.refresh(app, guildId, surveyId);
    }
  });
}

function findPost(app: Acting, survey: Survey): Promise<string | null> {
  const since = new Date((survey.openedAt ?? survey.createdAt).getTime() - CLOCK_LEEWAY_MS);
  return app.messenger.findOwn(survey.guildId, survey.channelId, answerButtonId(survey.id), since);
}

async function post(app: Acting, survey: Survey): Promise<string> {
  assertClosesLater(survey.closesAt, app.clock.now());
  const words = catalogues[app.communities.get(survey.guildId).locale];
  // The same for every try of one opening, and another for the next opening.
  const nonce = `survey-${survey.id}-${Math.floor((survey.openedAt?.getTime() ?? 0) / 1000).toString(36)}`;
  const { messageId } = await app.messenger.post(survey.guildId, survey.channelId, openPost(survey, words), {
    nonce,
  });
  return messageId;
}

export interface ClosedSurvey {
  readonly survey: Survey;
  readonly answered: number;
  /** True when it was closed before this call. */
  readonly already: boolean;
  /** True when Discord did not take the change of the public message; it follows by itself. */
  readonly postPending: boolean;
}

/**
 * Closes an open survey: no answer is taken any more, who took part is noted in the log, and the public message says so. Closing a
 * closed one changes nothing. @throws Refusal `survey.unknown`, `survey.not-open`.
 */
export async function closeSurvey(app: Closing, guildId: string, surveyId: number): Promise<ClosedSurvey> {
  const survey = await getSurvey(app, guildId, surveyId);
  const already = isClosed(survey);
  if (!already && survey.state !== 'open') throw new Refusal('survey.not-open', { title: survey.title });
  if (!already) await beginClosing(app, survey);
  let postPending = false;
  try {
    await finishClosing(app, guildId, surveyId);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.upstream !== 'discord') throw error;
    app.log.warn(
      { err: error, surveyId },
      'the post of a closed survey could not be changed; it is tried again',
    );
    postPending = true;
  }
  const answered = await countAnswers(app, guildId, surveyId);
  return { survey: await heldAgain(app, guildId, surveyId), answered, already, postPending };
}

async function beginClosing(app: Closing, survey: Survey): Promise<void> {
  const { guildId, id: surveyId, anonymous } = survey;
  const closedAt = closingInstant(survey, app.clock.now());
  await updateClosing(app, { guildId, surveyId, anonymous, closedAt });
  await app.surveys.refresh(app, guildId, surveyId);
}

async function finishClosing(app: Closing, guildId: string, surveyId: number): Promise<void> {
  await app.surveys.joined(`close:${surveyId}`, async () => {
    const survey = await getSurvey(app, guildId, surveyId);
    if (survey.state !== 'closing' || !survey.closedAt) return;
    await recordSurveyAnswers(app, guildId, surveyId, await participants(app, survey), survey.closedAt);
    await showClosed(app, survey, survey.closedAt);
    await updateClosed(app, guildId, surveyId);
    await app.surveys.refresh(app, guildId, surveyId);
  });
}

async function showClosed(app: Closing, survey: Survey, closedAt: Date): Promise<void> {
  if (survey.messageId === null) return;
  const words = catalogues[app.communities.get(survey.guildId).locale];
  const answered = await countAnswers(app, survey.guildId, survey.id);
  try {
    await app.messenger.edit(
      survey.guildId,
      survey.channelId,
      survey.messageId,
      closedPost(survey, closedAt, answered, words),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.log.info(
      { surveyId: survey.id, reason: error.code },
      'the post of a closed survey is gone; nothing to change',
    );
  }
}

/**
 * Who took part, in random order. In an anonymous survey they are found by hashing everybody who is or was a member; with fewer answers
 * than may be shown nobody is named, since answers and people could then be joined by counting.
 */
async function participants(app: Closing, survey: Survey): Promise<string[]> {
  const keys = await listRespondentKeys(app, survey.guildId, survey.id);
  if (!survey.anonymous) return keys;
  if (keys.length < ANONYMOUS_MIN) return [];
  const keyOf = (userId: string) => anonymousKey(app, survey.guildId, survey.id, userId);
  return membersBehind(app, survey.guildId, new Set(keys), keyOf);
}

/**
 * Finishes what was begun and closes what is due, in one community. One that cannot be finished now keeps none of the others.
 * @throws AggregateError of what Discord or the database did not do; to be tried again.
 */
export async function settleSurveys(app: Closing, guildId: string): Promise<void> {
  const failures: unknown[] = [];
  for (const survey of await listSurveysIn(app, guildId, ['opening', 'open', 'closing'])) {
    try {
      if (survey.state === 'opening') await finishOpening(app, guildId, survey.id, true);
      else if (isDue(survey, app.clock.now())) await closeDue(app, survey);
      else if (survey.state === 'closing') await finishClosing(app, guildId, survey.id);
    } catch (error) {
      if (error instanceof Refusal)
        app.log.warn(
          { guildId, surveyId: survey.id, reason: error.code },
          'a survey could not be opened; it is a draft again',
        );
      else failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, 'surveys that could not be opened or closed now');
}

async function closeDue(app: Closing, survey: Survey): Promise<void> {
  await beginClosing(app, survey);
  await finishClosing(app, survey.guildId, survey.id);
}

/**
 * Posts the results of a closed survey in its channel, once: a post that stands there already is found by its component.
 * @throws Refusal `survey.results-open`, `survey.unknown`, `messenger.channel`.
 */
export async function publishResults(
  app: Pick<App, 'db' | 'messenger'>,
  guildId: string,
  surveyId: number,
  message: Reply,
  markerId: string,
): Promise<'posted' | 'already'> {
  const survey = await getSurvey(app, guildId, surveyId);
  if (!isClosed(survey) || !survey.closedAt) throw new Refusal('survey.results-open', {});
  const since = new Date(survey.closedAt.getTime() - CLOCK_LEEWAY_MS);
  if (await app.messenger.findOwn(guildId, survey.channelId, markerId, since)) return 'already';
  await app.messenger.post(guildId, survey.channelId, message, { nonce: `survey-results-${surveyId}` });
  return 'posted';
}
