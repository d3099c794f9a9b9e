import type { MessageKey } from '../domain.ts'
import type { Logger } from '../logger.ts'
import { inTime } from './in-time.ts'

/** Messages that are kept in mind. */
const MOST = 10_000

/** Time between two rounds of tries, in milliseconds. */
const AGAIN_EVERY = 5_000

/**
 * A platform may tell us only after so many milliseconds that it has posted what people see and react to, or of a
 * reaction that stood already when it was asked.
 */
const TOLD_WITHIN = 10_000

/** Whoever waits for it holds a lease, and waits for no more than so many milliseconds. */
const AT_ONCE_WITHIN = 10_000

export interface MissedVotesOptions {
  /** Brings the votes of a message in line with the reactions that stand on it; gives how many changed. */
  readonly makeUpFor: (message: MessageKey) => Promise<number>
  readonly logger: Logger
  readonly stopped: AbortSignal
  /** In milliseconds. */
  readonly every?: number
  readonly toldWithin?: number
  readonly atOnceWithin?: number
}

/**
 * Messages with reactions that could not be stored, because the records could not be used. They are looked at again
 * until what stands on them is stored: what people see is what counts.
 */
export class MissedVotes {
  readonly #options: MissedVotesOptions
  readonly #messages = new Map<string, MessageKey>()
  #next: NodeJS.Timeout | undefined

  constructor(options: MissedVotesOptions) {
    this.#options = options
  }

  note(message: MessageKey): void {
    const key = JSON.stringify(message)
    if (this.#messages.has(key)) return
    if (this.#messages.size >= MOST) {
      this.#options.logger.error({ messages: MOST }, 'too many messages with votes that could not be stored')
      return
    }
    this.#messages.set(key, message)
    this.#soon()
  }

  /** Makes up for what was missed on a message now, or later where that fails or takes too long. Never rejects. */
  async makeUpFor(message: MessageKey): Promise<void> {
    const { makeUpFor, logger, atOnceWithin = AT_ONCE_WITHIN } = this.#options
    try {
      const votes = await inTime(makeUpFor(message), atOnceWithin)
      if (votes === 'late') this.note(message)
      else if (votes > 0) {
        logger.info({ votes }, 'votes made up for')
        this.noteLater(message)
      }
    } catch (error) {
      logger.warn({ err: error }, 'votes cannot be made up for yet')
      this.note(message)
    }
  }

  /**
   * For what may only be known in a moment: a reaction came to a message that is just being posted, or was made up for
   * while the events were on their way that tell of it.
   */
  noteLater(message: MessageKey): void {
    setTimeout(() => this.note(message), this.#options.toldWithin ?? TOLD_WITHIN).unref()
  }

  #soon(): void {
    if (this.#next !== undefined) return
    this.#next = setTimeout(() => void this.#tryAll(), this.#options.every ?? AGAIN_EVERY)
    this.#next.unref()
  }

  async #tryAll(): Promise<void> {
    const { makeUpFor, logger, stopped } = this.#options
    let votes = 0
    for (const [key, message] of [...this.#messages]) {
      if (stopped.aborted) return
      // Before it is read: what is missed from here on counts anew.
      this.#messages.delete(key)
      try {
        const changed = await makeUpFor(message)
        if (changed > 0) this.noteLater(message)
        votes += changed
      } catch (error) {
        this.#messages.set(key, message)
        logger.warn({ err: error, left: this.#messages.size }, 'votes cannot be made up for yet')
        break
      }
    }
    if (votes > 0) logger.info({ votes }, 'votes made up for')
    this.#next = undefined
    if (this.#messages.size > 0 && !stopped.aborted) this.#soon()
  }
}
