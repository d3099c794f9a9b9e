import type { z } from 'zod'
import { InputError } from '../src/errors.ts'
import type { Command } from './command.ts'
import { optionFields, usage } from './option-fields.ts'

/** `name:value` or `name:"several words"` at the start of what is left to read. */
const NAMED = /^([a-z][a-z-]*):(?:"([^"]*)"|(\S*))(?:\s+|$)/

/**
 * Reads what was typed after a command's name. Named options come first, as `name:value`; the first word that
 * is not one begins the free text, which is taken as it stands.
 *
 * @throws {InputError} naming the option that is wrong and how the command is typed
 */
export function parseOptions<Options extends z.ZodObject>(
  command: Pick<Command<Options>, 'name' | 'options'>,
  typed: string,
): z.output<Options> {
  const fields = optionFields(command)
  const values: Record<string, string> = {}
  let left = typed.trim()
  for (let match = NAMED.exec(left); match; match = NAMED.exec(left)) {
    const [whole, name = '', quoted, bare] = match
    if (!fields.some((field) => field.name === name && !field.rest)) break
    values[name] = quoted ?? bare ?? ''
    left = left.slice(whole.length)
  }
  const rest = fields.find((field) => field.rest)
  if (left !== '' && rest) values[rest.name] = left
  if (left !== '' && !rest) throw notTaken(command, left)
  return checkOptions(command, values)
}

/**
 * Checks options whose values a form has kept apart.
 *
 * @throws {InputError} naming the option that is wrong and how the command is typed
 */
export function checkOptions<Options extends z.ZodObject>(
  command: Pick<Command<Options>, 'name' | 'options'>,
  values: Readonly<Record<string, string>>,
): z.output<Options> {
  const fields = optionFields(command)
  // A form can be older than the command.
  const unknown = Object.keys(values).find((name) => !fields.some((field) => field.name === name))
  if (unknown !== undefined) throw notTaken(command, unknown)
  const parsed = command.options.safeParse(values)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const name = String(issue?.path[0] ?? '')
  const field = fields.find((candidate) => candidate.name === name)
  const allowed =
    field && field.choices.length > 0 ? `one of ${field.choices.join(', ')}` : field?.description
  const problem =
    values[name] === undefined ? `needs ${name}` : `cannot use “${shorten(values[name])}” as ${name}`
  throw new InputError(
    `/${command.name} ${problem}${allowed ? ` (${allowed})` : ''}. Type: ${usage(command)}`,
  )
}

function notTaken(command: Pick<Command, 'name' | 'options'>, given: string): InputError {
  return new InputError(`/${command.name} does not take “${shorten(given)}”. Type: ${usage(command)}`)
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
