/** Runs what concerns one thing in the order in which it came, and different things side by side. */
export class InTurn {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Begins once all that came before for the same key has ended, well or not. */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const running = before.then(work, work)
    const ended = running
      .catch(() => {})
      .then(() => {
        if (this.#last.get(key) === ended) this.#last.delete(key)
      })
    this.#last.set(key, ended)
    return running
  }
}
