/** Announcements, the forum, other bots and webhooks (which never count), the channel that is left out, and two raids of spam. */
import { type DayPlan, minuteBetween } from './traffic-day.ts';
import { ANNOUNCEMENTS, MACHINE_LINES, PLAYGROUND_LINES, QUESTIONS, SPAM_LINES } from './traffic-words.ts';
import { DAY_MS, localWeekday, MINUTE_MS } from './story-time.ts';

/** On Mondays and Thursdays staff announce something, and many react. */
export function announcement(plan: DayPlan): void {
  const { community, random, present, dayStart, talk } = plan;
  const weekday = localWeekday(dayStart);
  if (weekday !== 1 && weekday !== 4) return;
  const at = minuteBetween(plan, 10, 12) + 5_000;
  const said = talk.say(at, 'announcements', community.cast.staff, random.pick(ANNOUNCEMENTS));
  said.isKept = true;
  for (const who of random.some(present, Math.min(12, present.length)))
    talk.react(at + random.between(20, 5_000) * 1_000, said, who);
}

export function forumPosts(plan: DayPlan): void {
  const { community, random, present, talk, add, script } = plan;
  const { threads, messages } = community.sandbox.world;
  const speaking = present.filter(({ talkativeness }) => talkativeness > 0.05);
  const count = Math.min(random.between(3, 6), Math.ceil(script.messagesPerDay / 100));
  for (let index = 0; index < count; index += 1) {
    const { title, lines } = random.pick(QUESTIONS);
    const asker = random.pick(speaking);
    const at = minuteBetween(plan, 9, 22) + random.between(1, 50) * 1_000;
    let postId: string | null = null;
    add({
      at,
      run: () => {
        const post = threads.create({
          channelId: community.places.forum,
          name: title,
          ownerId: asker.userId,
        });
        postId = post.id;
        messages.create({
          id: post.id,
          channelId: post.id,
          authorId: asker.userId,
          content: lines[0] ?? title,
        });
      },
    });
    for (const [place, line] of lines.slice(1).entries()) {
      const isThanks = place === lines.length - 2 && lines.length > 3;
      const who = isThanks ? asker : random.pick(speaking);
      talk.inThread(at + (place + 1) * random.between(2, 15) * MINUTE_MS, () => postId, who, line);
    }
  }
}

/** A webhook and two bots that write and react: nothing of it is anybody's interaction. */
export function machineTalk(plan: DayPlan): void {
  const { community, random, add } = plan;
  const { messages, reactions } = community.sandbox.world;
  const { places, machines } = community;
  const write = (channelId: string, authorId: string, content: string, webhookId: string | null): void =>
    add({
      at: minuteBetween(plan, 8, 24) + random.between(1, 50) * 1_000,
      run: () => {
        const { id } = messages.create({ channelId, authorId, content, webhookId });
        if (webhookId === null && random.chance(0.3)) reactions.add(id, machines.ci, '🤖');
      },
    });
  for (let count = random.between(8, 14); count > 0; count -= 1)
    write(places.backend, machines.github.userId, random.pick(MACHINE_LINES.github), machines.github.id);
  for (let count = random.between(6, 10); count > 0; count -= 1)
    write(places.backend, machines.ci, random.pick(MACHINE_LINES.ci), null);
  for (let count = random.between(2, 5); count > 0; count -= 1)
    write(places.general, machines.music, random.pick(MACHINE_LINES.music), null);
}

/** Talk to bots in the channel that is left out. It begins when the owner has left it out. */
export function playgroundTalk(plan: DayPlan): void {
  const { community, script, random, present, dayStart, add } = plan;
  if (dayStart < script.from + DAY_MS) return;
  const { messages, reactions } = community.sandbox.world;
  const channelId = community.places.playground;
  for (let count = random.between(15, 30); count > 0; count -= 1) {
    const who = random.pick(present);
    add({
      at: minuteBetween(plan, 10, 24) + random.between(1, 50) * 1_000,
      run: () => {
        const { id } = messages.create({
          channelId,
          authorId: who.userId,
          content: random.pick(PLAYGROUND_LINES),
        });
        if (random.chance(0.3)) reactions.add(id, random.pick(present).userId, '🎲');
      },
    });
  }
}

/** On two days somebody floods the lounge; a few react in anger, and staff delete all of it at once. */
export function spamRaid(plan: DayPlan): void {
  const { community, script, random, present, dayStart, add } = plan;
  const day = Math.round((dayStart - script.from) / DAY_MS);
  if (day !== 8 && day !== 19 && script.founders > 100) return;
  if (script.founders <= 100 && day !== 1) return;
  const { messages, reactions } = community.sandbox.world;
  const channelId = community.places.general;
  const spammer = random.pick(present.filter(({ talkativeness }) => talkativeness < 0.3));
  const ids: string[] = [];
  const at = minuteBetween(plan, 14, 17);
  for (let index = 0; index < 12; index += 1)
    add({
      at: at + index * 3_000,
      run: () => {
        const content = SPAM_LINES[index % SPAM_LINES.length] ?? '';
        const { id } = messages.create({ channelId, authorId: spammer.userId, content });
        ids.push(id);
        if (index % 3 === 0) reactions.add(id, random.pick(present).userId, '👎');
      },
    });
  add({ at: at + 4 * MINUTE_MS, run: () => void messages.deleteBulk(channelId, ids) });
}
