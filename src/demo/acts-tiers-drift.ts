/** Roles that people changed by hand differ from the ledger: found, and put right after showing what would change. */
import { catalogues } from '../i18n/i18n.ts';
import { awaitForStaff, inStaffChannel } from './acts-tiers-setup.ts';
import { castIds, isThere } from './community.ts';
import { awaitRoles, awaitThat, concerned, heldTiers } from './paid-roles.ts';
import { expectThat, privateAnswer } from './stage.ts';
import type { Story } from './story.ts';
import { HOUR_MS } from './story-time.ts';

const RECONCILED_WITHIN_MS = 60_000;

/** Ada gives one role by hand and takes another; staff look where roles differ. */
export async function findDrift(story: Story): Promise<void> {
  const { stage, community, facts, bot, script, sandbox } = story;
  const { owner, staff } = community.cast;
  stage.act(
    'Roles changed by hand: where do they differ from the ledger?',
    '有人手动改了身份组：和账本差在哪里？',
  );
  // This hour's comparison must not come in between.
  const hour = new Date(Math.floor(stage.now / HOUR_MS) * HOUR_MS - 1);
  expectThat(await bot.jobDone('tiers.reconcile', hour, RECONCILED_WITHIN_MS), 'the hour was compared');
  const actors = castIds(community);
  const stays = community.residents.filter(
    (one) => !actors.has(one.userId) && isThere(one, stage.now, script.to),
  );
  const stranger = stays.find(
    ({ userId }) => heldTiers(story, userId).length === 0 && !facts.tiers.people.includes(userId),
  );
  const payer = stays.find(
    ({ userId, locale }) => locale === 'zh-CN' && facts.tiers.tierAt(userId, stage.now) === 'pro',
  );
  expectThat(stranger !== undefined && payer !== undefined, 'there are people to change the roles of');
  stage.as(owner).giveRole(stranger.userId, community.roles.gold);
  stage.as(owner).takeRole(payer.userId, community.roles.member);
  await sandbox.drained();
  stage.note(
    `In Discord’s own menu Ada gives ${stranger.name} @黄金 Gold and takes @会员 Pro from ${payer.name} · Ada 在 Discord 里手动给了 ${stranger.name} @黄金 Gold，又收回了 ${payer.name} 的 @会员 Pro`,
  );
  const words = catalogues['zh-CN'].tierDrift;
  const { text } = privateAnswer(await stage.type(staff, '/等级 核对', {}, 'staff'), '/等级 核对');
  expectThat(text.includes(words.withoutRole({ count: 1 })), 'who lacks the role is found');
  expectThat(text.includes(words.unknown({ count: strangers(story).length })), 'who never paid is found');
}

/** The treasurer looks what would change, and has it done. */
export async function repair(story: Story): Promise<void> {
  const { stage, community, sandbox } = story;
  const { treasurer } = community.cast;
  const words = catalogues['zh-CN'].tierDrift;
  stage.act('The treasurer puts the roles right', '财务修正身份组');
  const take = strangers(story).length;
  const dryRun = await stage.type(treasurer, '/等级 修正', {}, 'staff');
  const { text } = privateAnswer(dryRun, '/等级 修正');
  expectThat(text.includes(words.repair.would({ give: 1, take })), 'it says what would change');
  const begun = await stage.press(treasurer, dryRun, words.repair.apply);
  await awaitRoles(story);
  await awaitThat(
    () => strangers(story).length === 0,
    () => `nobody holds a role without a grant (${strangers(story).length} do)`,
  );
  await sandbox.drained();
  if (begun.message?.buttons.some(({ label }) => label === words.repair.refresh))
    await stage.press(treasurer, begun, words.repair.refresh);
  const after = privateAnswer(await stage.type(treasurer, '/等级 核对', {}, 'staff'), '/等级 核对');
  expectThat(after.text.includes(words.fine), 'nothing differs any more');
}

/** The hourly comparison finds nothing that needs staff, and says so once. */
export async function awaitMended(story: Story): Promise<void> {
  const { stage } = story;
  stage.act('The next hour: roles and the ledger agree', '下一个小时：身份组与账本一致');
  // In the language of the community, whichever it is by now.
  const mended = [catalogues.en, catalogues['zh-CN']].map(({ tierDrift }) => tierDrift.summary.mended);
  stage.told(await awaitForStaff(story, ...mended), inStaffChannel(story));
}

/** Who holds a paid role and was never granted anything. */
function strangers(story: Story): string[] {
  const { members } = story.sandbox.world.state.guild(story.community.guildId);
  const known = story.facts.tiers.people;
  return concerned(story).filter((userId) => members.has(userId) && !known.includes(userId));
}
