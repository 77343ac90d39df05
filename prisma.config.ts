import { defineConfig } from 'prisma/config';

// Only for `prisma generate`, `prisma migrate deploy` and editors; the bot applies its migrations itself at start.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
