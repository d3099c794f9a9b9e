import type { Logger } from '../../logger.ts'
import type { ReplyPlace } from './draft.ts'
import { refusalOf, type SlackApi } from './slack-api.ts'

/** An answer that begins sooner than this needs no status, in milliseconds. */
const DELAY = 500

/** The line under a thread that says what the bot is doing. It is a courtesy: nothing waits for it, nothing fails with it. */
export class ThreadStatus {
  readonly #api: SlackApi
  readonly #logger: Logger
  readonly #due = new Map<string, NodeJS.Timeout>()
  /** The newest line of each thread, which an older one that Slack kept waiting must not replace. */
  readonly #newest = new Map<string, string>()
  #available = true

  constructor(api: SlackApi, logger: Logger) {
    this.#api = api
    this.#logger = logger
  }

  set(place: ReplyPlace, status: string): void {
    if (!this.#available) return
    const key = `${place.channel} ${place.thread}`
    clearTimeout(this.#due.get(key))
    this.#newest.set(key, status)
    const timer = setTimeout(() => {
      this.#due.delete(key)
      this.#api
        .call(
          async () => {
            if (this.#newest.get(key) !== status) return
            await this.#api.client.assistant.threads.setStatus({
              channel_id: place.channel,
              thread_ts: place.thread,
              status,
            })
          },
          { lane: 'assistant.threads.setStatus', repeat: false },
        )
        .catch((error: unknown) => {
          if (['missing_scope', 'unknown_method', 'not_allowed'].includes(refusalOf(error) ?? '')) {
            this.#available = false
          }
          this.#logger.debug({ err: error }, 'status not shown')
        })
    }, DELAY)
    timer.unref()
    this.#due.set(key, timer)
  }

  /** Slack takes the line away by itself when a message comes; one that is not shown yet need not be. */
  clear(place: ReplyPlace): void {
    const key = `${place.channel} ${place.thread}`
    clearTimeout(this.#due.get(key))
    this.#due.delete(key)
    this.#newest.delete(key)
  }
}
