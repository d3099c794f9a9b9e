/** What may go wrong between an app and Slack's Web API: injected faults, and Slack's rate limits. */
import { FaultRules, type FaultTiming } from '../shared/fault-rules.ts'
import type { Json } from '../shared/json.ts'

/** One thing that goes wrong. Of `status`, `error`, `loseResponse`, `loseRequest` and `stall` one is to be named. */
export interface Fault extends FaultTiming {
  /** The Web API method, or a pattern for several. */
  readonly method: string | RegExp
  /** Only calls with such arguments. */
  readonly where?: (args: Json) => boolean
  /** An HTTP status; 429 comes with `retryAfter`. */
  readonly status?: number
  /** Seconds in the `Retry-After` header; default 1. */
  readonly retryAfter?: number
  /** Answers `{ ok: false, error }`. */
  readonly error?: string
}

export type Faults = FaultRules<Fault, { readonly method: string; readonly args: Json }>

export const createFaults = (): Faults =>
  new FaultRules<Fault, { readonly method: string; readonly args: Json }>(
    (fault, { method, args }) =>
      (typeof fault.method === 'string' ? fault.method === method : fault.method.test(method)) &&
      fault.where?.(args) !== false,
  )

/** Calls a minute. https://docs.slack.dev/apis/web-api/rate-limits */
const callsPerMinute = new Map<string, number>([
  ['apps.connections.open', 20],
  ['assistant.threads.setStatus', 600],
  ['auth.test', 600],
  ['chat.appendStream', 100],
  ['chat.delete', 50],
  ['chat.postEphemeral', 100],
  ['chat.startStream', 20],
  ['chat.stopStream', 20],
  ['chat.update', 50],
  ['reactions.remove', 20],
  ['users.info', 100],
  ['users.list', 20],
  ['views.open', 100],
  ['views.publish', 100],
  ['views.update', 100],
])
const otherCallsPerMinute = 50
/** chat.postMessage: one a second in a channel, with short bursts let through. */
const burst = 4

/** Token buckets: one a method, and for posted messages one a channel. */
export class Pace {
  private readonly buckets = new Map<string, { tokens: number; at: number }>()
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  /** Seconds to wait before this call is let through; undefined if it is. */
  refusal(method: string, channel: string): number | undefined {
    if (method === 'chat.postMessage') return this.take(`${method} ${channel}`, burst, 1)
    const perMinute = callsPerMinute.get(method) ?? otherCallsPerMinute
    return this.take(method, perMinute, perMinute / 60)
  }

  private take(key: string, capacity: number, perSecond: number): number | undefined {
    const now = this.now()
    const bucket = this.buckets.get(key) ?? { tokens: capacity, at: now }
    this.buckets.set(key, bucket)
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    bucket.at = now
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond))
    bucket.tokens -= 1
    return undefined
  }
}
