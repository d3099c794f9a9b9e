import { type KeyvStorageGetResult, keyvStorageCapability } from 'keyv'
import type { Logger } from 'pino'
import { describeError, StoreError } from '../errors.ts'
import { AnsweredInTime } from './answered-in-time.ts'
import type { ExpiringStorage } from './expiring-storage.ts'

/** All keys begin with this, so that Recourse may share a Redis with others. */
const PREFIX = 'recourse:'

/** How long to wait for a connection, in milliseconds. */
const CONNECT_TIMEOUT = 5_000

/**
 * How long a connection may be without a word before another one is made, and how often one is exchanged where there is
 * nothing else to say, in milliseconds.
 */
const SILENT_FOR = 15_000
const PING_EVERY = 5_000

/** Keys asked for, and dropped, at a time while clearing. */
const SCAN_COUNT = 500

/**
 * Keyv's storage in Redis; Redis itself drops what has expired.
 * @throws {StoreError} `unreachable` with host and port.
 */
export async function openKeyvRedis(url: string, logger?: Pick<Logger, 'warn'>): Promise<KeyvRedis> {
  const place = nameOfRedis(url)
  const client = await createRedisClient(url)
  // The client mends its connection by itself; without a listener a break would end the process.
  client.on('error', (error: unknown) => {
    if (client.isOpen) logger?.warn({ reason: toRedisError(error, place).message }, 'state connection lost')
  })
  try {
    await client.connect()
  } catch (error) {
    throw toRedisError(error, place)
  }
  return new KeyvRedis(client, place)
}

type RedisClient = Awaited<ReturnType<typeof createRedisClient>>

/** The one connection to Redis of this process. Every question goes by `ask`, so that none is waited for without end. */
export interface RedisConnection extends Pick<AnsweredInTime, 'ask'> {
  readonly client: RedisClient
}

async function createRedisClient(url: string) {
  // Loaded here: who keeps a file should not wait for it.
  const { createClient } = await import('redis')
  let wasReady = false
  const client = createClient({
    url,
    // While the connection is down a command fails at once, instead of piling up behind it.
    disableOfflineQueue: true,
    pingInterval: PING_EVERY,
    socket: {
      connectTimeout: CONNECT_TIMEOUT,
      socketTimeout: SILENT_FOR,
      reconnectStrategy: (retries) => (wasReady ? Math.min(50 * 2 ** retries, 2_000) : false),
    },
  })
  client.once('ready', () => {
    wasReady = true
  })
  return client
}

class KeyvRedis implements ExpiringStorage {
  namespace?: string | undefined
  readonly #client: RedisClient
  readonly #place: string
  readonly #answered = new AnsweredInTime()

  constructor(client: RedisClient, place: string) {
    this.#client = client
    this.#place = place
  }

  get capabilities() {
    return keyvStorageCapability(this)
  }

  get redis(): RedisConnection {
    return { client: this.#client, ask: (question) => this.#answered.ask(question) }
  }

  async get<Value>(key: string): Promise<KeyvStorageGetResult<Value>> {
    const value = await this.#run(() => this.#client.get(this.#full(key)))
    return (value ?? undefined) as KeyvStorageGetResult<Value>
  }

  async has(key: string): Promise<boolean> {
    return (await this.#run(() => this.#client.exists(this.#full(key)))) === 1
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    await this.#run(() => this.#client.set(this.#full(key), String(value), expiry(expires)))
    return true
  }

  async add(key: string, value: unknown, expires?: number): Promise<boolean> {
    const reply = await this.#run(() =>
      this.#client.set(this.#full(key), String(value), { condition: 'NX', ...expiry(expires) }),
    )
    return reply === 'OK'
  }

  async delete(key: string): Promise<boolean> {
    return (await this.#run(() => this.#client.del(this.#full(key)))) === 1
  }

  async clear(): Promise<void> {
    const MATCH = `${this.#full('').replaceAll(/[\\*?[\]]/g, '\\$&')}*`
    await this.#clearly(async () => {
      for await (const keys of this.#client.scanIterator({ MATCH, COUNT: SCAN_COUNT })) {
        if (keys.length > 0) await this.#client.unlink(keys)
      }
    })
  }

  /** Redis itself does. */
  async dropExpired(): Promise<void> {}

  async disconnect(): Promise<void> {
    // What is under way is waited for, though not for ever.
    if (this.#client.isReady) await this.#answered.ask(() => this.#client.close()).catch(() => undefined)
    this.#client.destroy()
  }

  #full(key: string): string {
    return `${PREFIX}${encodeURIComponent(this.namespace ?? '')}:${key}`
  }

  #run<T>(question: () => Promise<T>): Promise<T> {
    return this.#clearly(() => this.#answered.ask(question))
  }

  /** What fails says why. */
  async #clearly<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw toRedisError(error, this.#place)
    }
  }
}

/** Relative, so that clocks of this machine and of the server need not agree. */
function expiry(expires: number | undefined) {
  if (expires === undefined) return {}
  return { expiration: { type: 'PX' as const, value: Math.max(1, expires - Date.now()) } }
}

/** Redis begins its errors with a word for their kind, https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors. */
function toRedisError(error: unknown, place: string): StoreError {
  const text = describeError(error)
  if (/^(NOAUTH|WRONGPASS|NOPERM)/.test(text)) {
    return new StoreError(
      'unreachable',
      `The state store ${place} refused the user or the password; check STATE_URL.`,
      { cause: error },
    )
  }
  if (/^(READONLY|MISCONF)/.test(text)) {
    return new StoreError('read_only', `The state store ${place} cannot be written: ${text}`, {
      cause: error,
    })
  }
  if (text.startsWith('OOM')) {
    return new StoreError('full', `The state store ${place} has no memory left; give it more.`, {
      cause: error,
    })
  }
  if (/^[A-Z]+ /.test(text)) {
    return new StoreError('write_failed', `The state store ${place} failed: ${text}`, { cause: error })
  }
  return new StoreError(
    'unreachable',
    `The state store ${place} cannot be reached; check that it runs and that STATE_URL is right.`,
    { cause: error },
  )
}

/** Host and port; never the user or the password. */
function nameOfRedis(url: string): string {
  if (!URL.canParse(url)) return 'of STATE_URL'
  const { hostname, port } = new URL(url)
  return `${hostname || 'localhost'}:${port || '6379'}`
}
