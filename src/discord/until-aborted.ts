/** Giving up a request: discord.js waits for a rate limit without listening to its signal. Knows nothing of what is asked. */

/**
 * Asks, and gives up when `signal` ends it; without one it waits.
 * discord.js never takes its listener off a signal: so each request has one of its own.
 */
export async function untilAborted<T>(
  signal: AbortSignal | undefined,
  ask: (own: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const own = new AbortController();
  let giveUp = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => {
      own.abort();
      reject(new Error('given up'));
    };
  });
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([ask(own.signal), aborted]);
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}
