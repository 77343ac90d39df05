/** Writing a survey: the private message that shows a draft, its buttons, and the form of one question. Staff only. */
import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIButtonComponentWithCustomId, APIMessageTopLevelComponent } from 'discord.js';
import type { App } from '../src/app.ts';
import { component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import type { Reply } from '../src/discord/reply.ts';
import type { Catalogue } from '../src/i18n/i18n.ts';
import { escapeMarkup, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import {
  addQuestion,
  changeQuestion,
  discardDraft,
  openSurvey,
  QUESTIONS_MAX,
  removeLastQuestion,
} from '../src/surveys/surveys.ts';
import type { Question, Survey } from '../src/surveys/surveys.ts';
import { parseQuestionForm, questionForm } from './survey-question-form.ts';
import { surveyIdArg } from './survey-options.ts';

const ADD = 'survey.add';
const EDIT = 'survey.edit';
const QUESTION = 'survey.question';
const REMOVE = 'survey.remove';
const OPEN = 'survey.open';
const DISCARD = 'survey.discard';
/** Characters of a question's choices shown in the draft. */
const CHOICES_SHOWN = 200;

export const addPressed = component({
  name: ADD,
  access: 'staff',
  immediate: true,
  async run(app, call, { args }) {
    const draft = heldDraft(app, call, args[0]);
    if (draft.questions.length >= QUESTIONS_MAX)
      throw new Refusal('survey.too-many-questions', { max: QUESTIONS_MAX });
    return questionForm(componentId(QUESTION, draft.id, 0), null, call.words);
  },
});

export const editChosen = component({
  name: EDIT,
  access: 'staff',
  immediate: true,
  async run(app, call, { args, values }) {
    const draft = heldDraft(app, call, args[0]);
    const question = draft.questions.find(({ position }) => String(position) === values[0]);
    if (!question) throw new Refusal('component.unknown', {});
    return questionForm(componentId(QUESTION, draft.id, question.position), question, call.words);
  },
});

export const questionSubmitted = component({
  name: QUESTION,
  access: 'staff',
  updates: true,
  async run(app, call, { args, fields }) {
    const surveyId = surveyIdArg(args[0]);
    const position = numberArg(args[1]);
    const given = parseQuestionForm(fields);
    const draft =
      position === 0
        ? await addQuestion(app, call.guildId, surveyId, given)
        : await changeQuestion(app, call.guildId, surveyId, position, given);
    return { update: draftReply(draft, call.words) };
  },
});

export const removePressed = component({
  name: REMOVE,
  access: 'staff',
  updates: true,
  async run(app, call, { args }) {
    const draft = await removeLastQuestion(app, call.guildId, surveyIdArg(args[0]));
    return { update: draftReply(draft, call.words) };
  },
});

export const openPressed = component({
  name: OPEN,
  access: 'staff',
  updates: true,
  run: async (app, call, { args }) => ({ update: await openedReply(app, call, surveyIdArg(args[0])) }),
});

export const discardPressed = component({
  name: DISCARD,
  access: 'staff',
  updates: true,
  run: async (app, call, { args }) => ({ update: await discardedReply(app, call, surveyIdArg(args[0])) }),
});

/** Opens the survey and says so. */
export async function openedReply(app: App, call: Call, surveyId: number): Promise<Reply> {
  const { title, channelId, invitedCount } = await openSurvey(app, call.guildId, surveyId);
  const { opened, invited } = call.words.surveys;
  return { content: `${opened({ title, channelId })}\n${invited({ count: invitedCount })}` };
}

/** Discards the draft and says so. */
export async function discardedReply(app: App, call: Call, surveyId: number): Promise<Reply> {
  const { title } = await discardDraft(app, call.guildId, surveyId);
  return { content: call.words.surveys.draft.discarded({ title }) };
}

/** The draft from memory, since a form must be the first answer. */
function heldDraft(app: App, call: Call, arg: string | undefined): Survey {
  const survey = app.surveys.find(call.guildId, surveyIdArg(arg));
  if (!survey) throw new Refusal('survey.unknown', {});
  if (survey.state !== 'draft') throw new Refusal('survey.not-draft', { title: survey.title });
  return survey;
}

/** A draft as staff see it, with what they can do with it. */
export function draftReply(survey: Survey, words: Catalogue): Reply {
  const { draft } = words.surveys;
  const count = survey.questions.length;
  const lines = survey.questions.map((question) => questionLine(question, words));
  const description = [
    draft.about(survey),
    '',
    `**${draft.questions({ count, max: QUESTIONS_MAX })}**`,
    ...(count === 0 ? [draft.noQuestions] : lines),
  ].join('\n');
  return {
    embeds: [{ title: draft.heading(survey), description }],
    components: [...questionMenu(survey, words), draftButtons(survey, words)],
  };
}

/** A question with how it is answered, for staff. */
export function questionLine(question: Question, words: Catalogue): string {
  const { kinds, indicators, draft } = words.surveys;
  const details = [
    kinds[question.kind],
    ...(question.indicator ? [draft.feeds({ indicator: indicators[question.indicator] })] : []),
    ...(question.choices.length > 0
      ? [escapeMarkup(shorten(question.choices.join(' / '), CHOICES_SHOWN))]
      : []),
    ...(question.required ? [] : [draft.optional]),
  ];
  return `**${question.position}.** ${escapeMarkup(question.text)}\n-# ${details.join(' · ')}`;
}

function questionMenu({ id, questions }: Survey, words: Catalogue): APIMessageTopLevelComponent[] {
  if (questions.length === 0) return [];
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: componentId(EDIT, id),
          placeholder: words.surveys.draft.edit,
          options: questions.map(({ position, text }) => ({
            label: shorten(`${position}. ${text}`, 100),
            value: String(position),
          })),
        },
      ],
    },
  ];
}

function draftButtons({ id, questions }: Survey, words: Catalogue): APIMessageTopLevelComponent {
  const { draft } = words.surveys;
  const button = (
    name: string,
    label: string,
    style: APIButtonComponentWithCustomId['style'],
    disabled = false,
  ): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    custom_id: componentId(name, id),
    label,
    style,
    disabled,
  });
  const isEmpty = questions.length === 0;
  return {
    type: ComponentType.ActionRow,
    components: [
      button(ADD, draft.add, ButtonStyle.Primary, questions.length >= QUESTIONS_MAX),
      button(REMOVE, draft.remove, ButtonStyle.Secondary, isEmpty),
      button(OPEN, draft.open, ButtonStyle.Success, isEmpty),
      button(DISCARD, draft.discard, ButtonStyle.Danger),
    ],
  };
}
