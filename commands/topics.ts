/** /topics: what is asked for against the courses there are, and the dictionary of topics. */
import type { App } from '../src/app.ts';
import { mergeTopics, nameTopic, setTopicChannel } from '../src/courses/courses.ts';
import { csvFile } from '../src/discord/csv-file.ts';
import { action, command } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { integer, required, talkChannel, text, yesNo } from '../src/discord/options.ts';
import { LONGEST_DESCRIPTION } from '../src/discord/reply.ts';
import type { AttachedFile, Reply } from '../src/discord/reply.ts';
import { escapeMarkup, oneLine, shorten } from '../src/i18n/markup.ts';
import { addDays, dayOf } from '../src/kernel/calendar.ts';
import { listTopics, SEARCHES_MIN, WEIGHTS } from '../src/topics/topics.ts';
import type { TopicLine, TopicList } from '../src/topics/topics.ts';
import { topicOption } from './topic-options.ts';

const USUAL_DAYS = 28;
const DAYS_MAX = 180;
const NAME_MAX = 40;
/** As many as a message holds with their numbers; all stand in the file. */
const TOPICS_SHOWN = 10;
const WORDS_SHOWN = 15;
const CHANNELS_SHOWN = 3;
const COLOUR = 0x5865f2;

export default command({
  name: 'topics',
  subcommands: {
    list: action({
      access: 'staff',
      options: { span: integer({ min: 1, max: DAYS_MAX }) },
      run: async (app, call, { span }) =>
        listReply(app, call, await listTopics(app, call.guildId, span ?? USUAL_DAYS)),
    }),
    name: action({
      access: 'staff',
      options: { topic: required(topicOption()), en: text({ max: NAME_MAX }), zh: text({ max: NAME_MAX }) },
      async run(app, call, { topic: given, en, zh }) {
        const { topic, isNew } = await nameTopic(app, call.guildId, given, { en, 'zh-CN': zh });
        const [nameEn, nameZh] = [escapeMarkup(topic.names.en), escapeMarkup(topic.names['zh-CN'])];
        return { content: call.words.topics.named({ isNew, en: nameEn, zh: nameZh }) };
      },
    }),
    channel: action({
      access: 'staff',
      options: { topic: required(topicOption()), channel: required(talkChannel()), remove: yesNo() },
      async run(app, call, { topic: given, channel: channelId, remove }) {
        const change = { channelId, isRemoved: remove ?? false };
        const topic = await setTopicChannel(app, call.guildId, given, change);
        const name = escapeMarkup(topic.names[call.locale]);
        return { content: call.words.topics.channels({ topic: name, channelIds: topic.channelIds }) };
      },
    }),
    merge: action({
      access: 'staff',
      options: { from: required(topicOption()), into: required(topicOption()) },
      async run(app, call, given) {
        const { from, topic, courseCount } = await mergeTopics(app, call.guildId, given);
        const [gone, kept] = [from, topic].map(({ names }) => escapeMarkup(names[call.locale]));
        return { content: call.words.topics.merged({ from: gone!, into: kept!, courseCount }) };
      },
    }),
  },
});

function listReply(app: App, call: Call, list: TopicList): Reply {
  const words = call.words.topics;
  const { span, topics, missed } = list;
  const shown = topics.slice(0, TOPICS_SHOWN);
  const more = topics.length - shown.length;
  const lines = [
    ...shown.map((line, index) => lineOf(call, line, index + 1)),
    ...(more > 0 ? [words.more({ count: more })] : []),
    ...(topics.length === 0 ? [words.none] : [words.why(WEIGHTS)]),
  ];
  const sought = missed
    .slice(0, WORDS_SHOWN)
    .map(({ words: typed, searches }) => words.missedLine({ words: escapeMarkup(typed), searches }));
  const lastOn = addDays(span.toOn, -1);
  return {
    embeds: [
      {
        title: words.title({ fromOn: span.fromOn, lastOn }),
        description: shorten(lines.join('\n'), LONGEST_DESCRIPTION),
        color: COLOUR,
      },
      {
        title: words.missedTitle,
        description: sought.join('\n') || words.missedNone({ least: SEARCHES_MIN }),
        color: COLOUR,
      },
    ],
    files: [fileOf(app, call, list)],
  };
}

function lineOf(
  { words, locale }: Call,
  { topic, demand, before, supply }: TopicLine,
  place: number,
): string {
  return words.topics.line({
    ...demand,
    ...supply,
    place,
    before,
    name: oneLine(topic.names[locale], NAME_MAX),
    channels: topic.channelIds
      .slice(0, CHANNELS_SHOWN)
      .map((id) => `<#${id}>`)
      .join(' '),
  });
}

/** Every topic, then every word asked for in vain. */
function fileOf(app: App, { words, locale, guildId }: Call, { topics, missed }: TopicList): AttachedFile {
  const { timeZone } = app.communities.get(guildId);
  const rows = topics.map(({ topic, demand, before, supply, lack }, index) => [
    index + 1,
    topic.names[locale],
    lack.toFixed(4),
    demand.searches,
    before?.searches ?? '',
    demand.missed,
    demand.questions,
    before?.questions ?? '',
    demand.interactions,
    before?.interactions ?? '',
    supply.courses,
    supply.updatedAt ? dayOf(supply.updatedAt, timeZone) : '',
    supply.enrolled,
  ]);
  const sought = missed.map(({ words: typed, searches }) => ['', typed, '', searches, '', searches]);
  const width = words.topics.columns.length;
  const filled = [...rows, ...sought].map((row) => [...row, ...Array<string>(width - row.length).fill('')]);
  return csvFile(words.topics.fileName, words.topics.columns, filled);
}
