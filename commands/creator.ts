/** /creator: who would like to make courses applies, staff decide. Writing courses is /course. */
import type { App } from '../src/app.ts';
import {
  applyAsCreator,
  FIELD_MAX,
  findCreator,
  REASON_MAX,
  removeCreator,
  SAMPLES_MAX,
} from '../src/creators/creators.ts';
import { button, buttonRow } from '../src/discord/buttons.ts';
import { action, command, component } from '../src/discord/command.ts';
import type { Call, ComponentInput } from '../src/discord/command.ts';
import { componentId } from '../src/discord/components.ts';
import { fieldText, inFormTime, textField } from '../src/discord/forms.ts';
import { member, required, text } from '../src/discord/options.ts';
import type { ModalReply, Reply } from '../src/discord/reply.ts';
import { applicationsReply } from './creator-applications.ts';
import { creatorStats } from './creator-stats.ts';

const APPLY = 'creator.apply';
const APPLIED = 'creator.applied';

export default command({
  name: 'creator',
  subcommands: {
    apply: action({
      access: 'everyone',
      options: {},
      immediate: true,
      run: (app, call) => applyReply(app, call),
    }),
    applications: action({
      access: 'staff',
      options: {},
      run: (app, call) => applicationsReply(app, call, 0),
    }),
    stats: creatorStats,
    remove: action({
      access: 'staff',
      options: { member: required(member()), reason: required(text({ min: 1, max: REASON_MAX })) },
      async run(app, call, { member: { userId }, reason }) {
        await removeCreator(app, call.guildId, userId, { decidedBy: call.userId, reason });
        return { content: call.words.creators.removed({ userId }) };
      },
    }),
  },
});

/** “Apply again”, under how an earlier application ended. */
export const applyPressed = component({
  name: APPLY,
  access: 'everyone',
  immediate: true,
  run: async (app, call) =>
    applicationForm(call, (await inFormTime(findCreator(app, call.guildId, call.userId))) ?? NOTHING),
});

export const applicationSubmitted = component({
  name: APPLIED,
  access: 'everyone',
  formAgain: (call, { fields }) => applicationForm(call, typedIn(fields)),
  async run(app, call, { fields }) {
    const { guildId, userId, locale } = call;
    await applyAsCreator(app, guildId, userId, { ...typedIn(fields), locale });
    const isWithStaff = app.communities.get(guildId).staffChannelId !== null;
    return { content: call.words.creators.sent({ isWithStaff }) };
  },
});

const NOTHING = { field: '', samples: '' };

const typedIn = (fields: ComponentInput['fields']) => ({
  field: fieldText(fields, 'field'),
  samples: fieldText(fields, 'samples'),
});

/** How their application stands; the form for who never applied, and where the database is slow: what is sent is looked at anyway. */
async function applyReply(app: App, call: Call): Promise<Reply | ModalReply> {
  const { standing } = call.words.creators;
  const creator = await inFormTime(findCreator(app, call.guildId, call.userId));
  if (!creator) return applicationForm(call, NOTHING);
  if (creator.state === 'applied') return { content: standing.applied(creator) };
  if (creator.state === 'approved') return { content: standing.approved };
  const again = button(standing.again, componentId(APPLY), 'main');
  return { content: standing[creator.state](creator), components: buttonRow([again]) };
}

function applicationForm(
  { words }: Call,
  { field, samples }: { field: string; samples: string },
): ModalReply {
  const { form } = words.creators;
  return {
    modal: {
      custom_id: componentId(APPLIED),
      title: form.title,
      components: [
        textField(form.field, { id: 'field', value: field, max: FIELD_MAX, long: true }),
        textField(form.samples, {
          id: 'samples',
          value: samples,
          max: SAMPLES_MAX,
          long: true,
          description: form.samplesNote,
        }),
      ],
    },
  };
}
