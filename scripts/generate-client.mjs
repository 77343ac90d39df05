// Generates Prisma's client. Prisma would first download a native schema engine that generating never uses; pointing the setting
// at any file that exists keeps it from reaching another host than the npm registry.
import { spawnSync } from 'node:child_process';

const run = spawnSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--no-hints'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  },
});
process.exit(run.status ?? 1);
