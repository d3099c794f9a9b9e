import type { App, Receiver, ReceiverEvent } from '@slack/bolt'

/** Slack wants its answer within 3 s; this much before, an event is acknowledged whatever has become of it. */
const LATEST = 2_000

/**
 * Acknowledges events once they are safe, not as soon as they have come: an event that was acknowledged is never
 * delivered again, so a process that dies before it has stored the claim would lose it. Commands and clicks are
 * acknowledged by their listeners at once.
 */
export class LateAck {
  readonly #safe = new WeakMap<object, () => void>()
  readonly #isRecordable: () => boolean

  /**
   * `isRecordable`: whether the records can be used. While they cannot, what takes long is left unacknowledged: Slack
   * delivers it again, to this process or to another one, and what dies with this one is not lost.
   */
  constructor(isRecordable: () => boolean = () => true) {
    this.#isRecordable = isRecordable
  }

  /** Call with an event's body once it is stored, or nothing is to be done about it. */
  taken(body: object): void {
    this.#safe.get(body)?.()
  }

  /** Call where an event could not be dealt with: it is not acknowledged, so that Slack delivers it again. */
  missed(body: object): void {
    this.#safe.delete(body)
  }

  /**
   * The receiver, handing its events to the app with the late acknowledgement. Nothing is acknowledged for which `before`
   * fails.
   */
  over(receiver: Receiver, before?: (body: object) => Promise<void>): Receiver {
    return {
      init: (app: App) => {
        const late = Object.create(app) as App
        late.processEvent = async (event: ReceiverEvent) => {
          if (before) await before(event.body)
          try {
            await app.processEvent(this.#delayed(event))
          } finally {
            this.taken(event.body)
          }
        }
        receiver.init(late)
      },
      start: (...args: unknown[]) => receiver.start(...args),
      stop: (...args: unknown[]) => receiver.stop(...args),
    }
  }

  #delayed(event: ReceiverEvent): ReceiverEvent {
    const body: unknown = event.body
    if (typeof body !== 'object' || body === null || !('event' in body)) return event
    const { promise, resolve } = Promise.withResolvers<void>()
    const latest = setTimeout(() => {
      if (this.#isRecordable()) resolve()
    }, LATEST)
    this.#safe.set(body, resolve)
    return {
      ...event,
      ack: async (response) => {
        void promise.then(async () => {
          clearTimeout(latest)
          // A connection that is gone cannot take it; Slack delivers again, and the claim is found.
          await Promise.resolve(event.ack(response)).catch(() => undefined)
        })
      },
    }
  }
}
