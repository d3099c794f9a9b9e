/** What Discord takes as components. https://docs.discord.com/developers/components/reference */
import { isJson, type Json, objectsOf, stringOf } from '../shared/json.ts'
import type { Problems } from './errors.ts'
import { emojis } from './world.ts'

export const component = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const

const selects: ReadonlySet<unknown> = new Set([3, 5, 6, 7, 8])
const inLabels: ReadonlySet<unknown> = new Set([3, 4, 5, 6, 7, 8, 21, 22, 23])

/** Components that people use, wherever they are nested. */
export function interactiveIn(nodes: readonly Json[]): readonly Json[] {
  return nodes.flatMap((node) => [
    ...(node['custom_id'] === undefined ? [] : [node]),
    ...interactiveIn(objectsOf(node['components'])),
    ...interactiveIn(objectsOf([node['component'], node['accessory']])),
  ])
}

/** Adds what is wrong with the components of a message. */
export function checkMessageComponents(value: unknown, problems: Problems, prefix = ''): void {
  if (value === undefined || value === null) return
  const rows = objectsOf(value)
  problems.count(`${prefix}components`, rows.length, 0, 5)
  rows.forEach((row, index) => {
    const path = `${prefix}components.${index}`
    if (row['type'] === component.row) checkRow(row, path, problems)
    else problems.add(`${path}.type`, 'BASE_TYPE_CHOICES', 'Value must be one of {1}.')
  })
  checkUnique(interactiveIn(rows), `${prefix}components`, problems)
}

export function checkRow(row: Json, path: string, problems: Problems): void {
  const inside = objectsOf(row['components'])
  const single = inside.some((one) => selects.has(one['type']))
  problems.count(`${path}.components`, inside.length, 1, single ? 1 : 5)
  inside.forEach((one, place) => {
    const at = `${path}.components.${place}`
    if (one['type'] === component.button) checkButton(one, at, problems)
    else if (selects.has(one['type'])) checkSelect(one, at, problems)
    else problems.add(`${at}.type`, 'BASE_TYPE_CHOICES', 'Value must be one of {2, 3, 5, 6, 7, 8}.')
  })
}

/** Complains where two components have one id. */
export function checkUnique(used: readonly Json[], path: string, problems: Problems): void {
  const ids = used.map((one) => stringOf(one['custom_id']))
  if (new Set(ids).size < ids.length)
    problems.add(path, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated')
}

export function checkButton(button: Json, path: string, problems: Problems): void {
  const style = button['style']
  problems.length(`${path}.label`, button['label'], 0, 80)
  checkEmoji(button, path, problems)
  if (stringOf(button['label']) === '' && !isJson(button['emoji']) && style !== 6)
    problems.add(path, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button must have a label or an emoji')
  if (style === 5) {
    if (!/^(?:https?|discord):\/\//.test(stringOf(button['url']))) problems.required(`${path}.url`)
    if (button['custom_id'] !== undefined)
      problems.add(
        path,
        'BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      )
  } else if (typeof style === 'number' && style >= 1 && style <= 4)
    problems.length(`${path}.custom_id`, button['custom_id'], 1, 100)
  else problems.add(`${path}.style`, 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2, 3, 4, 5, 6}.')
}

function checkSelect(select: Json, path: string, problems: Problems): void {
  problems.length(`${path}.custom_id`, select['custom_id'], 1, 100)
  problems.length(`${path}.placeholder`, select['placeholder'], 0, 150)
  if (select['type'] === component.stringSelect) checkOptions(select, path, 1, 25, problems)
}

/** A server's own emoji has to be one that the bot shares the server of. */
function checkEmoji(node: Json, path: string, problems: Problems): void {
  const { emoji } = node
  if (!isJson(emoji)) return
  const { id } = emoji
  const known =
    id === undefined || id === null
      ? /^\p{Emoji}/u.test(stringOf(emoji['name']))
      : Object.values(emojis).some((own) => own.id === id)
  if (!known) problems.add(`${path}.emoji.name`, 'BUTTON_COMPONENT_INVALID_EMOJI', 'Invalid emoji')
}

function checkOptions(node: Json, path: string, minimum: number, maximum: number, problems: Problems): void {
  const options = objectsOf(node['options'])
  problems.count(`${path}.options`, options.length, minimum, maximum)
  options.forEach((option, index) => {
    const at = `${path}.options.${index}`
    problems.length(`${at}.label`, option['label'], 1, 100)
    checkEmoji(option, at, problems)
    problems.length(`${at}.value`, option['value'], 1, 100)
    problems.length(`${at}.description`, option['description'], 0, 100)
  })
  const values = options.map((option) => option['value'])
  if (new Set(values).size < values.length)
    problems.add(
      `${path}.options`,
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      'The specified option value is already used',
    )
}

/** Adds what is wrong with a modal. */
export function checkModal(modal: Json, problems: Problems): void {
  problems.length('data.custom_id', modal['custom_id'], 1, 100)
  problems.length('data.title', modal['title'], 1, 45)
  const parts = objectsOf(modal['components'])
  problems.count('data.components', parts.length, 1, 5)
  parts.forEach((part, index) => {
    const path = `data.components.${index}`
    if (part['type'] === component.textDisplay) problems.length(`${path}.content`, part['content'], 1, 4000)
    else if (part['type'] === component.row) checkInputRow(part, path, problems)
    else if (part['type'] === component.label) checkLabel(part, path, problems)
    else problems.add(`${path}.type`, 'BASE_TYPE_CHOICES', 'Value must be one of {1, 10, 18}.')
  })
  checkUnique(interactiveIn(parts), 'data.components', problems)
}

function checkInputRow(row: Json, path: string, problems: Problems): void {
  const inside = objectsOf(row['components'])
  problems.count(`${path}.components`, inside.length, 1, 1)
  inside.forEach((one, place) => {
    const at = `${path}.components.${place}`
    if (one['type'] !== component.textInput)
      problems.add(`${at}.type`, 'BASE_TYPE_CHOICES', 'Value must be one of {4}.')
    problems.length(`${at}.label`, one['label'], 1, 45)
    checkField(one, at, problems)
  })
}

function checkLabel(label: Json, path: string, problems: Problems): void {
  problems.length(`${path}.label`, label['label'], 1, 45)
  problems.length(`${path}.description`, label['description'], 0, 100)
  const inside = isJson(label['component']) ? label['component'] : {}
  if (!inLabels.has(inside['type']))
    problems.add(`${path}.component.type`, 'BASE_TYPE_CHOICES', 'Value must be a component for a label.')
  checkField(inside, `${path}.component`, problems)
}

function checkField(field: Json, path: string, problems: Problems): void {
  problems.length(`${path}.custom_id`, field['custom_id'], 1, 100)
  if (field['type'] === component.textInput) {
    problems.length(`${path}.placeholder`, field['placeholder'], 0, 100)
    problems.length(`${path}.value`, field['value'], 0, 4000)
  } else if (field['type'] === component.radioGroup) checkOptions(field, path, 2, 10, problems)
  else if (field['type'] === component.checkboxGroup) checkOptions(field, path, 1, 10, problems)
  else if (field['type'] === component.stringSelect) checkOptions(field, path, 1, 25, problems)
}
