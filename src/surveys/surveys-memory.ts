/** Surveys held in memory, so that forms, suggestions and refusals never wait for the database, which stays the truth. */
import type { App } from '../app.ts';
import type { AnswerValues, Survey } from './surveys-rules.ts';
import { listAnswersOfOpen } from './surveys-answers-store.ts';
import { findSurvey, listSurveysToHold } from './surveys-store.ts';

/** Closed surveys held per community, the latest: for suggestions and for the refusal of a late press. */
const CLOSED_HELD = 100;
/** Earlier answers held over all communities, to prefill forms. */
const ANSWERS_HELD = 5_000;

/** What is known of a person's earlier answer: none; one with these values; one whose values are not at hand (null). */
export type EarlierAnswer = 'none' | { readonly values: AnswerValues | null };

/** Every draft and open survey and the latest closed ones of every community this process serves. One per App. */
export class SurveyMemory {
  /** By community and number. */
  private readonly surveys = new Map<string, Map<number, Survey>>();
  /** Open surveys: who answered, by respondent key. */
  private readonly answered = new Map<number, Set<string>>();
  /** Named answers by survey and respondent key; the one used longest ago is dropped first. */
  private readonly answers = new Map<string, AnswerValues>();
  private readonly underWay = new Map<string, Promise<void>>();
  private lastRefresh: Promise<void> = Promise.resolve();

  /** Reads what is to be held; once, at start. */
  async load(app: Pick<App, 'db' | 'communities'>): Promise<void> {
    const surveys = await listSurveysToHold(app, CLOSED_HELD);
    const own = surveys.filter(({ guildId }) => app.communities.serves(guildId));
    for (const survey of own) this.hold(survey);
    const ids = new Set(own.map(({ id }) => id));
    for (const { surveyId, respondentKey, values } of await listAnswersOfOpen(app, ANSWERS_HELD))
      if (ids.has(surveyId)) this.noteAnswer(surveyId, respondentKey, values);
  }

  /** The survey, if this community has it and it is held; null otherwise. */
  find(guildId: string, surveyId: number): Survey | null {
    return this.surveys.get(guildId)?.get(surveyId) ?? null;
  }

  /** Forgets everything held of a community whose rows were deleted. */
  dropCommunity(guildId: string): void {
    for (const { id } of this.listOf(guildId)) this.drop(guildId, id);
  }

  /** The community's surveys that are held, newest first. */
  listOf(guildId: string): Survey[] {
    return [...(this.surveys.get(guildId)?.values() ?? [])].sort((a, b) => b.id - a.id);
  }

  /** Reads the survey again after it was changed, in turn, so that an older reading never overwrites a newer one. */
  async refresh(app: Pick<App, 'db'>, guildId: string, surveyId: number): Promise<void> {
    const turn = this.lastRefresh.then(async () => {
      const survey = await findSurvey(app, guildId, surveyId);
      if (survey) this.hold(survey);
      else this.drop(guildId, surveyId);
    });
    // A reading that failed must not keep the next one from its turn; its caller is told through `turn`.
    this.lastRefresh = turn.catch(() => undefined);
    return turn;
  }

  earlierAnswer(surveyId: number, respondentKey: string): EarlierAnswer {
    if (!this.answered.get(surveyId)?.has(respondentKey)) return 'none';
    const key = answerKey(surveyId, respondentKey);
    const values = this.answers.get(key) ?? null;
    if (values) this.remember(key, values);
    return { values };
  }

  /** @param values null for anonymous answers, which are never held. */
  noteAnswer(surveyId: number, respondentKey: string, values: AnswerValues | null): void {
    const keys = this.answered.get(surveyId) ?? new Set();
    this.answered.set(surveyId, keys.add(respondentKey));
    if (values) this.remember(answerKey(surveyId, respondentKey), values);
  }

  /** Forgets who answered under this key, after their answers were erased; `surveyId` null = in every survey. */
  forgetAnswer(respondentKey: string, surveyId: number | null): void {
    for (const id of surveyId === null ? this.answered.keys() : [surveyId]) {
      this.answered.get(id)?.delete(respondentKey);
      this.answers.delete(answerKey(id, respondentKey));
    }
  }

  /** Does the work named by `key` unless it is already under way; then waits for that one, so that nothing is posted twice. */
  async joined(key: string, work: () => Promise<void>): Promise<void> {
    const running = this.underWay.get(key);
    if (running) return running;
    const begun = work().finally(() => this.underWay.delete(key));
    this.underWay.set(key, begun);
    return begun;
  }

  private hold(survey: Survey): void {
    const ofCommunity = this.surveys.get(survey.guildId) ?? new Map<number, Survey>();
    this.surveys.set(survey.guildId, ofCommunity.set(survey.id, survey));
    if (survey.state !== 'closed') return;
    this.forgetAnswers(survey.id);
    const closed = this.listOf(survey.guildId).filter(({ state }) => state === 'closed');
    for (const { id } of closed.slice(CLOSED_HELD)) ofCommunity.delete(id);
  }

  private drop(guildId: string, surveyId: number): void {
    this.surveys.get(guildId)?.delete(surveyId);
    this.forgetAnswers(surveyId);
  }

  private forgetAnswers(surveyId: number): void {
    for (const respondentKey of this.answered.get(surveyId) ?? [])
      this.answers.delete(answerKey(surveyId, respondentKey));
    this.answered.delete(surveyId);
  }

  private remember(key: string, values: AnswerValues): void {
    this.answers.delete(key);
    this.answers.set(key, values);
    const oldest = this.answers.keys().next();
    if (this.answers.size > ANSWERS_HELD && !oldest.done) this.answers.delete(oldest.value);
  }
}

function answerKey(surveyId: number, respondentKey: string): string {
  return `${surveyId}:${respondentKey}`;
}
