import type { App, Receiver, ReceiverEvent } from '@slack/bolt'

/**
 * Acknowledges events once they are safe, not as soon as they have come: an event that was acknowledged is never
 * delivered again, so a process that dies before it has stored it would lose it. What is not safe within Slack's 3 s
 * Slack delivers again, to this process or to another one, and whoever stores it first is the only one. Slack bears
 * that: an app has to acknowledge 5 % of its events (https://docs.slack.dev/apis/events-api/#failure-limits). Commands
 * and clicks are acknowledged by their listeners at once.
 */
export class LateAck {
  readonly #safe = new WeakMap<object, () => void>()

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
    this.#safe.set(body, resolve)
    return {
      ...event,
      ack: async (response) => {
        void promise.then(async () => {
          // A connection that is gone cannot take it; Slack delivers again, and the claim is found.
          await Promise.resolve(event.ack(response)).catch(() => undefined)
        })
      },
    }
  }
}
