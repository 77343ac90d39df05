/** Answering: the button on the public post, the form it opens at once from memory, and the submitted form. Leaves no trace of who. */
import { ComponentType, TextInputStyle } from 'discord.js';
import type { APIComponentInLabel, APILabelComponent } from 'discord.js';
import { component } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import type { ModalReply } from '../src/discord/reply.ts';
import type { Catalogue } from '../src/i18n/i18n.ts';
import { shorten } from '../src/i18n/markup.ts';
import {
  ANSWER_BUTTON,
  answerSurvey,
  fieldOf,
  surveyToAnswer,
  TEXT_ANSWER_MAX,
} from '../src/surveys/surveys.ts';
import type { EarlierAnswer, Question, Survey } from '../src/surveys/surveys.ts';
import { surveyIdArg } from './survey-options.ts';

const FORM = 'survey.submit';
/** Titles and labels of forms. Source: https://docs.discord.com/developers/components/reference#label */
const LABEL_MAX = 45;

export const answerPressed = component({
  name: ANSWER_BUTTON,
  access: 'everyone',
  immediate: true,
  traced: false,
  async run(app, call, { args }) {
    const { survey, earlier } = surveyToAnswer(app, call.guildId, surveyIdArg(args[0]), call.userId);
    return answerForm(survey, earlier, call.words);
  },
});

export const answerSubmitted = component({
  name: FORM,
  access: 'everyone',
  traced: false,
  async run(app, call, { args, fields }) {
    const surveyId = surveyIdArg(args[0]);
    const { survey, outcome } = await answerSurvey(app, call.guildId, surveyId, call.userId, fields);
    const words = call.words.surveys.answered;
    return {
      content: [
        outcome === 'new' ? words.thanks : words.changed,
        ...(survey.anonymous ? [words.anonymous] : []),
        words.until({ closesAt: survey.closesAt }),
      ].join('\n'),
    };
  },
});

function answerForm(survey: Survey, earlier: EarlierAnswer, words: Catalogue): ModalReply {
  const { form } = words.surveys;
  const values = earlier === 'none' ? null : earlier.values;
  const titleAgain = values ? form.changeTitle : form.againTitle;
  return {
    modal: {
      custom_id: componentId(FORM, survey.id),
      title: earlier === 'none' ? shorten(survey.title, LABEL_MAX) : titleAgain,
      components: survey.questions.map((question) => fieldFor(question, values?.[question.position], form)),
    },
  };
}

type FormWords = Catalogue['surveys']['form'];

/** A question that is too long for a label stands whole in the description under its number. */
function fieldFor(
  question: Question,
  value: number | string | undefined,
  words: FormWords,
): APILabelComponent {
  const optional = !question.required;
  const field = { type: ComponentType.Label as const, component: inputFor(question, value, words) };
  if (question.text.length > LABEL_MAX) {
    const label = words.question({ position: question.position, optional });
    return { ...field, label, description: question.text };
  }
  return { ...field, label: question.text, ...(optional ? { description: words.optional } : {}) };
}

function inputFor(
  question: Question,
  value: number | string | undefined,
  words: FormWords,
): APIComponentInLabel {
  const shape = { custom_id: fieldOf(question), required: question.required };
  if (question.kind === 'text')
    return {
      ...shape,
      type: ComponentType.TextInput,
      style: TextInputStyle.Paragraph,
      max_length: TEXT_ANSWER_MAX,
      ...(typeof value === 'string' ? { value } : {}),
    };
  const option = (label: string, number: number) => ({
    label,
    value: String(number),
    ...(value === number ? { default: true } : {}),
  });
  if (question.kind === 'recommendation')
    // Eleven values: one more than a radio group holds.
    return {
      ...shape,
      type: ComponentType.StringSelect,
      placeholder: words.scale,
      options: Array.from({ length: 11 }, (_, score) => option(scoreLabel(score, words), score)),
    };
  const labels = question.kind === 'rating' ? words.ratings : question.choices;
  const first = question.kind === 'rating' ? 1 : 0;
  return {
    ...shape,
    type: ComponentType.RadioGroup,
    options: labels.map((label, index) => option(label, first + index)),
  };
}

function scoreLabel(score: number, words: FormWords): string {
  if (score === 0) return words.least;
  return score === 10 ? words.most : String(score);
}
