/** Every error Recourse raises on purpose. The message says what to do; `code` is stable for logs and records. */
export class RecourseError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** The environment or an option is wrong. `problems` holds one line each, with its remedy. */
export class ConfigError extends RecourseError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super('config', problems.join('\n'))
    this.problems = problems
  }
}

export type ModelErrorCode =
  | 'aborted'
  | 'bad_request'
  | 'budget_spent'
  | 'connection'
  | 'empty'
  | 'forbidden'
  | 'no_credit'
  | 'not_recorded'
  | 'rate_limited'
  | 'timeout'
  | 'unauthorized'
  | 'unavailable'
  | 'unknown_model'

/** A model call failed. */
export class ModelError extends RecourseError {
  declare readonly code: ModelErrorCode
  /** Milliseconds to wait, where the provider said so. */
  readonly retryAfter: number | undefined

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions & { retryAfter?: number }) {
    super(code, message, options)
    this.retryAfter = options?.retryAfter
  }
}

const LOAD_ERROR_CODES = [
  'busy_channel',
  'busy_workspace',
  'busy_provider',
  'busy_process',
  'limit_person',
  'limit_workspace',
  'limit_tokens',
] as const
export type LoadErrorCode = (typeof LOAD_ERROR_CODES)[number]

/** Whether a request was not taken on, which concerns only whoever asked. */
export function isNotTakenOn(failure: { readonly code: string } | undefined): boolean {
  return LOAD_ERROR_CODES.some((code) => code === failure?.code)
}

/** A request was not taken on: too much waits already, or somebody's share is used up. Says when to come back. */
export class LoadError extends RecourseError {
  declare readonly code: LoadErrorCode

  constructor(code: LoadErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options)
  }
}

export type StoreErrorCode =
  | 'corrupt'
  | 'full'
  | 'read_only'
  | 'unreachable'
  | 'schema_too_new'
  | 'write_failed'
  /** This process is ending: whatever it has not stored is for others. */
  | 'closed'

/** The database or the expiring state cannot be used. */
export class StoreError extends RecourseError {
  declare readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options)
  }
}

/** Whether the records cannot be used because this process is ending. */
export function isClosed(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'closed'
}

/** A person gave something that cannot be used: an empty message, a wrong option, an unknown name. */
export class InputError extends RecourseError {
  constructor(message: string, options?: ErrorOptions) {
    super('input', message, options)
  }
}

/** One line for a person, whatever was thrown. */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replaceAll(/\s*\n\s*/g, ' ').trim()
}

/**
 * What people in a channel are told of a failure. Hosts, files and variables of the store are for the log: the
 * people in the channel cannot mend them.
 */
export function describeForReaders(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof StoreError) {
    return {
      code: error.code,
      message:
        'The records cannot be used at the moment. Try again soon; whoever runs Recourse finds the reason in the log.',
    }
  }
  if (error instanceof RecourseError) return { code: error.code, message: describeError(error) }
  return {
    code: 'internal',
    message:
      'Something broke on our side; it has been logged. Try again, and tell whoever runs Recourse if it stays so.',
  }
}
