/**
 * `npm run migration:new -- <name>`: writes what prisma/schema.prisma has and the migrations have not as the next migration.
 * Read it before you commit it: Prisma knows nothing of partitions, collations and functions.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectPath } from '../src/project-root.ts';
import { schemaDiff } from './schema-diff.ts';

const [name = ''] = process.argv.slice(2);
if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name)) {
  console.error(
    'Give the migration a name of small letters, digits and underscores: npm run migration:new -- add_tiers',
  );
  process.exit(2);
}

const sql = await schemaDiff();
if (sql === '') {
  console.log('prisma/schema.prisma and the migrations agree: nothing to write.');
  process.exit(0);
}

const migrations = projectPath('prisma', 'migrations');
const numbers = readdirSync(migrations).map((folder) => Number.parseInt(folder, 10) || 0);
const folder = `${String(Math.max(0, ...numbers) + 1).padStart(4, '0')}_${name}`;
mkdirSync(path.join(migrations, folder));
writeFileSync(path.join(migrations, folder, 'migration.sql'), sql.endsWith('\n') ? sql : `${sql}\n`);
console.log(
  `Written: prisma/migrations/${folder}/migration.sql. Read it, then: npm run generate && npx vitest run tests/db`,
);
