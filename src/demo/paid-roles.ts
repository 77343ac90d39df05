/** Who holds the roles of the paid tiers on the local Discord, and waiting until it is as the story's own book says. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Story } from './story.ts';
import { expectThat } from './stage.ts';
import { PAID_TIERS, type PaidTier } from './truth-tiers.ts';

/** Real milliseconds between two looks, and how often: ten roles in ten seconds are all that Discord allows. */
const LOOK_EVERY_MS = 100;
const LOOKS = 900;

/** Both tiers in both languages, with what they are made of. */
export const TIERS = {
  pro: { en: 'Pro', 'zh-CN': '专业版', rank: 10, priceMinor: 9_900, role: 'member' },
  gold: { en: 'Gold', 'zh-CN': '黄金版', rank: 20, priceMinor: 29_900, role: 'gold' },
} as const;

/** The paid tiers whose roles somebody holds, the lower one first. Nobody who is no member holds any. */
export function heldTiers({ community, sandbox }: Story, userId: string): PaidTier[] {
  const roles = sandbox.world.state.guild(community.guildId).members.get(userId)?.roles ?? [];
  return PAID_TIERS.filter((tier) => roles.includes(community.roles[TIERS[tier].role]));
}

/** Whoever holds such a role, or was ever granted a tier. */
export function concerned(story: Story): string[] {
  const { members } = story.sandbox.world.state.guild(story.community.guildId);
  const holders = [...members.keys()].filter((userId) => heldTiers(story, userId).length > 0);
  return [...new Set([...holders, ...story.facts.tiers.people])];
}

/** Members whose role is not the one that the book gives them now; nobody the bot was never told of. */
function behind(story: Story): string[] {
  const { members } = story.sandbox.world.state.guild(story.community.guildId);
  return story.facts.tiers.people.filter((userId) => {
    const due = story.facts.tiers.tierAt(userId, story.stage.now);
    return members.has(userId) && heldTiers(story, userId).join() !== (due ?? '');
  });
}

/** Waits until everybody in the book holds the role that the book gives them at this instant, and no other. */
export function awaitRoles(story: Story): Promise<void> {
  return awaitThat(
    () => behind(story).length === 0,
    () => `roles follow the ledger (${behind(story).length} do not)`,
  );
}

/** Looks again and again, in real time. @throws StoryError when it does not come about */
export async function awaitThat(isSo: () => boolean, what: () => string): Promise<void> {
  for (let look = 0; look < LOOKS && !isSo(); look += 1) await sleep(LOOK_EVERY_MS);
  expectThat(isSo(), what());
}
