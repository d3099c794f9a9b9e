import { sendable } from './message-writer.ts'
import type { DiscordServices } from './services.ts'

/** Discord shows the indicator for ten seconds: https://docs.discord.com/developers/resources/channel#trigger-typing-indicator */
const EVERY = 8_000

/** The indicator that the bot is writing. It is a courtesy: nothing waits for it, nothing fails with it. */
export class Typing {
  readonly #services: DiscordServices
  readonly #channel: string
  #timer: NodeJS.Timeout | undefined

  constructor(services: DiscordServices, channel: string) {
    this.#services = services
    this.#channel = channel
  }

  start(): void {
    if (this.#timer) return
    this.#timer = setInterval(() => this.#show(), EVERY)
    this.#timer.unref()
    this.#show()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #show(): void {
    const show = async () => {
      const channel = await sendable(this.#services, this.#channel)
      await channel.sendTyping()
    }
    show().catch((error: unknown) => this.#services.logger.debug({ err: error }, 'typing not shown'))
  }
}
