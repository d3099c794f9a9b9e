import { ChannelPace } from '../channel-pace.ts'

/**
 * How fast Slack may be written to. Slack takes about one message a second in a channel, and 100 appends a minute
 * in a workspace ("Tier 4"): https://docs.slack.dev/apis/web-api/rate-limits
 */

/** Least time between two edits in one channel, in milliseconds. */
const EDIT_EVERY = 1_200

/**
 * Edits of a workspace that may come at once, and the time in which one more becomes free, in milliseconds; within
 * the 50 a minute of "Tier 3".
 */
const EDIT_BURST = 15
const EDIT_REFILL = 1_700

/** Least time between two appends to one streamed message, in milliseconds. */
const APPEND_EVERY = 400

/**
 * Appends that may come at once, and the time in which one more becomes free, in milliseconds. Together they stay
 * within 100 in whatever minute is looked at.
 */
const APPEND_BURST = 30
const APPEND_REFILL = 870

export interface PaceOptions {
  /** Monotonic, in milliseconds. */
  readonly timer?: () => number
}

/** Tells how long to wait before the next edit or append, and books it. */
export class Pace {
  readonly #timer: () => number
  readonly #channels = new ChannelPace(EDIT_EVERY)
  readonly #edits = new Budget(EDIT_BURST, EDIT_REFILL)
  readonly #appends = new Budget(APPEND_BURST, APPEND_REFILL)

  constructor({ timer = () => performance.now() }: PaceOptions = {}) {
    this.#timer = timer
  }

  /** Milliseconds to wait before an edit in this channel. */
  edit(channel: string): number {
    const now = this.#timer()
    return this.#channels.book(channel, now, now + this.#edits.book(now)) - now
  }

  /** Milliseconds to wait before the next append to a message whose last one was `sinceLast` milliseconds ago. */
  append(sinceLast: number): number {
    return Math.max(this.#appends.book(this.#timer()), APPEND_EVERY - sinceLast)
  }

  /** Gives an append back that was booked and is not made. */
  appendUnused(): void {
    this.#appends.giveBack()
  }
}

/** So many at once, and one more in every stretch of time. */
class Budget {
  readonly #burst: number
  readonly #refill: number
  /** When the last booked one would be covered at the rate of refill. */
  #bookedUntil = Number.NEGATIVE_INFINITY

  constructor(burst: number, refill: number) {
    this.#burst = burst
    this.#refill = refill
  }

  /** Books one; gives the milliseconds until it may be used. */
  book(now: number): number {
    this.#bookedUntil = Math.max(this.#bookedUntil, now - this.#burst * this.#refill) + this.#refill
    return Math.max(0, this.#bookedUntil - now)
  }

  giveBack(): void {
    this.#bookedUntil -= this.#refill
  }
}
