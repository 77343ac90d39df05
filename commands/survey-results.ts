/** Results of a survey: numbers in words and a chart; privately for staff, and posted publicly without the free texts. */
import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { App } from '../src/app.ts';
import { component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { AttachedFile, Reply } from '../src/discord/reply.ts';
import { catalogues } from '../src/i18n/i18n.ts';
import type { Locale } from '../src/i18n/format.ts';
import { escapeMarkup, oneLine, shorten } from '../src/i18n/markup.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { ANONYMOUS_MIN, isClosed, publishResults, surveyResults } from '../src/surveys/surveys.ts';
import type { QuestionResult, ResultsDecision, Survey, SurveyResults } from '../src/surveys/surveys.ts';
import { resultsPicture } from './survey-picture.ts';
import { surveyIdArg } from './survey-options.ts';

const PUBLISH = 'survey.publish';
/** Also the marker by which the public post is found again. */
const SHOWN = 'survey.shown';
/** Characters for all free texts together, so that the numbers of the other questions keep their place. */
const TEXTS_ROOM = 1_000;
/** Characters of one free text in the message; the whole stands in the file. */
const TEXT_SHOWN = 200;
/** Characters of a choice; the chart has more of it. */
const CHOICE_SHOWN = 40;

/** Who reads it: staff see the free texts, the public does not. */
type Audience = 'staff' | 'public';

/** What staff are shown privately. @throws Refusal `survey.unknown`. */
export async function staffResults(app: App, call: Call, surveyId: number): Promise<Reply> {
  const { survey, decision } = await surveyResults(app, call.guildId, surveyId);
  const reply = await resultsReply(app, survey, decision, call.locale, 'staff');
  const canPublish = decision.shown && isClosed(survey);
  const label = call.words.surveys.results.publish;
  return canPublish ? { ...reply, components: [button(PUBLISH, surveyId, label)] } : reply;
}

/** Posts the results for everybody; what staff are told. @throws Refusal `survey.results-open`, `survey.unknown`, `messenger.channel`. */
export async function publishedReply(app: App, call: Call, surveyId: number): Promise<Reply> {
  const { survey, decision } = await surveyResults(app, call.guildId, surveyId);
  if (!isClosed(survey)) throw new Refusal('survey.results-open', {});
  if (!decision.shown) return resultsReply(app, survey, decision, call.locale, 'staff');
  const { locale } = app.communities.get(call.guildId);
  const message = await resultsReply(app, survey, decision, locale, 'public');
  const shown = button(SHOWN, surveyId, catalogues[locale].surveys.results.inMyLanguage);
  const outcome = await publishResults(
    app,
    call.guildId,
    surveyId,
    { ...message, components: [shown] },
    componentId(SHOWN, surveyId),
  );
  const words = call.words.surveys.results;
  const { channelId } = survey;
  return {
    content: outcome === 'posted' ? words.published({ channelId }) : words.alreadyPublished({ channelId }),
  };
}

export const publishPressed = component({
  name: PUBLISH,
  access: 'staff',
  run: (app, call, { args }) => publishedReply(app, call, surveyIdArg(args[0])),
});

/** Under the public results: the same once more in the language of whoever presses. */
export const shownPressed = component({
  name: SHOWN,
  access: 'everyone',
  async run(app, call, { args }) {
    const { survey, decision } = await surveyResults(app, call.guildId, surveyIdArg(args[0]));
    if (!isClosed(survey)) throw new Refusal('survey.results-open', {});
    return resultsReply(app, survey, decision, call.locale, 'public');
  },
});

async function resultsReply(
  app: App,
  survey: Survey,
  decision: ResultsDecision,
  locale: Locale,
  audience: Audience,
): Promise<Reply> {
  const words = catalogues[locale].surveys.results;
  const title = words.title(survey);
  if (!decision.shown) {
    const { answered } = decision;
    const open = words.openAnonymous({ answered });
    const description = decision.reason === 'open' ? open : words.tooFew({ answered, min: ANONYMOUS_MIN });
    return { embeds: [{ title, description }] };
  }
  const { results } = decision;
  const picture = await resultsPicture(app, survey, results, locale);
  return {
    embeds: [
      {
        title,
        description: shorten(resultLines(survey, results, locale, audience).join('\n'), LONGEST_DESCRIPTION),
        image: { url: `attachment://${picture.name}` },
      },
    ],
    files: [picture, ...(audience === 'staff' ? textFile(survey, results, locale) : [])],
  };
}

function resultLines(survey: Survey, results: SurveyResults, locale: Locale, audience: Audience): string[] {
  const words = catalogues[locale].surveys.results;
  const response = words.response({ ...results, ratio: results.responseRatio });
  return [
    response,
    ...(isClosed(survey) ? [] : [words.stillOpen]),
    ...results.questions.flatMap((result) => [
      '',
      `**${result.question.position}.** ${escapeMarkup(result.question.text)}`,
      ...answerLines(result, results, locale, audience),
    ]),
  ];
}

function answerLines(
  result: QuestionResult,
  results: SurveyResults,
  locale: Locale,
  audience: Audience,
): string[] {
  const words = catalogues[locale].surveys.results;
  const { n } = result;
  if (n === 0) return [words.noAnswers];
  if (result.kind === 'rating') return [words.rating({ mean: result.mean ?? 0, n })];
  if (result.kind === 'recommendation')
    return [words.recommendation({ nps: result.nps ?? 0, n }), words.npsParts(result)];
  if (result.kind === 'choice')
    return [
      words.count({ n }),
      ...result.counts.map((count, index) => {
        const choice = escapeMarkup(shorten(result.question.choices[index] ?? '', CHOICE_SHOWN));
        return `- ${choice}: ${words.share({ count, ratio: count / n })}`;
      }),
    ];
  if (audience === 'public') return [words.count({ n }), words.textsPrivate];
  const textQuestions = results.questions.filter(({ kind }) => kind === 'text').length;
  return [words.count({ n }), ...shownTexts(result.texts, TEXTS_ROOM / textQuestions, locale)];
}

/** As many free texts as there is room for, then a word on the file that has them all. */
function shownTexts(texts: readonly string[], room: number, locale: Locale): string[] {
  const lines: string[] = [];
  let left = room;
  for (const text of texts) {
    const line = `> ${oneLine(text, TEXT_SHOWN)}`;
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  const isCut = lines.length < texts.length || texts.some((text) => text.length > TEXT_SHOWN);
  const { textsInFile } = catalogues[locale].surveys.results;
  return isCut ? [...lines, textsInFile({ count: texts.length })] : lines;
}

/** Every free text in full, where there is one. */
function textFile(survey: Survey, results: SurveyResults, locale: Locale): AttachedFile[] {
  const { textFileHeading } = catalogues[locale].surveys.results;
  const parts = results.questions.flatMap((result) =>
    result.kind === 'text' && result.n > 0
      ? [`${textFileHeading(result.question)}\n\n${result.texts.map((text) => `- ${text}`).join('\n')}\n`]
      : [],
  );
  if (parts.length === 0) return [];
  return [{ name: `survey-${survey.id}-answers.txt`, data: Buffer.from(parts.join('\n')) }];
}

function button(name: string, surveyId: number, label: string): APIMessageTopLevelComponent {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.Button,
        custom_id: componentId(name, surveyId),
        label,
        style: ButtonStyle.Secondary,
      },
    ],
  };
}
