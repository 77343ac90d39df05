/**
 * Talk that costs its maker next to nothing, so that what is measured is the bot: frames as the local Discord makes them, taken down once
 * and sent again and again under new ids.
 */
import { monotonicMs } from '../../src/kernel/clock.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

export interface TakenFrame {
  readonly name: string;
  /** The payload, cut where the message's id stands. */
  readonly parts: readonly string[];
}

/** Enough different people and channels that no two frames after one another look the same. */
const TAKEN = 2_000;

/** Lets things happen and takes down what the bot is told of them. @param happen one thing; @returns the id of the message it is about. */
export function takeDown(sandbox: Sandbox, happen: () => string): TakenFrame[] {
  const [session] = sandbox.gateway.connected();
  if (!session) throw new Error('nobody is connected');
  const taken: TakenFrame[] = [];
  const push = session.push.bind(session);
  for (let count = 0; count < TAKEN; count += 1) {
    const told: [string, string][] = [];
    session.push = (name, json) => void told.push([name, json]);
    const id = happen();
    session.push = push;
    taken.push(...told.map(([name, json]) => ({ name, parts: json.split(id) })));
  }
  return taken;
}

/** Sends them at this rate until `stop`, which tells the rate there was. */
export function startTalk(
  sandbox: Sandbox,
  frames: readonly TakenFrame[],
  framesPerSecond: number,
): { stop(): number } {
  const [session] = sandbox.gateway.connected();
  if (!session) throw new Error('nobody is connected');
  const from = monotonicMs();
  let count = 0;
  const timer = setInterval(() => {
    const due = ((monotonicMs() - from) / 1_000) * framesPerSecond;
    for (; count < due; count += 1) {
      const { name, parts } = frames[count % frames.length]!;
      session.push(name, parts.join(sandbox.world.state.ids.next()), false);
    }
  }, 1);
  return {
    stop() {
      clearInterval(timer);
      return count / ((monotonicMs() - from) / 1_000);
    },
  };
}
