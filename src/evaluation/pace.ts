/** How often one provider may be called. */
export interface PaceLimits {
  /** Calls under way at once. */
  readonly concurrency: number
  /** Least milliseconds from the start of one call to the start of the next; 0 for none. */
  readonly interval: number
}

export interface PaceParts {
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/**
 * Lets calls of one provider start no sooner than its limits allow, first come, first served. A rate is kept by even
 * spacing: a burst at the beginning of each minute is what providers' own counting punishes.
 */
export class Pace {
  readonly #limits: PaceLimits
  readonly #parts: PaceParts
  readonly #waiting: (() => void)[] = []
  #free: number
  /** When the next call may start. */
  #next = 0

  constructor(limits: PaceLimits, parts: PaceParts) {
    this.#limits = limits
    this.#parts = parts
    this.#free = limits.concurrency
  }

  /** Resolves when a call may start; whoever called has to {@link leave} afterwards, unless it was rejected. */
  async enter(signal: AbortSignal): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#free -= 1
    try {
      for (;;) {
        signal.throwIfAborted()
        const now = this.#parts.timer()
        if (now >= this.#next) break
        await this.#parts.sleep(this.#next - now, signal)
      }
    } catch (error) {
      this.leave()
      throw error
    }
    if (this.#limits.interval > 0) {
      const now = this.#parts.timer()
      // A timer that fired late must not slow the rate: the next start counts from when this one was due.
      const due = Math.max(this.#next, now - this.#limits.interval)
      this.#next = due + this.#limits.interval
    }
  }

  leave(): void {
    const next = this.#waiting.shift()
    // The place goes straight to who waits longest.
    if (next) next()
    else this.#free += 1
  }

  /** Nothing starts for so many milliseconds, as a provider at its limit asks. */
  pause(milliseconds: number): void {
    this.#next = Math.max(this.#next, this.#parts.timer() + milliseconds)
  }
}
