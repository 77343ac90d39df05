/** How much memory the bot holds: resident pages of this process, its threads included, and of those it started. No garbage collection is forced. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SETTLE_WITHIN_SECONDS = 60;
const QUIET_MB = 2;
const LOOK_EVERY_MS = 40;

/**
 * In MB (2²⁰ bytes): the resident set of this process and what its children hold besides, whose pages shared with it, such as Node itself, count
 * by their part (Pss). Elsewhere than on Linux only this process is seen.
 * Source: https://docs.kernel.org/filesystems/proc.html
 */
export function residentMb(): number {
  const list = `/proc/self/task/${process.pid}/children`;
  const children = existsSync(list) ? readFileSync(list, 'utf8').split(' ').filter(Boolean) : [];
  return children.reduce((sum, pid) => sum + childMb(pid), process.memoryUsage.rss() / 2 ** 20);
}

/** Waits until the size has stayed the same for so many seconds. */
export async function settledMb(quietSeconds: number): Promise<number> {
  let reference = residentMb();
  let quiet = 0;
  for (let second = 0; second < SETTLE_WITHIN_SECONDS && quiet < quietSeconds; second += 1) {
    await sleep(1_000);
    const now = residentMb();
    quiet = Math.abs(now - reference) < QUIET_MB ? quiet + 1 : 0;
    if (quiet === 0) reference = now;
  }
  return residentMb();
}

/** The largest size while the work is done. */
export async function peakMbOf(work: () => Promise<unknown>): Promise<number> {
  let peakMb = residentMb();
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb());
  }, LOOK_EVERY_MS);
  await work();
  clearInterval(timer);
  return Math.max(peakMb, residentMb());
}

function childMb(pid: string): number {
  try {
    const kilobytes = /\nPss:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1_024;
  } catch (error) {
    // It ended since it was listed.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return 0;
    throw error;
  }
}
