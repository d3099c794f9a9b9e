/**
 * Discord's rate limits: a bucket for each route and place, and all routes together.
 * https://docs.discord.com/developers/topics/rate-limits
 *
 * Discord does not publish the limits of its routes; these are those that its headers are seen to announce.
 */

interface Limit {
  readonly name: string
  readonly calls: number
  /** Milliseconds. */
  readonly window: number
}

const messageLimit = { calls: 5, window: 5_000 }
const reactionLimit = { name: 'reactions', calls: 1, window: 250 }
const webhookLimit = { calls: 5, window: 2_000 }

const limits: readonly (readonly [RegExp, Limit])[] = [
  [/^POST \/channels\/:id\/messages$/, { name: 'create-message', ...messageLimit }],
  [/^PATCH \/channels\/:id\/messages\/:id$/, { name: 'edit-message', ...messageLimit }],
  [/^DELETE \/channels\/:id\/messages\/:id$/, { name: 'delete-message', calls: 5, window: 1_000 }],
  [/^(?:PUT|DELETE) .*\/reactions/, reactionLimit],
  [/^POST \/channels\/:id\/typing$/, { name: 'typing', ...messageLimit }],
  [/^POST \/webhooks\//, { name: 'follow-up', ...webhookLimit }],
  [/^PATCH \/webhooks\//, { name: 'edit-follow-up', ...webhookLimit }],
]
const otherCalls = 50
const otherWindow = 1_000
/** Calls a second over all routes but those of interactions. */
const globalCalls = 50

interface Bucket {
  left: number
  /** Milliseconds since 1970. */
  resets: number
}

/** What the limits say to a call. */
export interface Verdict {
  readonly headers: Readonly<Record<string, string>>
  /** Seconds to wait; undefined where the call is let through. */
  readonly retryAfter: number | undefined
  readonly global: boolean
}

export class RateLimits {
  private readonly buckets = new Map<string, Bucket>()
  private readonly now: () => number
  private readonly scale: number

  /** @param scale windows are this many times as long as Discord's; 0: no limits */
  constructor(now: () => number, scale: number) {
    this.now = now
    this.scale = scale
  }

  /**
   * @param route with its method: `POST /channels/:id/messages`
   * @param major the channel, guild or webhook that the route is limited by
   */
  check(route: string, major: string): Verdict {
    if (this.scale === 0 || route.startsWith('POST /interactions/'))
      return { headers: {}, retryAfter: undefined, global: false }
    if (!route.includes(' /webhooks/')) {
      const whole = this.bucket('global', globalCalls, 1_000)
      if (whole.left === 0) return this.refusal(whole, { 'x-ratelimit-global': 'true' }, true)
      whole.left -= 1
    }
    const limit = limits.find(([pattern]) => pattern.test(route))?.[1]
    const { name, calls, window } = limit ?? { name: route, calls: otherCalls, window: otherWindow }
    const bucket = this.bucket(`${name} ${major}`, calls, window)
    const exceeded = bucket.left === 0
    if (!exceeded) bucket.left -= 1
    const headers = {
      'x-ratelimit-limit': String(calls),
      'x-ratelimit-remaining': String(bucket.left),
      'x-ratelimit-reset': (bucket.resets / 1000).toFixed(3),
      'x-ratelimit-reset-after': this.secondsTo(bucket).toFixed(3),
      'x-ratelimit-bucket': hashOf(name),
    }
    return exceeded ? this.refusal(bucket, headers, false) : { headers, retryAfter: undefined, global: false }
  }

  private refusal(bucket: Bucket, headers: Readonly<Record<string, string>>, global: boolean): Verdict {
    const retryAfter = this.secondsTo(bucket)
    return {
      headers: {
        ...headers,
        'x-ratelimit-scope': global ? 'global' : 'user',
        'retry-after': String(Math.ceil(retryAfter)),
      },
      retryAfter,
      global,
    }
  }

  private secondsTo(bucket: Bucket): number {
    return Math.max(0, bucket.resets - this.now()) / 1000
  }

  private bucket(key: string, calls: number, window: number): Bucket {
    const known = this.buckets.get(key)
    if (known !== undefined && known.resets > this.now()) return known
    const fresh = { left: calls, resets: this.now() + window * this.scale }
    this.buckets.set(key, fresh)
    return fresh
  }
}

/** Something like the hashes by which Discord names its buckets. */
function hashOf(name: string): string {
  let hash = 7n
  for (const letter of name)
    hash = (hash * 1_099_511_628_211n + BigInt(letter.codePointAt(0) ?? 0)) % 2n ** 64n
  return hash.toString(16).padStart(16, '0')
}
