import { z } from 'zod'
import type { State } from '../../store/state.ts'
import { SLACK_EVENTS } from './manifest.ts'

/** How long it is remembered that an event came, in milliseconds. */
const REMEMBERED = 30 * 24 * 60 * 60_000

/** An event of the same type is written down again after this long, in milliseconds. */
const EVERY = 60_000

const key = (type: string) => `slack:event:${type}`

/** Remembers when each type of event last came in, so that `doctor` can tell what Slack sends. */
export class EventLog {
  readonly #state: State
  readonly #now: () => number
  readonly #written = new Map<string, number>()

  constructor(state: State, now: () => number = Date.now) {
    this.#state = state
    this.#now = now
  }

  async note(type: string): Promise<void> {
    const now = this.#now()
    const last = this.#written.get(type)
    if (last !== undefined && now - last < EVERY) return
    this.#written.set(type, now)
    try {
      await this.#state.set(key(type), now, REMEMBERED)
    } catch (error) {
      this.#written.delete(type)
      throw error
    }
  }

  /** Event type, as in the manifest, → milliseconds since 1970. */
  async lastEvents(): Promise<ReadonlyMap<string, number>> {
    const seen = new Map<string, number>()
    for (const type of SLACK_EVENTS) {
      const at = await this.#state.get(key(type), z.number())
      if (at !== undefined) seen.set(type, at)
    }
    return seen
  }
}

/** The name by which an event is subscribed to: messages are, by the kind of their channel. */
export function subscriptionOf(event: { readonly type?: unknown; readonly channel_type?: unknown }): string {
  if (event.type !== 'message') return String(event.type)
  const kinds: Readonly<Record<string, string>> = { im: 'message.im', group: 'message.groups' }
  return kinds[String(event.channel_type)] ?? 'message.channels'
}
