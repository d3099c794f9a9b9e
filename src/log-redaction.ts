import { StoreError } from './errors.ts'

/** Stands where something was cut out. */
const CUT = '[cut]'

/** Keys whose values must never reach a log, wherever they stand in a logged object; `apiKey`, `bot_token` and the like too. */
const SECRET = /(?:token|key|authorization|password|passwd|cookie|secret|signature|credentials?|headers?)$/

/** User text is never logged; should a caller pass any by mistake under these names, it is cut out. */
const TEXT =
  /^(?:prompt|text|completion|content|messages|reply|answer|question|reason|purpose|topic|title|body|words|query|rawbody|payload|comment|displayname|username)$/

/** Under these names our own words of a store's failure come, and the gate's findings. */
const OURS = new Set(['reason'])

/** Levels of a logged object that are looked into; nothing of ours is as deep. */
const DEEPEST = 4

/** What tokens look like that could stand in any text: Slack's, the providers' keys, and user and password of a URL. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:xox[a-z](?:\.[a-z]+)?|xapp)-[\w.-]+/g, CUT],
  [/\b(?:sk|gsk|pk)[-_][\w-]{16,}/g, CUT],
  [/\bBearer\s+[\w.~+/-]+=*/gi, `Bearer ${CUT}`],
  [/\/\/[^/\s"@\\]+@/g, `//${CUT}@`],
  [/(\/(?:webhooks|interactions)\/\d+\/)[\w-]{20,}/g, `$1${CUT}`],
]

/**
 * A logged object without what must not be in a log, whatever its depth. Errors carry type, code and place, but not
 * their message, which may quote a user, nor the objects SDKs hang on them, which hold requests and keys.
 */
export function redacted(logged: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(logged).map(([key, value]) => [key, redactedValue(key, value, 0)]))
}

function redactedValue(key: string, value: unknown, depth: number): unknown {
  const name = key.replaceAll(/[_-]/g, '').toLowerCase()
  if (SECRET.test(name) || (TEXT.test(name) && !OURS.has(name))) return value === undefined ? value : CUT
  if (value instanceof Error) return errorForLog(value)
  if (key === 'err') return { type: typeof value }
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === DEEPEST || ArrayBuffer.isView(value)) return CUT
  if (Array.isArray(value)) return value.map((each) => redactedValue('', each, depth + 1))
  const entries =
    value instanceof Map ? [...value] : value instanceof Set ? [...value.entries()] : Object.entries(value)
  return Object.fromEntries(
    entries.map(([inner, each]) => [inner, redactedValue(String(inner), each, depth + 1)]),
  )
}

function errorForLog(error: Error): unknown {
  // What our own store says is fit for a log: it names no user's text and no secret.
  const message = error instanceof StoreError ? { message: error.message } : {}
  const isTold = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
  const code = isTold ? { code: error.code } : {}
  return { type: error.name, ...code, ...message, stack: framesOf(error) }
}

/**
 * The frames of a stack. The message before them may quote what a user wrote, also lines that look like frames; a
 * frame is what stands behind the message and lies in a file.
 */
function framesOf({ stack = '', message }: Error): string {
  const at = message === '' ? 0 : stack.indexOf(message)
  const behind = at < 0 ? '' : stack.slice(at + message.length)
  return behind
    .split('\n')
    .filter((line) =>
      /^\s+at (?:[\w$.<>[\] #]+ \()?(?:async )?(?:file:|node:|\/)[^()]*:\d+:\d+\)?$/.test(line),
    )
    .join('\n')
}

/** Cuts known secrets, and whatever has the shape of one, out of a line that is about to be written. */
export function lineRedaction(secrets: readonly string[]): (line: string) => string {
  // As they stand in JSON; the longest first, since one may hold another. Shorter ones would cut words.
  const written = secrets
    .filter((secret) => secret.length >= 8)
    .map((secret) => JSON.stringify(secret).slice(1, -1))
    .toSorted((a, b) => b.length - a.length)
  return (line) => {
    let clean = line
    for (const secret of written) clean = clean.replaceAll(secret, CUT)
    for (const [shape, instead] of SHAPES) clean = clean.replaceAll(shape, instead)
    return clean
  }
}
