/** What may go wrong between a bot and Discord's REST API. */
import { FaultRules, type FaultTiming } from '../shared/fault-rules.ts'
import type { Answer, RestCall } from './rest-call.ts'

/**
 * One thing that goes wrong. Of `status`, `loseResponse`, `loseRequest` and `stall` one is to be named; `status` may
 * come with any of the others' timing.
 */
export interface Fault extends FaultTiming {
  /** The route with its method, `POST /channels/:id/messages`, or a pattern for several. */
  readonly route: string | RegExp
  /** Only such calls. */
  readonly where?: (call: RestCall) => boolean
  /** An HTTP status instead of performing the call; 429 comes with `retryAfter` and `scope`. */
  readonly status?: number
  /** Seconds; default 1. */
  readonly retryAfter?: number
  /** Default `user`; 429s of scope `shared` are not counted as invalid requests. */
  readonly scope?: 'user' | 'global' | 'shared'
  /** Cuts connections with a TCP reset, after which discord.js tries again by itself; without, it throws. */
  readonly reset?: boolean
  /** Discord's error code, such as 20028; default 0. */
  readonly code?: number
}

export type Faults = FaultRules<Fault, { readonly route: string; readonly call: RestCall }>

export const createFaults = (): Faults =>
  new FaultRules<Fault, { readonly route: string; readonly call: RestCall }>(
    (fault, { route, call }) =>
      (typeof fault.route === 'string' ? fault.route === route : fault.route.test(route)) &&
      fault.where?.(call) !== false,
  )

/** What a fault answers instead of the call; undefined where the call is performed. */
export function faultAnswer(fault: Fault | undefined): Answer | undefined {
  if (fault?.status === undefined) return undefined
  if (fault.status !== 429)
    return { status: fault.status, body: { message: `${fault.status}: fault`, code: fault.code ?? 0 } }
  const retryAfter = fault.retryAfter ?? 1
  const scope = fault.scope ?? 'user'
  return {
    status: 429,
    headers: {
      'retry-after': String(Math.ceil(retryAfter)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
    },
    body: rateLimited(retryAfter, scope === 'global', fault.code),
  }
}

export const rateLimited = (retryAfter: number, global: boolean, code?: number) => ({
  message: 'You are being rate limited.',
  retry_after: retryAfter,
  global,
  ...(code === undefined ? {} : { code }),
})
