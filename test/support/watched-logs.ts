import type { Bot } from '../../src/bot-types.ts'
import { createLogger, type Logger } from '../../src/logger.ts'

/**
 * Every log of the suite is written at its finest level, and read for what must never be in one: what people wrote,
 * what models answered, tokens and keys. What the test drivers send is planted here before the bot is given it; so no
 * test has to think of it. A leak fails the run wherever it is found, with the line.
 */
export class LogWatch {
  readonly #leak: (problem: string) => void
  readonly #planted = new Set<string>()
  readonly #lines: string[] = []
  /** Lines read so far. */
  read = 0

  constructor(leak: (problem: string) => void) {
    this.#leak = leak
  }

  /** What must be in no log from here on, and should not have been in the last lines either. */
  plant(...texts: readonly string[]): void {
    for (const text of texts) {
      const written = JSON.stringify(text.trim()).slice(1, -1)
      // Single words may stand in our own.
      if (written.length < SHORTEST || this.#planted.has(written)) continue
      this.#planted.add(written)
      const [oldest] = this.#planted
      if (this.#planted.size > MOST_PLANTED && oldest !== undefined) this.#planted.delete(oldest)
      for (const line of this.#lines) if (line.includes(written)) this.#report(written, line)
    }
  }

  /** Looks through some lines of a log. */
  look(text: string): void {
    for (const line of text.split('\n')) {
      if (line === '') continue
      this.read += 1
      this.#lines.push(line)
      if (this.#lines.length > REMEMBERED) this.#lines.shift()
      for (const planted of this.#planted) if (line.includes(planted)) this.#report(planted, line)
    }
  }

  #report(planted: string, line: string): void {
    this.#leak(`A log holds what must never be in one, ${JSON.stringify(planted)}: ${line}`)
  }
}

const SHORTEST = 12
const MOST_PLANTED = 800
const REMEMBERED = 200

/** Nobody may swallow it on its way: what is rejected and awaited by nobody fails the run. */
function failTheRun(problem: string): void {
  void Promise.reject(new Error(problem))
}

export const logWatch = new LogWatch(failTheRun)

/** Silent where no test runs: benches measure the bot over the same drivers. */
export const watchedLogger: Logger = createLogger(process.env['VITEST'] === undefined ? 'silent' : 'trace', {
  write: (line: string) => logWatch.look(line),
})

/** The bot, with all that it is told planted. */
export function planting(bot: Bot): Bot {
  return {
    ...bot,
    handleMessage(message, choice) {
      logWatch.plant(message.text)
      return bot.handleMessage(message, choice)
    },
    handleReply(reply) {
      if ('words' in reply.answer) logWatch.plant(reply.answer.words)
      return bot.handleReply(reply)
    },
    handleCommand(given, caller) {
      // A model's id and the like are no words of anybody's.
      const words = typeof given === 'string' ? [given] : Object.values(given.options)
      logWatch.plant(...words.filter((text) => text.includes(' ')))
      return bot.handleCommand(given, caller)
    },
  }
}
