import { wholeNumber } from './format.ts'

export interface ProgressOptions {
  /** Cells of the whole run, and how many of them were filled before. */
  readonly cells: number
  readonly filled: number
  /** Writes over the last line where people watch; else a line now and then. */
  readonly watched: boolean
  readonly write: (text: string) => void
  /** Monotonic, in milliseconds. */
  readonly timer: () => number
}

/** Milliseconds from one line to the next. */
const EVERY_WATCHED = 500
const EVERY_UNWATCHED = 15_000

/** Tells how far a run is, how fast it goes and how long it will take. */
export class Progress {
  readonly #options: ProgressOptions
  readonly #started: number
  #now = 0
  #failed = 0
  #shown = false
  #ticking: NodeJS.Timeout | undefined

  constructor(options: ProgressOptions) {
    this.#options = options
    this.#started = options.timer()
  }

  start(): void {
    const { watched } = this.#options
    this.#ticking = setInterval(() => this.#tell(), watched ? EVERY_WATCHED : EVERY_UNWATCHED)
    this.#ticking.unref()
  }

  filled(failed: boolean): void {
    this.#now += 1
    if (failed) this.#failed += 1
  }

  /** Cells that are filled by now, and of them those that were filled before. */
  get total(): number {
    return this.#options.filled + this.#now
  }

  stop(): void {
    clearInterval(this.#ticking)
    if (this.#options.watched && this.#shown) this.#options.write('\r\u001B[K')
  }

  #tell(): void {
    const { watched, write } = this.#options
    this.#shown = true
    write(watched ? `\r\u001B[K${this.line()}` : `${this.line()}\n`)
  }

  line(): string {
    const { cells, timer } = this.#options
    const seconds = (timer() - this.#started) / 1000
    const rate = seconds > 0 ? this.#now / seconds : 0
    const share = cells === 0 ? 100 : Math.floor((100 * this.total) / cells)
    return [
      `${wholeNumber(this.total)} of ${wholeNumber(cells)} cells (${share} %)`,
      `${rate.toFixed(rate < 10 ? 1 : 0)}/s`,
      ...(rate > 0 ? [`${duration((cells - this.total) / rate)} left`] : []),
      ...(this.#failed > 0 ? [`${wholeNumber(this.#failed)} failed`] : []),
    ].join(', ')
  }
}

/** A time in words, from seconds. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`
  if (seconds < 6_000) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3_600).toFixed(1)} h`
}
