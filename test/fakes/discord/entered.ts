/** What somebody picked in a select menu, or entered into a modal, as Discord sends it. */
import { isJson, type Json, objectsOf, stringOf } from '../shared/json.ts'
import { component } from './component-limits.ts'

/** By `custom_id`: what was typed, or the values that were picked. */
export type Entered = Readonly<Record<string, string | readonly string[] | boolean>>

/** @throws Error where Discord's clients would not let the person pick that */
export function checkPicked(node: Json, values: readonly string[]): void {
  const name = stringOf(node['custom_id'])
  const least = Number(node['min_values'] ?? 1)
  const most = Number(node['max_values'] ?? 1)
  if (values.length < least || values.length > most)
    throw new Error(`${name} takes ${least} to ${most} options, not ${values.length}`)
  if (!Array.isArray(node['options'])) return
  for (const value of values) {
    if (!objectsOf(node['options']).some((option) => option['value'] === value))
      throw new Error(`${name} has no option ${value}`)
  }
}

/** A part of a modal as it is sent in, with what the person entered. */
export function submitted(part: Json, id: number, values: Entered): Json {
  const own = { type: part['type'], id: part['id'] ?? id }
  if (part['type'] === component.row)
    return {
      ...own,
      components: objectsOf(part['components']).map((node) => entered(node, id + 100, values)),
    }
  if (isJson(part['component'])) return { ...own, component: entered(part['component'], id + 100, values) }
  return own
}

function entered(node: Json, id: number, values: Entered): Json {
  const name = stringOf(node['custom_id'])
  const given = values[name]
  const own = { type: node['type'], id: node['id'] ?? id, custom_id: name }
  const required = node['required'] !== false
  if (node['type'] === component.textInput) {
    const text = typeof given === 'string' ? given : stringOf(node['value'])
    const length = [...text].length
    if (required && length === 0) throw new Error(`${name} is required`)
    if (length > 0 && length < Number(node['min_length'] ?? 0)) throw new Error(`${name} is too short`)
    if (length > Number(node['max_length'] ?? 4000)) throw new Error(`${name} is too long`)
    return { ...own, value: text }
  }
  if (node['type'] === component.checkbox) return { ...own, value: given === true }
  const preset = objectsOf(node['options']).filter((option) => option['default'] === true)
  const picked =
    given === undefined
      ? preset.map((option) => stringOf(option['value']))
      : typeof given === 'string'
        ? [given]
        : Array.isArray(given)
          ? given.map(String)
          : []
  if (required || picked.length > 0) checkPicked(node, picked)
  return node['type'] === component.radioGroup
    ? { ...own, value: picked[0] ?? null }
    : { ...own, values: picked }
}
