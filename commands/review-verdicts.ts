/** The buttons under a submission: turning its pages, ticking the checklist, and the three verdicts. */
import type { App } from '../src/app.ts';
import { reviewVersion, settleSoon, VERDICTS } from '../src/courses/courses.ts';
import type { Verdict } from '../src/courses/courses.ts';
import { component } from '../src/discord/command.ts';
import type { Call, ComponentInput } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { fieldText, textField } from '../src/discord/forms.ts';
import type { ModalReply, Reply } from '../src/discord/reply.ts';
import { Refusal } from '../src/kernel/errors.ts';
import { APPROVE, ASK, checksOf, PAGE, submissionReply, TICK, ticksOf } from './review-submission.ts';

/** Arguments as of `ASK`. */
const SAID = 'review.said';
const REASON_MAX = 1_000;

export const submissionTurned = component({
  name: PAGE,
  access: 'everyone',
  updates: true,
  run: async (app, call, { args: [version, page, ticks] }) => ({
    update: await submissionReply(app, call, numberArg(version), numberArg(page), numberArg(ticks)),
  }),
});

export const checklistTicked = component({
  name: TICK,
  access: 'reviewer',
  updates: true,
  run: async (app, call, { args: [version, page], values }) => ({
    update: await submissionReply(app, call, numberArg(version), numberArg(page), ticksOf(values)),
  }),
});

export const approvePressed = component({
  name: APPROVE,
  access: 'reviewer',
  updates: true,
  run: async (app, call, { args: [version, ticks] }) => ({
    update: await verdictReply(app, call, numberArg(version), 'approve', numberArg(ticks), null),
  }),
});

export const reasonPressed = component({
  name: ASK,
  access: 'reviewer',
  immediate: true,
  run: async (_app, call, { args }) => reasonForm(call, args, ''),
});

export const reasonSent = component({
  name: SAID,
  access: 'reviewer',
  updates: true,
  formAgain: (call, { args, fields }) => reasonForm(call, args, fieldText(fields, 'reason')),
  async run(app, call, { args, fields }) {
    const reason = fieldText(fields, 'reason').trim();
    const ticks = numberArg(args[2]);
    return {
      update: await verdictReply(app, call, numberArg(args[0]), verdictArg(args), ticks, reason),
    };
  },
});

async function verdictReply(
  app: App,
  call: Call,
  versionId: number,
  verdict: Verdict,
  ticks: number,
  reason: string | null,
): Promise<Reply> {
  const { guildId } = call;
  const checklist = checksOf(ticks);
  const { version, reviews } = await reviewVersion(app, guildId, versionId, call, {
    verdict,
    checklist,
    reason,
  });
  settleSoon(app, guildId);
  const { said } = call.words.coursesReview;
  if (verdict !== 'approve') return { content: said[verdict](version) };
  if (version.state === 'approved') return { content: said.approved(version) };
  const count = reviews.filter((review) => review.verdict === 'approve').length;
  const { approvalsNeeded: needed } = app.courses.settingsOf(guildId);
  return { content: said.approve({ ...version, count, needed }) };
}

function reasonForm({ words }: Call, args: ComponentInput['args'], reason: string): ModalReply {
  const verdict = verdictArg(args);
  const said = words.coursesReview.reason;
  const isReject = verdict === 'reject';
  return {
    modal: {
      custom_id: componentId(SAID, numberArg(args[0]), verdict, numberArg(args[2])),
      title: isReject ? said.rejectTitle : said.changesTitle,
      components: [
        textField(isReject ? said.rejectLabel : said.label, {
          id: 'reason',
          value: reason,
          max: REASON_MAX,
          long: true,
          description: said.hint,
        }),
      ],
    },
  };
}

/** @throws Refusal `component.unknown`. */
function verdictArg([, given]: ComponentInput['args']): Exclude<Verdict, 'approve'> {
  const verdict = VERDICTS.find((one) => one === given);
  if (verdict === undefined || verdict === 'approve') throw new Refusal('component.unknown', {});
  return verdict;
}
