/** How much memory this process holds: resident pages, its threads included. No garbage collection is forced. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SETTLE_WITHIN_SECONDS = 60;
const QUIET_MB = 2;

/** Resident set size in MB (2²⁰ bytes). */
export function residentMb(): number {
  return process.memoryUsage.rss() / 2 ** 20;
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

/**
 * The largest size while the work is done. Linux remembers it (VmHWM, which writing 5 to clear_refs sets back); elsewhere only what is left at the
 * end can be told. Source: https://docs.kernel.org/filesystems/proc.html
 */
export async function peakMbOf(work: () => Promise<unknown>): Promise<number> {
  const isLinux = existsSync('/proc/self/clear_refs');
  if (isLinux) writeFileSync('/proc/self/clear_refs', '5');
  await work();
  const kilobytes = isLinux && /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return kilobytes ? Number(kilobytes) / 1024 : residentMb();
}
