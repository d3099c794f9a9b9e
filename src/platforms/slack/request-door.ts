import { createHash } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { verifySlackRequest } from '@slack/bolt'
import type { Logger } from '../../logger.ts'
import type { State } from '../../store/state.ts'
import { RecentMap } from '../recent-map.ts'

/** Bytes of a request that are read before it is known to be Slack's; the largest that Slack sends have some 100,000. */
const MAX_BODY = 1_000_000

/** How far the time of a request may be from ours, in seconds (docs.slack.dev/authentication/verifying-requests-from-slack). */
const WINDOW = 5 * 60

/** Requests that this process remembers by itself, for the time in which the state cannot be used. */
const OWN = 5_000

export interface RequestDoorOptions {
  readonly signingSecret: string
  readonly state: Pick<State, 'add' | 'delete'>
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Lets to Bolt what Slack has signed within five minutes, once: a request that was listened in on can be sent again
 * as it is. What is too long is not read to its end, whoever sends it.
 */
export function requestDoor(inside: RequestListener, options: RequestDoorOptions): RequestListener {
  const seen = new SeenRequests(options)
  return (request, response) => {
    if (request.method !== 'POST') {
      // Bolt throws at every request that is no POST, which would end the process; anybody can send one.
      response.writeHead(405, { Allow: 'POST' }).end()
      return
    }
    admit(request, response, inside, options, seen).catch((error: unknown) => {
      options.logger.warn({ err: error }, 'slack request could not be read')
      if (response.headersSent) response.end()
      else response.writeHead(400, { Connection: 'close' }).end()
    })
  }
}

async function admit(
  request: IncomingMessage,
  response: ServerResponse,
  inside: RequestListener,
  { signingSecret, now }: RequestDoorOptions,
  seen: SeenRequests,
): Promise<void> {
  const body = await readBody(request)
  if (body === undefined) {
    response.writeHead(413, { Connection: 'close' }).end()
    // The rest is not wanted; a client that still writes would else never read the answer.
    request.resume()
    return
  }
  // Bolt takes what was read already from here.
  Object.assign(request, { rawBody: body })
  const signature = request.headers['x-slack-signature']
  // Slack's check of the certificate bears no signature; Bolt knows it, and turns away everything else without one.
  if (typeof signature !== 'string') return inside(request, response)
  if (!isSlacks(request, signature, body, signingSecret, now())) {
    response.writeHead(401).end()
    return
  }
  if (!(await seen.isFirst(signature))) {
    // Not acknowledged: whoever took it may have died over it, and what Slack then sends within the same second bears the
    // same signature. What it sends later bears another, and is known by what it tells.
    response.writeHead(409).end()
    return
  }
  response.once('close', () => {
    // What could not be taken is sent again by Slack, perhaps within the same second and so with the same signature.
    if (!(response.writableFinished && response.statusCode < 300)) seen.forget(signature)
  })
  inside(request, response)
}

/** The whole body; `undefined` where it is too long. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length']) > MAX_BODY) return undefined
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > MAX_BODY) resolve(undefined)
      else chunks.push(chunk)
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => reject(new Error('The client went away.')))
  })
}

function isSlacks(
  request: IncomingMessage,
  signature: string,
  body: Buffer,
  signingSecret: string,
  now: number,
): boolean {
  const timestamp = request.headers['x-slack-request-timestamp']
  const seconds =
    typeof timestamp === 'string' && /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN
  // Bolt looks only whether a request is too old.
  if (!(Math.abs(now / 1000 - seconds) <= WINDOW)) return false
  try {
    verifySlackRequest({
      signingSecret,
      body: body.toString(),
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': seconds },
      nowMilliseconds: now,
    })
    return true
  } catch {
    return false
  }
}

/** The signatures of the requests that were taken, for as long as they are good. */
class SeenRequests {
  readonly #options: Pick<RequestDoorOptions, 'state' | 'logger'>
  readonly #own = new RecentMap<string, true>(OWN)

  constructor(options: Pick<RequestDoorOptions, 'state' | 'logger'>) {
    this.#options = options
  }

  async isFirst(signature: string): Promise<boolean> {
    const key = keyOf(signature)
    if (this.#own.has(key)) return false
    this.#own.set(key, true)
    try {
      // A request may come early by the window, and is good until the window has passed.
      return await this.#options.state.add(key, true, 2 * WINDOW * 1000)
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'state cannot tell whether a request was sent again')
      return true
    }
  }

  forget(signature: string): void {
    const key = keyOf(signature)
    this.#own.delete(key)
    this.#options.state
      .delete(key)
      .catch((error: unknown) => this.#options.logger.warn({ err: error }, 'state keeps a request'))
  }
}

function keyOf(signature: string): string {
  return `slack-request:${createHash('sha256').update(signature).digest('base64url')}`
}
