import { configDefaults, defineConfig } from 'vitest/config';

/** What is about the embedded database alone says nothing new where a server is tested. */
const EMBEDDED_ONLY = ['tests/db/embedded-durability.test.ts', 'tests/db/backup.test.ts'];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env['TEST_DATABASE_URL'] ? EMBEDDED_ONLY : [])],
    // Each file clones its own database and may run its own local Discord; two cores carry two files at once.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
