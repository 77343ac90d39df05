/** /review: what creators submitted, for reviewers to read and to decide. */
import { ComponentType } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { App } from '../src/app.ts';
import {
  getVersion,
  isOrWasTheirs,
  OPEN_BUTTON,
  queueOf,
  shortageOfReviewers,
} from '../src/courses/courses.ts';
import type { Submission } from '../src/courses/courses.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, command, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import type { Reply } from '../src/discord/reply.ts';
import { shorten } from '../src/i18n/markup.ts';
import { UpstreamError } from '../src/kernel/errors.ts';
import { submittedVersion } from './course-review-options.ts';
import { submissionReply } from './review-submission.ts';

/** Its argument is the page from 0. */
const PAGE = 'review.queue';
const PICK = 'review.pick';
const ON_ONE_PAGE = 8;
/** Source: https://docs.discord.com/developers/components/reference#string-select-select-option-structure */
const LABEL_MAX = 100;

export default command({
  name: 'review',
  subcommands: {
    queue: action({ access: 'reviewer', options: {}, run: (app, call) => queueReply(app, call, 0) }),
    open: action({
      access: 'reviewer',
      options: { version: submittedVersion() },
      run: (app, call, { version }) => openedReply(app, call, version),
    }),
  },
});

export const queueTurned = component({
  name: PAGE,
  access: 'reviewer',
  updates: true,
  run: async (app, call, { args }) => ({ update: await queueReply(app, call, numberArg(args[0])) }),
});

export const submissionPicked = component({
  name: PICK,
  access: 'reviewer',
  run: (app, call, { values }) => openedReply(app, call, numberArg(values[0])),
});

/** The button in a submission's thread; its first argument is the version. Its creator reads it there, too. */
export const submissionOpened = component({
  name: OPEN_BUTTON,
  access: 'everyone',
  run: (app, call, { args }) => openedReply(app, call, numberArg(args[0])),
});

/** Whoever reviews it is let into its thread. */
async function openedReply(app: App, call: Call, versionId: number): Promise<Reply> {
  const reply = await submissionReply(app, call, versionId, 0, 0);
  const { reviewThreadId, threadState } = await getVersion(app, call.guildId, versionId);
  if (reviewThreadId !== null && threadState === 'open') await letIn(app, call, reviewThreadId);
  return reply;
}

async function letIn(app: App, { guildId, userId }: Call, threadId: string): Promise<void> {
  try {
    await app.threads.add(guildId, threadId, userId);
  } catch (error) {
    // They can read and decide without it.
    if (!(error instanceof UpstreamError)) throw error;
    app.log.warn({ guild: guildId, err: error }, 'a reviewer could not be let into a thread');
  }
}

/** What waits, the oldest first. */
async function queueReply(app: App, call: Call, page: number): Promise<Reply> {
  const { queue } = call.words.coursesReview;
  const waiting = await queueOf(app, call.guildId);
  if (waiting.length === 0) return { content: queue.empty };
  const pages = Math.ceil(waiting.length / ON_ONE_PAGE);
  const at = Math.min(page, pages - 1);
  const shown = waiting.slice(at * ON_ONE_PAGE, (at + 1) * ON_ONE_PAGE);
  const turn = (label: string, to: number) => button(label, componentId(PAGE, to));
  return {
    embeds: [
      {
        title: queue.title,
        description: shown.map((one) => lineOf(app, call, one)).join('\n'),
        ...(pages > 1 ? { footer: { text: queue.page({ page: at + 1, pages }) } } : {}),
      },
    ],
    components: [
      picker(call, shown),
      ...buttonRow([
        ...(at > 0 ? [turn(queue.back, at - 1)] : []),
        ...(at < pages - 1 ? [turn(queue.next, at + 1)] : []),
      ]),
    ],
  };
}

function lineOf(app: App, call: Call, { course, version, reviews }: Submission): string {
  const { queue } = call.words.coursesReview;
  const approvals = reviews.filter(({ verdict }) => verdict === 'approve');
  const by = approvals.flatMap(({ userId }) => userId ?? []);
  const makers = [course.creatorId ?? '', ...course.formerCreatorIds];
  const shortage = shortageOfReviewers(app, call.guildId, makers, by);
  const line = queue.line({
    title: version.title,
    number: version.number,
    creatorId: course.creatorId,
    at: version.submittedAt ?? version.createdAt,
    count: approvals.length,
    needed: app.courses.settingsOf(call.guildId).approvalsNeeded,
    by,
    isOwn: isOrWasTheirs(course, call.userId),
  });
  const warning = shortage ? `\n-# ${queue.tooFew(shortage)}` : '';
  if (version.threadState === 'failed') return `${line}${queue.noThread}${warning}`;
  const { reviewThreadId } = version;
  return `${line}${reviewThreadId === null ? '' : queue.thread(reviewThreadId)}${warning}`;
}

function picker({ words }: Call, shown: readonly Submission[]): APIMessageTopLevelComponent {
  const { queue, version: versionName } = words.coursesReview;
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: componentId(PICK),
        placeholder: queue.pick,
        options: shown.map(({ version }) => ({
          label: shorten(versionName(version), LABEL_MAX),
          value: String(version.id),
        })),
      },
    ],
  };
}
