import { Keyv } from 'keyv'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { StoreError } from '../errors.ts'
import type { ExpiringStorage } from './expiring-storage.ts'
import { openKeyvRedis, type RedisConnection } from './keyv-redis.ts'
import { openKeyvSqlite } from './keyv-sqlite.ts'

/**
 * The port to what may be lost: it expires, and every process of the bot sees the same. Values are JSON.
 * Every method may throw `StoreError`.
 */
export interface State {
  /** The value of a key; `undefined` when it is absent, expired, unreadable or of another shape. */
  get<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined>
  /** Keeps a value for `ttlMs` milliseconds, more than 0. */
  set(key: string, value: unknown, ttlMs: number): Promise<void>
  delete(key: string): Promise<void>
  /** Like `set`, but only where the key is absent, in one step: of all who try at once exactly one gets `true`. */
  add(key: string, value: unknown, ttlMs: number): Promise<boolean>
  /** Drops what has expired for good, where that does not go by itself. */
  dropExpired(): Promise<void>
  close(): Promise<void>
  /** The connection to Redis, where it is kept there, for what counts together with other processes. */
  readonly redis?: RedisConnection
}

export interface StateOptions {
  /** A path, a `file:` URI or `:memory:` for SQLite, the same file as the records if wished; or `redis://…`. */
  readonly url: string
  /** Keeps several bots on one Redis apart. */
  readonly namespace?: string
  readonly logger?: Pick<Logger, 'warn'>
}

/**
 * Opens the expiring state.
 * @throws {StoreError} `unreachable`, `corrupt`, `read_only` or `full`, in one line.
 */
export async function openState(options: StateOptions): Promise<State> {
  const storage = await openStorage(options)
  // Nobody listens to the errors of this Keyv, so it throws them; the storage looks after expiry by itself.
  const keyv = new Keyv({ store: storage, namespace: options.namespace ?? 'state', checkExpired: false })
  return {
    async get(key, schema) {
      const value = await readable(() => keyv.get<unknown>(key))
      const parsed = schema.safeParse(value)
      return parsed.success ? parsed.data : undefined
    },
    async set(key, value, ttlMs) {
      await keyv.set(key, value, lifetime(ttlMs))
    },
    async delete(key) {
      await keyv.delete(key)
    },
    async add(key, value, ttlMs) {
      const expires = Date.now() + lifetime(ttlMs)
      return storage.add(key, await keyv.encode({ value, expires }), expires)
    },
    dropExpired: () => storage.dropExpired(),
    close: () => storage.disconnect(),
    ...(storage.redis && { redis: storage.redis }),
  }
}

async function openStorage({ url, logger }: StateOptions): Promise<ExpiringStorage> {
  if (/^rediss?:\/\//.test(url)) return openKeyvRedis(url, logger)
  if (/^[a-z][a-z+]+:\/\//.test(url) && !url.startsWith('file:')) {
    throw new StoreError(
      'unreachable',
      'STATE_URL names a store of a kind that is not supported; give a file path or redis://…',
    )
  }
  return openKeyvSqlite(url)
}

/** What cannot be decoded counts as absent; what cannot be fetched is an error. */
async function readable(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof StoreError) throw error
    return undefined
  }
}

/** Keyv would take 0 for "for ever". */
function lifetime(ttlMs: number): number {
  if (!(ttlMs > 0)) throw new RangeError('A lifetime must be more than 0 milliseconds.')
  return Math.ceil(ttlMs)
}
