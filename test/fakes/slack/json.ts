/** Reading of JSON of which nothing is known yet. */

export type Json = Readonly<Record<string, unknown>>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The string, or the empty string for anything else. */
export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The objects in the array; none for anything else. */
export const objectsOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isJson) : []

/** The object; an empty one for anything else. */
export const objectOf = (value: unknown): Json => (isJson(value) ? value : {})

/** Slack takes `true`, `1` and `"true"` alike, as forms know only strings. */
export const truthy = (value: unknown): boolean =>
  value === true || value === 1 || value === '1' || value === 'true'

// Text that opens with a bracket is still text.
const plainFields = new Set([
  'text',
  'markdown_text',
  'status',
  'title',
  'topic',
  'purpose',
  'private_metadata',
])

/** A request body as Slack reads it: JSON, or a form whose structured fields hold JSON. */
export function parseBody(body: string, contentType: string): Json {
  if (contentType.includes('json')) {
    try {
      return objectOf(JSON.parse(body))
    } catch {
      return {}
    }
  }
  const fields: Record<string, unknown> = {}
  for (const [name, value] of new URLSearchParams(body)) fields[name] = parseField(name, value)
  return fields
}

function parseField(name: string, value: string): unknown {
  const first = value[0]
  if ((first !== '{' && first !== '[') || plainFields.has(name)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** A form as Slack's SDKs send it. */
export function toForm(fields: Json): string {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue
    form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  return form.toString()
}
