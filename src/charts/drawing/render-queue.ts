/** One render at a time: pictures drawn side by side hold all their pixels at once and grew a process to gigabytes. */

let lastTurn: Promise<unknown> = Promise.resolve();

/** Runs `work` when everything asked for before has ended, well or badly. What it returns or throws goes to the caller. */
export function renderInTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(work);
  // A failed render is its own caller's to handle; the next in the queue must not inherit it.
  lastTurn = turn.then(
    () => undefined,
    () => undefined,
  );
  return turn;
}
