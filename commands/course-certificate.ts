/** /course certificate: the certificate once more, or with another name. */
import type { App } from '../src/app.ts';
import { action, component } from '../src/discord/command.ts';
import type { Call } from '../src/discord/command.ts';
import { numberArg } from '../src/discord/components.ts';
import { text } from '../src/discord/options.ts';
import type { Reply } from '../src/discord/reply.ts';
import { certificateOf, certificatePicture, NAME_MAX } from '../src/learning/learning.ts';
import { CERTIFICATE } from './course-buttons.ts';
import { finishedCourse } from './course-options.ts';

const COLOUR = 0xf1c40f;

export const courseCertificate = action({
  access: 'everyone',
  options: { course: finishedCourse(), name: text({ max: NAME_MAX }) },
  run: (app, call, { course, name }) => certificateReply(app, call, course, name),
});

export const certificatePressed = component({
  name: CERTIFICATE,
  access: 'everyone',
  run: (app, call, { args }) => certificateReply(app, call, numberArg(args[0]), null),
});

/** @param name another one for it; null: as it is. @throws Refusal of `certificateOf`. */
export async function certificateReply(
  app: App,
  call: Call,
  courseId: number,
  name: string | null,
): Promise<Reply> {
  const { guildId, locale } = call;
  const { certificate: words } = call.words.learning;
  const certified = await certificateOf(app, guildId, call.userId, courseId, name);
  const picture = await certificatePicture(app, guildId, locale, certified);
  const { code, version } = certified;
  return {
    embeds: [
      {
        description: [words.here({ title: version.title, code }), `-# ${words.howName}`].join('\n'),
        color: COLOUR,
        image: { url: `attachment://${picture.name}` },
      },
    ],
    files: [picture],
  };
}
