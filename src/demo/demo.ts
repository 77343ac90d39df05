/** `npm run demo`: four weeks of a community on a local Discord with the real bot, ending by itself. Exit code 0 only when every number agrees. */
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { monotonicMs } from '../kernel/clock.ts';
import { projectPath } from '../project-root.ts';
import { FOUR_WEEKS_PROGRAMME } from './acts.ts';
import { playStory } from './play.ts';
import { Screen } from './screen.ts';
import { FOUR_WEEKS } from './script.ts';

/** Real milliseconds after which the demo has hung, whatever it waits for; a busy machine needs several times the usual minute or two. */
const DEADLINE_MS = 600_000;
const CTRL_C = 130;

const outDir = projectPath('demo-output');
const screen = new Screen({
  write: (text) => void process.stdout.write(text),
  colours: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
});
const ending = new AbortController();
const deadline = setTimeout(
  () =>
    ending.abort(
      new Error(
        `The demo did not end within ${DEADLINE_MS / 1_000} seconds. This machine may be busy; trying again may help · 这台电脑可能正忙，可以稍后再试。`,
      ),
    ),
  DEADLINE_MS,
);
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    interrupted = true;
    ending.abort(new Error('Stopped.'));
  });

const startedMs = monotonicMs();
screen.line(screen.paint('bold', 'Steward 群管家 · four weeks at CodeHaven · 编程港的四个星期'));
screen.line(
  'No account, no database, no settings: everything runs on this machine · 无需账号、数据库和配置，全部在本机运行',
);
await mkdir(outDir, { recursive: true });
let exitCode = 1;
try {
  const wrong = await playStory({
    script: FOUR_WEEKS,
    programme: FOUR_WEEKS_PROGRAMME,
    screen,
    outDir,
    signal: ending.signal,
  });
  exitCode = wrong === 0 ? 0 : 1;
  const seconds = Math.round((monotonicMs() - startedMs) / 1_000);
  screen.line();
  screen.line(
    `   ${relative(process.cwd(), join(outDir, 'transcript.html'))}  the channels to read 频道记录`,
  );
  screen.line(`   ${relative(process.cwd(), join(outDir, 'pictures'))}  the posted pictures 发布的图片`);
  screen.line(`   ${seconds} seconds · 用时 ${seconds} 秒`);
} catch (error) {
  exitCode = interrupted ? CTRL_C : 1;
  screen.line();
  screen.line(
    screen.paint(
      ['bold', 'red'],
      `The demo failed: ${error instanceof Error ? error.message : String(error)}`,
    ),
  );
  if (error instanceof Error && error.stack && !interrupted) screen.line(error.stack);
}
clearTimeout(deadline);
process.exit(exitCode);
