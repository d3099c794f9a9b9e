/** What Discord takes as an application command. https://docs.discord.com/developers/interactions/application-commands */
import { type Json, objectsOf, stringOf } from '../shared/json.ts'
import type { Problems } from './errors.ts'

export const commandType = { chatInput: 1, user: 2, message: 3 } as const
export const optionType = {
  subcommand: 1,
  subcommandGroup: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const

/** The most commands of each type in one place. */
export const commandLimits: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 }
const nameLetters = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const commandCharacters = 8_000

/** Adds what is wrong with one command. @param path with its dot at the end, or empty */
export function checkCommand(command: Json, path: string, problems: Problems): void {
  const type = command['type'] ?? commandType.chatInput
  if (type === commandType.chatInput) {
    checkName(command, path, problems)
    problems.length(`${path}description`, command['description'], 1, 100)
    checkOptions(command, path, problems, 0)
    if (charactersIn(command) > commandCharacters)
      problems.add(`${path}options`, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)')
  } else if (type === commandType.user || type === commandType.message) {
    problems.length(`${path}name`, command['name'], 1, 32)
    if (stringOf(command['description']) !== '')
      problems.add(
        `${path}description`,
        'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
        'Context menu commands cannot have description',
      )
    if (objectsOf(command['options']).length > 0)
      problems.add(
        `${path}options`,
        'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS',
        'Context menu commands cannot have options',
      )
  } else problems.add(`${path}type`, 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2, 3, 4}.')
}

function checkName(node: Json, path: string, problems: Problems): void {
  const name = stringOf(node['name'])
  problems.length(`${path}name`, node['name'], 1, 32)
  if (name !== '' && (!nameLetters.test(name) || name !== name.toLowerCase()))
    problems.add(`${path}name`, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
}

function checkOptions(node: Json, path: string, problems: Problems, depth: number): void {
  const options = objectsOf(node['options'])
  problems.count(`${path}options`, options.length, 0, 25)
  const names = options.map((option) => option['name'])
  if (new Set(names).size < names.length)
    problems.add(
      `${path}options`,
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
      'Option name already exists',
    )
  let optional = false
  options.forEach((option, index) => {
    const at = `${path}options.${index}.`
    const type = Number(option['type'])
    checkName(option, at, problems)
    problems.length(`${at}description`, option['description'], 1, 100)
    if (!(type >= 1 && type <= 11))
      problems.add(`${at}type`, 'BASE_TYPE_CHOICES', 'Value must be one of {1, …, 11}.')
    if (option['required'] === true && optional)
      problems.add(
        `${at}required`,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      )
    optional ||= option['required'] !== true
    if (type <= optionType.subcommandGroup) {
      if (depth >= (type === optionType.subcommandGroup ? 1 : 2))
        problems.add(`${at}type`, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands may not nest so')
      checkOptions(option, at, problems, depth + 1)
    } else checkChoices(option, type, at, problems)
  })
  const nested = options.filter((option) => Number(option['type']) <= optionType.subcommandGroup).length
  if (nested > 0 && nested < options.length)
    problems.add(
      `${path}options`,
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-commands and options exclude one another',
    )
}

function checkChoices(option: Json, type: number, path: string, problems: Problems): void {
  const choices = objectsOf(option['choices'])
  problems.count(`${path}choices`, choices.length, 0, 25)
  if (option['autocomplete'] === true && choices.length > 0)
    problems.add(
      `${path}autocomplete`,
      'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE',
      'Choices and autocomplete exclude one another',
    )
  checkChoiceList(choices, type, `${path}choices`, problems)
}

/** Adds what is wrong with the choices of an option, registered or suggested. */
export function checkChoiceList(
  choices: readonly Json[],
  type: number,
  path: string,
  problems: Problems,
): void {
  choices.forEach((choice, index) => {
    const at = `${path}.${index}`
    problems.length(`${at}.name`, choice['name'], 1, 100)
    if (type === optionType.string) problems.length(`${at}.value`, choice['value'], 1, 100)
    else if (typeof choice['value'] !== 'number')
      problems.add(`${at}.value`, 'NUMBER_TYPE_COERCE', 'Value is not a number.')
  })
}

/** Names, descriptions and values of a command; the longest translation would count, and the fake knows none. */
function charactersIn(node: Json): number {
  const own = ['name', 'description', 'value'].reduce(
    (sum, field) => sum + [...stringOf(node[field])].length,
    0,
  )
  const inside = [...objectsOf(node['options']), ...objectsOf(node['choices'])]
  return inside.reduce((sum, one) => sum + charactersIn(one), own)
}
