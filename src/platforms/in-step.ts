/** How something is brought up to date. */
export interface Step {
  /** Waits for its turn; `hurried` resolves where that must not be waited for any more. */
  readonly pause: (hurried: Promise<void>) => Promise<void>
  /** Shows what is so now. True where it has changed meanwhile, so that it has to be shown once more. */
  readonly show: () => Promise<boolean>
}

/**
 * Keeps one thing in step with what changes: never shown twice at once, so that what is shown last is what is so last, and
 * not more often than its turn comes, however often it changes.
 */
export class InStep {
  readonly #step: Step
  #changed = false
  #hurry = Promise.withResolvers<void>()
  #working: Promise<void> | undefined

  constructor(step: Step) {
    this.#step = step
  }

  /** It has changed; with `now`, that does not wait for its turn. Resolves once all that has changed so far is shown. */
  changed(now: boolean): Promise<void> {
    this.#changed = true
    if (now) this.#hurry.resolve()
    this.#working ??= this.#work()
    return this.#working
  }

  async #work(): Promise<void> {
    try {
      while (this.#changed) {
        await this.#step.pause(this.#hurry.promise)
        this.#changed = false
        this.#hurry = Promise.withResolvers()
        if (await this.#step.show()) this.#changed = true
      }
    } finally {
      // In one step with the look at what has changed, so that nothing that changes now is missed.
      this.#working = undefined
    }
  }
}
