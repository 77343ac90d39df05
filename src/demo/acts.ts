/** The order of acts: of the four weeks, and of the weekend that the tests play. */
import { crashAct } from './acts-crash.ts';
import { courseActs, type CourseTimes } from './acts-courses.ts';
import { forgetAct, languageChoiceAct, optOutAct } from './acts-privacy.ts';
import { lateReportsAct, previewActs, readingAct, reportsAct, restartActs } from './acts-reports.ts';
import { diagnoseAct, languageAct, setupActs } from './acts-setup.ts';
import { tierActs, type TierTimes } from './acts-tiers.ts';
import { staleButtonAct, surveyActs } from './acts-surveys.ts';
import type { Happening } from './delivery.ts';
import type { Pause, Story } from './story.ts';
import { MINUTE_MS, shanghai } from './story-time.ts';
import { HONESTLY, MONTH, PULSE, TALKS } from './surveys-asked.ts';

export interface Programme {
  /** When the bot is away, and nothing happens. */
  readonly pauses: readonly Pause[];
  acts(story: Story): Happening[];
}

const pause = (from: string, minutes: number): Pause => ({
  from: shanghai(from),
  to: shanghai(from) + minutes * MINUTE_MS,
});

const EVENING = pause('2026-10-29 21:10', 4);
const MORNING = pause('2026-11-09 08:50', 30);

const FOUR_WEEKS_TIERS: TierTimes = {
  rulesAt: '2026-10-19 14:00',
  tiersAt: '2026-10-19 14:10',
  refusedAt: '2026-10-19 14:20',
  toldAt: '2026-10-19 15:01',
  importAt: '2026-10-20 10:30',
  grantAt: '2026-10-20 11:20',
  welcomedAt: '2026-10-20 11:22',
  inviteAt: '2026-10-21 14:00',
  joinAt: '2026-10-21 20:30',
  greetedAt: '2026-10-21 20:32',
  remindedAt: '2026-10-29 00:04',
  shortOn: '2026-10-31',
  endedAt: '2026-11-01 00:01',
  graceAt: '2026-11-01 11:00',
  refundAt: '2026-11-03 16:00',
  driftAt: '2026-11-06 15:05',
  mendedAt: '2026-11-06 16:01',
  graceOn: '2026-11-08',
  inGraceAt: '2026-11-09 00:01',
  outOfGraceAt: '2026-11-12 00:01',
  lookAt: '2026-11-13 11:00',
  reminderDays: 3,
  graceDays: 3,
};

const FOUR_WEEKS_COURSES: CourseTimes = {
  settingsAt: '2026-10-21 10:00',
  applyAt: '2026-10-21 10:20',
  applyAgainAt: '2026-10-21 16:30',
  draftAt: '2026-10-22 10:00',
  threadAt: '2026-10-22 10:04',
  mendedAt: '2026-10-22 15:00',
  approvedAt: '2026-10-22 15:40',
  announcedAt: '2026-10-22 15:44',
  secondAt: '2026-10-23 10:00',
  secondApprovedAt: '2026-10-23 11:30',
  browseAt: '2026-10-23 20:00',
  grantAt: '2026-10-24 11:00',
  crowdAt: '2026-10-25 14:00',
  lostAt: '2026-11-01 00:02',
  regainedAt: '2026-11-02 12:00',
  askAt: '2026-11-04 12:00',
  qaOn: '20:00',
  liveAt: '2026-11-04 20:01',
  updateAt: '2026-11-06 10:00',
  updateApprovedAt: '2026-11-06 11:00',
  insightAt: '2026-11-13 15:00',
};

export const FOUR_WEEKS_PROGRAMME: Programme = {
  pauses: [EVENING, MORNING],
  acts(story) {
    const [first, second, third, fourth] = story.weeks;
    if (!first || !second || !third || !fourth) throw new RangeError('the programme is for four weeks');
    return [
      ...setupActs(story, '2026-10-19'),
      ...surveyActs(story, PULSE, { openAt: '2026-10-20 14:00', closeAt: '2026-10-25 21:00', publish: true }),
      reportsAct(story, first, '2026-10-26 09:00'),
      ...surveyActs(story, HONESTLY, { openAt: '2026-10-27 12:30', closeAt: '2026-11-01 21:00' }),
      optOutAct(story, '2026-10-28 15:00'),
      ...restartActs(story, EVENING.from, EVENING.to),
      reportsAct(story, second, '2026-11-02 09:00'),
      languageAct(story, '2026-11-02 11:00', 'en'),
      ...surveyActs(story, TALKS, {
        openAt: '2026-11-03 14:00',
        closesOn: '2026-11-07',
        closeAt: '2026-11-08 00:06',
      }),
      forgetAct(story, '2026-11-04 16:00'),
      crashAct(story, '2026-11-05 21:20'),
      ...lateReportsAct(story, third, MORNING.from, MORNING.to),
      ...surveyActs(story, MONTH, { openAt: '2026-11-10 12:30', closeAt: '2026-11-15 21:00' }),
      languageChoiceAct(story, '2026-11-11 19:00'),
      staleButtonAct(story, '2026-11-12 10:00'),
      diagnoseAct(story, '2026-11-14 10:00'),
      reportsAct(story, fourth, '2026-11-16 09:00'),
      readingAct(story, '2026-11-16 09:12'),
      ...tierActs(story, FOUR_WEEKS_TIERS),
      ...courseActs(story, FOUR_WEEKS_COURSES),
      previewActs(story, shanghai('2026-11-16 09:30')),
    ];
  },
};

const SUNDAY = pause('2026-10-25 15:10', 4);

const WEEKEND_TIERS: TierTimes = {
  rulesAt: '2026-10-24 10:20',
  tiersAt: '2026-10-24 10:25',
  refusedAt: '2026-10-24 10:30',
  toldAt: '2026-10-24 11:01',
  importAt: '2026-10-24 11:10',
  grantAt: '2026-10-24 11:20',
  welcomedAt: '2026-10-24 11:22',
  remindedAt: '2026-10-24 11:30',
  inviteAt: '2026-10-24 11:40',
  joinAt: '2026-10-24 11:50',
  greetedAt: '2026-10-24 11:52',
  shortOn: '2026-10-24',
  endedAt: '2026-10-25 00:01',
  graceAt: '2026-10-25 10:00',
  refundAt: '2026-10-25 11:00',
  driftAt: '2026-10-25 16:05',
  mendedAt: '2026-10-25 17:01',
  graceOn: '2026-10-25',
  inGraceAt: '2026-10-26 00:01',
  outOfGraceAt: null,
  lookAt: '2026-10-26 09:40',
  reminderDays: 1,
  graceDays: 1,
};

const WEEKEND_COURSES: CourseTimes = {
  settingsAt: '2026-10-24 12:30',
  applyAt: '2026-10-24 12:35',
  applyAgainAt: '2026-10-24 13:00',
  draftAt: '2026-10-24 13:30',
  threadAt: '2026-10-24 13:34',
  mendedAt: '2026-10-24 14:00',
  approvedAt: '2026-10-24 14:20',
  announcedAt: '2026-10-24 14:24',
  secondAt: '2026-10-24 15:00',
  secondApprovedAt: '2026-10-24 15:10',
  browseAt: '2026-10-24 15:20',
  grantAt: '2026-10-24 15:30',
  crowdAt: '2026-10-24 16:00',
  lostAt: '2026-10-25 00:02',
  regainedAt: '2026-10-25 11:30',
  askAt: '2026-10-25 12:00',
  qaOn: '13:00',
  liveAt: '2026-10-25 13:01',
  updateAt: '2026-10-25 14:00',
  updateApprovedAt: '2026-10-25 14:10',
  insightAt: '2026-10-25 19:00',
};

export const WEEKEND_PROGRAMME: Programme = {
  pauses: [SUNDAY],
  acts(story) {
    const [week] = story.weeks;
    if (!week) throw new RangeError('the programme is for one week');
    return [
      ...setupActs(story, '2026-10-24'),
      ...surveyActs(story, HONESTLY, { openAt: '2026-10-24 12:00', closeAt: '2026-10-25 21:00' }),
      crashAct(story, '2026-10-24 20:20'),
      ...tierActs(story, WEEKEND_TIERS),
      ...courseActs(story, WEEKEND_COURSES),
      ...restartActs(story, SUNDAY.from, SUNDAY.to),
      reportsAct(story, week, '2026-10-26 09:00'),
      previewActs(story, shanghai('2026-10-26 09:30')),
    ];
  },
};
