/** Reading of what is sent to Slack. */
import { type Json, objectOf } from '../shared/json.ts'

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
