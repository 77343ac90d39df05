import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { projectPath } from '../src/project-root.ts';

test('the fonts the pictures are drawn with ship with the project, and their licence beside them', () => {
  expect(existsSync(projectPath('package.json'))).toBe(true);
  expect(existsSync(projectPath('assets', 'fonts', 'OFL.txt'))).toBe(true);
});
