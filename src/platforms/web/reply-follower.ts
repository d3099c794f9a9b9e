import { describeError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import type { Done, ReplyEvent } from '../../reply-events.ts'
import { applyEvent, type ExchangeView } from './exchange-view.ts'

/** Least time between two repaints of a streaming answer, in milliseconds; the first text never waits. */
const REPAINT = 40

/** After a repaint that took long, this many times as long goes by before the next, so that other work gets its turn. */
const REST = 5

/** Where a reply is shown. */
export interface ReplyScreen {
  /** The exchange has changed as a whole. */
  exchange(channel: string, view: ExchangeView): void
  /** Only the streamed text has grown. */
  text(channel: string, view: ExchangeView): void
}

/** Follows replies to their end and shows each as it goes. */
export class ReplyFollower {
  readonly #screen: ReplyScreen
  readonly #logger: Logger
  readonly #working = new Set<Promise<void>>()

  constructor(screen: ReplyScreen, logger: Logger) {
    this.#screen = screen
    this.#logger = logger
  }

  /** `ended` is called once the reply has ended, however it did. */
  follow(channel: string, view: ExchangeView, events: AsyncIterator<ReplyEvent>, ended = () => {}): void {
    const work = this.#show(channel, view, events)
      .catch((error: unknown) => this.#logger.error({ err: error, exchange: view.id }, 'reply not shown'))
      .finally(() => {
        this.#working.delete(work)
        ended()
      })
    this.#working.add(work)
  }

  /** Resolves once every reply under way has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#working)
  }

  async #show(channel: string, start: ExchangeView, events: AsyncIterator<ReplyEvent>): Promise<void> {
    let view = start
    let next = Number.NEGATIVE_INFINITY
    let due: NodeJS.Timeout | undefined
    const paint = () => {
      due = undefined
      const began = performance.now()
      // It runs in a timer, where what is thrown would end the process.
      this.#try(view, () => this.#screen.text(channel, view))
      const ended = performance.now()
      next = Math.max(began + REPAINT, ended + REST * (ended - began))
    }
    this.#try(view, () => this.#screen.exchange(channel, view))
    while (view.outcome === undefined) {
      const event = await this.#next(events, view)
      view = applyEvent(view, event)
      if (event.type === 'delta') {
        const wait = next - performance.now()
        if (due === undefined && wait <= 0) paint()
        else due ??= setTimeout(paint, wait)
      } else {
        clearTimeout(due)
        due = undefined
        this.#try(view, () => this.#screen.exchange(channel, view))
      }
    }
    await toTheEnd(events)
  }

  /** One state that cannot be shown must not keep the reply from its end. */
  #try(view: ExchangeView, show: () => void): void {
    try {
      show()
    } catch (error) {
      this.#logger.error({ err: error, exchange: view.id }, 'state of a reply not shown')
    }
  }

  /** The next event; a bot that breaks off leaves an exchange that failed, so that nobody waits for nothing. */
  async #next(events: AsyncIterator<ReplyEvent>, view: ExchangeView): Promise<ReplyEvent> {
    try {
      const next = await events.next()
      return next.done ? brokenOff(view, 'The answer broke off. Ask again.') : next.value
    } catch (error) {
      this.#logger.error({ err: error, exchange: view.id }, 'reply broke off')
      return brokenOff(view, describeError(error))
    }
  }
}

/** Lets whoever makes the events clear up, which they do once somebody asks for what comes after the last. */
export async function toTheEnd(events: AsyncIterator<ReplyEvent>): Promise<void> {
  while (!(await events.next()).done);
}

function brokenOff(view: ExchangeView, message: string): Done {
  return {
    type: 'done',
    exchangeId: view.id,
    model: view.model,
    scripted: view.scripted,
    outcome: 'failed',
    calls: 0,
    attempts: [],
    notes: [],
    failure: { code: 'internal', message },
  }
}
