import { createHash } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { verifySlackRequest } from '@slack/bolt'
import { z } from 'zod'
import type { Logger } from '../../logger.ts'
import type { State } from '../../store/state.ts'
import { RecentMap } from '../recent-map.ts'

/** Bytes of a request that are read before it is known to be Slack's; the largest that Slack sends have some 100,000. */
const MAX_BODY = 1_000_000

/** How far the time of a request may be from ours, in seconds (docs.slack.dev/authentication/verifying-requests-from-slack). */
const WINDOW = 5 * 60

/**
 * How often, and how long between in milliseconds, it is looked what became of a request that is being taken already;
 * less than the 3 s that Slack waits.
 */
const LOOKS = 20
const LOOK_EVERY = 100

/** Requests that this process remembers by itself, for the time in which the state cannot be used. */
const OWN = 5_000

export interface RequestDoorOptions {
  readonly signingSecret: string
  readonly state: Pick<State, 'get' | 'set' | 'add' | 'delete'>
  readonly logger: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly wait: (milliseconds: number) => Promise<void>
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
  const fate = await seen.fateOf(signature)
  if (fate !== 'new') {
    // Whoever is taking it may have died over it, and what Slack sends again within the same second bears the same
    // signature: that is not acknowledged. What comes later bears another, and is known by what it tells.
    response.writeHead(fate === 'taken' ? 200 : 409).end()
    return
  }
  response.once('close', () => {
    if (response.writableFinished && response.statusCode < 300) seen.taken(signature)
    // What could not be taken is sent again by Slack, perhaps within the same second and so with the same signature.
    else seen.forget(signature)
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

const known = z.enum(['begun', 'taken'])
type Known = z.output<typeof known>

/** A request may come early by the window, and is good until the window has passed; in milliseconds. */
const GOOD_FOR = 2 * WINDOW * 1000

/** The signatures of the requests that came, for as long as they are good. */
class SeenRequests {
  readonly #options: Pick<RequestDoorOptions, 'state' | 'logger' | 'wait'>
  readonly #own = new RecentMap<string, Known>(OWN)

  constructor(options: Pick<RequestDoorOptions, 'state' | 'logger' | 'wait'>) {
    this.#options = options
  }

  /** A request that is `new` has begun with this. Waits a while for what becomes of one that has. */
  async fateOf(signature: string): Promise<'new' | Known> {
    const { state, logger, wait } = this.#options
    const key = keyOf(signature)
    for (let look = 0; look < LOOKS; look += 1) {
      if (look > 0) await wait(LOOK_EVERY)
      const own = this.#own.get(key)
      if (own === 'taken') return own
      if (own) continue
      this.#own.set(key, 'begun')
      try {
        if (await state.add(key, 'begun', GOOD_FOR)) return 'new'
        this.#own.delete(key)
        if ((await state.get(key, known)) === 'taken') return 'taken'
      } catch (error) {
        logger.warn({ err: error }, 'state cannot tell whether a request was sent again')
        this.#own.set(key, 'begun')
        return 'new'
      }
    }
    return 'begun'
  }

  taken(signature: string): void {
    const key = keyOf(signature)
    this.#own.set(key, 'taken')
    this.#noted(this.#options.state.set(key, 'taken', GOOD_FOR))
  }

  forget(signature: string): void {
    const key = keyOf(signature)
    this.#own.delete(key)
    this.#noted(this.#options.state.delete(key))
  }

  #noted(work: Promise<unknown>): void {
    work.catch((error: unknown) =>
      this.#options.logger.warn({ err: error }, 'state does not know what became of a request'),
    )
  }
}

function keyOf(signature: string): string {
  return `slack-request:${createHash('sha256').update(signature).digest('base64url')}`
}
