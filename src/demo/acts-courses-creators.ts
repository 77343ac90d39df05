/** Who may make courses: the community's settings, two who apply, staff who decide. */
import { catalogues } from '../i18n/i18n.ts';
import type { Answer } from '../sandbox/driver-answer.ts';
import type { SeenMessage } from '../sandbox/driver-seen.ts';
import type { Resident } from './community.ts';
import { partCalled } from './course-places.ts';
import { APPLICATIONS, NOT_YET } from './courses-taught.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';

const TOLD_WITHIN_MS = 60_000;

export async function settingsAct({ stage, community }: Story): Promise<void> {
  const { cast, roles, places } = community;
  stage.act('The owner opens courses to the community', '站长开放课程功能');
  for (const { userId } of [cast.staff, cast.owner, cast.leo])
    stage.as(cast.owner).giveRole(userId, roles.reviewer);
  const given = {
    'reviewer-role': roles.reviewer,
    'rooms-channel': places.courses,
    'announce-channel': places.announcements,
    approvals: 2,
    'payout-pool': '3000',
  };
  const saved = privateAnswer(
    await stage.type(cast.owner, '/course settings', given, 'staff'),
    '/course settings',
  );
  const words = catalogues.en.coursesReview.settings;
  expectThat(saved.text.includes(words.saved) && !saved.text.includes('⚠️'), 'the bot can do its part');
  stage.note(
    `${cast.staff.name}, Ada and ${cast.leo.name} hold @审核 Reviewer · ${cast.staff.name}、Ada 和 ${cast.leo.name} 拥有 @审核 Reviewer`,
  );
}

/** One applies in English, one in Chinese; one is taken, the other is told what is missing. */
export async function applyAct(story: Story): Promise<void> {
  const { stage, community } = story;
  const { leo, mo, staff } = community.cast;
  stage.act('Two members apply to make courses', '两位成员申请成为创作者');
  await apply(story, leo, '/creator apply', APPLICATIONS.leo);
  await apply(story, mo, '/创作者 申请', APPLICATIONS.mo);
  stage.act('Staff decide: one yes, one not yet', '管理员处理申请：一位通过，一位暂不通过');
  await approve(story, leo);
  const post = await applicationOf(story, mo);
  const form = await stage.press(staff, post, partCalled(post, 'creator.reject'));
  privateAnswer(await stage.submit(staff, form, { reason: NOT_YET }), 'a rejection');
  await showTold(story, mo, (text) => text.includes(NOT_YET));
}

export async function decideAgain(story: Story): Promise<void> {
  const { stage, community } = story;
  const { mo } = community.cast;
  stage.act('林墨 applies again, with what was missing', '林墨补充后再次申请');
  const standing = await stage.type(mo, '/创作者 申请', {}, 'courses');
  const words = catalogues['zh-CN'].creators.standing.again;
  const form = await stage.press(mo, standing, words);
  privateAnswer(await stage.submit(mo, form, APPLICATIONS.moAgain), 'an application');
  await approve(story, mo);
}

async function apply(
  { stage }: Story,
  who: Resident,
  line: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const form = await stage.type(who, line, {}, 'courses');
  const sent = await stage.submit(who, form, fields);
  privateAnswer(sent, line);
  return sent;
}

/** The post in the staff channel that still waits. */
function applicationOf({ stage, community }: Story, { userId }: Resident): Promise<SeenMessage> {
  return stage
    .as(community.cast.staff)
    .awaitMessage(
      community.places.staff,
      (message) => message.text.includes(`<@${userId}>`) && partCalled(message, 'creator.approve') !== '',
      TOLD_WITHIN_MS,
    );
}

async function approve(story: Story, who: Resident): Promise<void> {
  const { stage, community } = story;
  const { staff } = community.cast;
  const post = await applicationOf(story, who);
  stage.told(post, `in #${stage.names.channel(post.channelId)?.name} · 管理人员可见 staff see it`);
  const decided = await stage.press(staff, post, partCalled(post, 'creator.approve'));
  privateAnswer(decided, 'an approval');
  await showTold(story, who, (text) => text.includes('/course draft'));
}

async function showTold(
  { stage, community, sandbox }: Story,
  { userId, name }: Resident,
  fits: (text: string) => boolean,
): Promise<void> {
  const told = await sandbox
    .person(userId)
    .awaitDirectMessage(({ authorId, text }) => authorId === community.botId && fits(text), TOLD_WITHIN_MS);
  stage.told(told, `a direct message to ${name} · 私信`);
}
