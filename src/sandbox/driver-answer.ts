/** What a bot answered, as the person who asked sees it, and waiting for it with a limit that fails in clear words. */
import { type SeenModal, toSeenModal } from './driver-modal.ts';
import { DriverError, isLoading, nameOf, type SeenMessage, toSeenMessage } from './driver-seen.ts';
import type { World } from './world.ts';
import type { MessageRecord } from './world-records.ts';
import { CallbackKind, type InteractionHub, type InteractionRecord } from './interactions-hub.ts';

/**
 * - `message`: the bot wrote an answer · `update`: it changed the message that was used · `modal`: it showed a form
 * - `deferred`: "… is thinking" · `acknowledged`: the press was taken, nothing changed yet · `choices`: offered while typing
 * - `removed`: the answer was taken back · `none`: "The application did not respond"
 */
type AnswerKind =
  | 'message'
  | 'update'
  | 'modal'
  | 'deferred'
  | 'acknowledged'
  | 'choices'
  | 'removed'
  | 'none';

/** Live: `message` and `followUps` show what stands there when they are read. */
export interface Answer {
  readonly interactionId: string;
  readonly kind: AnswerKind;
  readonly message: SeenMessage | null;
  readonly modal: SeenModal | null;
  readonly ephemeral: boolean;
  /** Real milliseconds until the bot's first response; null when there was none. */
  readonly firstResponseMs: number | null;
  /** Oldest first; those taken back are gone. */
  readonly followUps: readonly SeenMessage[];
}

export interface WaitingOptions {
  /** Default 10,000 real milliseconds. */
  readonly timeoutMs?: number;
  /** `first`: take a deferral for the answer. Default `final`: wait for what it promised. */
  readonly until?: 'first' | 'final';
}

export const DEFAULT_TIMEOUT_MS = 30_000;

function toAnswer(hub: InteractionHub, record: InteractionRecord): Answer {
  const seen = (id: string): SeenMessage[] => {
    const message = hub.world.state.messages.get(id);
    return message === undefined ? [] : [toSeenMessage(message)];
  };
  return {
    interactionId: record.id,
    firstResponseMs: record.responseMs,
    get kind() {
      return kindOf(hub, record);
    },
    get message() {
      return record.originalId === null ? null : (seen(record.originalId)[0] ?? null);
    },
    get modal() {
      return record.modal === null ? null : toSeenModal(record.id, record.modal);
    },
    get ephemeral() {
      return this.message?.ephemeral ?? false;
    },
    get followUps() {
      return record.followUpIds.flatMap(seen);
    },
  };
}

function kindOf(hub: InteractionHub, record: InteractionRecord): AnswerKind {
  const original = record.originalId === null ? undefined : hub.world.state.messages.get(record.originalId);
  switch (record.response) {
    case null:
      return 'none';
    case CallbackKind.message:
    case CallbackKind.deferredMessage:
      if (original === undefined) return 'removed';
      return isLoading(original) ? 'deferred' : 'message';
    case CallbackKind.deferredUpdate:
      return record.wasEdited ? 'update' : 'acknowledged';
    case CallbackKind.update:
      return 'update';
    case CallbackKind.choices:
      return 'choices';
    default:
      return 'modal';
  }
}

/** Waits for the bot. @throws DriverError when nothing, or only a promise, came in time */
export async function awaitAnswer(
  hub: InteractionHub,
  record: InteractionRecord,
  { timeoutMs = DEFAULT_TIMEOUT_MS, until = 'final' }: WaitingOptions = {},
): Promise<Answer> {
  const isThere = (): boolean => {
    if (record.response === null) return record.failed;
    if (until === 'first') return true;
    if (record.response === CallbackKind.deferredMessage) return !record.isLoading;
    if (record.response !== CallbackKind.deferredUpdate) return true;
    return record.wasEdited || record.followUpIds.length > 0 || kindOf(hub, record) === 'removed';
  };
  const came = await awaitChange(record, isThere, timeoutMs);
  if (came) return toAnswer(hub, record);
  const { state } = hub.world;
  const bot = nameOf(state, state.application(record.applicationId).botId);
  const what = record.response === null ? 'has not responded' : 'deferred its answer and has not given it';
  throw new DriverError(
    `${bot} ${what} to ${record.detail} of ${nameOf(state, record.userId)} within ${timeoutMs} ms.`,
  );
}

/** Waits until `isThere`, asked after each change of the interaction. @returns whether it came in time */
export async function awaitChange(
  record: InteractionRecord,
  isThere: () => boolean,
  timeoutMs: number,
): Promise<boolean> {
  if (isThere()) return true;
  return new Promise((resolve) => {
    const finish = (came: boolean): void => {
      clearTimeout(timer);
      record.watchers.delete(watcher);
      resolve(came);
    };
    const watcher = (): void => {
      if (isThere()) finish(true);
    };
    const timer = setTimeout(finish, timeoutMs, false);
    record.watchers.add(watcher);
  });
}

export interface MessageWait {
  /** Whether what changed can matter at all. */
  readonly concerns: (message: MessageRecord) => boolean;
  /** Asked at once and after each change that can matter. */
  readonly find: () => SeenMessage | undefined;
  readonly timeoutMs: number;
  readonly complaint: string;
}

/** Waits for a message to be written or changed so that it fits. @throws DriverError with the complaint */
export async function awaitMessage(world: World, wait: MessageWait): Promise<SeenMessage> {
  const present = wait.find();
  if (present !== undefined) return present;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new DriverError(wait.complaint));
    }, wait.timeoutMs);
    const stop = world.on((event) => {
      if (event.kind !== 'messageCreate' && event.kind !== 'messageUpdate') return;
      if (!wait.concerns(event.message)) return;
      const found = wait.find();
      if (found === undefined) return;
      clearTimeout(timer);
      stop();
      resolve(found);
    });
  });
}
