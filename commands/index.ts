import { appeals } from './appeals.ts'
import { ask } from './ask.ts'
import { codebook } from './codebook.ts'
import type { Command } from './command.ts'
import { compare } from './compare.ts'
import { exportCommand } from './export.ts'
import { forget } from './forget.ts'
import { help } from './help.ts'
import { label } from './label.ts'
import { limits } from './limits.ts'
import { listen } from './listen.ts'
import { model } from './model.ts'
import { optionFields } from './option-fields.ts'
import { parseOptions } from './parse-options.ts'
import { privacy } from './privacy.ts'
import { purpose } from './purpose.ts'
import { stats } from './stats.ts'
import { strategy } from './strategy.ts'
import { votes } from './votes.ts'

/** Every slash command, in the order `/help` shows them. Add a command here and nowhere else. */
export const COMMANDS: readonly Command[] = checked([
  ask,
  compare,
  model,
  strategy,
  purpose,
  listen,
  appeals,
  limits,
  codebook,
  label,
  votes,
  stats,
  exportCommand,
  privacy,
  forget,
  help,
])

/**
 * A registry with a mistake in it stops the start.
 *
 * @throws {Error} naming the command and what is wrong with it
 */
export function checked(commands: readonly Command[]): readonly Command[] {
  const names = new Set<string>()
  for (const command of commands) {
    const wrong = mistakeIn(command, names)
    if (wrong) throw new Error(`Command /${command.name}: ${wrong}.`)
    names.add(command.name)
  }
  return commands
}

function mistakeIn(command: Command, taken: ReadonlySet<string>): string | undefined {
  const fields = optionFields(command)
  if (!/^[a-z][a-z-]{0,31}$/.test(command.name))
    return 'the name must be at most 32 lower-case letters and hyphens'
  if (taken.has(command.name)) return 'the name is taken'
  if (command.description === '' || command.description.length > 100)
    return 'describe it in 1 to 100 characters'
  if (fields.some((field) => field.description === '' || field.description.length > 100)) {
    return 'describe every option in 1 to 100 characters'
  }
  if (fields.filter((field) => field.rest).length > 1) return 'only one option can take the free text'
  if (command.examples.length === 0) return 'give an example'
  for (const example of command.examples) {
    const [name, ...words] = example.split(' ')
    if (name !== command.name) return `the example “${example}” is of another command`
    parseOptions(command, words.join(' '))
  }
  return undefined
}
