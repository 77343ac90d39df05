/**
 * What separates prisma/schema.prisma from the migrations, as SQL. Both are read by Prisma's schema engine in its WebAssembly build,
 * the migrations are replayed on a PostgreSQL in memory: no native engine, no server, no download.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type ColumnType,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { projectPath } from '../src/project-root.ts';

const require = createRequire(import.meta.url);

/** How Prisma names the types of PostgreSQL's catalogue; everything else travels as text. Key: the type's OID. */
const COLUMN_TYPES: Record<number, ColumnType> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  1002: ColumnTypeEnum.CharacterArray,
  1003: ColumnTypeEnum.TextArray,
  1005: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
};

/**
 * The little of Prisma's adapter that diffing needs. @prisma/adapter-pg cannot serve here: it refuses the catalogue's type "char",
 * and cuts a script at every semicolon, also inside a function's body.
 */
function scratchAdapter(pglite: PGlite): SqlDriverAdapter {
  const unsupported = (): never => {
    throw new Error('The schema diff needs no transactions of the adapter.');
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    async queryRaw(query) {
      const result = await pglite.query<unknown[]>(query.sql, query.args, { rowMode: 'array' });
      return {
        columnNames: result.fields.map((field) => field.name),
        columnTypes: result.fields.map((field) => COLUMN_TYPES[field.dataTypeID] ?? ColumnTypeEnum.Text),
        rows: result.rows,
      };
    },
    executeRaw: async (query) => (await pglite.query(query.sql, query.args)).affectedRows ?? 0,
    executeScript: async (script) => void (await pglite.exec(script)),
    startTransaction: unsupported,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => undefined,
  };
}

/** The files of an empty PostgreSQL: making them takes seconds, loading them does not. */
let blank: Promise<Blob> | null = null;

/** Makes empty PostgreSQLs in memory for the engine, which never closes what it opened: `close` does. */
function scratchDatabases(): { factory: SqlMigrationAwareDriverAdapterFactory; close: () => Promise<void> } {
  const open: PGlite[] = [];
  const connect = async (): Promise<SqlDriverAdapter> => {
    blank ??= PGlite.create().then(async (first) => {
      const files = await first.dumpDataDir('none');
      await first.close();
      return files;
    });
    const pglite = await PGlite.create({ loadDataDir: await blank });
    open.push(pglite);
    return scratchAdapter(pglite);
  };
  return {
    factory: { provider: 'postgres', adapterName: '@prisma/adapter-pg', connect, connectToShadowDb: connect },
    close: async () => void (await Promise.all(open.map((pglite) => pglite.close()))),
  };
}

interface WebAssemblyFace {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: { __wbindgen_start: () => void } } }>;
}

let loading: ReturnType<typeof instantiateSchemaEngine> | null = null;

/** Once per process: a second instance would share, and spoil, the first one's glue. */
function loadSchemaEngine(): ReturnType<typeof instantiateSchemaEngine> {
  loading ??= instantiateSchemaEngine();
  return loading;
}

/** The engine's package expects a bundler that understands `import … from '*.wasm'`; Node 20 needs this done by hand. */
async function instantiateSchemaEngine(): Promise<{ SchemaEngine: typeof SchemaEngine }> {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasmFile = path.join(
    path.dirname(require.resolve('@prisma/schema-engine-wasm')),
    'schema_engine_bg.wasm',
  );
  // Node has it; TypeScript knows it only together with a browser's other types.
  const wasm: WebAssemblyFace = Reflect.get(globalThis, 'WebAssembly');
  const { instance } = await wasm.instantiate(readFileSync(wasmFile), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

function readMigrationList(migrationsDir: string): MigrationList {
  const lockfile = path.join(migrationsDir, 'migration_lock.toml');
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(lockfile, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: readdirSync(migrationsDir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .toSorted()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok',
            value: readFileSync(path.join(migrationsDir, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
  };
}

/**
 * The SQL that would bring a database made by the migrations to the state schema.prisma describes; empty where they agree.
 * Partitions, collations and functions are unknown to Prisma's schema: it neither asks for them nor misses them.
 */
export async function schemaDiff(
  migrationsDir = projectPath('prisma', 'migrations'),
  schemaFile = projectPath('prisma', 'schema.prisma'),
): Promise<string> {
  const engineModule = await loadSchemaEngine();
  const schema = { path: schemaFile, content: readFileSync(schemaFile, 'utf8') };
  const scratch = scratchDatabases();
  try {
    const engine = await engineModule.SchemaEngine.new(
      { datamodels: [[schema.path, schema.content]] },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(scratch.factory),
    );
    const result = await engine.diff({
      from: { tag: 'migrations', ...readMigrationList(migrationsDir) },
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const script = result.stdout ?? '';
    return /^\s*(--[^\n]*\s*)*$/.test(script) ? '' : script;
  } finally {
    await scratch.close();
  }
}
