/** Keeps writes to one channel apart. */
export class ChannelPace {
  readonly #every: number
  readonly #next = new Map<string, number>()

  /** `every`: least time between two writes to a channel, in milliseconds. */
  constructor(every: number) {
    this.#every = every
  }

  /** Books the next write that may not come before `earliest`; gives when it may be made. Times in milliseconds. */
  book(channel: string, now: number, earliest = now): number {
    const at = Math.max(earliest, this.#next.get(channel) ?? now)
    this.#next.set(channel, at + this.#every)
    if (this.#next.size > 1000) this.#forgetPast(now)
    return at
  }

  /** Whether a write to a channel would have to wait for nothing. */
  isFree(channel: string, now: number): boolean {
    return (this.#next.get(channel) ?? now) <= now
  }

  #forgetPast(now: number): void {
    for (const [channel, at] of this.#next) if (at <= now) this.#next.delete(channel)
  }
}
