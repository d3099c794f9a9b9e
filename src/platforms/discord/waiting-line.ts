import { DiscordMessageWriter } from './message-writer.ts'
import type { DiscordServices } from './services.ts'

/** Requests of one channel whose waiting is shown at once; more would crowd out the answers. */
export const LINES_IN_A_CHANNEL = 3

const NOTHING_BELOW = { smallPrint: '', components: [] }

/**
 * A message that says what a request waits for, and goes when it waits no longer. It is a courtesy: it never waits for
 * its turn to be written, nothing waits for it, and nothing fails with it.
 */
export class WaitingLine {
  readonly #services: DiscordServices
  readonly #channel: string
  readonly #exchange: string
  readonly #writer: DiscordMessageWriter
  readonly #giveBack: () => void
  #text = ''
  #message: string | undefined
  #isOver = false
  #working: Promise<void> | undefined

  /** `giveBack` is called once it is gone. */
  constructor(
    services: DiscordServices,
    at: { readonly channel: string; readonly replyTo: string; readonly exchange: string },
    giveBack: () => void,
  ) {
    this.#services = services
    this.#channel = at.channel
    this.#exchange = at.exchange
    this.#giveBack = giveBack
    this.#writer = new DiscordMessageWriter(services, at.channel, () => at.replyTo)
  }

  show(doing: string): void {
    const { pace, timer, underWay } = this.#services
    this.#text = `-# ${doing.charAt(0).toUpperCase()}${doing.slice(1)} …`
    if (this.#working || this.#isOver || !pace.isFree(this.#channel, timer())) return
    this.#writer.pause(true)
    this.#working = this.#write().finally(() => {
      this.#working = undefined
    })
    underWay.follow(this.#working)
  }

  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#services.underWay.follow(this.#remove().finally(this.#giveBack))
  }

  async #write(): Promise<void> {
    const ending = {
      below: NOTHING_BELOW,
      label: { exchange: this.#exchange, part: 0, state: 'draft' },
    } as const
    try {
      if (this.#message === undefined) this.#message = await this.#writer.post(this.#text, ending)
      else await this.#writer.edit(this.#message, this.#text, ending)
    } catch (error) {
      this.#services.logger.debug({ err: error }, 'waiting not shown')
    }
  }

  async #remove(): Promise<void> {
    await this.#working
    try {
      if (this.#message !== undefined) await this.#writer.remove(this.#message)
    } catch (error) {
      this.#services.logger.warn({ err: error, exchange: this.#exchange }, 'line of waiting not removed')
    }
  }
}
