import { z } from 'zod'
import type { MessageKey } from '../domain.ts'
import type { Logger } from '../logger.ts'
import type { State } from '../store/state.ts'
import { RecentMap } from './recent-map.ts'

/** How long it is kept, in milliseconds; platforms deliver again for hours. */
const KEPT = 24 * 60 * 60_000

/** How long the new words of a message are kept that was rewritten before it came, in milliseconds. */
const WORDS_KEPT = 10 * 60_000

/** Keys that this process remembers by itself, for the time in which the state cannot be used. */
const OWN = 1_000

const takenBack = z.enum(['deleted', 'edited'])

/** How its author took a message back. */
export type TakenBack = z.output<typeof takenBack>

/** What every process has to know of events that may come again, or in another order than they happened. */
export class EventMemory {
  readonly #state: Pick<State, 'get' | 'set' | 'add'>
  readonly #logger: Logger
  readonly #own = new RecentMap<string, true>(OWN)

  constructor(state: Pick<State, 'get' | 'set' | 'add'>, logger: Logger) {
    this.#state = state
    this.#logger = logger
  }

  /** True to the first who asks about this for a message, in whatever process. */
  async isFirst(what: 'command' | 'turned-away', key: MessageKey): Promise<boolean> {
    const name = nameOf(what, key)
    if (this.#own.has(name)) return false
    this.#own.set(name, true)
    try {
      return await this.#state.add(name, true, KEPT)
    } catch (error) {
      this.#logger.warn({ err: error }, 'state cannot tell whether an event is new')
      return true
    }
  }

  /** Keeps in mind that this message is gone, also where it has not come yet. */
  async takeBack(key: MessageKey, how: TakenBack): Promise<void> {
    try {
      await this.#state.set(nameOf('gone', key), how, KEPT)
    } catch (error) {
      this.#logger.warn({ err: error }, 'state cannot keep that a message is gone')
    }
  }

  /** Keeps an event in mind that rewrites this message, in case it comes only later. */
  async keepRewriting(key: MessageKey, event: unknown): Promise<void> {
    try {
      await this.#state.set(nameOf('rewritten', key), event, WORDS_KEPT)
    } catch (error) {
      this.#logger.warn({ err: error }, 'state cannot keep the new words of a message')
    }
  }

  /** The event that rewrote this message before it came. */
  async rewriting(key: MessageKey): Promise<unknown> {
    return this.#known(this.#state.get(nameOf('rewritten', key), z.unknown()))
  }

  /** Whether the sender has been told, by whatever process, that this message cannot be taken. */
  async wasTurnedAway(key: MessageKey): Promise<boolean> {
    const name = nameOf('turned-away', key)
    return this.#own.has(name) || (await this.#known(this.#state.get(name, z.literal(true)))) === true
  }

  async takenBack(key: MessageKey): Promise<TakenBack | undefined> {
    return this.#known(this.#state.get(nameOf('gone', key), takenBack))
  }

  /** What is kept in mind; nothing where the state cannot be used. */
  async #known<Value>(kept: Promise<Value>): Promise<Value | undefined> {
    try {
      return await kept
    } catch (error) {
      this.#logger.warn({ err: error }, 'state cannot tell whether a message was taken back')
      return undefined
    }
  }
}

function nameOf(what: string, { platform, workspace, channel, message }: MessageKey): string {
  return `${platform}:${what}:${workspace}:${channel}:${message}`
}
