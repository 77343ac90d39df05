import { configDefaults, defineConfig } from 'vitest/config';

/** What is about the embedded database, or about none, says nothing new where a server is tested. */
const EMBEDDED_ONLY = [
  'tests/db/embedded-durability.test.ts',
  'tests/db/backup.test.ts',
  'tests/{charts,commands,demo,diagnosis,discord,sandbox}/**',
];

/** What weighs its own process needs one of its own. */
const WEIGHING = ['tests/charts/charts.test.ts'];

const left = [...configDefaults.exclude, ...(process.env['TEST_DATABASE_URL'] ? EMBEDDED_ONLY : [])];

export default defineConfig({
  test: {
    // Each file clones its own database and may run its own local Discord. They wait for each other much of the time: two cores carry three.
    maxWorkers: 3,
    testTimeout: 90_000,
    hookTimeout: 180_000,
    globalSetup: 'tests/support/keep-postgres.ts',
    projects: [
      // Threads of one process share the compiled PostgreSQL.
      {
        extends: true,
        test: {
          name: 'tests',
          pool: 'threads',
          include: ['tests/**/*.test.ts'],
          exclude: [...left, ...WEIGHING],
        },
      },
      { extends: true, test: { name: 'weighing', pool: 'forks', include: WEIGHING, exclude: left } },
    ],
  },
});
