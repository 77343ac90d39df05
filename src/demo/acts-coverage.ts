/** After the bot was off and its session forgotten, staff look at what it saw: the gap is there, and was fetched afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogues } from '../i18n/i18n.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';

/** How often, and after how many real milliseconds each time, it is looked whether everything is fetched. */
const PATIENCE = { looks: 60, pauseMs: 500 };

/** Shows the coverage of today in both languages, once the gap is fetched. */
export async function showCoverage({ stage, community: { cast, places } }: Story): Promise<void> {
  const fetchedIn = (locale: 'en' | 'zh-CN'): string => {
    const { fetched, reasons } = catalogues[locale].log.coverage;
    return fetched({ reason: reasons.offline });
  };
  const expected = { en: fetchedIn('en'), 'zh-CN': fetchedIn('zh-CN') };
  for (let look = 0; look < PATIENCE.looks; look += 1) {
    const answer = await stage.as(cast.owner).type('/log coverage', { days: 1 }, { channelId: places.staff });
    const { text } = privateAnswer(answer, '/log coverage');
    if (text.includes(expected.en) && !/offline \d/.test(text)) break;
    await sleep(PATIENCE.pauseMs);
  }
  const english = await stage.type(cast.owner, '/log coverage', { days: 1 }, 'staff');
  const chinese = await stage.type(cast.staff, '/记录 覆盖率', { 天数: 1 }, 'staff');
  expectThat(
    privateAnswer(english, '/log coverage').text.includes(expected.en) &&
      privateAnswer(chinese, '/记录 覆盖率').text.includes(expected['zh-CN']),
    'the coverage shows that the gap was fetched',
  );
}
