/** How long a claim holds without being renewed, in milliseconds; a crashed process's work is taken up after it. */
export const LEASE = 60_000

/** How often it is looked how far apart the clocks are, in milliseconds. */
const MEASURE_EVERY = 60_000

/** A clock that is off by so much from one moment to the next was set to another time, in milliseconds. */
const STEP = 1_000

export interface LeaseOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Monotonic, in milliseconds. */
  readonly timer?: () => number
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
  /** When it was measured, by the timer, and what our clock read then. */
  #measuredAt = Number.NEGATIVE_INFINITY
  #readThen = 0

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

  /** Looks how far apart the clocks are, unless that was done just now and ours has gone on as it should since. */
  async compareClocks(): Promise<void> {
    const { now, timer = () => performance.now(), clockAhead } = this.#options
    if (!clockAhead) return
    const passed = timer() - this.#measuredAt
    const isSet = Math.abs(now() - this.#readThen - passed) > STEP
    if (passed < MEASURE_EVERY && !isSet) return
    this.#ahead = await clockAhead(now)
    this.#measuredAt = timer()
    this.#readThen = now()
  }
}
