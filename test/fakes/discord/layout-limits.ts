/** What Discord takes as a message of layout components alone. https://docs.discord.com/developers/components/reference */
import { isJson, type Json, objectsOf, stringOf } from '../shared/json.ts'
import { checkButton, checkRow, checkUnique, component, interactiveIn } from './component-limits.ts'
import type { Problems } from './errors.ts'

/** Components in a message, with all that are nested. */
const componentTotal = 40
/** Characters in all text displays of a message. */
const textTotal = 4_000

/** The texts of a message's text displays, in order. */
export const displayedTexts = (nodes: readonly Json[]): readonly string[] =>
  allIn(nodes)
    .filter((node) => node['type'] === component.textDisplay)
    .map((node) => stringOf(node['content']))

function allIn(nodes: readonly Json[]): readonly Json[] {
  return nodes.flatMap((node) => [
    node,
    ...allIn(objectsOf(node['components'])),
    ...(isJson(node['accessory']) ? [node['accessory']] : []),
  ])
}

/** Adds what is wrong with a message's components, and with fields that do not go with them. */
export function checkLayout(body: Json, problems: Problems, prefix: string): void {
  for (const name of ['content', 'embeds']) {
    const value = body[name]
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
      continue
    const message = `The \`${name}\` field cannot be used when using MessageFlags.IS_COMPONENTS_V2`
    problems.add(`${prefix}${name}`, 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message)
  }
  const nodes = objectsOf(body['components'])
  const path = `${prefix}components`
  checkNodes(nodes, path, problems, true)
  if (allIn(nodes).length > componentTotal)
    problems.add(
      path,
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components in this view exceeds the maximum of ${componentTotal}`,
    )
  const characters = displayedTexts(nodes).reduce((sum, text) => sum + [...text].length, 0)
  if (characters > textTotal)
    problems.add(
      path,
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `The total displayable text of components exceeds the maximum size of ${textTotal}`,
    )
  checkUnique(interactiveIn(nodes), path, problems)
}

function checkNodes(nodes: readonly Json[], path: string, problems: Problems, top: boolean): void {
  nodes.forEach((node, index) => {
    const at = `${path}.${index}`
    switch (node['type']) {
      case component.row:
        checkRow(node, at, problems)
        break
      case component.section:
        checkSection(node, at, problems)
        break
      case component.textDisplay:
        problems.length(`${at}.content`, node['content'], 1, textTotal)
        break
      case component.mediaGallery:
        problems.count(`${at}.items`, objectsOf(node['items']).length, 1, 10)
        break
      case component.file:
      case component.separator:
        break
      case component.container:
        if (top) checkNodes(objectsOf(node['components']), `${at}.components`, problems, false)
        else problems.add(`${at}.type`, 'BASE_TYPE_CHOICES', 'Value must be one of {1, 9, 10, 12, 13, 14}.')
        break
      default:
        problems.add(`${at}.type`, 'BASE_TYPE_CHOICES', 'Value must be one of {1, 9, 10, 12, 13, 14, 17}.')
    }
  })
}

function checkSection(section: Json, path: string, problems: Problems): void {
  const texts = objectsOf(section['components'])
  problems.count(`${path}.components`, texts.length, 1, 3)
  texts.forEach((text, index) => {
    const at = `${path}.components.${index}`
    if (text['type'] === component.textDisplay)
      problems.length(`${at}.content`, text['content'], 1, textTotal)
    else problems.add(`${at}.type`, 'BASE_TYPE_CHOICES', 'Value must be one of {10}.')
  })
  const { accessory } = section
  if (!isJson(accessory)) problems.required(`${path}.accessory`)
  else if (accessory['type'] === component.button) checkButton(accessory, `${path}.accessory`, problems)
  else if (accessory['type'] !== component.thumbnail)
    problems.add(`${path}.accessory.type`, 'BASE_TYPE_CHOICES', 'Value must be one of {2, 11}.')
}
