/** The bot: reads the settings, starts, and ends cleanly on SIGTERM and SIGINT. */
import { config as loadDotenv } from 'dotenv';
import { runSteward } from './process.ts';
import { systemClock } from './kernel/clock.ts';

loadDotenv({ quiet: true });
await runSteward(process.env, systemClock);
