/** One watch for all processes of a machine. */

/** Milliseconds of the machine's monotonic clock, which its processes share, unlike `performance.now`. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
