/** What package-lock.json must hold so that `npm ci` installs on every system, not only on the one it was written on. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { projectPath } from '../src/project-root.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Record<string, string> }>>;
}

it('every optional package of every system stands in the lock file, else npm ci refuses it', () => {
  const { packages } = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8')) as Lock;
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});

it('the shards the bot runs are those of the library that discord.js brings: one version, not two', () => {
  const { packages } = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8')) as Lock;
  const copies = Object.keys(packages).filter((path) => path.endsWith('node_modules/@discordjs/ws'));
  expect(copies).toEqual(['node_modules/@discordjs/ws']);
});
