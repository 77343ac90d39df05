/** What staff and members do around a survey, act by act, for the tests of surveys. */
import type { Answer } from '../../src/sandbox/driver-answer.ts';
import type { GivenFields } from '../../src/sandbox/driver-modal.ts';
import type { Person } from '../../src/sandbox/driver.ts';
import type { SeenMessage } from '../../src/sandbox/driver-seen.ts';
import type { TestBot } from './bot.ts';

/** A rating, a recommendation, a choice and a free text that may be left out. */
export const FOUR_QUESTIONS: readonly GivenFields[] = [
  { text: 'How was the course?', kind: 'rating', indicator: 'course-quality' },
  { text: 'How likely are you to recommend us?', kind: 'recommendation' },
  { text: 'What next?', kind: 'choice', choices: 'Rust\nGo' },
  { text: 'Anything else?', kind: 'text', required: 'optional' },
];

export interface WrittenSurvey {
  readonly id: number;
  /** The private message with the draft's buttons. */
  readonly draft: Answer;
}

/** Staff type the command and add the questions with the form. */
export async function writeSurvey(
  bot: TestBot,
  given: { title?: string; anonymous?: boolean; closesOn?: string; questions?: readonly GivenFields[] } = {},
): Promise<WrittenSurvey> {
  const staff = bot.as('staff');
  const options = {
    title: given.title ?? 'Weekly pulse',
    anonymous: given.anonymous ?? false,
    channel: bot.town.channels.general,
    ...(given.closesOn ? { 'closes-on': given.closesOn } : {}),
  };
  const draft = await staff.type('/survey create', options);
  for (const question of given.questions ?? FOUR_QUESTIONS) {
    const form = await staff.press(draft, 'Add question');
    await staff.submit(form, question);
  }
  const id = Number(/#(\d+)/.exec(draft.message?.text ?? '')?.[1]);
  return { id, draft };
}

/** The same, opened with the draft's button; the public post. */
export async function openedSurvey(
  bot: TestBot,
  given: Parameters<typeof writeSurvey>[1] = {},
): Promise<{ id: number; post: SeenMessage }> {
  const { id, draft } = await writeSurvey(bot, given);
  await bot.as('staff').press(draft, 'Open now');
  return { id, post: postOf(bot, id) };
}

/** The public post of a survey as it is now. */
export function postOf(bot: TestBot, id: number): SeenMessage {
  const posts = postsOf(bot, id);
  if (posts.length !== 1) throw new Error(`survey ${id} has ${posts.length} posts`);
  return posts[0]!;
}

/** Every message in the channel that carries the survey's button. */
export function postsOf(bot: TestBot, id: number): SeenMessage[] {
  return bot
    .as('owner')
    .read(bot.town.channels.general)
    .filter((message) => message.buttons.some(({ customId }) => customId === `1:survey.answer:${id}`));
}

/** Presses the button and sends the form. */
export async function answer(person: Person, post: SeenMessage, fields: GivenFields): Promise<Answer> {
  return person.submit(await person.press(post, post.buttons[0]!.customId!), fields);
}
