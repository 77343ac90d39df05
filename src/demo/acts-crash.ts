/** The bot is killed in the middle of a busy evening. Nobody waits for it: people go on talking, and not one word may be missing afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isThere } from './community.ts';
import type { Happening } from './delivery.ts';
import { Random } from './random.ts';
import { expectThat } from './stage.ts';
import { actAt, type Story } from './story.ts';
import { ASIDES } from './traffic-words.ts';

/** In portions of so many acts; the bot dies after some of them. */
const PORTION = 40;
const BEFORE = 3;
const AFTER = 3;
/** Real milliseconds: in which the bot writes what it has heard, and in which a portion is on its way. */
const WRITTEN_WITHIN_MS = 2_000;
const ON_ITS_WAY_MS = 30;

/** SIGKILL while messages and reactions pour in, and a new process on the same data. */
export function crashAct(story: Story, at: string): Happening {
  return actAt(at, async () => {
    const { stage, bot, script, crashes } = story;
    stage.act('The bot is killed in the middle of a busy evening', '晚高峰机器人进程突然被杀');
    // An hour passes here in a blink, and what is told again is dated by what stands around it: so let it all be of this moment.
    await sleep(WRITTEN_WITHIN_MS);
    const random = new Random(`${script.seed}/crash/${at}`);
    for (let portion = 0; portion < BEFORE; portion += 1) {
      talkAtOnce(story, random);
      await sleep(ON_ITS_WAY_MS);
    }
    await bot.crash();
    for (let portion = 0; portion < AFTER; portion += 1) talkAtOnce(story, random);
    const count = (BEFORE + AFTER) * PORTION;
    stage.note(
      `SIGKILL in the middle of ${count} messages and reactions; nobody stops talking · ${count} 条消息和回应发到一半时 SIGKILL，大家照常聊天`,
    );
    await startAgain(story);
    crashes.push({ from: stage.now, to: stage.now + 1 });
    expectThat(bot.replayed >= AFTER * PORTION, 'Discord told again what the bot had missed');
    stage.note(
      `restarted: it resumes its session where the database ends, and Discord tells ${bot.replayed} events again · 重启后从数据库记到的位置恢复会话，Discord 补发了 ${bot.replayed} 个事件`,
    );
  });
}

/** A new process on the same data, at the same moment. */
async function startAgain(story: Story): Promise<void> {
  const { bot, stage, sandbox } = story;
  await bot.start(new Date(stage.now));
  await bot.ready();
  await sandbox.drained();
  story.restarts += 1;
}

/** SIGKILL, and a new process on the same data at the same moment. */
export async function killAndRestart(story: Story): Promise<void> {
  await story.bot.crash();
  await startAgain(story);
}

/** Everybody at once: messages, and reactions to them. */
function talkAtOnce({ community, sandbox, stage }: Story, random: Random): void {
  const { messages, reactions } = sandbox.world;
  const people = community.residents.filter((resident) => isThere(resident, stage.now, stage.now));
  let lastId: string | null = null;
  for (let acts = 0; acts < PORTION; acts += 1) {
    const { userId, locale } = random.pick(people);
    if (lastId !== null && random.chance(0.4)) {
      // Not everybody has reacted so yet, or it would be no act.
      if (reactions.add(lastId, userId, '🔥')) continue;
    }
    const content = random.pick(ASIDES[locale]);
    lastId = messages.create({ channelId: community.places.general, authorId: userId, content }).id;
  }
}
