/** The treasurer's table of who has paid comes into the ledger: looked at first, then applied, then once more with two lines mended. */
import { ROLE_ROUTE } from '../sandbox/rest-members.ts';
import type { Answer } from '../sandbox/driver-answer.ts';
import { catalogues } from '../i18n/i18n.ts';
import type { TierTimes } from './acts-tiers.ts';
import { awaitForStaff, inStaffChannel } from './acts-tiers-setup.ts';
import { castIds, isThere } from './community.ts';
import { awaitRoles, heldTiers, TIERS } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';
import { DAY_MS, shanghai } from './story-time.ts';
import type { PaidTier } from './truth-tiers.ts';

/** Every so many holders of the role never paid: somebody forgot to take it from them. */
const FORGOTTEN_EVERY = 8;
/** Every so many end with the last day of the short ones. */
const SHORT_EVERY = 9;
/** So many have paid and never got the role. */
const WITHOUT_ROLE = 3;
const LONG_ENDS = ['2026-11-30', '2026-12-31', '2027-03-31'];
const YEAR_MINOR = 129_900;

interface Line {
  readonly userId: string;
  readonly tier: PaidTier;
  /** The last day. */
  readonly untilOn: string;
  readonly minor: number;
}

export async function importAct(story: Story, times: TierTimes): Promise<void> {
  const { stage, community, facts, sandbox } = story;
  const { treasurer } = community.cast;
  const words = catalogues['zh-CN'].tierImport;
  stage.act(
    'The treasurer imports the table of who has paid; two lines are wrong',
    '财务导入付款表格，其中两行有误',
  );
  const lines = linesOf(story, times);
  // The yearly Gold member and the last one.
  const wrong = [lines.findIndex(({ tier }) => tier === 'gold'), lines.length - 1];
  const calls = (): number => sandbox.requestCount({ route: ROLE_ROUTE });
  const before = calls();
  const upload = (mistakes: readonly number[]): Promise<Answer> =>
    stage.type(treasurer, '/等级 导入', { 文件: fileOf(lines, mistakes) }, 'staff');

  const dryRun = await upload(wrong);
  const right = lines.filter((_, index) => !wrong.includes(index));
  const { text } = privateAnswer(dryRun, '/等级 导入');
  expectThat(text.includes(words.ready({ count: right.length })), `${right.length} lines can be applied`);
  expectThat(text.includes(words.wrong({ count: wrong.length })), 'two lines are wrong');
  note(story, right);
  const done = await apply(story, dryRun, right.length);
  const spared = calls() - before;
  stage.note(
    `${right.length} were granted with ${spared} requests to Discord: who held the role already costs none · 授予 ${right.length} 人，只向 Discord 发出 ${spared} 次请求：已有身份组的不需要`,
  );
  expectThat(
    done.message?.text.includes(words.done({ count: right.length })) === true,
    'the import tells it',
  );
  stage.told(await awaitForStaff(story, words.done({ count: right.length })), inStaffChannel(story));

  const mended = await upload([]);
  const again = privateAnswer(mended, '/等级 导入').text;
  expectThat(again.includes(words.known({ count: right.length })), 'what was granted is recognised');
  const rest = lines.filter((_, index) => wrong.includes(index));
  note(story, rest);
  await apply(story, mended, rest.length);
  facts.refundable = lines.find(({ tier }) => tier === 'gold')?.userId ?? null;
}

/** Presses Apply and follows the progress until all is done and every role is right. */
async function apply(story: Story, checked: Answer, count: number): Promise<Answer> {
  const { stage, community } = story;
  const { treasurer } = community.cast;
  const words = catalogues['zh-CN'].tierImport;
  const pressed = await stage.press(treasurer, checked, words.buttons.apply);
  await awaitRoles(story);
  await awaitForStaff(story, words.done({ count }));
  return stage.press(treasurer, pressed, words.buttons.refresh);
}

/** What the file says is in the book from the moment it is applied. */
function note({ facts: { tiers }, stage }: Story, lines: readonly Line[]): void {
  for (const { userId, tier, untilOn, minor } of lines) {
    tiers.grant(userId, tier, stage.now, shanghai(`${untilOn} 00:00`) + DAY_MS);
    tiers.pay(minor);
    tiers.did('granted');
  }
}

/** Most who hold the role by hand have paid; some have paid and do not hold it. */
function linesOf(story: Story, { shortOn, graceOn }: TierTimes): Line[] {
  const { community, stage, script } = story;
  const { noah } = community.cast;
  const actors = castIds(community);
  const members = community.residents.filter(
    (one) => !actors.has(one.userId) && isThere(one, stage.now, stage.now),
  );
  const isHolder = ({ userId }: { userId: string }): boolean => heldTiers(story, userId).length > 0;
  const paying = members.filter(isHolder).filter((_, index) => index % FORGOTTEN_EVERY !== 1);
  const lacking = members
    .filter((one) => !isHolder(one) && isThere(one, stage.now, script.to))
    .slice(0, WITHOUT_ROLE);
  const { priceMinor } = TIERS.pro;
  const pro = [...lacking, ...paying].map(({ userId }, index): Line => {
    const long = LONG_ENDS[index % LONG_ENDS.length] ?? shortOn;
    const untilOn = index % SHORT_EVERY === 2 ? shortOn : long;
    return { userId, tier: 'pro', untilOn, minor: priceMinor };
  });
  // One of those who do not hold the role.
  const yearly = { tier: 'gold', untilOn: '2027-10-18', minor: YEAR_MINOR } as const;
  return [
    { userId: noah.userId, tier: 'pro', untilOn: graceOn, minor: priceMinor },
    ...pro.map((line, index) => (index === 0 ? { ...line, ...yearly } : line)),
  ];
}

/** As a spreadsheet saves it. @param mistakes lines in which an amount has a comma, or a tier is misspelt */
function fileOf(lines: readonly Line[], mistakes: readonly number[]) {
  const rows = lines.map(({ userId, tier, untilOn, minor }, index) => {
    const isWrong = mistakes.includes(index);
    const amount = (minor / 100).toFixed(2);
    const typed = isWrong && tier === 'gold' ? '"1,299.00"' : amount;
    const name = isWrong && tier === 'pro' ? '专业板' : TIERS[tier]['zh-CN'];
    return [userId, name, untilOn, typed, `WX${20_261_000 + index}`, index % 5 === 0 ? '已开发票' : ''].join(
      ',',
    );
  });
  const text = `\u{FEFF}${['用户,等级,到期,金额,流水号,备注', ...rows].join('\r\n')}\r\n`;
  return { filename: '付款记录.csv', bytes: Buffer.from(text), contentType: 'text/csv' };
}
