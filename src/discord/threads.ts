/** What features may do with threads: open rooms, let people in and out, close them. Features see people and channels, not packets. */
import type { ChannelProblem } from './messenger.ts';
import type { Reply } from './reply.ts';

export interface NewThread {
  /** At most 100 characters. */
  readonly name: string;
  /** True: only those who are let in see it, and who manages threads; they must see its channel as well. */
  readonly isPrivate: boolean;
  readonly firstMessage: Reply;
  /** As in `PostOptions`. In a private thread whoever is notified is let in by Discord. */
  readonly notifies?: readonly string[];
}

export interface OpenedThread {
  readonly threadId: string;
  /**
   * False: the thread stands without its first message. Only that is repeated:
   * `messenger.post(guildId, threadId, firstMessage, { nonce: threadId })`.
   */
  readonly hasFirstMessage: boolean;
}

/** done: it is so now; gone: the thread was deleted; no-permission: the bot may not, or no longer sees it. */
export type ThreadAnswer = 'done' | 'gone' | 'no-permission';

/** absent: they are not in the community; full: Discord takes no more people into this thread. */
export type ThreadMemberAnswer = ThreadAnswer | 'absent' | 'full';

export interface Threads {
  /**
   * Opens a thread that rests as late as Discord allows, with a first message. Into a private one only those who manage threads let people.
   * Before it is repeated, `find` says whether an earlier try came through.
   * @throws Refusal `messenger.channel`, `threads.too-many`; UpstreamError when Discord failed: it may have been opened all the same.
   */
  open(guildId: string, channelId: string, thread: NewThread): Promise<OpenedThread>;
  /**
   * An own thread of exactly this name, opened at `since` or later, archived or not; of several the oldest, null when there is none.
   * @throws Refusal `messenger.channel`; UpstreamError.
   */
  find(guildId: string, channelId: string, name: string, since: Date): Promise<OpenedThread | null>;
  /**
   * Lets somebody in; who is in stays in. An archived thread is woken for it; a closed one is closed again afterwards.
   * @throws UpstreamError when Discord failed or `signal` ended it.
   */
  add(guildId: string, threadId: string, userId: string, signal?: AbortSignal): Promise<ThreadMemberAnswer>;
  /** Takes somebody out; an archived thread stays archived. @throws as add. */
  remove(
    guildId: string,
    threadId: string,
    userId: string,
    signal?: AbortSignal,
  ): Promise<ThreadMemberAnswer>;
  /** Archives and locks it: members read it, and only who manages threads can wake it. @throws UpstreamError. */
  close(guildId: string, threadId: string): Promise<ThreadAnswer>;
  /** Undoes `close`. @throws UpstreamError. */
  reopen(guildId: string, threadId: string): Promise<ThreadAnswer>;
  /** What keeps the bot from opening and looking after such threads there; null when nothing does. Answered from memory. */
  problem(guildId: string, channelId: string, isPrivate: boolean): ChannelProblem | null;
  /**
   * User ids of those in it, the bot among them, in no order; null without the members intent, where Discord does not say.
   * @throws Refusal `messenger.channel` when it is gone or closed to the bot; UpstreamError.
   */
  members(guildId: string, threadId: string): Promise<readonly string[] | null>;
}

declare module '../kernel/errors.ts' {
  interface RefusalFacts {
    /** The server has as many active threads as Discord allows. */
    'threads.too-many': Record<string, never>;
  }
}
