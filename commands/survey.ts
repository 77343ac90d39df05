/** /survey: staff make surveys, open and close them, and read the results. Answering is in survey-form.ts. */
import type { App } from '../src/app.ts';
import { action, command } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { day, required, text, textChannel, yesNo } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import type { Catalogue } from '../src/i18n/i18n.ts';
import { shorten } from '../src/i18n/markup.ts';
import {
  closeSurvey,
  createSurvey,
  getSurvey,
  isClosed,
  listSurveys,
  TITLE_MAX,
} from '../src/surveys/surveys.ts';
import type { ListedSurvey, Survey } from '../src/surveys/surveys.ts';
import { discardedReply, draftReply, openedReply, questionLine } from './survey-draft.ts';
import { surveyId } from './survey-options.ts';
import { publishedReply, staffResults } from './survey-results.ts';

/** Surveys shown by /survey list. */
const LIST_LENGTH = 15;
/** Characters of a title in a list. */
const TITLE_SHOWN = 60;

export default command({
  name: 'survey',
  subcommands: {
    create: action({
      access: 'staff',
      options: {
        title: required(text({ min: 1, max: TITLE_MAX })),
        anonymous: required(yesNo()),
        channel: textChannel(),
        'closes-on': day(),
      },
      async run(app, call, { title, anonymous, channel, 'closes-on': closesOn }) {
        const channelId = channel ?? call.channelId;
        const given = { title, anonymous, channelId, closesOn, createdBy: call.userId };
        return draftReply(await createSurvey(app, call.guildId, given), call.words);
      },
    }),
    list: action({ access: 'staff', options: {}, run: (app, call) => listReply(app, call) }),
    show: action({
      access: 'staff',
      options: { survey: surveyId(['draft', 'opening', 'open', 'closing', 'closed']) },
      run: async (app, call, { survey: id }) => showReply(await getSurvey(app, call.guildId, id), call.words),
    }),
    open: action({
      access: 'staff',
      options: { survey: surveyId(['draft', 'opening']) },
      run: (app, call, { survey }) => openedReply(app, call, survey),
    }),
    close: action({
      access: 'staff',
      options: { survey: surveyId(['open']) },
      run: (app, call, { survey }) => closedReply(app, call, survey),
    }),
    results: action({
      access: 'staff',
      options: { survey: surveyId(['open', 'closing', 'closed']), public: yesNo() },
      run: (app, call, { survey, public: isPublic }) =>
        isPublic ? publishedReply(app, call, survey) : staffResults(app, call, survey),
    }),
    delete: action({
      access: 'staff',
      options: { survey: surveyId(['draft']) },
      run: (app, call, { survey }) => discardedReply(app, call, survey),
    }),
  },
});

async function closedReply(app: App, call: Call, id: number): Promise<Reply> {
  const { survey, answered, already, postPending } = await closeSurvey(app, call.guildId, id);
  const words = call.words.surveys;
  const said = already ? words.alreadyClosed(survey) : words.closed({ title: survey.title, answered });
  return { content: postPending ? `${said}\n${words.postPending}` : said };
}

async function listReply(app: App, call: Call): Promise<Reply> {
  const { list } = call.words.surveys;
  const surveys = await listSurveys(app, call.guildId, LIST_LENGTH);
  if (surveys.length === 0) return { content: list.empty };
  const lines = surveys.map((listed) => listLine(listed, call.words));
  const foot = surveys.length === LIST_LENGTH ? ['', list.latest({ count: LIST_LENGTH })] : [];
  return { embeds: [{ title: list.title, description: [...lines, ...foot].join('\n') }] };
}

function listLine({ survey, answered }: ListedSurvey, words: Catalogue): string {
  const { list } = words.surveys;
  const details = [
    ...(survey.state === 'draft' ? [] : [list.answered({ answered })]),
    ...(survey.closesAt && !isClosed(survey) ? [list.closes({ closesAt: survey.closesAt })] : []),
    ...(survey.closedAt ? [list.closedAt({ closedAt: survey.closedAt })] : []),
  ];
  return [surveyLine(survey, words), ...(details.length > 0 ? [`-# ${details.join(' · ')}`] : [])].join('\n');
}

function surveyLine(survey: Survey, words: Catalogue): string {
  const { list, states, anonymous, named } = words.surveys;
  return list.line({
    id: survey.id,
    title: shorten(survey.title, TITLE_SHOWN),
    state: states[survey.state],
    anonymous: survey.anonymous ? anonymous : named,
    questions: survey.questions.length,
  });
}

function showReply(survey: Survey, words: Catalogue): Reply {
  if (survey.state === 'draft') return draftReply(survey, words);
  const lines = survey.questions.map((question) => questionLine(question, words));
  return { embeds: [{ description: [surveyLine(survey, words), '', ...lines].join('\n') }] };
}
