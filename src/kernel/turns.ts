/** Work that must not overlap: what is begun under one name follows what was begun under it before. Knows nothing of what is done. */

export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Does the work in its turn. What failed before keeps nobody from theirs: whoever began it is told by what this returned. */
  take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = Promise.allSettled([this.last.get(name)])
      .then(work)
      .finally(() => {
        if (this.last.get(name) === turn) this.last.delete(name);
      });
    this.last.set(name, turn);
    return turn;
  }

  /** Waits for what was begun by now. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.last.values());
  }
}
