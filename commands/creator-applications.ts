/** Applications of creators as staff decide them: the buttons under the post in their channel, and the list of those that wait. */
import type { App } from '../src/app.ts';
import {
  applicationPost,
  APPROVE_BUTTON,
  decideApplication,
  listApplied,
  REASON_MAX,
  REJECT_BUTTON,
} from '../src/creators/creators.ts';
import type { Creator } from '../src/creators/creators.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { component } from '../src/discord/command.ts';
import type { Call, ComponentInput } from '../src/discord/command.ts';
import { componentId, numberArg } from '../src/discord/components.ts';
import { fieldText, textField } from '../src/discord/forms.ts';
import type { ModalReply, Reply } from '../src/discord/reply.ts';
import { Refusal } from '../src/kernel/errors.ts';

const REJECTED = 'creator.rejected';
const PAGE = 'creator.page';

export const creatorApproved = component({
  name: APPROVE_BUTTON,
  access: 'staff',
  run: (app, call, { args }) => decidedReply(app, call, args, { state: 'approved', reason: null }),
});

export const rejectPressed = component({
  name: REJECT_BUTTON,
  access: 'staff',
  immediate: true,
  run: async (_app, call, { args }) => reasonForm(call, args, ''),
});

export const creatorRejected = component({
  name: REJECTED,
  access: 'staff',
  formAgain: (call, { args, fields }) => reasonForm(call, args, fieldText(fields, 'reason')),
  run: (app, call, { args, fields }) =>
    decidedReply(app, call, args, { state: 'rejected', reason: fieldText(fields, 'reason').trim() || null }),
});

export const applicationsPaged = component({
  name: PAGE,
  access: 'staff',
  updates: true,
  run: async (app, call, { args }) => ({ update: await applicationsReply(app, call, numberArg(args[0])) }),
});

/** One application that waits, with its buttons. @param index from 0, the oldest first; the last one where there are fewer. */
export async function applicationsReply(app: App, call: Call, index: number): Promise<Reply> {
  const { applications } = call.words.creators;
  const waiting = await listApplied(app, call.guildId);
  const at = Math.min(index, waiting.length - 1);
  const creator = waiting[at];
  if (!creator) return { content: applications.none };
  const post = applicationPost(creator, call.words);
  const turns = [
    ...(at > 0 ? [button(applications.back, componentId(PAGE, at - 1))] : []),
    ...(at < waiting.length - 1 ? [button(applications.next, componentId(PAGE, at + 1))] : []),
  ];
  return {
    ...post,
    content: applications.place({ place: at + 1, count: waiting.length }),
    components: [...(post.components ?? []), ...buttonRow(turns)],
  };
}

async function decidedReply(
  app: App,
  call: Call,
  args: ComponentInput['args'],
  decision: { readonly state: 'approved' | 'rejected'; readonly reason: string | null },
): Promise<Reply> {
  const { userId, appliedAt } = applicationOf(args);
  const application = { guildId: call.guildId, userId, appliedAt };
  const creator = await decideApplication(app, application, call, decision);
  const { decided } = call.words.creators;
  const lines = [decided[decision.state]({ userId }), toldLine(app, call, creator)];
  return { content: lines.join('\n') };
}

function toldLine(app: App, call: Call, { userId, toldAt }: Creator): string {
  const { decided } = call.words.creators;
  if (app.roleHands.isMember(call.guildId, userId) === false) return decided.left;
  return toldAt ? decided.told : decided.toldLater;
}

function reasonForm({ words }: Call, args: ComponentInput['args'], reason: string): ModalReply {
  const { userId, appliedAt } = applicationOf(args);
  const { rejectForm } = words.creators;
  return {
    modal: {
      custom_id: componentId(REJECTED, userId, appliedAt.getTime()),
      title: rejectForm.title,
      components: [
        textField(rejectForm.reason, { id: 'reason', value: reason, max: REASON_MAX, long: true }),
      ],
    },
  };
}

/** @throws Refusal `component.unknown`. */
function applicationOf([userId, appliedAt]: ComponentInput['args']): { userId: string; appliedAt: Date } {
  if (!userId || !/^\d{1,20}$/.test(userId)) throw new Refusal('component.unknown', {});
  return { userId, appliedAt: new Date(numberArg(appliedAt)) };
}
