/** Writes the transcript: the acts with the private answers, and the channels as members see them. Also saves the posted pictures. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeenMessage } from '../sandbox/driver-seen.ts';
import { toSeenMessage } from '../sandbox/driver-seen.ts';
import type { AttachmentRecord, ChannelRecord, MessageRecord } from '../sandbox/world-records.ts';
import type { Place } from './community-places.ts';
import { reviewThreadsOf, roomsOf } from './course-places.ts';
import type { Scene } from './stage.ts';
import type { Story } from './story.ts';
import { clockText, dayText } from './story-time.ts';
import { COURSES } from './truth-courses.ts';
import { bundleComponents, copyFonts, drawFace } from './transcript-assets.ts';
import { withEmojiPictures } from './transcript-emoji.ts';
import { escapeHtml, type HtmlContext, messageHtml, type ShownMessage } from './transcript-html.ts';
import { pageHtml, type PageSection } from './transcript-page.ts';

/** Channels to read, and how many of their last messages. */
const CHANNELS: readonly (readonly [Place, number, string])[] = [
  ['reports', 100, 'Every weekly report the scheduler posted · 调度器发布的全部周报'],
  ['announcements', 100, 'Surveys and their results, new courses · 问卷与结果、新课程'],
  ['courses', 40, 'Talk about courses, and the live Q&A · 课程讨论与答疑'],
  ['lounge', 40, 'Who came to a paid tier is welcomed here · 在这里欢迎新的付费会员'],
  ['staff', 40, 'What staff are told of the paid tiers · 管理人员收到的会员通知'],
  ['general', 30, 'The last messages · 最近的消息'],
  ['introductions', 8, 'The last messages · 最近的消息'],
  ['typescript', 24, 'The last messages · 最近的消息'],
  ['rust', 16, 'The last messages · 最近的消息'],
  ['llm', 24, 'The last messages · 最近的消息'],
  [
    'backend',
    20,
    'The last messages, with bots and webhooks, which never count · 最近的消息，机器人和 Webhook 从不计入统计',
  ],
];
const FORUM_POSTS = 4;
const STORY = 'story';

export async function writeTranscript(story: Story, outDir: string): Promise<void> {
  const transcript = new Transcript(story, outDir);
  await transcript.write();
}

class Transcript {
  private readonly story: Story;
  private readonly outDir: string;
  private readonly context: HtmlContext;
  /** Files to save, by their path beside the page. */
  private readonly files = new Map<string, AttachmentRecord>();
  private readonly people = new Set<string>();

  constructor(story: Story, outDir: string) {
    this.story = story;
    this.outDir = outDir;
    this.context = { names: story.stage.names, fileOf: (file) => this.keep(file) };
  }

  async write(): Promise<void> {
    const channels = CHANNELS.map(([place, count, about]) => this.channelSection(place, count, about));
    const sections = [this.storySection(), ...channels, this.threadsSection(), this.forumSection()];
    const { community, script } = this.story;
    const assets = join(this.outDir, 'transcript');
    const { head, body } = pageHtml({
      title: 'Four weeks at CodeHaven · 编程港的四个星期',
      lines: [
        `${dayText(script.from)} – ${dayText(script.to)}. ${community.residents.length} people, times in Shanghai. Played by npm run demo with the real bot on a local Discord; people and talk are invented.`,
        `共 ${community.residents.length} 人，时间均为上海时间。由 npm run demo 用真正的机器人在本地 Discord 上演，人物与对话均为虚构。`,
      ],
      sections,
      groups: [
        { name: 'THE STORY · 故事', ids: [STORY] },
        { name: 'CHANNELS · 频道', ids: sections.slice(1).map(({ id }) => id) },
      ],
      fonts: await copyFonts(assets),
      profiles: JSON.stringify(await this.profiles(assets)),
      script: await bundleComponents(),
    });
    await this.saveFiles();
    await writeFile(join(this.outDir, 'transcript.html'), `${head}${await withEmojiPictures(body, assets)}`);
  }

  private storySection(): PageSection {
    return {
      id: STORY,
      name: 'What happened · 经过',
      about:
        'Who typed what, and what Steward answered, also privately · 谁输入了什么，群管家如何回答（含仅本人可见的回复）',
      body: this.story.stage.scenes.map((scene) => this.sceneHtml(scene)).join('\n'),
    };
  }

  private sceneHtml(scene: Scene): string {
    if (scene.kind === 'act')
      return `<h3>${escapeHtml(`${scene.english} · ${scene.chinese}`)}<small>${dayText(scene.at)} ${clockText(scene.at)}</small></h3>`;
    if (scene.kind === 'note') return `<p class="note">${escapeHtml(scene.text)}</p>`;
    if (scene.kind === 'said')
      return `<p class="note">${escapeHtml(scene.where)}</p>${this.messages([this.seen(scene.message, scene.at)])}`;
    const did = scene.did.startsWith('/') ? `<code>${escapeHtml(scene.did)}</code>` : escapeHtml(scene.did);
    const name = this.story.stage.names.user(scene.userId) ?? '';
    const line = `<div class="did"><time>${clockText(scene.at)}</time><b>${escapeHtml(name)}</b>${did}</div>`;
    if (scene.form) {
      const fields = scene.form.fields.map(
        ({ label, description }) =>
          `<li>${escapeHtml(label)}${description ? ` <span class="l-s">${escapeHtml(description)}</span>` : ''}</li>`,
      );
      return `${line}<div class="form"><b>${escapeHtml(scene.form.title)}</b><ul>${fields.join('')}</ul></div>`;
    }
    return scene.answer ? `${line}${this.messages([this.seen(scene.answer, scene.at)])}` : line;
  }

  private channelSection(place: Place, count: number, about: string): PageSection {
    const channel = this.channel(place);
    return {
      id: place,
      name: `#${channel.name}`,
      about,
      body: this.messages(channel.messages.slice(-count).map((message) => this.recorded(message))),
    };
  }

  private forumSection(): PageSection {
    const { state } = this.story.sandbox.world;
    const forum = this.channel('forum');
    const posts = [...state.guild(this.story.community.guildId).threads.values()]
      .filter(({ parentId, messages }) => parentId === forum.id && messages.length > 2)
      .slice(-FORUM_POSTS);
    const body = posts.map((post) => {
      const messages = this.messages(post.messages.map((message) => this.recorded(message)));
      return `<h3>${escapeHtml(post.name)}</h3>${messages}`;
    });
    return { id: 'forum', name: `#${forum.name}`, about: 'The last posts · 最近的帖子', body: body.join('') };
  }

  /** The private threads of courses: of each review, and the rooms. */
  private threadsSection(): PageSection {
    const body = COURSES.flatMap((key) => [
      ...reviewThreadsOf(this.story, key),
      ...roomsOf(this.story, key),
    ]).map(({ name, messages }) => {
      // Discord's own lines on who was let in have no words.
      const written = messages.filter(({ type }) => type === 0).map((message) => this.recorded(message));
      return `<h3>${escapeHtml(name)}</h3>${this.messages(written)}`;
    });
    const about =
      'What creators and reviewers said of each version, and the rooms of courses · 各版本的审核讨论，以及课程讨论区';
    return { id: 'threads', name: 'Private threads · 私密子区', about, body: body.join('') };
  }

  private channel(place: Place): ChannelRecord {
    return this.story.sandbox.world.state.channel(this.story.community.places[place]);
  }

  private messages(messages: readonly ShownMessage[]): string {
    for (const { authorId, answered } of messages) {
      this.people.add(authorId);
      if (answered) this.people.add(answered.authorId);
    }
    return `<discord-messages>${messages.map((message) => messageHtml(message, this.context)).join('')}</discord-messages>`;
  }

  private recorded(message: MessageRecord): ShownMessage {
    const { state } = this.story.sandbox.world;
    const to = message.reference?.messageId ? state.messages.get(message.reference.messageId) : undefined;
    const thread = message.threadId ? state.channels.get(message.threadId) : undefined;
    return {
      ...this.seen(toSeenMessage(message), Number(BigInt(message.id) >> 22n) + 1_420_070_400_000),
      reactions: [...(message.reactions?.values() ?? [])].map(({ emoji, userIds }) => [
        emoji.name,
        userIds.size,
      ]),
      answered: to ? { authorId: to.author.id, content: to.content } : null,
      // Where there are no words, Discord shows no mark either.
      isEdited: message.editedAt !== null && message.content !== '',
      thread: thread?.thread ? { name: thread.name, count: thread.thread.messageCount } : null,
    };
  }

  private seen(message: SeenMessage, at: number): ShownMessage {
    return {
      authorId: message.authorId,
      at,
      when: `${dayText(at)} ${clockText(at)}`,
      content: message.content,
      embeds: message.embeds,
      attachments: message.attachments,
      buttons: message.buttons,
      menus: message.selects.map(({ placeholder }) => placeholder ?? ''),
      reactions: [],
      answered: null,
      isEphemeral: message.ephemeral,
      isEdited: false,
      thread: null,
    };
  }

  /** The path of a file: what everybody saw under its own name, a private answer's beside it. */
  private keep(file: AttachmentRecord): string {
    const path = this.isPublic(file) ? this.freePath(file) : `transcript/${file.id}-${file.filename}`;
    this.files.set(path, file);
    return path;
  }

  /** Another picture may have the same name: then it is numbered. */
  private freePath(file: AttachmentRecord): string {
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? file.filename : file.filename.replace('.', `-${number}.`);
      const path = `pictures/${name}`;
      if ([undefined, file].includes(this.files.get(path))) return path;
    }
  }

  private isPublic(file: AttachmentRecord): boolean {
    return (
      (['reports', 'announcements'] as const).some((place) =>
        file.path.includes(`/${this.story.community.places[place]}/`),
      ) &&
      [...this.channel('reports').messages, ...this.channel('announcements').messages].some(
        ({ attachments }) => attachments.includes(file),
      )
    );
  }

  private async saveFiles(): Promise<void> {
    await mkdir(join(this.outDir, 'pictures'), { recursive: true });
    for (const [path, { bytes }] of this.files) await writeFile(join(this.outDir, path), bytes);
  }

  /** What the components show of each person who appears. */
  private async profiles(assets: string): Promise<Record<string, unknown>> {
    const { state } = this.story.sandbox.world;
    const { guildId } = this.story.community;
    const { roles, members } = state.guild(guildId);
    const profiles: Record<string, unknown> = {};
    for (const id of this.people) {
      const user = state.user(id);
      const author = user.globalName ?? user.username;
      const own = (members.get(id)?.roles ?? []).flatMap((roleId) => roles.get(roleId) ?? []);
      const colour = own.toSorted((a, b) => b.position - a.position).find(({ color }) => color !== 0)?.color;
      const roleColor = colour === undefined ? '#f2f3f5' : `#${colour.toString(16).padStart(6, '0')}`;
      profiles[id] = { author, avatar: await drawFace(assets, id, author), bot: user.bot, roleColor };
    }
    return profiles;
  }
}
