/** The courses, from who may make them to what they brought: which acts there are and when. Each stands in a file of its own. */
import { applyAct, decideAgain, settingsAct } from './acts-courses-creators.ts';
import { insightAct } from './acts-courses-insight.ts';
import { crowdAct, grantedAct, lostAct, lookAround, regainedAct } from './acts-courses-learning.ts';
import { askAct, liveAct, planAct } from './acts-courses-qa.ts';
import { announcedAct, publishAndDie, publishInChinese, publishUpdate } from './acts-courses-publishing.ts';
import { askedToMend, mendAct, threadAct, updateAct } from './acts-courses-review.ts';
import { writeAndSubmit, writeInChinese } from './acts-courses-writing.ts';
import type { Happening } from './delivery.ts';
import { actAt, type Story } from './story.ts';

/** On Shanghai's clocks, `YYYY-MM-DD HH:MM`. */
export interface CourseTimes {
  readonly settingsAt: string;
  readonly applyAt: string;
  readonly applyAgainAt: string;
  readonly draftAt: string;
  /** Some minutes later: the bot died meanwhile. */
  readonly threadAt: string;
  readonly mendedAt: string;
  /** A minute or more after the first approval. */
  readonly approvedAt: string;
  /** Some minutes later: it died again. */
  readonly announcedAt: string;
  readonly secondAt: string;
  readonly secondApprovedAt: string;
  readonly browseAt: string;
  readonly grantAt: string;
  readonly crowdAt: string;
  /** Just after the last day of 小满's tier, which ends without grace. */
  readonly lostAt: string;
  readonly regainedAt: string;
  readonly askAt: string;
  /** When the live session begins; and just after. */
  readonly qaOn: string;
  readonly liveAt: string;
  readonly updateAt: string;
  readonly updateApprovedAt: string;
  readonly insightAt: string;
}

export function courseActs(story: Story, times: CourseTimes): Happening[] {
  return [
    actAt(times.settingsAt, () => settingsAct(story)),
    actAt(times.applyAt, () => applyAct(story)),
    actAt(times.applyAgainAt, () => decideAgain(story)),
    actAt(times.draftAt, () => writeAndSubmit(story)),
    actAt(times.threadAt, () => threadAct(story)),
    actAt(times.threadAt, () => askedToMend(story)),
    actAt(times.mendedAt, () => mendAct(story)),
    actAt(times.approvedAt, () => publishAndDie(story)),
    actAt(times.announcedAt, () => announcedAct(story)),
    actAt(times.secondAt, () => writeInChinese(story)),
    actAt(times.secondApprovedAt, () => publishInChinese(story)),
    actAt(times.browseAt, () => lookAround(story)),
    actAt(times.grantAt, () => grantedAct(story)),
    actAt(times.crowdAt, () => crowdAct(story)),
    actAt(times.lostAt, () => lostAct(story)),
    actAt(times.regainedAt, () => regainedAct(story)),
    actAt(times.askAt, () => planAct(story, times.qaOn)),
    actAt(times.askAt, () => askAct(story)),
    actAt(times.liveAt, () => liveAct(story)),
    actAt(times.updateAt, () => updateAct(story)),
    actAt(times.updateApprovedAt, () => publishUpdate(story)),
    actAt(times.insightAt, () => insightAct(story)),
  ];
}
