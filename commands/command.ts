import type { z } from 'zod'
import type { Caller, CommandServices } from '../src/bot-types.ts'
import type { ReplyEvent } from '../src/reply-events.ts'

/** One slash command. Every surface derives its form, help and completion from `options`. */
export interface Command<Options extends z.ZodObject = z.ZodObject> {
  /** Lower case, as typed after the slash; the same as the file name. */
  readonly name: string
  /** One sentence, at most 100 characters (Discord's limit). */
  readonly description: string
  /**
   * Each field carries `.describe(…)`. At most one string field has `.meta({ rest: true })`: it takes the
   * words that are not `name:value`. `.meta({ suggest: 'models' | 'strategies' | 'commands' })` names what completes it.
   */
  readonly options: Options
  /** What to type, without the slash; shown by `/help`. */
  readonly examples: readonly string[]
  readonly access: 'everyone' | 'admin'
  /** Who sees the result: the caller alone, or the channel. */
  readonly visibility: 'private' | 'channel'
  run(options: z.output<Options>, context: CommandContext): AsyncIterable<CommandEvent>
}

export interface CommandContext {
  readonly caller: Caller
  readonly services: CommandServices
}

/** A command whose options a form has kept apart, so that no value can be taken for another. */
export interface CommandUse {
  readonly name: string
  /** What was filled in, by the option's name; what was left empty is absent. */
  readonly options: Readonly<Record<string, string>>
}

/** `text` is Markdown and ends a command; an exchange started by a command yields reply events instead. */
export type CommandEvent = CommandText | ReplyEvent

export interface CommandText {
  readonly type: 'text'
  readonly markdown: string
  /** A mistake of the caller's, which concerns nobody else, whatever the command's visibility. */
  readonly mistake?: true
}
