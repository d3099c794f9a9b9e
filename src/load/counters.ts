import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Logger } from '../logger.ts'
import type { RedisConnection } from '../store/keyv-redis.ts'

/** A count within a window of time. */
export interface Count {
  readonly used: number
  /** Milliseconds until the window ends; 0 where nothing was counted in it. */
  readonly endsIn: number
}

/** Where processes count together, for all counters of this process. */
export class SharedCounts {
  readonly redis: RedisConnection
  readonly #logger: Pick<Logger, 'warn' | 'info'>
  #isLost = false

  /** `redis` is the connection of the expiring state, which mends itself. */
  constructor(redis: RedisConnection, logger: Pick<Logger, 'warn' | 'info'>) {
    this.redis = redis
    this.#logger = logger
  }

  /** Says once that they cannot be reached. */
  lost(error: unknown): void {
    if (!this.#isLost) this.#logger.warn({ err: error }, 'limits are counted in this process alone')
    this.#isLost = true
  }

  found(): void {
    if (this.#isLost) this.#logger.info('limits are shared again')
    this.#isLost = false
  }
}

export interface CounterOptions {
  /** Keeps counters apart. */
  readonly name: string
  /** Length of the window in seconds; it begins with the first that is counted in it. */
  readonly seconds: number
  readonly shared?: SharedCounts | undefined
}

const NOTHING: Count = { used: 0, endsIn: 0 }

/** A limit is compared by who asks, since every workspace may have its own. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER

/**
 * Counts by key. Where the shared count cannot be reached, each process counts for itself until it can: a limiter that
 * is broken must keep nobody from being answered.
 */
export class Counter {
  readonly #own: RateLimiterMemory
  readonly #together: RateLimiterRedis | undefined
  readonly #shared: SharedCounts | undefined

  constructor({ name, seconds, shared }: CounterOptions) {
    const options = { points: NO_LIMIT, duration: seconds, keyPrefix: `recourse:count:${name}` }
    this.#own = new RateLimiterMemory(options)
    this.#shared = shared
    this.#together =
      shared &&
      new RateLimiterRedis({
        ...options,
        storeClient: shared.redis.client,
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
      })
  }

  /** Whether what is counted lives in this process alone. */
  get isOwn(): boolean {
    return this.#together === undefined
  }

  /** Counts so many more, a whole number; gives the count with them. */
  async add(key: string, points: number): Promise<Count> {
    return countOf(await this.#try((limiter) => limiter.penalty(key, points)))
  }

  async read(key: string): Promise<Count> {
    return countOf(await this.#try((limiter) => limiter.get(key)))
  }

  /** Goes on from an earlier count of this process. */
  async restore(key: string, used: number, seconds: number): Promise<void> {
    await this.#own.set(key, used, Math.max(1, Math.ceil(seconds)))
  }

  async #try<Result>(
    ask: (limiter: RateLimiterMemory | RateLimiterRedis) => Promise<Result>,
  ): Promise<Result> {
    const together = this.#together
    const shared = this.#shared
    if (!together || !shared) return ask(this.#own)
    try {
      const result = await shared.redis.ask(() => ask(together))
      shared.found()
      return result
    } catch (error) {
      shared.lost(error)
      return ask(this.#own)
    }
  }
}

function countOf(result: RateLimiterRes | null): Count {
  if (!result) return NOTHING
  return { used: result.consumedPoints, endsIn: Math.max(0, result.msBeforeNext) }
}
