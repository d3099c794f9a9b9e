import { describeError, InputError } from '../src/errors.ts'
import type { CommandContext, CommandEvent } from './command.ts'
import { parseOptions } from './parse-options.ts'

/**
 * Runs what was typed after the slash. Every problem of the input ends in one text event that says what to do.
 */
export async function* runCommandLine(line: string, context: CommandContext): AsyncGenerator<CommandEvent> {
  const [, name = '', typed = ''] = /^\/?(\S*)\s*([\s\S]*)$/.exec(line.trim()) ?? []
  const { commands } = context.services
  const command = commands.find((candidate) => candidate.name === name.toLowerCase())
  try {
    if (!command) {
      throw new InputError(`There is no command /${name.slice(0, 30)}. Type /help to see what there is.`)
    }
    if (command.access === 'admin' && !context.caller.isAdmin) {
      throw new InputError(
        `/${command.name} is for admins. Ask whoever runs Recourse here to add you to ADMINS.`,
      )
    }
    yield* command.run(parseOptions(command, typed), context)
  } catch (error) {
    yield { type: 'text', markdown: describeError(error), mistake: true }
  }
}
