/** Waiting for clients: until they have received everything, until the wire is empty, until somebody is connected. Asks, and listens for heartbeats. */
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../kernel/clock.ts';
import type { Gateway } from './gateway.ts';
import type { GatewaySession } from './gateway-session.ts';

/** How long a client is given to answer before it is asked again. An answer that names too little is followed by the next question at once. */
const ASK_AGAIN_MS = 500;
/** Bytes waiting on one connection above which a sender should pause. */
const BACKLOG_BYTES = 4 * 1024 * 1024;

/**
 * Resolves when every connected session has named the last sequence sent in a heartbeat, i.e. its client has received everything.
 * @throws Error after `timeoutMs`, naming who is behind.
 */
export async function drained(gateway: Gateway, timeoutMs: number): Promise<void> {
  const behind = (): GatewaySession[] =>
    gateway.connected().filter((session) => session.acknowledged < session.sequence);
  await waitUntil(gateway, timeoutMs, () => behind().length === 0, {
    ask: (again) => {
      for (const connection of gateway.connections) {
        const { session } = connection;
        if (session && session.acknowledged < session.sequence) connection.askHeartbeat(again);
      }
    },
    say: () =>
      behind()
        .map(
          ({ application, acknowledged, sequence }) =>
            `${application.name}: ${acknowledged} of ${sequence} received`,
        )
        .join('; '),
  });
}

/** Resolves when somebody is connected as the application. @throws Error after `timeoutMs` */
export async function connected(
  gateway: Gateway,
  applicationId: string | null,
  timeoutMs: number,
): Promise<void> {
  const isThere = (): boolean =>
    gateway.connected().some((session) => applicationId === null || session.application.id === applicationId);
  await waitUntil(gateway, timeoutMs, isThere, { ask: () => {}, say: () => 'nobody has connected' });
}

/** Resolves when little is waiting on the wire: call it between portions of a bulk delivery. */
export async function flushed(gateway: Gateway): Promise<void> {
  await turn();
  while (
    [...gateway.connections].some((connection) => connection.isOpen && connection.backlog > BACKLOG_BYTES)
  ) {
    await sleep(1);
  }
}

async function waitUntil(
  gateway: Gateway,
  timeoutMs: number,
  isDone: () => boolean,
  asking: { ask(again: boolean): void; say(): string },
): Promise<void> {
  const deadline = monotonicMs() + timeoutMs;
  let askedAt = monotonicMs();
  while (!isDone()) {
    const now = monotonicMs();
    if (now > deadline) throw new Error(`The local Discord waited ${timeoutMs} ms in vain: ${asking.say()}.`);
    const again = now - askedAt >= ASK_AGAIN_MS;
    if (again) askedAt = now;
    asking.ask(again);
    await progress(gateway, Math.min(ASK_AGAIN_MS, deadline - now + 1));
  }
}

/** The next heartbeat or change of connections, or the end of the wait. */
function progress(gateway: Gateway, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      end();
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    const end = gateway.onProgress(done);
  });
}
