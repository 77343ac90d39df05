import { configDefaults, defineConfig } from 'vitest/config';

/** What is about the embedded database, or about none, says nothing new where a server is tested. */
const EMBEDDED_ONLY = [
  'tests/db/embedded-durability.test.ts',
  'tests/db/backup.test.ts',
  'tests/{charts,commands,demo,diagnosis,discord,sandbox}/**',
];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env['TEST_DATABASE_URL'] ? EMBEDDED_ONLY : [])],
    // Each file clones its own database and may run its own local Discord. They wait for each other much of the time: two cores carry three.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
