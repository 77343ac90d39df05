// After `npm ci`: generate Prisma's client, and install the git hooks in a developer's checkout.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('node_modules/prisma')) {
  const generated = spawnSync(process.execPath, ['scripts/generate-client.mjs'], { stdio: 'inherit' });
  if (generated.status !== 0) process.exit(generated.status ?? 1);
}
if (existsSync('.git') && existsSync('node_modules/lefthook') && !process.env.CI) {
  spawnSync(process.execPath, ['node_modules/lefthook/bin/index.js', 'install'], { stdio: 'ignore' });
}
