/**
 * The time of one cell, as it would have been with the model to itself: what a call waited for its turn is left out,
 * and what a recorded call took when it was made is put in.
 */
export class CellClock {
  readonly #timer: () => number
  #shift = 0

  /** @param timer monotonic, in milliseconds. */
  constructor(timer: () => number) {
    this.#timer = timer
  }

  readonly now = (): number => this.#timer() + this.#shift

  /** Sets the clock forward, or back where it is negative. */
  shift(milliseconds: number): void {
    this.#shift += milliseconds
  }
}
