/** /course room: where the learners of a course meet. */
import { changeRoom, knownVersion } from '../src/courses/courses.ts';
import { action } from '../src/discord/command.ts';
import { oneOf, required, role } from '../src/discord/options.ts';
import { courseIn } from './course-review-options.ts';

export const courseRoom = action({
  access: 'staff',
  options: {
    course: courseIn(['submitted', 'changes-requested', 'approved', 'published', 'archived']),
    kind: required(oneOf(['none', 'thread', 'role'])),
    role: role(),
  },
  async run(app, call, { course, kind, role: roleId }) {
    const { guildId, words } = call;
    const { title } = (await knownVersion(app, guildId, course, call)).version;
    const { roomRoleId } = await changeRoom(app, guildId, course, call, { kind, roleId });
    app.courseRooms.retry(guildId);
    const { room } = words.coursesReview;
    return {
      content:
        roomRoleId === null
          ? room[kind === 'none' ? 'none' : 'thread']({ title })
          : room.role({ title, roleId: roomRoleId }),
    };
  },
});
