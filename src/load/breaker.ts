/** Failures in a row after which a provider is left alone. */
const FAILURES_TO_OPEN = 5

/** How long it is left alone, in milliseconds; twice as long after each try that fails too. */
const FIRST_REST = 5_000
const LONGEST_REST = 60_000

export type BreakerState = 'closed' | 'open' | 'half_open'

/**
 * Keeps calls from a provider that does not answer: after failures in a row none is made for a while, then a single
 * one tries, and what becomes of it decides. Times are monotonic milliseconds.
 */
export class Breaker {
  #failures = 0
  /** When the next try may be made; `undefined` while calls go through. */
  #openUntil: number | undefined
  #rest = FIRST_REST
  #isTrying = false

  state(now: number): BreakerState {
    if (this.#openUntil === undefined) return 'closed'
    return now < this.#openUntil ? 'open' : 'half_open'
  }

  /** Milliseconds until a call may try; 0 where it may now. */
  rest(now: number): number {
    return this.#openUntil === undefined ? 0 : Math.max(0, this.#openUntil - now)
  }

  /** Whether a call may begin; the one that tries has to be begun then. */
  allows(now: number): boolean {
    const state = this.state(now)
    return state === 'closed' || (state === 'half_open' && !this.#isTrying)
  }

  /** A call begins; gives whether it is the one that tries. */
  begin(now: number): boolean {
    const tries = this.state(now) === 'half_open'
    if (tries) this.#isTrying = true
    return tries
  }

  /** The provider answered, also to say no: it is there. */
  answered(): void {
    this.#failures = 0
    this.#openUntil = undefined
    this.#rest = FIRST_REST
    this.#isTrying = false
  }

  /** Nothing is known of the provider, as when a call was stopped. */
  unknown(tried: boolean): void {
    if (tried) this.#isTrying = false
  }

  /** Gives whether the try was this one, so that the provider is as dead as before. */
  failed(tried: boolean, now: number): boolean {
    if (tried) {
      this.#isTrying = false
      this.#rest = Math.min(LONGEST_REST, this.#rest * 2)
      this.#openUntil = now + this.#rest
      return true
    }
    this.#failures += 1
    if (this.#failures >= FAILURES_TO_OPEN) this.#openUntil ??= now + this.#rest
    return false
  }
}
