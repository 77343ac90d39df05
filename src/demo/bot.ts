/** The bot as `src/main.ts` starts it, but for its clock: it stands still, and whoever started the process moves it by messages. */
import { z } from 'zod';
import { StoppedClock } from '../kernel/clock.ts';
import { runSteward } from '../process.ts';

/** Unix milliseconds the clock is to show. */
const message = z.object({ to: z.number().int() });

let clock: StoppedClock | null = null;

process.on('message', (given) => {
  const { to } = message.parse(given);
  if (clock) clock.moveTo(new Date(to));
  else {
    clock = new StoppedClock(new Date(to));
    void runSteward(process.env, clock);
  }
  process.send?.({ at: clock.now().getTime() });
});
// Nobody is left who could move the clock or end this process.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
