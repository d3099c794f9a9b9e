/** Wrong tokens that are held at a time; beyond it they are turned away at once. */
const HELD = 32

/**
 * Slows down whoever guesses the token. All guesses count together: behind a proxy everybody has one address.
 * Only wrong tokens come here, so that guessing locks nobody out; the length that a token must have keeps
 * guesses hopeless.
 */
export class WrongTokens {
  readonly #delay: number
  #held = 0

  /** `delay` is how long the answer to a wrong token is held back, in milliseconds. */
  constructor(delay: number) {
    this.#delay = delay
  }

  /** Resolves when the answer may be given: true after the delay, false at once where too many wait. */
  async hold(): Promise<boolean> {
    if (this.#held >= HELD) return false
    this.#held += 1
    await new Promise((resolve) => setTimeout(resolve, this.#delay))
    this.#held -= 1
    return true
  }
}
