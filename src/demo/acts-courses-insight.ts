/** What the courses brought: recommendations with their reason, what is asked for, how courses do, what creators earn. */
import { catalogues } from '../i18n/i18n.ts';
import { courseChoice } from './course-places.ts';
import { SOUGHT, TAUGHT } from './courses-taught.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';
import { COURSES } from './truth-courses.ts';

export async function insightAct(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { theo, noah, staff, owner, leo, mo } = community.cast;
  stage.act('What next? A recommendation with its reason', '接下来学什么？推荐会说明理由');
  const recommended = await stage.type(theo, '/course recommend', {}, 'courses');
  expectThat(privateAnswer(recommended, '/course recommend').text.includes(TAUGHT.cli.title), 'what is next');
  if (facts.optedOut.has(noah.userId))
    privateAnswer(await stage.type(noah, '/course recommend', {}, 'courses'), '/course recommend');
  stage.act('What is asked for, and what there is', '主题的需求与供给');
  const topics = privateAnswer(await stage.type(staff, '/主题 列表', {}, 'staff'), '/主题 列表');
  expectThat(topics.text.toLowerCase().includes(SOUGHT.toLowerCase()), 'what was sought in vain is listed');
  stage.act('How the courses do', '课程的转化情况');
  await readReport(story);
  const one = { 课程: await courseChoice(story, 'types') };
  const detail = privateAnswer(await stage.type(staff, '/课程 报告', one, 'staff'), '/课程 报告');
  expectThat(
    detail.attachments.some(({ contentType }) => contentType === 'image/png'),
    'with a picture',
  );
  expectThat(
    privateAnswer(await stage.type(owner, '/course stale', { days: 7 }, 'staff'), '/course stale').text !==
      '',
    'stale courses',
  );
  stage.act('What creators earn', '创作者的积分和分成');
  privateAnswer(await stage.type(leo, '/creator stats', {}, 'courses'), '/creator stats');
  privateAnswer(await stage.type(mo, '/创作者 数据', {}, 'courses'), '/创作者 数据');
  await checkCertificates(story);
}

/** Keeps what the report says of each course: the verdict compares it. */
async function readReport({ stage, community, facts }: Story): Promise<void> {
  const answer = await stage.type(community.cast.owner, '/course report', {}, 'staff');
  const { report } = catalogues.en.insight;
  const file = privateAnswer(answer, '/course report').attachments.find(
    ({ filename }) => filename === report.coursesFile,
  );
  expectThat(file !== undefined, 'the report has its table');
  const rows = file.bytes
    .toString()
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));
  for (const key of COURSES) {
    const row = rows.find(([, title]) => title?.includes(TAUGHT[key].title));
    expectThat(row !== undefined, `the report tells of “${TAUGHT[key].title}”`);
    const [viewed = NaN, started = NaN, finished = NaN, rated = NaN, mean = NaN] = row.slice(2).map(Number);
    facts.courseReport.set(key, { viewed, started, finished, rated, mean });
  }
}

/** Every certificate there is, as it stands on the picture. */
async function checkCertificates({ stage, community, facts }: Story): Promise<void> {
  const { maya } = community.cast;
  for (const [code, userId] of facts.courses.certificates) {
    const { text } = privateAnswer(await stage.as(maya).type('/verify', { code }), '/verify');
    facts.verified.set(code, text.includes(`<@${userId}>`));
  }
}
