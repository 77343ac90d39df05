/** What people may ask about themselves: what is held, not to be counted, to be forgotten. */
import { catalogues } from '../i18n/i18n.ts';
import type { Happening } from './delivery.ts';
import { expectThat, privateAnswer } from './stage.ts';
import { actAt, type Story } from './story.ts';

/** Noah looks at what is held on him and asks not to be counted. */
export function optOutAct({ stage, community, facts }: Story, at: string): Happening {
  return actAt(at, async () => {
    const { noah } = community.cast;
    const { privacy } = catalogues.en;
    stage.act(
      'Noah asks what is held on him, and not to be counted any more',
      'Noah 查看自己的数据，并要求不再被统计',
    );
    privateAnswer(await stage.type(noah, '/me data'), '/me data');
    const answer = privateAnswer(await stage.type(noah, '/me opt-out'), '/me opt-out');
    expectThat(answer.text.startsWith(privacy.optedOut), 'Noah is counted no more');
    facts.optedOut.set(noah.userId, stage.now);
  });
}

/** 橘子汽水 has everything erased, and asks not to be counted. */
export function forgetAct({ stage, community, facts }: Story, at: string): Happening {
  return actAt(at, async () => {
    const { orange } = community.cast;
    const words = catalogues['zh-CN'].privacy;
    stage.act('橘子汽水 has everything about her erased', '橘子汽水要求清除自己的全部数据');
    const asked = await stage.type(orange, '/我 清除');
    privateAnswer(asked, '/我 清除');
    const erased = await stage.press(orange, asked, words.forgetConfirm);
    expectThat(erased.message?.text.includes(words.stillCounted) === true, 'all of it is erased');
    await stage.press(orange, erased, words.optOutButton);
    const held = await stage.type(orange, '/我 数据');
    expectThat(privateAnswer(held, '/我 数据').text.includes(words.nothingHeld), 'nothing is held on her');
    facts.forget(orange.userId);
  });
}

/** Maya chooses the language in which she is answered. */
export function languageChoiceAct({ stage, community }: Story, at: string): Happening {
  return actAt(at, async () => {
    stage.act('Maya practises her Chinese', 'Maya 想练练中文');
    const { maya } = community.cast;
    const answer = await stage.type(maya, '/me language', { language: 'zh-CN' });
    expectThat(
      privateAnswer(answer, '/me language').text === catalogues['zh-CN'].privacy.languageNow,
      'Maya is answered in Chinese',
    );
    await stage.type(maya, '/me language', { language: 'auto' });
  });
}
