/** /course: everything people do with courses. What each does stands in a file of its own. */
import { command } from '../src/discord/command.ts';
import { courseDraft, courseDrafts, courseEdit, courseSubmit, courseWithdraw } from './course-draft.ts';
import { courseRecommend } from './course-recommend.ts';
import { courseStale } from './course-stale.ts';

export default command({
  name: 'course',
  subcommands: {
    draft: courseDraft,
    edit: courseEdit,
    submit: courseSubmit,
    withdraw: courseWithdraw,
    drafts: courseDrafts,
    stale: courseStale,
    recommend: courseRecommend,
  },
});
