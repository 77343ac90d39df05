/** English words of surveys: /survey, the public post, the forms, results and refusals. */
import { formatCount, formatInstant, formatNumber, formatPercent } from '../format.ts';
import type { CommandWords } from '../command-words.ts';
import { escapeMarkup } from '../markup.ts';

const surveyOption = {
  name: 'survey',
  description: 'Which survey; pick one that is suggested while you type',
};

const answers = (count: number) => (count === 1 ? '1 answer' : `${formatCount(count, 'en')} answers`);

export const surveys = {
  answers,
  kinds: {
    rating: 'Rating 1–5',
    recommendation: 'Recommendation 0–10',
    choice: 'One choice',
    text: 'Free text',
  },
  kindHints: {
    rating: 'Feeds one indicator of satisfaction; choose it below',
    recommendation: '“How likely would you recommend us?” Gives the NPS',
    choice: 'One of 2 to 10 choices, which you write below',
    text: 'In the member’s own words',
  },
  indicators: {
    'course-quality': 'Course quality',
    'event-effect': 'Event effect',
    'community-atmosphere': 'Community atmosphere',
  },
  states: {
    draft: 'draft',
    opening: 'being opened',
    open: 'open',
    closing: 'being closed',
    closed: 'closed',
  },
  /** A survey in a list of suggestions, without markup. */
  suggestion: (facts: { id: number; title: string; state: string }) =>
    `#${facts.id} ${facts.title} (${facts.state})`,
  anonymous: 'anonymous',
  named: 'with names',
  draft: {
    heading: (facts: { id: number; title: string }) => `Draft #${facts.id}: ${escapeMarkup(facts.title)}`,
    about: (facts: { channelId: string; anonymous: boolean; closesAt: Date | null }) =>
      [
        facts.anonymous
          ? '🔒 Anonymous: nobody will learn whose answer is whose.'
          : '👤 With names: it is stored who gave which answer.',
        `📣 Will be posted in <#${facts.channelId}>.`,
        facts.closesAt
          ? `⏳ Closes ${formatInstant(facts.closesAt, 'f')}.`
          : '⏳ Stays open until you close it with `/survey close`.',
      ].join('\n'),
    questions: (facts: { count: number; max: number }) => `Questions (${facts.count} of ${facts.max})`,
    noQuestions: 'None yet. Press **Add question**.',
    feeds: (facts: { indicator: string }) => `feeds “${facts.indicator}”`,
    optional: 'may be left out',
    add: 'Add question',
    edit: 'Change a question …',
    remove: 'Remove last question',
    open: 'Open now',
    discard: 'Discard',
    discarded: (facts: { title: string }) => `The draft “${escapeMarkup(facts.title)}” was discarded.`,
  },
  questionForm: {
    addTitle: 'Add a question',
    changeTitle: (facts: { position: number }) => `Change question ${facts.position}`,
    text: 'Question',
    textHint: 'For example: How did you like this week’s course?',
    kind: 'How it is answered',
    indicator: 'Ratings: which indicator it feeds',
    indicatorHint: 'Choose an indicator',
    choices: 'Choices, one per line',
    choicesNote: 'Only for “One choice”: 2 to 10 lines',
    required: 'Must it be answered?',
    requiredYes: 'Yes',
    requiredNo: 'It may be left out',
  },
  post: {
    intro: (facts: { count: number }) =>
      facts.count === 1 ? 'One question, half a minute.' : `${facts.count} questions, about a minute.`,
    anonymous: [
      '🔒 **Anonymous.** Your answer is stored without your name and without a time, under a code that cannot be traced back to you from the stored data.',
      'Staff see results only after the close, and only from 3 answers on. After the close it is noted that you took part, never what you said.',
    ].join(' '),
    named: '👤 **With names.** Your answer is stored with your name. Staff see the results.',
    change: 'You can change your answer until the close: press the button again.',
    changeAnonymous:
      'You can change your answer until the close: press the button again. The form is then empty, and what you send replaces your earlier answer.',
    closes: (facts: { closesAt: Date }) =>
      `⏳ Closes ${formatInstant(facts.closesAt, 'f')} (${formatInstant(facts.closesAt, 'R')}).`,
    answer: 'Answer',
    closed: (facts: { closedAt: Date; answered: number }) =>
      `✅ **Closed** ${formatInstant(facts.closedAt, 'f')} with ${answers(facts.answered)}. Thank you!`,
    closedButton: 'Closed',
  },
  form: {
    /** Shown over the form of somebody who answered already; at most 45 characters. */
    changeTitle: 'Change your answer',
    againTitle: 'Answer again (the form starts empty)',
    question: (facts: { position: number; optional: boolean }) =>
      facts.optional ? `Question ${facts.position} (may be left out)` : `Question ${facts.position}`,
    optional: 'May be left out',
    ratings: ['1 – lowest', '2', '3', '4', '5 – highest'],
    least: '0 – not at all likely',
    most: '10 – extremely likely',
    scale: 'Choose from 0 to 10',
    choose: 'Choose one',
  },
  answered: {
    thanks: 'Thank you, your answer is stored.',
    changed: 'Your new answer has replaced the earlier one.',
    anonymous: 'Nobody can tell that it is yours.',
    until: (facts: { closesAt: Date | null }) =>
      facts.closesAt
        ? `You can change it until ${formatInstant(facts.closesAt, 'f')}: press the button again.`
        : 'You can change it until the survey is closed: press the button again.',
  },
  opened: (facts: { title: string; channelId: string }) =>
    `“${escapeMarkup(facts.title)}” is open in <#${facts.channelId}>.`,
  invited: (facts: { count: number | null }) => {
    if (facts.count === null)
      return 'How many members can see it is not known, so no response rate will be shown.';
    return facts.count === 1
      ? '1 member can see it.'
      : `${formatCount(facts.count, 'en')} members can see it; the response rate is counted on them.`;
  },
  closed: (facts: { title: string; answered: number }) =>
    `“${escapeMarkup(facts.title)}” is closed with ${answers(facts.answered)}. See them with \`/survey results\`.`,
  alreadyClosed: (facts: { title: string; closedAt: Date | null }) =>
    facts.closedAt
      ? `“${escapeMarkup(facts.title)}” was closed already, ${formatInstant(facts.closedAt, 'R')}. Nothing was changed.`
      : `“${escapeMarkup(facts.title)}” was closed already. Nothing was changed.`,
  postPending:
    'Discord did not let me change the public message just now; it will follow by itself. No answer is taken any more.',
  list: {
    title: 'Surveys',
    empty: 'There are no surveys yet. Make the first one with `/survey create`.',
    line: (facts: { id: number; title: string; state: string; anonymous: string; questions: number }) =>
      `**#${facts.id} ${escapeMarkup(facts.title)}** · ${facts.state} · ${facts.anonymous} · ${facts.questions === 1 ? '1 question' : `${facts.questions} questions`}`,
    answered: (facts: { answered: number }) => answers(facts.answered),
    closes: (facts: { closesAt: Date }) => `closes ${formatInstant(facts.closesAt, 'R')}`,
    closedAt: (facts: { closedAt: Date }) => `closed ${formatInstant(facts.closedAt, 'D')}`,
    latest: (facts: { count: number }) => `These are the latest ${facts.count}.`,
  },
  results: {
    title: (facts: { title: string }) => `Results: ${escapeMarkup(facts.title)}`,
    response: (facts: { answered: number; invited: number | null; ratio: number | null }) => {
      if (facts.invited === null) return answers(facts.answered);
      if (facts.ratio === null) return `${answers(facts.answered)}; nobody was invited`;
      return `${answers(facts.answered)} from ${formatCount(facts.invited, 'en')} invited: response rate ${formatPercent(facts.ratio, 1, 'en')}`;
    },
    stillOpen: 'Still open: the numbers can change.',
    noAnswers: 'no answer',
    rating: (facts: { mean: number; n: number }) =>
      `mean **${formatNumber(facts.mean, 2, 'en')}** of 5 (n = ${formatCount(facts.n, 'en')})`,
    recommendation: (facts: { nps: number; n: number }) =>
      `NPS **${signed(facts.nps)}** (n = ${formatCount(facts.n, 'en')})`,
    npsParts: (facts: { promoters: number; passives: number; detractors: number }) =>
      `promoters (9–10): ${facts.promoters} · passives (7–8): ${facts.passives} · detractors (0–6): ${facts.detractors}`,
    count: (facts: { n: number }) => `n = ${formatCount(facts.n, 'en')}`,
    share: (facts: { count: number; ratio: number }) =>
      `${formatCount(facts.count, 'en')} (${formatPercent(facts.ratio, 0, 'en')})`,
    textsInFile: (facts: { count: number }) => `… all ${facts.count} are in the attached file.`,
    textsPrivate: 'Answers in members’ own words are read by staff only.',
    textFileHeading: (facts: { position: number; text: string }) =>
      `Question ${facts.position}: ${facts.text}`,
    picture: (facts: { title: string }) => `Chart of the answers to the survey “${facts.title}”`,
    openAnonymous: (facts: { answered: number }) =>
      `${answers(facts.answered)} so far. This survey is anonymous: its results are shown only after the close, so that nobody can watch them change with each answer.`,
    tooFew: (facts: { answered: number; min: number }) =>
      `Closed with ${answers(facts.answered)}. This survey is anonymous: with fewer than ${facts.min} answers its results are withheld, because a single person could be guessed.`,
    publish: 'Post publicly',
    published: (facts: { channelId: string }) => `The results are posted in <#${facts.channelId}>.`,
    alreadyPublished: (facts: { channelId: string }) =>
      `The results are already in <#${facts.channelId}>; nothing was posted again.`,
    inMyLanguage: 'Show in my language',
    answerCount: (facts: { n: number }) => answers(facts.n),
    mean: 'Mean',
    interval: '95% interval',
    nps: 'NPS',
    promoters: 'Promoters',
    passives: 'Passives',
    detractors: 'Detractors',
  },
};

function signed(value: number): string {
  return new Intl.NumberFormat('en', { signDisplay: 'exceptZero', maximumFractionDigits: 0 }).format(value);
}

export const surveysRefusals = {
  'survey.unknown': () =>
    'There is no such survey here. `/survey list` shows the ones there are; staff may have discarded it.',
  'survey.closed': (facts: { closedAt: Date }) =>
    `This survey closed ${formatInstant(facts.closedAt, 'f')} (${formatInstant(facts.closedAt, 'R')}). No answer is taken any more; nothing was stored.`,
  'survey.not-draft': (facts: { title: string }) =>
    `“${escapeMarkup(facts.title)}” was opened already, so it can no longer be changed, opened or discarded. Make a new one with \`/survey create\`.`,
  'survey.not-open': (facts: { title: string }) =>
    `“${escapeMarkup(facts.title)}” is not open, so there is nothing to close. \`/survey list\` shows where it stands.`,
  'survey.no-questions': () => 'This survey has no question yet. Add at least one, then open it.',
  'survey.too-many-questions': (facts: { max: number }) =>
    `A survey has at most ${facts.max} questions. Change or remove one first.`,
  'survey.too-many': (facts: { max: number }) =>
    `This community has ${facts.max} drafts and open surveys, which is the most there can be. Close or delete one first.`,
  'survey.title': (facts: { max: number }) => `A survey needs a title of at most ${facts.max} characters.`,
  'survey.closes-past': (facts: { closesAt: Date }) =>
    `The closing time, ${formatInstant(facts.closesAt, 'f')}, has passed. Choose a later day: make the survey again with \`/survey create\`.`,
  'survey.question': (facts: { problem: string }) => {
    const sentences: Record<string, string> = {
      text: 'A question needs a text of at most 100 characters.',
      kind: 'Choose how the question is answered.',
      indicator: 'A rating must name the indicator it feeds: choose one in the form.',
      'choices-count': 'A choice question needs 2 to 10 choices, one per line.',
      'choices-length': 'A choice may have at most 100 characters.',
      'choices-twice': 'Two of the choices are the same. Each may appear only once.',
    };
    return `${sentences[facts.problem] ?? 'This question cannot be asked.'} Nothing was changed; press the button again.`;
  },
  'survey.answer-missing': (facts: { question: string }) =>
    `“${escapeMarkup(facts.question)}” must be answered. Nothing was stored; press the button again.`,
  'survey.answer-invalid': (facts: { question: string }) =>
    `Your answer to “${escapeMarkup(facts.question)}” is not one of the possible answers. Nothing was stored; press the button again.`,
  'survey.answer-empty': () =>
    'You left every question blank, so nothing was stored. Press the button again to answer.',
  'survey.results-open': () =>
    'Results are posted publicly only after the close, so that they sway nobody. Close the survey first with `/survey close`.',
};

export const surveysCommands = {
  survey: {
    name: 'survey',
    description: 'Ask the members: make, open and close surveys, and see the results',
    subcommands: {
      create: {
        name: 'create',
        description: 'Make a draft; you add the questions with buttons',
        options: {
          title: { name: 'title', description: 'What the survey is about, as members will read it' },
          anonymous: {
            name: 'anonymous',
            description: 'Yes: nobody can tell whose answer is whose. No: answers are stored with names',
          },
          channel: { name: 'channel', description: 'Where it will be posted; this channel if left out' },
          'closes-on': {
            name: 'closes-on',
            description: 'Last day to answer, as YYYY-MM-DD; open until you close it if left out',
          },
        },
      },
      list: { name: 'list', description: 'The surveys of this community' },
      show: {
        name: 'show',
        description: 'Show a survey; a draft comes with its buttons',
        options: { survey: surveyOption },
      },
      open: {
        name: 'open',
        description: 'Open a draft: it is posted, and members can answer',
        options: { survey: surveyOption },
      },
      close: {
        name: 'close',
        description: 'Close an open survey: no answer is taken any more',
        options: { survey: surveyOption },
      },
      results: {
        name: 'results',
        description: 'What was answered, with a chart',
        options: {
          survey: surveyOption,
          public: {
            name: 'public',
            description: 'Yes: post the results in the survey’s channel for everybody',
          },
        },
      },
      delete: { name: 'delete', description: 'Discard a draft', options: { survey: surveyOption } },
    },
  },
} satisfies Record<string, CommandWords>;
