/** What somebody typed into a slash command, as Discord sends it. */
import { type Json, objectsOf, stringOf } from '../shared/json.ts'
import { optionType } from './command-limits.ts'
import type { Command } from './commands.ts'

export interface Typed {
  readonly options: readonly Json[]
  /** Ids that were chosen, by the type of their option. */
  readonly chosen: readonly { readonly type: number; readonly id: string }[]
}

/**
 * @param path the names of the sub-command group and the sub-command, as far as there are such
 * @param focused the option that is being typed, whose suggestions are asked for; nothing is required then
 * @throws Error where Discord's clients would not let the person send it
 */
export function typedOptions(
  command: Command,
  path: readonly string[],
  values: Readonly<Record<string, string | number | boolean>>,
  focused?: string,
): Typed {
  const [next, ...rest] = path
  const offered = objectsOf(command['options'])
  const nested = offered.filter((option) => Number(option['type']) <= optionType.subcommandGroup)
  if (next !== undefined || nested.length > 0) {
    const inner = nested.find((option) => option['name'] === next)
    if (inner === undefined)
      throw new Error(`there is no sub-command ${next ?? ''} in ${stringOf(command['name'])}`)
    const { options, chosen } = typedOptions(inner, rest, values, focused)
    return { options: [{ type: inner['type'], name: inner['name'], options }], chosen }
  }
  for (const name of Object.keys(values)) {
    if (!offered.some((option) => option['name'] === name)) throw new Error(`there is no option ${name}`)
  }
  const options: Json[] = []
  const chosen: { type: number; id: string }[] = []
  for (const option of offered) {
    const name = stringOf(option['name'])
    const value = values[name]
    const type = Number(option['type'])
    if (value === undefined) {
      if (option['required'] === true && focused === undefined)
        throw new Error(`the option ${name} is required`)
      continue
    }
    if (name !== focused) checkValue(option, value)
    if (type >= optionType.user && type <= optionType.mentionable) chosen.push({ type, id: String(value) })
    options.push({ type, name, value, ...(name === focused ? { focused: true } : {}) })
  }
  return { options, chosen }
}

function checkValue(option: Json, value: string | number | boolean): void {
  const name = stringOf(option['name'])
  const type = Number(option['type'])
  const wanted =
    type === optionType.boolean
      ? 'boolean'
      : type === optionType.integer || type === optionType.number
        ? 'number'
        : 'string'
  if (typeof value !== wanted || (type === optionType.integer && !Number.isInteger(value)))
    throw new Error(`the option ${name} takes no ${String(value)}`)
  const choices = objectsOf(option['choices'])
  if (choices.length > 0 && !choices.some((choice) => choice['value'] === value))
    throw new Error(`the option ${name} offers no ${String(value)}`)
  const [least, most] =
    typeof value === 'string'
      ? [option['min_length'], option['max_length']]
      : [option['min_value'], option['max_value']]
  // Discord's clients let 6,000 characters into an option that says nothing else.
  const size = typeof value === 'string' ? [...value].length : Number(value)
  if (size < Number(least ?? Number.NEGATIVE_INFINITY)) throw new Error(`${name} is too short or too small`)
  if (size > Number(most ?? (typeof value === 'string' ? 6_000 : Number.POSITIVE_INFINITY)))
    throw new Error(`${name} is too long or too great`)
}
