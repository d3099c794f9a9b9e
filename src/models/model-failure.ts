import { ModelError } from '../errors.ts'

/** What an error message has to know about a provider to say what to do. */
export interface ProviderFacts {
  /** As people write it: `Groq`. */
  readonly name: string
  /** Where it is served; only the host is ever shown. */
  readonly url: string
  /** The environment variable of the key; absent where none is needed. */
  readonly keyName?: string
  /** The environment variable of the base URL. */
  readonly urlName: string
  /** What to do when nothing answers at the URL. */
  readonly whenUnreachable: string
  /** What to do about a model the provider does not have. */
  readonly whenUnknown: (model: string) => string
}

export interface FailedCall {
  readonly provider: ProviderFacts
  readonly model: string
  /** Whether the provider had begun to answer. */
  readonly opened: boolean
  /** Milliseconds since 1970, to read a `retry-after` date. */
  readonly now: number
}

/**
 * The error of a failed call in our own words. The SDK's error is not kept as `cause` where the provider
 * had answered: its message repeats the response, and responses quote the user's text.
 */
export function modelFailure(error: unknown, call: FailedCall): ModelError {
  if (error instanceof ModelError) return error
  const status = statusOf(error)
  if (status !== undefined) return httpFailure(status, error, call)
  const { name } = call.provider
  if (hasName(error, /timeout/i)) return new ModelError('timeout', `${name} took too long; try again.`)
  if (call.opened) {
    return isNetworkError(error)
      ? new ModelError('connection', `The connection to ${name} broke off in mid-answer; try again.`)
      : new ModelError(
          'unavailable',
          `${name} sent an error in mid-answer${inBrackets(codeOf(error))}; try again.`,
        )
  }
  return new ModelError(
    'connection',
    `Cannot reach ${name} at ${hostOf(call.provider.url)}${inBrackets(codeOf(error))}: ${call.provider.whenUnreachable}`,
    { cause: error },
  )
}

function httpFailure(status: number, error: unknown, call: FailedCall): ModelError {
  const { provider, model } = call
  const { name } = provider
  const code = codeOf(error)
  const said = `HTTP ${status}${code === undefined ? '' : `, ${code}`}`
  if (status === 404 || isAboutUnknownModel(code)) {
    return new ModelError(
      'unknown_model',
      `${name} has no model "${model}" (${said}): ${provider.whenUnknown(model)}`,
    )
  }
  if (status === 401 || status === 498) {
    return new ModelError(
      'unauthorized',
      provider.keyName
        ? `${name} does not accept the key: ${provider.keyName} is wrong or expired; set a valid one and start again.`
        : `${name} asks for a key (${said}), and none is set for it; check ${provider.urlName}.`,
    )
  }
  if (status === 403) {
    return new ModelError(
      'forbidden',
      `${name} does not let this key use "${model}" (${said}): ask its owner for access, or choose another model.`,
    )
  }
  if (status === 402 || code === 'insufficient_quota') {
    return new ModelError(
      'no_credit',
      `${name} reports that the account has no credit left (${said}): top it up, or choose another model.`,
    )
  }
  if (status === 429) {
    const retryAfter = retryAfterOf(error, call.now)
    const wait =
      retryAfter === undefined ? 'wait a moment' : `wait ${Math.max(1, Math.ceil(retryAfter / 1000))} s`
    return new ModelError(
      'rate_limited',
      `${name} is at its rate limit: ${wait}, or choose another model.`,
      retryAfter === undefined ? undefined : { retryAfter },
    )
  }
  if (status === 413 || code === 'context_length_exceeded') {
    return new ModelError(
      'bad_request',
      `The message with its conversation is too long for "${model}": shorten it or start a new thread.`,
    )
  }
  if (status === 408) return new ModelError('timeout', `${name} took too long (${said}); try again.`)
  if (status >= 500) {
    const retryAfter = retryAfterOf(error, call.now)
    return new ModelError(
      'unavailable',
      `${name} has a problem of its own (${said}): try again later, or choose another model.`,
      retryAfter === undefined ? undefined : { retryAfter },
    )
  }
  return new ModelError(
    'bad_request',
    `${name} cannot handle this request to "${model}" (${said}): try another model; if it persists, check the model's settings.`,
  )
}

/**
 * Milliseconds a `retry-after` header asks to wait: it holds seconds or an HTTP date (RFC 9110, 10.2.3).
 * `undefined` where it is absent or unreadable.
 */
export function parseRetryAfter(value: string | null | undefined, now: number): number | undefined {
  const text = value?.trim()
  if (!text) return undefined
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function retryAfterOf(error: unknown, now: number): number | undefined {
  const headers = field(error, 'headers') ?? field(field(error, 'rawResponse'), 'headers')
  if (!(headers instanceof Headers)) return undefined
  return parseRetryAfter(headers.get('retry-after'), now)
}

/** Groq and OpenAI SDKs call it `status`, Cohere's `statusCode`. */
function statusOf(error: unknown): number | undefined {
  const status = field(error, 'status') ?? field(error, 'statusCode')
  return typeof status === 'number' ? status : undefined
}

/** The provider's or the system's own code for the error, where it is a plain identifier. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (depth > 3 || typeof error !== 'object' || error === null) return undefined
  for (const key of ['code', 'type']) {
    const value = field(error, key)
    if (typeof value === 'string' && /^[a-z0-9_.-]{2,60}$/i.test(value)) return value
  }
  return codeOf(field(error, 'error'), depth + 1) ?? codeOf(field(error, 'cause'), depth + 1)
}

function isAboutUnknownModel(code: string | undefined): boolean {
  return code !== undefined && /^model_(not_found|decommissioned|not_active)$/.test(code)
}

function isNetworkError(error: unknown): boolean {
  // The runtime's fetch breaks off with a TypeError; the SDKs wrap it in classes of this name.
  return error instanceof TypeError || hasName(error, /connection/i) || field(error, 'cause') instanceof Error
}

function hasName(error: unknown, pattern: RegExp): boolean {
  return error instanceof Error && (pattern.test(error.constructor.name) || pattern.test(error.name))
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function inBrackets(code: string | undefined): string {
  return code === undefined ? '' : ` (${code})`
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'its address'
}
