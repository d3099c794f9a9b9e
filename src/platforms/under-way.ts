import type { Bot } from '../bot-types.ts'
import type { Logger } from '../logger.ts'
import { within } from './within.ts'

/**
 * How long what is under way may take to finish when a platform stops, in milliseconds. A process that is told to stop
 * ends within ten seconds, whatever hangs; what comes after this has its share of them.
 */
export const GRACE = 5_500

/** How long handing over may take, and clearing away what was handed over, in milliseconds. */
const HANDED_OVER_WITHIN = 1_000
const CLEARED_WITHIN = 1_000

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
    await within(HANDED_OVER_WITHIN, bot.handOver()).catch((error: unknown) =>
      this.#logger.error({ err: error }, 'replies could not be handed over'),
    )
    await within(CLEARED_WITHIN, this.#settled())
  }

  async #settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
