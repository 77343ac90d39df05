/** A survey from its first question to its results: staff build and open it, members answer and change their minds, staff close it. */
import { catalogues } from '../i18n/i18n.ts';
import type { Answer } from '../sandbox/driver-answer.ts';
import type { GivenFields } from '../sandbox/driver-modal.ts';
import type { SeenMessage } from '../sandbox/driver-seen.ts';
import { isThere, LURKER, type Resident } from './community.ts';
import type { Happening } from './delivery.ts';
import { plainLine } from './markup.ts';
import { Random } from './random.ts';
import { expectThat, privateAnswer } from './stage.ts';
import { actAt, type Story, type StoryFacts } from './story.ts';
import { DAY_MS, HOUR_MS, localHour, MINUTE_MS, shanghai } from './story-time.ts';
import { type PlannedQuestion, type PlannedSurvey, WISHES } from './surveys-asked.ts';

const ANSWER_WITHIN_MS = 20_000;

export interface SurveyTimes {
  readonly openAt: string;
  /** Staff close it then; null: it closes by itself. */
  readonly closeAt: string;
  /** The last day to answer; `closeAt` is then the next midnight and a little. */
  readonly closesOn?: string;
  /** Staff post the results for everybody. */
  readonly publish?: boolean;
}

/** A survey while the story goes on. */
interface Asked {
  readonly plan: PlannedSurvey;
  readonly times: SurveyTimes;
  readonly random: Random;
  /** There when it is open. */
  post: SeenMessage | null;
  truth: StoryFacts['surveys'][number] | null;
  changed: number;
}

export function surveyActs(story: Story, plan: PlannedSurvey, times: SurveyTimes): Happening[] {
  const asked: Asked = {
    plan,
    times,
    random: new Random(`${story.script.seed}/${plan.title}`),
    post: null,
    truth: null,
    changed: 0,
  };
  return [
    actAt(times.openAt, () => open(story, asked)),
    actAt(times.openAt, () => answerOnStage(story, asked)),
    ...answering(story, asked),
    actAt(times.closeAt, () => (times.closesOn ? closeItself(story, asked) : close(story, asked))),
  ];
}

async function open(story: Story, asked: Asked): Promise<void> {
  const { stage, community, facts, sandbox } = story;
  const { plan, times } = asked;
  const { staff } = community.cast;
  stage.act(
    plan.anonymous ? 'Staff ask anonymously' : 'Staff make a survey and open it',
    plan.anonymous ? '管理员发起匿名问卷' : '管理员创建并发布问卷',
  );
  const words = catalogues['zh-CN'].surveys;
  const draft = await stage.type(staff, '/问卷 创建', {
    标题: plan.title,
    匿名: plan.anonymous,
    频道: community.places.announcements,
    ...(times.closesOn ? { 截止日期: times.closesOn } : {}),
  });
  privateAnswer(draft, '/问卷 创建');
  for (const [index, question] of plan.questions.entries()) {
    const shown = index === plan.questions.length - 1 ? stage : stage.quietly();
    const form = await shown.press(staff, draft, words.draft.add);
    await shown.submit(staff, form, questionFields(question));
  }
  await stage.press(staff, draft, words.draft.open);
  const post = await stage
    .as(community.cast.owner)
    .awaitMessage(
      community.places.announcements,
      ({ authorId, text }) =>
        authorId === community.botId && plainLine(text, stage.names).includes(plan.title),
    );
  stage.posted(post);
  asked.post = post;
  const { members } = sandbox.world.state.guild(community.guildId);
  expectThat(members.size > 0, 'somebody can see the survey');
  asked.truth = {
    title: plan.title,
    anonymous: plan.anonymous,
    questions: plan.questions,
    openedAt: stage.now,
    closedAt: null,
    answers: new Map(),
  };
  facts.surveys.push(asked.truth);
}

function questionFields({ text, kind, indicator, choices, optional }: PlannedQuestion): GivenFields {
  return {
    text,
    kind,
    ...(indicator ? { indicator } : {}),
    ...(choices ? { choices: choices.join('\n') } : {}),
    ...(optional ? { required: 'optional' } : {}),
  };
}

/** The first one answers on the stage. */
async function answerOnStage({ stage, community }: Story, asked: Asked): Promise<void> {
  const who = asked.plan.anonymous ? community.cast.xiaoman : community.cast.maya;
  const form = await stage.press(who, openPost(asked), answerButton(asked));
  const values = opinionOf(asked, who);
  keep(asked, who, values, stage.now, await stage.submit(who, form, answerFields(values)));
}

/** Many answer over the days, and some of them change their answer later. */
function answering(story: Story, asked: Asked): Happening[] {
  const { community, script } = story;
  const { noah, xiaoman, maya, orange } = community.cast;
  const { random, times, plan } = asked;
  const from = shanghai(times.openAt) + 5 * MINUTE_MS;
  const to = Math.min(shanghai(times.closeAt) - 4 * HOUR_MS, from + 3 * DAY_MS);
  const onStage = plan.anonymous ? xiaoman : maya;
  const candidates = community.residents.filter(
    (one) =>
      one !== noah &&
      one !== orange &&
      one !== onStage &&
      one.talkativeness > LURKER &&
      isThere(one, from, shanghai(times.closeAt)),
  );
  const chosen = random.some(candidates, Math.round(candidates.length * script.answering));
  // She answers the first one by name; later everything on her is erased.
  if (!plan.anonymous && times.publish) chosen.push(orange);
  return chosen.flatMap((who) => {
    const at = atLeisure(random, from, to) ?? from;
    // In another stretch: a form must not overtake the one before.
    const again = random.chance(0.12) ? atLeisure(random, at + HOUR_MS, to) : null;
    return [at, again].flatMap((moment) =>
      moment === null ? [] : [{ at: moment, run: () => answer(story, asked, who) }],
    );
  });
}

async function answer({ stage }: Story, asked: Asked, who: Resident): Promise<void> {
  const how = { timeoutMs: ANSWER_WITHIN_MS };
  const at = stage.now;
  const person = stage.as(who);
  const form = await person.press(openPost(asked), answerButton(asked), how);
  const values = opinionOf(asked, who);
  keep(asked, who, values, at, await person.submit(form, answerFields(values), how));
}

type Values = readonly (number | string | null)[];

function keep(asked: Asked, who: Resident, values: Values, at: number, answered: Answer): void {
  const { thanks, changed } = catalogues[who.locale === 'zh-CN' ? 'zh-CN' : 'en'].surveys.answered;
  const isAgain = asked.truth?.answers.has(who.userId) === true;
  const { text } = privateAnswer(answered, `${who.name}'s answer`);
  expectThat(text.startsWith(isAgain ? changed : thanks), `${who.name}'s answer is stored (“${text}”)`);
  if (isAgain) asked.changed += 1;
  asked.truth?.answers.set(who.userId, { at, values });
}

function opinionOf({ plan, random }: Asked, who: Resident): Values {
  const spread = (mood: number, least: number, most: number): number =>
    Math.min(most, Math.max(least, Math.round(mood + random.normal() * (most - least) * 0.2)));
  return plan.questions.map(({ kind, mood = 4, choices = [] }) => {
    if (kind === 'rating') return spread(mood, 1, 5);
    if (kind === 'recommendation') return spread(mood, 0, 10);
    if (kind === 'choice') return Math.floor(choices.length * random.next() ** 1.4);
    return random.chance(0.3) ? random.pick(WISHES[who.locale]) : null;
  });
}

function answerFields(values: Values): GivenFields {
  return Object.fromEntries(
    values.flatMap((value, index) => (value === null ? [] : [[`q${index + 1}`, String(value)]])),
  );
}

async function close(story: Story, asked: Asked): Promise<void> {
  const { stage, community } = story;
  const { staff, maya } = community.cast;
  const { plan, times } = asked;
  const words = catalogues['zh-CN'].surveys;
  stage.act('Staff close the survey and read the results', '管理员结束问卷并查看结果');
  tellAnswers(story, asked);
  const [suggested] = await stage.as(staff).autocomplete('/问卷 结束', '问卷', plan.title.slice(0, 4));
  expectThat(suggested !== undefined, 'the survey is suggested while typing');
  const survey = Number(suggested.value);
  // Somebody has the form open while it closes.
  const late = times.publish ? null : await stage.press(maya, openPost(asked), answerButton(asked));
  privateAnswer(await stage.type(staff, '/问卷 结束', { 问卷: survey }), '/问卷 结束');
  if (asked.truth) asked.truth.closedAt = stage.now;
  if (late) {
    const refused = await stage.submit(maya, late, answerFields(opinionOf(asked, maya)));
    const { text } = privateAnswer(refused, 'a late answer');
    expectThat(text.includes('No answer is taken any more'), 'an answer after the close is refused');
  }
  const results = await stage.type(staff, '/问卷 结果', { 问卷: survey });
  const shown = privateAnswer(results, '/问卷 结果');
  expectThat(
    shown.attachments.some(({ contentType }) => contentType === 'image/png'),
    'the results have a chart',
  );
  expectThat(
    shown.text.includes(String(asked.truth?.answers.size)),
    `the results tell of ${asked.truth?.answers.size} answers`,
  );
  if (!times.publish) return;
  await stage.press(staff, results, words.results.publish);
  const post = await stage
    .as(maya)
    .awaitMessage(
      community.places.announcements,
      ({ attachments, text }) => attachments.length > 0 && plainLine(text, stage.names).includes(plan.title),
    );
  stage.posted(post);
  await stage.press(maya, post, post.buttons[0]?.customId ?? '');
}

/** Its last day is over: the scheduler closes it. */
async function closeItself(story: Story, asked: Asked): Promise<void> {
  const { stage, community } = story;
  stage.act('The survey’s last day is over: it closes by itself', '问卷到期，自动结束');
  tellAnswers(story, asked);
  const { id } = openPost(asked);
  const post = await stage
    .as(community.cast.owner)
    .awaitMessage(
      community.places.announcements,
      (message) => message.id === id && message.buttons.every(({ disabled }) => disabled),
      ANSWER_WITHIN_MS,
    );
  stage.posted(post);
  if (asked.truth) asked.truth.closedAt = shanghai(`${asked.times.closesOn} 23:59`);
}

function tellAnswers({ stage }: Story, { truth, changed }: Asked): void {
  stage.note(
    `${truth?.answers.size} members pressed the button and sent the form, ${changed} of them changed their answer · ${truth?.answers.size} 人填写，其中 ${changed} 次修改`,
  );
}

/** A button of a draft that has long been opened. */
export function staleButtonAct({ stage, community, sandbox }: Story, at: string): Happening {
  return actAt(at, async () => {
    stage.act('A button on a message from an older version of the bot', '旧版本消息上的按钮');
    const message = sandbox.world.messages.create({
      channelId: community.places.general,
      authorId: community.botId,
      applicationId: community.botId,
      content: '🗳️ 新频道叫什么好？ What shall we call the new channel?',
      components: [
        { type: 1, components: [{ type: 2, style: 1, label: '投票 Vote', custom_id: 'poll.vote:1' }] },
      ],
      at: new Date(shanghai(`${at.slice(0, 10)} 08:00`)),
    });
    const answer = await stage.press(community.cast.xiaoman, message, 'poll.vote:1');
    const words = catalogues['zh-CN'].refusals['component.unknown']();
    expectThat(
      privateAnswer(answer, 'a stale button').text === words,
      'a stale button says that it is too old',
    );
  });
}

function openPost({ post }: Asked): SeenMessage {
  expectThat(post !== null, 'the survey is open');
  return post;
}

function answerButton(asked: Asked): string {
  return openPost(asked).buttons[0]?.customId ?? '';
}

/** When people have time for a form, over lunch and in the evening; null where the span has no such hour. */
function atLeisure(random: Random, from: number, to: number): number | null {
  for (let tries = 0; tries < 200; tries += 1) {
    const at = from + Math.floor((random.next() * (to - from)) / MINUTE_MS) * MINUTE_MS;
    if (at < to && [12, 20, 21, 22].includes(localHour(at))) return at;
  }
  return null;
}
