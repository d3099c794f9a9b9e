/** How long a claim holds without being renewed, in milliseconds; a crashed process's work is taken up after it. */
export const LEASE = 60_000

/** How often it is looked how far apart the clocks are, in milliseconds. */
const MEASURE_EVERY = 60_000

export interface LeaseOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** In milliseconds. */
  readonly length?: number
  /** Milliseconds by which the clock of the records is ahead of `now`. */
  readonly clockAhead?: (now: () => number) => Promise<number>
}

/**
 * Time as leases count it. Processes on several machines share the clock of the records: were each to go by its own,
 * one whose clock is ahead would take up what another is still answering.
 */
export class Leases {
  /** How long a claim holds, in milliseconds. */
  readonly length: number
  readonly #options: LeaseOptions
  #ahead = 0
  #measuredAt = Number.NEGATIVE_INFINITY

  constructor(options: LeaseOptions) {
    this.#options = options
    this.length = options.length ?? LEASE
  }

  /** Milliseconds since 1970 by the clock of the records. */
  now(): number {
    return this.#options.now() + this.#ahead
  }

  /** The end of a lease that begins now. */
  end(): number {
    return this.now() + this.length
  }

  /** Looks how far apart the clocks are, unless that was done just now. */
  async compareClocks(): Promise<void> {
    const { now, clockAhead } = this.#options
    if (!clockAhead || Math.abs(now() - this.#measuredAt) < MEASURE_EVERY) return
    this.#ahead = await clockAhead(now)
    this.#measuredAt = now()
  }
}
