/** The HTTP face of the fake: the REST API under `/api/v10`, and attached files. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { isJson } from '../shared/json.ts'
import { applicationRoutes } from './application-routes.ts'
import { channelRoutes } from './channel-routes.ts'
import { ApiError, failures, notSnowflake } from './errors.ts'
import { type Fault, type Faults, faultAnswer, rateLimited } from './faults.ts'
import { interactionRoutes } from './interaction-routes.ts'
import type { RateLimits } from './rate-limits.ts'
import { reactionRoutes } from './reaction-routes.ts'
import { type Answer, type Discord, type Handler, type RestCall, readBody } from './rest-call.ts'

/** One call of the REST API, for tests to read. */
export interface ApiCall {
  /** `POST /channels/:id/messages`; what was asked for, where there is no such route. */
  readonly route: string
  /** `/channels/1/messages`. */
  readonly path: string
  readonly body: unknown
  /** Milliseconds since 1970, when it arrived. */
  readonly at: number
  /** HTTP status; 0 where the connection was cut instead of answering, or nothing was answered yet. */
  status: number
  /** Discord's error code, if it answered one. */
  code: number | undefined
}

export interface RestParts {
  readonly discord: Discord
  readonly faults: Faults
  readonly limits: RateLimits
  /** Hears of every call as it arrives; what becomes of it is noted in it later. */
  readonly onCall: (call: ApiCall) => void
  readonly token: string
  readonly now: () => number
  /** Hears of every answer that Discord counts as an invalid request. */
  readonly onInvalid: () => void
}

interface Route {
  readonly name: string
  readonly steps: readonly string[]
  readonly handler: Handler
}

const routes: ReadonlyMap<string, readonly Route[]> = Map.groupBy(
  Object.entries({
    ...applicationRoutes,
    ...channelRoutes,
    ...reactionRoutes,
    ...interactionRoutes,
  }).map(([name, handler]): Route => {
    const [method = '', path = ''] = name.split(' ')
    return { name, steps: [method, ...path.split('/').slice(1)], handler }
  }),
  ({ steps }) => `${steps[0]} ${steps.length}`,
)

interface Match {
  readonly route: Route
  readonly params: readonly string[]
}

function match(method: string, path: string): Match | undefined {
  const steps = [method, ...path.split('/').slice(1)]
  for (const route of routes.get(`${method} ${steps.length}`) ?? []) {
    const params: string[] = []
    const fits = route.steps.every((step, index) => {
      const given = steps[index] ?? ''
      if (!step.startsWith(':')) return step === given
      params.push(decoded(given))
      return given !== ''
    })
    if (fits) return { route, params }
  }
  return undefined
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

/** Builds the server; it does not listen yet. */
export function createRestApi(parts: () => RestParts): Server {
  return createServer((request, response) => {
    void serve(parts(), request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    })
  })
}

async function serve(parts: RestParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const file = parts.discord.state.files.get(url.pathname)
  if (file !== undefined) {
    response.writeHead(200, { 'content-type': file.contentType }).end(file.text)
    return
  }
  const method = request.method ?? 'GET'
  const path = url.pathname.replace(/^\/api\/v10(?=\/)/, '')
  const found = path === url.pathname ? undefined : match(method, path)
  const read = await readBody(request).catch((error: unknown) => {
    if (error instanceof ApiError) return error
    throw error
  })
  const given = read instanceof ApiError ? { body: undefined, files: [] } : read
  const call: RestCall = { method, path, params: found?.params ?? [], query: url.searchParams, ...given }
  const name = found?.route.name ?? `${method} ${path}`
  const kept: ApiCall = { route: name, path, body: call.body, at: parts.now(), status: 0, code: undefined }
  parts.onCall(kept)
  const fault = parts.faults.strike({ route: name, call })
  if (fault?.loseRequest === true) {
    cut(fault, request)
    return
  }
  const answer =
    faultAnswer(fault) ??
    (read instanceof ApiError
      ? errorAnswer(read)
      : await perform(parts, call, found, request.headers.authorization ?? ''))
  if (!(await struck(fault, request))) return
  kept.status = answer.status
  if (answer.status >= 400) {
    kept.code =
      isJson(answer.body) && typeof answer.body['code'] === 'number' ? answer.body['code'] : undefined
    if (isInvalid(answer)) parts.onInvalid()
  }
  write(response, answer)
}

function cut(fault: Fault, { socket }: IncomingMessage): void {
  if (fault.reset === true) socket.resetAndDestroy()
  else socket.destroy()
}

/** Lets a fault do what it does to the answer. False where there is to be none. */
async function struck(fault: Fault | undefined, request: IncomingMessage): Promise<boolean> {
  if (fault?.loseResponse === true) {
    cut(fault, request)
    return false
  }
  if (fault?.stall === undefined) return true
  if (fault.stall === Number.POSITIVE_INFINITY) return false
  await sleep(fault.stall, undefined, { ref: false })
  return true
}

/** https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans */
const isInvalid = ({ status, headers }: Answer): boolean =>
  status === 401 || status === 403 || (status === 429 && headers?.['x-ratelimit-scope'] !== 'shared')

const tokenInPath = /^\/(?:interactions|webhooks)\/[^/]+\/[^/]+/
/** A webhook is limited by its token, too. */
const majorPart = /^\/(?:channels|guilds)\/[^/]+|^\/webhooks\/[^/]+\/[^/]+/

async function perform(
  parts: RestParts,
  call: RestCall,
  found: Match | undefined,
  authorization: string,
): Promise<Answer> {
  if (!tokenInPath.test(call.path) && authorization !== `Bot ${parts.token}`)
    return errorAnswer(failures.unauthorized())
  if (found === undefined) return errorAnswer(missing(call))
  const strange = call.path
    .split('/')
    .find((step, index) => found.route.steps[index] === ':id' && !isId(step))
  if (strange !== undefined) return errorAnswer(notSnowflake('id', strange))
  const { headers, retryAfter, global } = parts.limits.check(
    found.route.name,
    majorPart.exec(call.path)?.[0] ?? '',
  )
  if (retryAfter !== undefined) return { status: 429, headers, body: rateLimited(retryAfter, global) }
  try {
    const answer = await found.route.handler(call, parts.discord)
    return { ...answer, headers: { ...headers, ...answer.headers } }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { ...errorAnswer(error), headers }
  }
}

const isId = (step: string): boolean => /^(?:\d{1,20}|@me|@original|%40me|%40original)$/.test(step)

const errorAnswer = (error: ApiError): Answer => ({ status: error.status, body: error.body })

const missing = ({ method, path }: RestCall): ApiError => {
  const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((other) => other !== method)
  return others.some((other) => match(other, path) !== undefined)
    ? failures.methodNotAllowed()
    : failures.notFound()
}

function write(response: ServerResponse, { status, body, headers }: Answer): void {
  if (body === undefined) {
    response.writeHead(status, headers).end()
    return
  }
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(text)
}
