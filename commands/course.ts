/** /course: everything people do with courses. What each does stands in a file of its own. */
import { command } from '../src/discord/command.ts';
import { courseBrowse } from './course-browse.ts';
import { courseCertificate } from './course-certificate.ts';
import { courseDone } from './course-done.ts';
import { courseDraft, courseDrafts, courseEdit, courseSubmit, courseWithdraw } from './course-draft.ts';
import { courseMine } from './course-mine.ts';
import { courseRate } from './course-rate.ts';
import { courseRecommend } from './course-recommend.ts';
import { courseReport } from './course-report.ts';
import { courseStale } from './course-stale.ts';
import { courseHistory } from './course-history.ts';
import { courseArchive, courseRestore } from './course-archive.ts';
import { coursePublish, courseTransfer } from './course-publish.ts';
import { courseRoom } from './course-room.ts';
import { courseSettings } from './course-settings.ts';
import { courseStart } from './course-start.ts';
import { courseViewed } from './course-view.ts';

export default command({
  name: 'course',
  subcommands: {
    browse: courseBrowse,
    view: courseViewed,
    start: courseStart,
    done: courseDone,
    rate: courseRate,
    mine: courseMine,
    certificate: courseCertificate,
    draft: courseDraft,
    edit: courseEdit,
    submit: courseSubmit,
    withdraw: courseWithdraw,
    drafts: courseDrafts,
    publish: coursePublish,
    archive: courseArchive,
    restore: courseRestore,
    transfer: courseTransfer,
    room: courseRoom,
    history: courseHistory,
    settings: courseSettings,
    stale: courseStale,
    report: courseReport,
    recommend: courseRecommend,
  },
});
