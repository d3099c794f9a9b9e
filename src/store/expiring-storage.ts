import type { KeyvStorageAdapter } from 'keyv'
import type { RedisConnection } from './keyv-redis.ts'

/**
 * What Keyv asks of a storage (its version 6 contract: `expires` is absolute, in milliseconds since 1970),
 * and the one thing Keyv has no word for: setting a key only where it is absent, in one step.
 */
export interface ExpiringStorage
  extends Required<
    Pick<KeyvStorageAdapter, 'capabilities' | 'get' | 'set' | 'has' | 'delete' | 'clear' | 'disconnect'>
  > {
  namespace?: string | undefined
  /** Stores the value unless an unexpired one is there; whether it was stored. */
  add(key: string, value: unknown, expires?: number): Promise<boolean>
  /** Drops what has expired, where the storage does not do so by itself. */
  dropExpired(): Promise<void>
  /** The connection, where it is one to Redis. */
  readonly redis?: RedisConnection
}
