/** /verify: whether a certificate's code is genuine, for everybody in the community. */
import { action, command } from '../src/discord/command.ts';
import { required, text } from '../src/discord/options.ts';
import { verifyCode } from '../src/learning/learning.ts';

const COLOUR = 0x57f287;

export default command({
  name: 'verify',
  action: action({
    access: 'everyone',
    options: { code: required(text({ max: 40 })) },
    async run(app, call, { code: typed }) {
      const { learning, courses } = call.words;
      const { userId, name, code, finishedAt, version } = await verifyCode(app, call.guildId, typed);
      const { title, number } = version;
      const lessons = courses.lessonCount(version.lessons.length);
      const facts = { userId, name, title, number, lessons, finishedAt, code };
      const { title: heading, text: words } = learning.verify;
      return { embeds: [{ title: heading, description: words(facts), color: COLOUR }] };
    },
  }),
});
