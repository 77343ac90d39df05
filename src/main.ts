/** The bot: reads the settings, starts, and ends cleanly on SIGTERM and SIGINT. */
import { config as loadDotenv } from 'dotenv';

// Loading the code takes a moment; a signal that comes meanwhile finds nothing to end.
const leave = (): void => process.exit(0);
process.on('SIGTERM', leave).on('SIGINT', leave);
const { runSteward } = await import('./process.ts');
const { systemClock } = await import('./kernel/clock.ts');

loadDotenv({ quiet: true });
const running = runSteward(process.env, systemClock);
// By now it listens itself, so no signal falls in between.
process.off('SIGTERM', leave).off('SIGINT', leave);
await running;
