import type { Logger } from '../logger.ts'

/** Keeps count of what runs on by itself. */
export class UnderWay {
  readonly #logger: Logger
  readonly #running = new Set<Promise<void>>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** Lets something run to its end on its own. */
  follow(work: Promise<void>): void {
    const counted = work
      .catch((error: unknown) => this.#logger.error({ err: error }, 'reply broke'))
      .finally(() => this.#running.delete(counted))
    this.#running.add(counted)
  }

  /** Resolves once everything under way has ended. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
