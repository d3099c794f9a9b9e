/** One call of the REST API, and what its routes need to answer it. */
import type { IncomingMessage } from 'node:http'
import { type Json, objectOf } from '../shared/json.ts'
import type { Announcer } from './announcer.ts'
import type { Commands } from './commands.ts'
import { ApiError, failures } from './errors.ts'
import type { Gateway } from './gateway.ts'
import type { Nonces } from './nonces.ts'
import type { OpenInteractions } from './open-interactions.ts'
import { permissions } from './permissions.ts'
import type { DiscordState, StoredMessage } from './state.ts'
import { messageOf, type Reader } from './wire.ts'
import { botUserId, type Channel } from './world.ts'

export interface Discord {
  readonly state: DiscordState
  readonly announcer: Announcer
  readonly gateway: Gateway
  readonly nonces: Nonces
  readonly commands: Commands
  readonly interactions: OpenInteractions
  /** What the portal grants; the REST API withholds content by it. */
  readonly reader: Reader
  readonly gatewayUrl: () => string
  readonly maxConcurrency: number
  readonly shards: number
  readonly applicationFlags: number
}

export interface RestCall {
  readonly method: string
  /** Without the version: `/channels/1/messages`. */
  readonly path: string
  readonly params: readonly string[]
  readonly query: URLSearchParams
  readonly body: unknown
  readonly files: readonly Json[]
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Handler = (call: RestCall, discord: Discord) => Answer | Promise<Answer>

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const noContent: Answer = { status: 204 }

/** The path's parameter of this number. */
export const param = (call: RestCall, index: number): string => call.params[index] ?? ''
export const bodyOf = (call: RestCall): Json => objectOf(call.body)

export const wire = (discord: Discord, message: StoredMessage): Json =>
  messageOf(discord.state, message, discord.reader)

/**
 * The channel, if the bot may do this there.
 *
 * @throws ApiError where there is no such channel, the bot does not see it, or lacks a permission
 */
export function channelFor(discord: Discord, id: string, needed = 0n): Channel {
  const channel = discord.state.channels.get(id)
  if (channel === undefined) throw failures.unknownChannel()
  const held = discord.state.may(botUserId, channel)
  if ((held & permissions.viewChannel) === 0n) throw failures.missingAccess()
  if ((held & needed) !== needed) throw failures.missingPermissions()
  return channel
}

/** @throws ApiError where the message is not there, or is seen by one person only */
export function messageFor(discord: Discord, channel: Channel, id: string): StoredMessage {
  const message = discord.state.find(channel.id, id)
  if (message === undefined || message.ephemeralFor !== undefined) throw failures.unknownMessage()
  return message
}

const badJson = () => new ApiError(400, 50109, 'The request body contains invalid JSON.')

/** Reads a body of JSON, or of parts with the JSON in `payload_json`. */
export async function readBody(
  request: IncomingMessage,
): Promise<{ readonly body: unknown; readonly files: readonly Json[] }> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const raw = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData()
    const files: Json[] = []
    for (const [name, part] of form) {
      if (typeof part !== 'string')
        files.push({
          name,
          filename: part.name,
          size: part.size,
          content_type: part.type,
          text: await part.text(),
        })
    }
    const payload = form.get('payload_json')
    return { body: typeof payload === 'string' ? parse(payload) : Object.fromEntries(form), files }
  }
  return { body: raw.length === 0 ? {} : parse(raw.toString('utf8')), files: [] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badJson()
  }
}
