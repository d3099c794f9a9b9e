import { describeError, InputError } from '../src/errors.ts'
import type { CommandContext, CommandEvent, CommandUse } from './command.ts'
import { checkOptions, parseOptions } from './parse-options.ts'

/**
 * Runs what was typed after the slash, or filled into a form. Every problem of the input ends in one text event
 * that says what to do.
 */
export async function* runCommand(
  given: string | CommandUse,
  context: CommandContext,
): AsyncGenerator<CommandEvent> {
  const { name, options } = typeof given === 'string' ? readLine(given) : given
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
    const checked =
      typeof options === 'string' ? parseOptions(command, options) : checkOptions(command, options)
    yield* command.run(checked, context)
  } catch (error) {
    yield { type: 'text', markdown: describeError(error), mistake: true }
  }
}

function readLine(line: string): { readonly name: string; readonly options: string } {
  const [, name = '', options = ''] = /^\/?(\S*)\s*([\s\S]*)$/.exec(line.trim()) ?? []
  return { name, options }
}
