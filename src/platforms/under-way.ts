import type { Bot } from '../bot-types.ts'
import type { Logger } from '../logger.ts'
import { within } from './within.ts'

/** How long what is under way may take to finish when a platform stops, in milliseconds. */
const GRACE = 10_000

/** How long what was handed over may take to clear away, in milliseconds. */
const CLEARED_WITHIN = 2_000

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
      .catch((error: unknown) => this.#logger.error({ err: error }, 'work under way broke'))
      .finally(() => this.#running.delete(counted))
    this.#running.add(counted)
  }

  /** Resolves once everything under way has ended; after some time it is left to other processes. */
  async finish(bot: Pick<Bot, 'handOver'>, grace = GRACE): Promise<void> {
    if (await within(grace, this.#settled())) return
    this.#logger.warn({ replies: this.#running.size }, 'replies under way are left to other processes')
    await bot
      .handOver()
      .catch((error: unknown) => this.#logger.error({ err: error }, 'replies could not be handed over'))
    await within(CLEARED_WITHIN, this.#settled())
  }

  async #settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
