/** The public message of a survey, open and closed, in the community's language. Speaks Discord's JSON, knows no client. */
import type { Reply } from '../discord/reply.ts';
import { componentId } from '../discord/components.ts';
import type { Catalogue } from '../i18n/i18n.ts';
import { escapeMarkup } from '../i18n/markup.ts';
import type { Survey } from './surveys-rules.ts';

/** Name of the button members press; its id on a survey is the marker by which the post is found again. */
export const ANSWER_BUTTON = 'survey.answer';

const OPEN_COLOUR = 0x5865f2;
const CLOSED_COLOUR = 0x4e5058;

/** The custom id of the survey's button. */
export function answerButtonId(surveyId: number): string {
  return componentId(ANSWER_BUTTON, surveyId);
}

export function openPost(survey: Survey, words: Catalogue): Reply {
  const { post } = words.surveys;
  const lines = [
    post.intro({ count: survey.questions.length }),
    '',
    ...questionLines(survey),
    '',
    survey.anonymous ? post.anonymous : post.named,
    survey.anonymous ? post.changeAnonymous : post.change,
    ...(survey.closesAt ? [post.closes({ closesAt: survey.closesAt })] : []),
  ];
  return {
    embeds: [{ title: escapeMarkup(survey.title), description: lines.join('\n'), color: OPEN_COLOUR }],
    components: [button(survey.id, { style: 1, label: post.answer, emoji: { name: '📝' } })],
  };
}

export function closedPost(survey: Survey, closedAt: Date, answered: number, words: Catalogue): Reply {
  const { post } = words.surveys;
  const lines = [...questionLines(survey), '', post.closed({ closedAt, answered })];
  return {
    embeds: [{ title: escapeMarkup(survey.title), description: lines.join('\n'), color: CLOSED_COLOUR }],
    components: [button(survey.id, { style: 2, label: post.closedButton, disabled: true })],
  };
}

function questionLines(survey: Survey): string[] {
  return survey.questions.map(({ position, text }) => `**${position}.** ${escapeMarkup(text)}`);
}

interface ButtonLooks {
  /** 1 primary, 2 secondary. Source: https://docs.discord.com/developers/components/reference#button-button-styles */
  readonly style: 1 | 2;
  readonly label: string;
  readonly emoji?: { readonly name: string };
  readonly disabled?: boolean;
}

/** One row with one button. */
function button(surveyId: number, looks: ButtonLooks): NonNullable<Reply['components']>[number] {
  return { type: 1, components: [{ type: 2, custom_id: answerButtonId(surveyId), ...looks }] };
}
