import type { z } from 'zod'
import type { Caller, CommandServices } from '../src/bot-types.ts'
import type { ComparisonView } from '../src/comparison-types.ts'
import type { ReplyEvent } from '../src/reply-events.ts'

/** One slash command. Every surface derives its form, help and completion from `options`. */
export interface Command<Options extends z.ZodObject = z.ZodObject> {
  /** Lower case, as typed after the slash; the same as the file name. */
  readonly name: string
  /** One sentence, at most 100 characters (Discord's limit). */
  readonly description: string
  /**
   * Each field carries `.describe(…)`. At most one string field has `.meta({ rest: true })`: it takes the
   * words that are not `name:value`. `.meta({ suggest: … })` names what completes it, and `.meta({ list: true })` says
   * that it takes several of these, with commas between.
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

/** What ends a command; an exchange that a command starts yields reply events instead. */
export type CommandEnd = CommandText | CommandFile | CommandLabelling | CommandComparison

export type CommandEvent = CommandEnd | ReplyEvent

/** A file for the caller alone, whatever the command's visibility. */
export interface CommandFile {
  readonly type: 'file'
  readonly name: string
  readonly mediaType: string
  /** Markdown that stands beside it. */
  readonly description: string
  /** What to do where the file is larger than the platform takes. */
  readonly ifTooLarge: string
  /** Made while it is read, from the beginning each time. */
  content(): AsyncIterable<string>
}

export interface CommandText {
  readonly type: 'text'
  /** Markdown. */
  readonly markdown: string
  /** A mistake of the caller's, which concerns nobody else, whatever the command's visibility. */
  readonly mistake?: true
  readonly picture?: CommandPicture
}

/** A picture that goes with a text. It is drawn only once the text is told, in the way its surface needs. */
export interface CommandPicture {
  /** Of its file, without an ending. */
  readonly name: string
  readonly title: string
  /** The picture in words. */
  readonly alt: string
  /** Markup for a page, in the colours of its theme. `id` keeps it apart from other pictures there. */
  svg(id: string): Promise<string>
  png(): Promise<Uint8Array>
}

/** The caller wants to label answers: the surface gives them what they may read there, one by one. */
export interface CommandLabelling {
  readonly type: 'labelling'
}

/**
 * A comparison as it stands, again and again while it runs; the last is its end. The surface keeps one message in step
 * with it, which the channel sees whatever the command's visibility.
 */
export interface CommandComparison {
  readonly type: 'comparison'
  readonly view: ComparisonView
}
