/** The form in which staff write one question, and what it brings back. */
import { ComponentType, TextInputStyle } from 'discord.js';
import type { APIComponentInLabel, APILabelComponent } from 'discord.js';
import type { ComponentInput } from '../src/discord/command.ts';
import type { ModalReply } from '../src/discord/reply.ts';
import type { Catalogue } from '../src/i18n/i18n.ts';
import {
  CHOICE_MAX,
  CHOICES_MAX,
  INDICATORS,
  QUESTION_KINDS,
  QUESTION_TEXT_MAX,
} from '../src/surveys/surveys.ts';
import type { GivenQuestion, Question } from '../src/surveys/surveys.ts';

const OPTIONAL = 'optional';

/** @param question the one to change; null for a new one. */
export function questionForm(customId: string, question: Question | null, words: Catalogue): ModalReply {
  const { questionForm: form } = words.surveys;
  return {
    modal: {
      custom_id: customId,
      title: question ? form.changeTitle({ position: question.position }) : form.addTitle,
      components: [
        label(form.text, textInput(question, form)),
        label(form.kind, kindInput(question, words)),
        label(form.indicator, indicatorInput(question, words)),
        label(form.choices, choicesInput(question), form.choicesNote),
        label(form.required, requiredInput(question, form)),
      ],
    },
  };
}

/** The question as typed, unchecked. */
export function parseQuestionForm(fields: ComponentInput['fields']): GivenQuestion {
  const field = (name: string): string => {
    const value = fields[name] ?? '';
    return typeof value === 'string' ? value : (value[0] ?? '');
  };
  return {
    text: field('text'),
    kind: field('kind'),
    indicator: field('indicator'),
    choices: field('choices'),
    required: field('required') !== OPTIONAL,
  };
}

type FormWords = Catalogue['surveys']['questionForm'];

function label(text: string, component: APIComponentInLabel, description?: string): APILabelComponent {
  return { type: ComponentType.Label, label: text, component, ...(description ? { description } : {}) };
}

function textInput(question: Question | null, form: FormWords): APIComponentInLabel {
  return {
    type: ComponentType.TextInput,
    custom_id: 'text',
    style: TextInputStyle.Short,
    max_length: QUESTION_TEXT_MAX,
    placeholder: form.textHint,
    ...(question ? { value: question.text } : {}),
  };
}

function kindInput(question: Question | null, words: Catalogue): APIComponentInLabel {
  const { kinds, kindHints } = words.surveys;
  return {
    type: ComponentType.RadioGroup,
    custom_id: 'kind',
    options: QUESTION_KINDS.map((kind) => ({
      label: kinds[kind],
      description: kindHints[kind],
      value: kind,
      ...(question?.kind === kind ? { default: true } : {}),
    })),
  };
}

function indicatorInput(question: Question | null, words: Catalogue): APIComponentInLabel {
  return {
    type: ComponentType.StringSelect,
    custom_id: 'indicator',
    required: false,
    placeholder: words.surveys.questionForm.indicatorHint,
    options: INDICATORS.map((indicator) => ({
      label: words.surveys.indicators[indicator],
      value: indicator,
      ...(question?.indicator === indicator ? { default: true } : {}),
    })),
  };
}

function choicesInput(question: Question | null): APIComponentInLabel {
  const choices = question?.choices.join('\n') ?? '';
  return {
    type: ComponentType.TextInput,
    custom_id: 'choices',
    style: TextInputStyle.Paragraph,
    required: false,
    max_length: CHOICES_MAX * (CHOICE_MAX + 1),
    ...(choices === '' ? {} : { value: choices }),
  };
}

function requiredInput(question: Question | null, form: FormWords): APIComponentInLabel {
  const isOptional = question ? !question.required : false;
  return {
    type: ComponentType.RadioGroup,
    custom_id: 'required',
    required: false,
    options: [
      { label: form.requiredYes, value: 'required', default: !isOptional },
      { label: form.requiredNo, value: OPTIONAL, default: isOptional },
    ],
  };
}
