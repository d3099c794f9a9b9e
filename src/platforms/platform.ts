import type { Bot } from '../bot-types.ts'
import type { Announcement } from './announcement.ts'

/** A place people talk in. An adapter translates in and renders out; every decision is the bot's. */
export interface Platform {
  readonly name: string
  /** Resolves once messages can arrive. */
  start(bot: Bot): Promise<void>
  /** Stops taking new messages, lets what is under way finish or hands it over, and resolves. */
  stop(): Promise<void>
  /** Whether messages can arrive at this moment. Not there where they always can once it has started. */
  connected?(): boolean
  /**
   * Posts an announcement in a channel, once. Not there where a platform has no channels that others look after.
   *
   * @throws {RecourseError} when it cannot be posted, in one line that says what to do
   */
  announce?(channel: string, announcement: Announcement): Promise<void>
}
