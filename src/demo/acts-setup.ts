/** The first morning: the owner sets the bot up, people find their way, those without rights are refused. */
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogues } from '../i18n/i18n.ts';
import { expectThat, privateAnswer } from './stage.ts';
import { actAt, type Story } from './story.ts';
import type { Happening } from './delivery.ts';
import { TIME_ZONE } from './story-time.ts';

/** When it is looked whether the scheduler has come round, and for how many real milliseconds: it wakes every second, and at first only notes a job. */
const LOOKS = [
  ['09:35', 1_200],
  ['09:40', 3_000],
  ['09:45', 3_000],
  ['09:50', 5_000],
  ['09:55', 10_000],
] as const;

export function setupActs(story: Story, on: string): Happening[] {
  return [
    actAt(`${on} 09:30`, () => setUp(story)),
    ...awaitScheduler(story, on),
    actAt(`${on} 10:12`, () => askForHelp(story)),
    actAt(`${on} 10:17`, () => beRefused(story)),
  ];
}

async function setUp({ stage, community, facts }: Story): Promise<void> {
  const { places, roles, cast } = community;
  stage.act('The owner sets Steward up', '站长设置群管家');
  const before = await stage.type(cast.owner, '/setup', {}, 'staff');
  privateAnswer(before, '/setup');
  const answer = await stage.type(
    cast.owner,
    '/setup',
    {
      'reports-channel': places.reports,
      'staff-role': roles.staff,
      'time-zone': TIME_ZONE,
      language: 'zh-CN',
      exclude: places.playground,
    },
    'staff',
  );
  const { text } = privateAnswer(answer, '/setup');
  expectThat(text.includes(TIME_ZONE) && text.includes(places.reports), '/setup shows what was set');
  facts.excluded.add(places.playground);
}

/**
 * The scheduler promises a report from when it first hears of the settings, within a second. Here a day passes in a second, so the story
 * waits until it has come to the jobs of this community: it has when the one of every five minutes, which stands before the reports,
 * was run for a slot after the settings.
 */
function awaitScheduler({ bot, stage }: Story, on: string): Happening[] {
  let isKnown = false;
  return LOOKS.map(([time, waitsMs]) =>
    actAt(`${on} ${time}`, async () => {
      isKnown ||= await bot.jobDone('surveys.settle', new Date(stage.now - 1), waitsMs);
      expectThat(isKnown || time !== '09:55', 'the scheduler has come to the jobs of this community');
    }),
  );
}

async function askForHelp({ stage, community }: Story): Promise<void> {
  stage.act('A newcomer asks for help in Chinese', '小满用中文求助');
  privateAnswer(await stage.type(community.cast.xiaoman, '/帮助'), '/帮助');
}

async function beRefused({ stage, community }: Story): Promise<void> {
  const { cast, roles } = community;
  const { xiaoman, maya } = cast;
  stage.act(
    'Members without rights are refused, privately, in their language',
    '没有权限的成员被拒绝，只有本人看得到',
  );
  const chinese = await stage.type(xiaoman, '/问卷 创建', { 标题: '今晚吃什么', 匿名: false });
  const english = await stage.type(maya, '/diagnose');
  const refusals = { 'zh-CN': chinese, en: english };
  for (const [locale, answer] of Object.entries(refusals)) {
    const words = catalogues[locale as keyof typeof refusals].refusals['access.staff-only']({
      staffRoleId: roles.staff,
    });
    expectThat(privateAnswer(answer, 'a refusal').text === words, `the refusal is in ${locale}`);
  }
  expectThat(!stage.as(maya).commands().includes('setup'), 'Discord does not offer /setup to Maya');
  stage.note('Discord does not even offer /setup to Maya · Discord 根本不会向 Maya 显示 /setup');
}

/** The owner changes the language of what everybody sees. */
export function languageAct({ stage, community }: Story, at: string, locale: 'en' | 'zh-CN'): Happening {
  return actAt(at, async () => {
    stage.act('From now on, public posts in English', '此后公开内容改用英文');
    privateAnswer(await stage.type(community.cast.owner, '/setup', { language: locale }, 'staff'), '/setup');
  });
}

/** How often, and after how many milliseconds each time, it is looked whether the jobs have caught up with the clock. */
const PATIENCE = { looks: 60, pauseMs: 500 };

/** Staff look whether all is well. */
export function diagnoseAct(story: Story, at: string): Happening {
  return actAt(at, async () => {
    story.stage.act('Staff ask how Steward is doing', '管理人员查看运行状况');
    await showDiagnosis(story);
  });
}

/** Shows the diagnosis, which must find no problem. */
export async function showDiagnosis({ stage, community: { cast, places } }: Story): Promise<void> {
  // Here a day passes in a second, so jobs may be overdue for a moment; the clock stands until they are done.
  for (let look = 0; look < PATIENCE.looks; look += 1) {
    const answer = await stage.as(cast.staff).type('/诊断', {}, { channelId: places.staff });
    if (!privateAnswer(answer, '/诊断').text.includes('❌')) break;
    await sleep(PATIENCE.pauseMs);
  }
  const shown = privateAnswer(await stage.type(cast.staff, '/诊断', {}, 'staff'), '/诊断');
  expectThat(!shown.text.includes('❌'), '/诊断 finds no problem');
}
