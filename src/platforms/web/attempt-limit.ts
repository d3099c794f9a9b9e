import { RecentMap } from './recent-map.ts'

/** Wrong tokens taken from one address before it has to wait, and for how long, in milliseconds. */
const ALLOWED = 5
const WINDOW = 60_000

/** Addresses remembered; beyond it the one that failed longest ago is forgotten. */
const ADDRESSES = 10_000

/** Slows down whoever guesses the token. */
export class AttemptLimit {
  readonly #now: () => number
  readonly #failures = new RecentMap<string, { readonly count: number; readonly since: number }>(ADDRESSES)

  /** `now` is in milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Seconds this address has to wait before it may try; 0 when it may. */
  wait(address: string): number {
    const entry = this.#failures.get(address)
    if (!entry || entry.count < ALLOWED) return 0
    return Math.max(0, Math.ceil((entry.since + WINDOW - this.#now()) / 1000))
  }

  failed(address: string): void {
    const entry = this.#failures.get(address)
    const fresh = !entry || entry.since + WINDOW <= this.#now()
    this.#failures.set(
      address,
      fresh ? { count: 1, since: this.#now() } : { count: entry.count + 1, since: entry.since },
    )
  }
}
