/** The HTTP face of the fake: the Web API under `/api/`, and response URLs. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Json, stringOf } from '../shared/json.ts'
import { chatMethods } from './chat-methods.ts'
import type { Faults, Pace } from './faults.ts'
import { fileMethods, takeUpload } from './file-methods.ts'
import { parseBody } from './forms.ts'
import { asBot, fail, type Method, type Slack } from './methods.ts'
import { otherMethods } from './other-methods.ts'
import { respond } from './responses.ts'
import type { Streams } from './stream-methods.ts'

/** One call of the Web API. */
export interface ApiCall {
  readonly method: string
  readonly args: Json
  /** Milliseconds since 1970, when it arrived. */
  readonly at: number
  /** HTTP status; 0 where the connection was cut instead of answering, or nothing was answered yet. */
  status: number
  /** Slack's error, if it answered one. */
  error: string | undefined
}

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Json
}

export interface WebApiParts {
  readonly slack: Slack
  readonly streams: Streams
  readonly faults: Faults
  readonly pace: Pace | undefined
  /** Hears of every call as it arrives; what becomes of it is noted in it later. */
  readonly onCall: (call: ApiCall) => void
  readonly botToken: string
  readonly appToken: string
  /** The URL of a new socket. */
  readonly openConnection: () => string
}

/** Families that the emulator answers by itself. */
const forwarded =
  /^(?:auth|bots|bookmarks|chat|conversations|pins|reactions|team|users|users\.profile|views)\.[a-zA-Z]+$/
const readsMessages = /^(?:conversations\.(?:history|replies)|reactions\.get|chat\.getPermalink)$/
const writesMessages = /^chat\.(?:delete|update)$/

/** Builds the server; it does not listen yet. */
export function createWebApi(parts: () => WebApiParts): Server {
  return createServer((request, response) => {
    void serve(parts(), request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    })
  })
}

async function serve(parts: WebApiParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const bytes = Buffer.concat(pieces)
  const path = (request.url ?? '').split('?')[0] ?? ''
  if (path.startsWith('/upload/')) {
    const taken = await takeUpload(parts.slack, path, bytes, request.headers['content-type'] ?? '')
    response.writeHead(taken ? 200 : 400).end(taken ? `OK - ${bytes.length}` : 'bad upload')
    return
  }
  const args = parseBody(bytes.toString('utf8'), request.headers['content-type'] ?? '')
  if (path.startsWith('/response/')) {
    const struck = faultAnswer(parts.faults.strike({ method: 'response_url', args }))
    if (struck) return write(response, struck)
    const body = await respond(parts.slack, path, args)
    write(response, { status: body['ok'] === true ? 200 : 404, body })
    return
  }
  const method = path.replace('/api/', '')
  const call: ApiCall = { method, args, at: Date.now(), status: 0, error: undefined }
  parts.onCall(call)
  const fault = parts.faults.strike({ method, args })
  if (fault?.loseRequest === true) {
    request.socket.destroy()
    return
  }
  const struck = faultAnswer(fault)
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '') || stringOf(args['token'])
  const answer = struck ?? (await answerCall(parts, method, args, token))
  if (fault?.loseResponse === true) {
    request.socket.destroy()
    return
  }
  if (fault?.stall !== undefined) {
    if (fault.stall === Number.POSITIVE_INFINITY) return
    await sleep(fault.stall, undefined, { ref: false })
  }
  call.status = answer.status
  call.error = stringOf(answer.body['error']) || undefined
  write(response, answer)
}

function faultAnswer(fault: ReturnType<Faults['strike']>): Answer | undefined {
  if (fault?.status === 429) return rateLimited(fault.retryAfter ?? 1)
  if (fault?.status !== undefined) return { status: fault.status, body: fail('internal_error') }
  return fault?.error === undefined ? undefined : { status: 200, body: fail(fault.error) }
}

const rateLimited = (seconds: number): Answer => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: fail('ratelimited'),
})

async function answerCall(parts: WebApiParts, method: string, args: Json, token: string): Promise<Answer> {
  const { slack, streams } = parts
  if (token === '') return { status: 200, body: fail('not_authed') }
  const forApp = method === 'apps.connections.open'
  if (token !== parts.botToken && token !== parts.appToken) return { status: 200, body: fail('invalid_auth') }
  if ((token === parts.appToken) !== forApp) return { status: 200, body: fail('not_allowed_token_type') }
  const wait = parts.pace?.refusal(method, stringOf(args['channel']))
  if (wait !== undefined) return rateLimited(wait)
  if (forApp) return { status: 200, body: { ok: true, url: parts.openConnection() } }
  if (readsMessages.test(method)) await streams.flush()
  if (writesMessages.test(method)) streams.closeExpired()
  const { token: _token, ...rest } = args as Record<string, unknown>
  const implemented: Method | undefined =
    streams.methods[method] ?? chatMethods[method] ?? fileMethods[method] ?? otherMethods[method]
  const body =
    implemented !== undefined
      ? await implemented(rest, slack)
      : forwarded.test(method)
        ? await asBot(slack, method, rest)
        : fail('unknown_method')
  return { status: 200, headers: { 'x-oauth-scopes': slack.scopes.join(',') }, body }
}

function write(response: ServerResponse, answer: Answer): void {
  const body = JSON.stringify(answer.body)
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-slack-req-id': 'fake',
    ...answer.headers,
  })
  response.end(body)
}
