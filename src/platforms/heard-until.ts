import { z } from 'zod'
import type { Logger } from '../logger.ts'
import type { State } from '../store/state.ts'
import { patiently } from './patiently.ts'

/** What was said longer ago than this is not answered any more, in milliseconds. */
export const ANSWERED_WITHIN = 15 * 60_000

/** How often it is written down until when was listened, in milliseconds. */
export const NOTED_EVERY = 10_000

/** For how long a connection is remembered that nobody has any more, in milliseconds. */
const REMEMBERED = 24 * 60 * 60_000

export interface HeardUntilOptions {
  readonly state: Pick<State, 'get' | 'set'>
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
}

/** Keeps until when all that a platform told of is safe, so that the process that comes next knows what it has to look for. */
export class HeardUntil {
  readonly #options: HeardUntilOptions
  /** What was heard and is not claimed yet, since when in milliseconds since 1970. */
  readonly #taking = new Set<{ readonly since: number }>()

  constructor(options: HeardUntilOptions) {
    this.#options = options
  }

  /** Follows something being taken: until it is, the next process has to find it again. */
  async taking<Result>(work: Promise<Result>, since = this.#options.now()): Promise<Result> {
    const one = { since }
    this.#taking.add(one)
    try {
      return await work
    } finally {
      this.#taking.delete(one)
    }
  }

  /** Of all before is known what became of it, in milliseconds since 1970. */
  get safeUntil(): number {
    return Math.min(this.#options.now(), ...[...this.#taking].map(({ since }) => since))
  }

  /** What is written down under this name, by whatever process. */
  async noted(name: string): Promise<number | undefined> {
    const { state, wait, logger } = this.#options
    try {
      return await patiently(() => state.get(name, z.number()), wait)
    } catch (error) {
      logger.warn({ err: error, name }, 'state cannot tell until when was listened')
      return undefined
    }
  }

  async note(name: string, until = this.safeUntil): Promise<void> {
    const { state, logger } = this.#options
    await state
      .set(name, until, REMEMBERED)
      .catch((error: unknown) => logger.warn({ err: error }, 'listening not noted'))
  }
}
