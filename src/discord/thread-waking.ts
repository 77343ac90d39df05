/** Acting in threads that may be archived: Discord changes nothing in those until they are woken. */
import { DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { APIThreadChannel, REST } from 'discord.js';

/** Somebody else's act may put a thread to sleep between waking and acting; more often than this it is no chance. */
const MOST_WAKINGS = 3;

/**
 * Acts in a thread, and wakes it first where Discord says that it is archived.
 * @param sleepsAgain whether one that was archived is put back, by whether it is locked.
 * @throws what `act` throws; DiscordAPIError 50013 where the bot may not wake it.
 */
export async function whileAwake<T>(
  rest: REST,
  threadId: string,
  sleepsAgain: (isLocked: boolean) => boolean,
  act: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const change = (archived: boolean) =>
    rest.patch(Routes.channel(threadId), { body: { archived }, ...(signal ? { signal } : {}) });
  let isToSleep = false;
  try {
    for (let wakings = 0; ; wakings += 1) {
      try {
        return await act();
      } catch (error) {
        if (!isArchived(error) || wakings === MOST_WAKINGS) throw error;
        const woken = (await change(false)) as APIThreadChannel;
        isToSleep = sleepsAgain(woken.thread_metadata?.locked ?? false);
      }
    }
  } finally {
    if (isToSleep) await change(true);
  }
}

function isArchived(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    (error.code === RESTJSONErrorCodes.InvalidActionOnArchivedThread ||
      error.code === RESTJSONErrorCodes.ThreadLocked)
  );
}
