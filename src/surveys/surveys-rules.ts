/** What a survey is, what may be done with it when, and what an answer must look like. Pure: no database, no Discord, no clock. */
import { Refusal } from '../kernel/errors.ts';

/** The indicators of satisfaction a rating can feed. */
export const INDICATORS = ['course-quality', 'event-effect', 'community-atmosphere'] as const;
export type Indicator = (typeof INDICATORS)[number];

/** rating 1–5, recommendation 0–10 (NPS), choice of one, free text. */
export const QUESTION_KINDS = ['rating', 'recommendation', 'choice', 'text'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/**
 * Where a survey stands. `opening` and `closing` are intents written before the public message is touched, so that a bot that died
 * in between can finish: to members an opening survey is open, a closing one is closed.
 */
export type SurveyState = 'draft' | 'opening' | 'open' | 'closing' | 'closed';

export interface QuestionDraft {
  readonly kind: QuestionKind;
  readonly text: string;
  /** Ratings: the indicator it feeds; null for every other kind. */
  readonly indicator: Indicator | null;
  /** Choices in the order shown; empty for every other kind. */
  readonly choices: readonly string[];
  readonly required: boolean;
}

export interface Question extends QuestionDraft {
  /** 1 … 5 in the order asked. */
  readonly position: number;
}

export interface Survey {
  /** Unique over all communities. */
  readonly id: number;
  readonly guildId: string;
  readonly title: string;
  readonly state: SurveyState;
  readonly anonymous: boolean;
  /** Where it is, or will be, posted. */
  readonly channelId: string;
  /** The public message; null until it was posted. */
  readonly messageId: string | null;
  readonly createdAt: Date;
  readonly openedAt: Date | null;
  /** From this instant on no answer is taken; null = when staff close it. */
  readonly closesAt: Date | null;
  readonly closedAt: Date | null;
  /** Humans who could see the channel at opening; null while a draft or where it could not be known. */
  readonly invitedCount: number | null;
  /** In the order asked. */
  readonly questions: readonly Question[];
}

/** One person's answer: position of the question → 1–5, 0–10, index of the choice from 0, or text. Unanswered questions are absent. */
export type AnswerValues = Readonly<Record<string, number | string>>;

export const TITLE_MAX = 100;
/** The description of a form's field, where a long question stands whole. Source: https://docs.discord.com/developers/components/reference#label */
export const QUESTION_TEXT_MAX = 100;
/** The fields of one form. Source: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal */
export const QUESTIONS_MAX = 5;
const CHOICES_MIN = 2;
/** A radio group's most options. Source: https://docs.discord.com/developers/components/reference#radio-group */
export const CHOICES_MAX = 10;
/** A radio option's label. */
export const CHOICE_MAX = 100;
export const TEXT_ANSWER_MAX = 1000;
/** Drafts and open surveys of one community: so many are held in memory. */
export const UNFINISHED_MAX = 50;

/** Ways in which a question that staff wrote cannot be asked. */
export type QuestionProblem =
  | 'text'
  | 'kind'
  | 'indicator'
  | 'choices-count'
  | 'choices-length'
  | 'choices-twice';

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** No such survey in this community. */
    'survey.unknown': Record<string, never>;
    /** No answer is taken any more. */
    'survey.closed': { closedAt: Date };
    /** It was already opened, so its questions stand. */
    'survey.not-draft': { title: string };
    /** It cannot be closed because it is not open. */
    'survey.not-open': { title: string };
    /** A draft without a question cannot be opened. */
    'survey.no-questions': Record<string, never>;
    'survey.too-many-questions': { max: number };
    /** The community has too many drafts and open surveys. */
    'survey.too-many': { max: number };
    /** The title is empty or too long. */
    'survey.title': { max: number };
    /** The closing day is over. */
    'survey.closes-past': { closesAt: Date };
    'survey.question': { problem: QuestionProblem };
    /** A required question was left out. */
    'survey.answer-missing': { question: string };
    /** A value that the question does not offer, or too long a text. */
    'survey.answer-invalid': { question: string };
    /** Nothing was answered at all. */
    'survey.answer-empty': Record<string, never>;
    /** Results are made public only after the close. */
    'survey.results-open': Record<string, never>;
  }
}

/** True once no answer is taken any more for good. */
export function isClosed(survey: Pick<Survey, 'state'>): boolean {
  return survey.state === 'closing' || survey.state === 'closed';
}

/** True for an open survey whose time is over. */
export function isDue(survey: Pick<Survey, 'state' | 'closesAt'>, at: Date): boolean {
  return survey.state === 'open' && survey.closesAt !== null && survey.closesAt <= at;
}

/** @throws Refusal `survey.not-draft`. */
export function assertDraft(survey: Pick<Survey, 'state' | 'title'>): void {
  if (survey.state !== 'draft') throw new Refusal('survey.not-draft', { title: survey.title });
}

/** @throws Refusal `survey.not-draft`, `survey.no-questions`, `survey.closes-past`. */
export function assertCanOpen(
  survey: Pick<Survey, 'state' | 'title' | 'closesAt'>,
  questionCount: number,
  at: Date,
): void {
  assertDraft(survey);
  if (questionCount === 0) throw new Refusal('survey.no-questions', {});
  assertClosesLater(survey.closesAt, at);
}

/** @throws Refusal `survey.closes-past` when the closing instant is not ahead. */
export function assertClosesLater(closesAt: Date | null, at: Date): void {
  if (closesAt && closesAt <= at) throw new Refusal('survey.closes-past', { closesAt });
}

/** @throws Refusal `survey.closed` with the closing instant; `survey.unknown` for a draft, which no member can see. */
export function assertCanAnswer(survey: Pick<Survey, 'state' | 'closesAt' | 'closedAt'>, at: Date): void {
  if (survey.state === 'draft') throw new Refusal('survey.unknown', {});
  if (isClosed(survey)) throw new Refusal('survey.closed', { closedAt: survey.closedAt ?? at });
  if (survey.closesAt && survey.closesAt <= at)
    throw new Refusal('survey.closed', { closedAt: survey.closesAt });
}

/** The instant a survey counts as closed: its own closing time where that has passed, else now. */
export function closingInstant(survey: Pick<Survey, 'closesAt'>, at: Date): Date {
  return survey.closesAt && survey.closesAt < at ? survey.closesAt : at;
}

/** @throws Refusal `survey.title`. */
export function parseTitle(given: string): string {
  const title = given.replace(/\s+/g, ' ').trim();
  if (title.length === 0 || title.length > TITLE_MAX) throw new Refusal('survey.title', { max: TITLE_MAX });
  return title;
}

/** A question as staff typed it. */
export interface GivenQuestion {
  readonly text: string;
  readonly kind: string;
  /** '' for none. */
  readonly indicator: string;
  /** One choice per line. */
  readonly choices: string;
  readonly required: boolean;
}

/** The question staff wrote; indicator and choices are dropped where the kind has none. @throws Refusal `survey.question`. */
export function parseQuestion(given: GivenQuestion): QuestionDraft {
  const text = given.text.replace(/\s+/g, ' ').trim();
  if (text.length === 0 || text.length > QUESTION_TEXT_MAX) throw problem('text');
  const kind = QUESTION_KINDS.find((known) => known === given.kind);
  if (!kind) throw problem('kind');
  const indicator = kind === 'rating' ? INDICATORS.find((known) => known === given.indicator) : null;
  if (indicator === undefined) throw problem('indicator');
  const choices = kind === 'choice' ? parseChoices(given.choices) : [];
  return { kind, text, indicator, choices, required: given.required };
}

function parseChoices(lines: string): string[] {
  const choices = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (choices.length < CHOICES_MIN || choices.length > CHOICES_MAX) throw problem('choices-count');
  if (choices.some((choice) => choice.length > CHOICE_MAX)) throw problem('choices-length');
  if (new Set(choices).size < choices.length) throw problem('choices-twice');
  return choices;
}

function problem(which: QuestionProblem): Refusal {
  return new Refusal('survey.question', { problem: which });
}

/** The key of a question's field in the form. */
export function fieldOf(question: Pick<Question, 'position'>): string {
  return `q${question.position}`;
}

/**
 * The answer in a submitted form: field → text or chosen values.
 * @throws Refusal `survey.answer-missing`, `survey.answer-invalid`, `survey.answer-empty`.
 */
export function parseAnswer(
  questions: readonly Question[],
  fields: Readonly<Record<string, string | readonly string[]>>,
): AnswerValues {
  const values: Record<string, number | string> = {};
  for (const question of questions) {
    const field = fields[fieldOf(question)] ?? '';
    const raw = (typeof field === 'string' ? field : (field[0] ?? '')).trim();
    if (raw !== '') values[question.position] = parseValue(question, raw);
    else if (question.required) throw new Refusal('survey.answer-missing', { question: question.text });
  }
  if (Object.keys(values).length === 0) throw new Refusal('survey.answer-empty', {});
  return values;
}

function parseValue(question: Question, raw: string): number | string {
  if (question.kind === 'text') {
    if (raw.length > TEXT_ANSWER_MAX) throw new Refusal('survey.answer-invalid', { question: question.text });
    return raw;
  }
  const [least, most] = valueRange(question);
  const value = Number(raw);
  if (!/^\d{1,2}$/.test(raw) || value < least || value > most)
    throw new Refusal('survey.answer-invalid', { question: question.text });
  return value;
}

/** Least and greatest number a question can be answered with, both possible. */
function valueRange(question: Question): readonly [number, number] {
  if (question.kind === 'rating') return [1, 5];
  if (question.kind === 'recommendation') return [0, 10];
  return [0, question.choices.length - 1];
}
