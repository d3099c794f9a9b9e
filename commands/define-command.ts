import type { z } from 'zod'
import type { Command } from './command.ts'

/** Keeps the option types of one command while it is written, and widens it for the registry. */
export function defineCommand<Options extends z.ZodObject>(command: Command<Options>): Command {
  return { ...command, run: (options, context) => command.run(command.options.parse(options), context) }
}
