/** /qa: sessions of questions and answers about a course: planned, opened, moved, ended, listed; and what was answered, searched. */
import type { App } from '../src/app.ts';
import { action, command } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { moment } from '../src/discord/moment-option.ts';
import { integer, oneOf, required, text, textChannel, voiceChannel, yesNo } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import { eventAddress } from '../src/discord/scheduled-events.ts';
import { renderRefusal } from '../src/i18n/i18n.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { momentAt } from '../src/kernel/moments.ts';
import type { TypedMoment } from '../src/kernel/moments.ts';
import {
  cancelSession,
  closeSession,
  MINUTES_MAX,
  MINUTES_USUAL,
  moveSession,
  openSession,
  questionsOf,
} from '../src/qa/qa.ts';
import type { SettledSession } from '../src/qa/qa.ts';
import { courseOption, requiredCourse } from './course-options.ts';
import { nextReply } from './qa-answering.ts';
import { sessionOption } from './qa-options.ts';
import { foundReply, SEARCH_MAX, sessionsReply } from './qa-reading.ts';

const minutes = () => integer({ min: 5, max: MINUTES_MAX });

export default command({
  name: 'qa',
  subcommands: {
    open: action({
      access: 'everyone',
      options: {
        course: requiredCourse(),
        when: required(moment()),
        minutes: minutes(),
        channel: textChannel(),
        voice: voiceChannel(),
        anonymous: yesNo(),
      },
      async run(app, call, { course, when, minutes: length, channel, voice, anonymous }) {
        assertMayUse(call, [channel ?? call.channelId, voice]);
        const settled = await openSession(app, call.guildId, call, {
          courseId: course,
          startsAt: instantOf(app, call, when),
          minutes: length ?? MINUTES_USUAL,
          channelId: channel ?? call.channelId,
          voiceId: voice,
          anonymous: anonymous ?? true,
        });
        const { session } = settled;
        return settledReply(
          call,
          settled,
          call.words.qa.opened({ ...session, isOpen: session.state === 'open' }),
        );
      },
    }),
    next: action({
      access: 'everyone',
      options: { session: sessionOption(['open', 'closed']) },
      run: (app, call, { session }) => nextReply(app, call, session),
    }),
    move: action({
      access: 'everyone',
      options: {
        session: sessionOption(['planned', 'open']),
        when: moment(),
        minutes: minutes(),
        channel: textChannel(),
      },
      async run(app, call, { session, when, minutes: length, channel }) {
        assertMayUse(call, [channel]);
        const startsAt = when && instantOf(app, call, when);
        const move = { startsAt, minutes: length, channelId: channel };
        const settled = await moveSession(app, call.guildId, call, session, move);
        return settledReply(call, settled, call.words.qa.moved(settled.session));
      },
    }),
    cancel: action({
      access: 'everyone',
      options: { session: sessionOption(['planned', 'open']) },
      async run(app, call, { session: id }) {
        const settled = await cancelSession(app, call.guildId, call, id);
        return settledReply(call, settled, call.words.qa.cancelled({ id }));
      },
    }),
    close: action({
      access: 'everyone',
      options: { session: sessionOption(['open']) },
      async run(app, call, { session: id }) {
        const settled = await closeSession(app, call.guildId, call, id);
        const { total } = await questionsOf(app, call.guildId, call, id, ['open', 'taken'], {
          skip: 0,
          take: 1,
        });
        return settledReply(call, settled, call.words.qa.closed({ id, waiting: total }));
      },
    }),
    list: action({
      access: 'everyone',
      options: { show: oneOf(['upcoming', 'past']), course: courseOption() },
      run: (app, call, { show, course }) => sessionsReply(app, call, show ?? 'upcoming', course, 0),
    }),
    search: action({
      access: 'everyone',
      options: { course: requiredCourse(), words: text({ max: SEARCH_MAX }) },
      run: (app, call, { course, words }) => foundReply(app, call, course, words ?? '', 0),
    }),
  },
});

/** Nobody lets the bot post, or invites people, where they may not go themselves. @throws Refusal `qa.channel-closed`. */
function assertMayUse(call: Call, channelIds: readonly (string | null)[]): void {
  for (const channelId of channelIds) {
    const missing = channelId === null ? [] : call.missingIn(channelId);
    if (channelId !== null && missing.length > 0)
      throw new Refusal('qa.channel-closed', { channelId, missing });
  }
}

function instantOf(app: App, call: Call, when: TypedMoment): Date {
  return momentAt(when, call.at, app.communities.get(call.guildId).timeZone);
}

/** What was done, Discord's event, and what Discord refused. */
function settledReply(call: Call, { session, problems }: SettledSession, done: string): Reply {
  const { qa } = call.words;
  const { eventState, eventId, guildId } = session;
  const made =
    eventState === 'made' && eventId ? [qa.eventMade({ address: eventAddress(guildId, eventId) })] : [];
  const refused = problems.map((problem) => qa.problem({ sentence: renderRefusal(problem, call.locale) }));
  return { content: [done, ...made, ...refused, ...(refused.length > 0 ? [qa.mend] : [])].join('\n') };
}
