/** The laws of the house, executable: who may know what. Real sources are read; nothing is faked. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allCommands, allComponents } from '../src/discord/all-commands.ts';
import { commandPayload } from '../src/discord/command-payload.ts';
import { invitePermissions } from '../src/discord/permissions.ts';
import { settingNames } from '../src/config.ts';
import { catalogues } from '../src/i18n/i18n.ts';
import { allJobs } from '../src/jobs/all-jobs.ts';
import { privacyParts } from '../src/privacy/privacy.ts';
import { projectPath } from '../src/project-root.ts';
import { checkCommand, commandCharacters } from '../src/sandbox/commands-rules.ts';
import type { JsonObject } from '../src/sandbox/world-records.ts';
import { codeOf, importsOf, readSource, sourceFiles } from './support/source-imports.ts';

const BOT = sourceFiles('src', 'commands').filter((file) => !/^src\/(sandbox|demo)\//.test(file));
const SANDBOX = sourceFiles('src/sandbox');
const FEATURES = [
  'analytics',
  'backfill',
  'channels',
  'communities',
  'courses',
  'coverage',
  'creators',
  'diagnosis',
  'interactions',
  'languages',
  'learning',
  'members',
  'privacy',
  'qa',
  'reports',
  'roles',
  'surveys',
  'tier-import',
  'tiers',
  'topics',
];

const featureOf = (path: string): string | undefined =>
  FEATURES.find((feature) => path.startsWith(`src/${feature}/`));

/** The offending imports, as text. */
function offences(
  files: readonly string[],
  isOffence: (found: ReturnType<typeof importsOf>[number]) => boolean,
): string[] {
  return files
    .flatMap(importsOf)
    .filter(isOffence)
    .map(({ file, target }) => `${file} → ${target}`);
}

const isRules = (file: string) => file.endsWith('-rules.ts');

describe('who may know what', () => {
  it('rules and kernel import only kernel, other rules, words about types, and listed pure packages', () => {
    const pure = new Set(['temporal-polyfill', 'simple-statistics', 'node:crypto']);
    const files = BOT.filter((file) => isRules(file) || file.startsWith('src/kernel/'));
    const found = offences(files, ({ target, own, typeOnly }) =>
      own ? !typeOnly && !target.startsWith('src/kernel/') && !isRules(target) : !pure.has(target),
    );
    expect(found).toEqual([]);
  });

  it('only stores and src/db know Prisma or SQL', () => {
    const isStore = (file: string) => file.startsWith('src/db/') || file.endsWith('-store.ts');
    const others = BOT.filter((file) => !isStore(file));
    expect(
      offences(
        others,
        ({ target }) => target.includes('prisma') || target.startsWith('src/db/generated') || target === 'pg',
      ),
    ).toEqual([]);
    // Prisma's client may be handed on to a store that also takes a transaction; what is asked of it is the store's business.
    const sql = /\b(SELECT .+ FROM|INSERT INTO|DELETE FROM|UPDATE \w+ SET)\b|\.prisma\./;
    expect(others.filter((file) => sql.test(codeOf(file)))).toEqual([]);
  });

  it('only the job runner imports node-cron, only charts the chart library, only the sandbox an http server', () => {
    const allowed: Record<string, (file: string) => boolean> = {
      'node-cron': (file) => file === 'src/jobs/runner.ts',
      echarts: (file) => file.startsWith('src/charts/'),
      '@napi-rs/canvas': (file) => file.startsWith('src/charts/'),
      'node:http': () => false,
      ws: () => false,
    };
    expect(
      offences(BOT, ({ file, target }) => allowed[target] !== undefined && !allowed[target](file)),
    ).toEqual([]);
  });

  it('features speak of people, not packets: discord.js stays at the edges', () => {
    const mayKnow = (file: string) =>
      /^(commands\/|src\/discord\/|src\/i18n\/|src\/main\.ts)/.test(file) ||
      file === 'src/interactions/interactions-gateway.ts';
    expect(
      offences(BOT, ({ file, target, typeOnly }) => target === 'discord.js' && !typeOnly && !mayKnow(file)),
    ).toEqual([]);
  });

  it('commands call faces, never stores', () => {
    expect(
      offences(
        sourceFiles('commands'),
        ({ target }) => target.endsWith('-store.ts') || target.startsWith('src/db/'),
      ),
    ).toEqual([]);
  });

  it("features import each other's faces and rules only", () => {
    const found = offences(BOT, ({ file, target, own }) => {
      const from = featureOf(file);
      const to = featureOf(target);
      if (!own || !from || !to || from === to) return false;
      const isFace =
        target === `src/${to}/${to}.ts` || target === 'src/privacy/privacy-part.ts' || isRules(target);
      return !isFace && from !== 'privacy';
    });
    expect(found).toEqual([]);
  });

  it('features never import each other in a circle', () => {
    const edges = new Map<string, Set<string>>();
    for (const { file, target, own, typeOnly } of BOT.flatMap(importsOf)) {
      const from = featureOf(file);
      const to = featureOf(target);
      if (own && !typeOnly && from && to && from !== to && from !== 'privacy')
        edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
    const circleFrom = (feature: string, path: readonly string[]): string[] | null => {
      if (path.includes(feature)) return [...path.slice(path.indexOf(feature)), feature];
      for (const next of edges.get(feature) ?? []) {
        const circle = circleFrom(next, [...path, feature]);
        if (circle) return circle;
      }
      return null;
    };
    expect(FEATURES.map((feature) => circleFrom(feature, [])).filter(Boolean)).toEqual([]);
  });

  it('only clock.ts reads the time and only config.ts reads the environment', () => {
    const time = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bprocess\.hrtime|Temporal\.Now/;
    expect(BOT.filter((file) => file !== 'src/kernel/clock.ts' && time.test(codeOf(file)))).toEqual([]);
    const environment = /\bprocess\.env\b/;
    const entries = new Set(['src/config.ts', 'src/main.ts', 'src/move-to-server.ts', 'src/restore.ts']);
    expect(BOT.filter((file) => !entries.has(file) && environment.test(codeOf(file)))).toEqual([]);
  });

  it('the bot never imports the local Discord, and the local Discord nothing of the bot but the kernel', () => {
    expect(
      offences(BOT, ({ target }) => target.startsWith('src/sandbox/') || target.startsWith('src/demo/')),
    ).toEqual([]);
    const outside = ({ target, own }: { target: string; own: boolean }) =>
      own &&
      !target.startsWith('src/sandbox/') &&
      !target.startsWith('src/kernel/') &&
      target !== 'src/project-root.ts';
    expect(offences(SANDBOX, outside)).toEqual([]);
  });

  it('every query of a guild-bound table names its guild, or says that it goes across them', () => {
    const models = modelsWith('guildId');
    const tables = models.map((model) => model.replaceAll(/(?!^)[A-Z]/g, '_$&').toLowerCase());
    const clients = models.map((model) => model[0]!.toLowerCase() + model.slice(1));
    const query = new RegExp(
      `\\.(${clients.join('|')})\\.(find|count|update|delete|aggregate|groupBy)|\\b(FROM|UPDATE|JOIN) (${tables.join('|')})\\b`,
    );
    // One part per declaration, together with the comment above it.
    const parts = (file: string) =>
      readSource(file).split(
        /\n(?=\/\*\*)|\n(?=(?:export )?(?:async )?(?:function|const|class) )(?<!\*\/\n)/,
      );
    const found = BOT.filter((file) => file.endsWith('-store.ts')).flatMap((file) =>
      parts(file)
        .filter((part) => query.test(part) && !/guildId|guild_id|keyOf|acrossGuilds/.test(part))
        .map((part) => `${file}: ${part.slice(0, 80)}`),
    );
    expect(found).toEqual([]);
  });
});

describe('what must be unique and complete', () => {
  it('every command file is registered', () => {
    const files = readdirSync(projectPath('commands')).filter((file) => file.endsWith('.ts'));
    const isCommand = (file: string) => /^export default command\(/m.test(readSource(`commands/${file}`));
    const onDisk = files.filter(isCommand).map((file) => file.replace(/\.ts$/, ''));
    expect(allCommands.map(({ name }) => name).toSorted()).toEqual(onDisk.toSorted());
  });

  it('commands, components and jobs have names of their own', () => {
    for (const names of [allCommands, allComponents, allJobs].map((list) => list.map(({ name }) => name))) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('every command, option and choice has words in every language, within the limits of Discord', () => {
    for (const command of allCommands) {
      const payload = JSON.stringify(commandPayload(command));
      for (const [, name] of payload.matchAll(/"(?:zh-CN|name)":"([^"]*)"/g))
        expect(name!.length).toBeGreaterThan(0);
      expect(checkCommand(JSON.parse(payload) as JsonObject), `/${command.name}`).toBeNull();
    }
  });

  it('no command has more than the 8,000 characters that Discord takes, of each word the longest language', () => {
    const sizes = allCommands.map((command) => ({
      name: command.name,
      characters: commandCharacters(JSON.parse(JSON.stringify(commandPayload(command))) as JsonObject),
    }));
    expect(sizes.filter(({ characters }) => characters > 8_000)).toEqual([]);
  });

  it('every language on disk is loaded', () => {
    const onDisk = readdirSync(projectPath('src/i18n'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(Object.keys(catalogues).toSorted()).toEqual(onDisk.toSorted());
    for (const locale of onDisk) {
      expect(readdirSync(projectPath('src/i18n', locale)).toSorted()).toEqual(
        readdirSync(projectPath('src/i18n/en')).toSorted(),
      );
    }
  });

  it('every model with a userId is covered by exactly the privacy parts that name it', () => {
    const covered = privacyParts.flatMap(({ models }) => models);
    expect(modelsWith('userId').filter((model) => !covered.includes(model))).toEqual([]);
  });

  it('every refusal is documented, and nothing else', () => {
    const documented = [...readSource('docs/refusals.md').matchAll(/^\| `([^`]+)`/gm)].map(
      (match) => match[1]!,
    );
    expect(documented.toSorted()).toEqual(Object.keys(catalogues.en.refusals).toSorted());
  });

  it('.env.example has every setting, and no other', () => {
    const named = [...readSource('.env.example').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]!);
    expect(named.toSorted()).toEqual(settingNames.toSorted());
  });

  it('the README asks for exactly the permissions that are needed', () => {
    for (const file of ['README.md', 'README.zh-CN.md']) {
      const asked = [...readSource(file).matchAll(/permissions=(\d+)/g)].map((match) => match[1]);
      expect(asked).toEqual([invitePermissions.toString()]);
    }
  });

  it('the README tells of every command, in both languages', () => {
    for (const file of ['README.md', 'README.zh-CN.md']) {
      const text = readSource(file);
      expect(allCommands.filter(({ name }) => !text.includes(`/${name}`)).map(({ name }) => name)).toEqual(
        [],
      );
    }
  });

  it('the fonts are shipped with their licence', () => {
    expect(existsSync(projectPath('assets/fonts/OFL.txt'))).toBe(true);
  });
});

function modelsWith(field: string): string[] {
  const schema = readFileSync(projectPath('prisma/schema.prisma'), 'utf8');
  return [...schema.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)]
    .filter((match) => new RegExp(`^\\s+${field}\\s`, 'm').test(match[2]!))
    .map((match) => match[1]!);
}
