import type { Bot } from '../bot-types.ts'

/** A place people talk in. An adapter translates in and renders out; every decision is the bot's. */
export interface Platform {
  readonly name: string
  /** Resolves once messages can arrive. */
  start(bot: Bot): Promise<void>
  /** Stops taking new messages, lets what is under way finish or hands it over, and resolves. */
  stop(): Promise<void>
}
