/** Discord's errors as its REST API writes them. https://docs.discord.com/developers/topics/opcodes-and-status-codes */
import type { Json } from '../shared/json.ts'

export class ApiError extends Error {
  readonly status: number
  readonly code: number
  readonly errors: Json | undefined

  constructor(status: number, code: number, message: string, errors?: Json) {
    super(message)
    this.status = status
    this.code = code
    this.errors = errors
  }

  get body(): Json {
    const { code, message, errors } = this
    return errors === undefined ? { message, code } : { message, code, errors }
  }
}

export const failures = {
  unauthorized: () => new ApiError(401, 0, '401: Unauthorized'),
  notFound: () => new ApiError(404, 0, '404: Not Found'),
  methodNotAllowed: () => new ApiError(405, 0, '405: Method Not Allowed'),
  unknownChannel: () => new ApiError(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new ApiError(404, 10004, 'Unknown Guild'),
  unknownMember: () => new ApiError(404, 10007, 'Unknown Member'),
  unknownMessage: () => new ApiError(404, 10008, 'Unknown Message'),
  unknownUser: () => new ApiError(404, 10013, 'Unknown User'),
  unknownEmoji: () => new ApiError(400, 10014, 'Unknown Emoji'),
  unknownWebhook: () => new ApiError(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new ApiError(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new ApiError(404, 10063, 'Unknown application command'),
  tooManyReactions: () => new ApiError(400, 30010, 'Maximum number of reactions reached (20)'),
  alreadyAcknowledged: () => new ApiError(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: () => new ApiError(403, 50001, 'Missing Access'),
  editsAnother: () => new ApiError(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new ApiError(400, 50006, 'Cannot send an empty message'),
  cannotMessageUser: () => new ApiError(403, 50007, 'Cannot send messages to this user'),
  tooOldToDelete: () =>
    new ApiError(400, 50034, 'You can only bulk delete messages that are under 14 days old.'),
  missingPermissions: () => new ApiError(403, 50013, 'Missing Permissions'),
  invalidWebhookToken: () => new ApiError(401, 50027, 'Invalid Webhook Token'),
  threadExists: () => new ApiError(400, 160004, 'A thread has already been created for this message'),
  archivedThread: () => new ApiError(400, 50083, 'Thread is archived'),
  replyNeedsHistory: () =>
    new ApiError(400, 160002, 'Cannot reply without permission to read message history'),
} as const

/** What is wrong with a form, each complaint at the path of its field. */
export class Problems {
  private readonly tree: Record<string, unknown> = {}
  private any = false

  /** @param path the field's, with dots: `embeds.0.title` */
  add(path: string, code: string, message: string): void {
    this.any = true
    let node = this.tree
    for (const step of path.split('.')) {
      const next = (node[step] ?? {}) as Record<string, unknown>
      node[step] = next
      node = next
    }
    const list = (node['_errors'] ?? []) as unknown[]
    node['_errors'] = [...list, { code, message }]
  }

  /** Complains of a text that is too long, counted in code points, or too short. */
  length(path: string, value: unknown, minimum: number, maximum: number): void {
    if (typeof value !== 'string') {
      if (minimum > 0) this.required(path)
      return
    }
    const length = [...value].length
    if (length > maximum) this.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${maximum} or fewer in length.`)
    else if (length < minimum && minimum === 1 && length === 0) this.required(path)
    else if (length < minimum)
      this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${minimum} and ${maximum} in length.`)
  }

  count(path: string, count: number, minimum: number, maximum: number): void {
    if (count < minimum || count > maximum)
      this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${minimum} and ${maximum} in length.`)
  }

  required(path: string): void {
    this.add(path, 'BASE_TYPE_REQUIRED', 'This field is required')
  }

  /** @throws ApiError 50035 if there was any */
  raise(): void {
    if (this.any) throw new ApiError(400, 50035, 'Invalid Form Body', this.tree)
  }
}

/** One complaint about one field. */
export function invalidForm(path: string, code: string, message: string): ApiError {
  const problems = new Problems()
  problems.add(path, code, message)
  try {
    problems.raise()
  } catch (error) {
    if (error instanceof ApiError) return error
  }
  return new ApiError(400, 50035, 'Invalid Form Body')
}

export const notSnowflake = (path: string, given: string): ApiError =>
  invalidForm(path, 'NUMBER_TYPE_COERCE', `Value "${given}" is not snowflake.`)
