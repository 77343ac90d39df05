/** Staff look into the ledger: who holds what, one member's history with the receipt, what came in, everything as files. */
import { catalogues } from '../i18n/i18n.ts';
import { TIERS } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';

export async function lookAct(story: Story): Promise<void> {
  const { stage, community, facts } = story;
  const { cast } = community;
  const { owner, staff, treasurer, maya } = cast;
  stage.act('The ledger: who has what, who paid, and the proof', '账本：谁有什么、谁付了款、凭证在哪里');
  const history = await stage.type(staff, '/等级 历史', { 成员: maya.userId }, 'staff');
  const receipt = privateAnswer(history, '/等级 历史').buttons.find(({ label }) => label?.startsWith('🧾'));
  expectThat(receipt !== undefined, 'the receipt is a button below the history');
  const picture = await stage.press(staff, history, receipt.customId ?? '');
  expectThat(privateAnswer(picture, 'a receipt').attachments.length === 1, 'the receipt is shown again');
  privateAnswer(await stage.type(owner, '/tier members', { tier: TIERS.gold.en }, 'staff'), '/tier members');
  privateAnswer(await stage.type(owner, '/tier list', {}, 'staff'), '/tier list');
  const exported = await stage.type(treasurer, '/等级 导出', {}, 'staff');
  const { attachments } = privateAnswer(exported, '/等级 导出');
  const rowsOf = (name: string): number => {
    const file = attachments.find(({ filename }) => filename === name);
    expectThat(file !== undefined, `${name} is exported`);
    return file.bytes.toString().trimEnd().split('\r\n').length - 1;
  };
  facts.exported = { grants: rowsOf('members.csv'), payments: rowsOf('payments.csv') };
  const words = catalogues['zh-CN'].tierImport.exported({ ...facts.exported, isPacked: false });
  expectThat(exported.message?.text.includes(words) === true, 'the files hold as many lines as was said');
}
