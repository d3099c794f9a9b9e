/** The fake's time: that of its source, and whatever a test moves it forward by. */

interface Timer {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly run: () => void
  handle: NodeJS.Timeout | undefined
}

export class Clock {
  private readonly source: () => number
  private readonly timers = new Set<Timer>()
  private shift = 0

  /** @param source milliseconds since 1970 */
  constructor(source: () => number) {
    this.source = source
  }

  readonly now = (): number => this.source() + this.shift

  /** Moves the time forward, and does what was due meanwhile. */
  advance(milliseconds: number): void {
    this.shift += milliseconds
    const due = [...this.timers].filter((timer) => timer.at <= this.now())
    for (const timer of due.sort((one, other) => one.at - other.at)) this.fire(timer)
  }

  /** Does something when so many milliseconds have passed; what is given back takes it off again. */
  after(milliseconds: number, run: () => void): () => void {
    const timer: Timer = { at: this.now() + milliseconds, run, handle: undefined }
    this.timers.add(timer)
    this.wait(timer)
    return () => this.stop(timer)
  }

  close(): void {
    for (const timer of [...this.timers]) this.stop(timer)
  }

  private wait(timer: Timer): void {
    const left = Math.max(1, timer.at - this.now())
    timer.handle = setTimeout(() => {
      // A clock that a test holds still may be behind the machine's.
      if (timer.at > this.now()) this.wait(timer)
      else this.fire(timer)
    }, left)
  }

  private fire(timer: Timer): void {
    this.stop(timer)
    timer.run()
  }

  private stop(timer: Timer): void {
    clearTimeout(timer.handle)
    this.timers.delete(timer)
  }
}
