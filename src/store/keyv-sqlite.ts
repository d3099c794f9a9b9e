import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type KeyvStorageGetResult, keyvStorageCapability } from 'keyv'
import type { ExpiringStorage } from './expiring-storage.ts'
import { nameOfSqlite, openSqliteFile, whenNotBusy } from './sqlite-file.ts'
import { toStoreError } from './store-errors.ts'

/** Expired rows are swept out at most this often, in milliseconds. */
const SWEEP_EVERY = 60_000

/**
 * Keyv's storage in a table of its own in a SQLite file, which may be the file of the records: it comes by a
 * connection of its own, so nothing written here is undone with a transaction there.
 * @throws {StoreError} as {@link openSqliteFile} does.
 */
export async function openKeyvSqlite(url: string): Promise<ExpiringStorage> {
  const database = await openSqliteFile(url)
  try {
    await whenNotBusy(() =>
      database.exec(`
        create table if not exists expiring_state (
          namespace text not null, key text not null, value text not null, expires_at integer,
          primary key (namespace, key)) without rowid;
        create index if not exists expiring_state_expiry on expiring_state (expires_at)`),
    )
    return new KeyvSqlite(database, nameOfSqlite(url))
  } catch (error) {
    database.close()
    throw toStoreError(error, nameOfSqlite(url))
  }
}

class KeyvSqlite implements ExpiringStorage {
  namespace?: string | undefined
  readonly #database: DatabaseSync
  readonly #place: string
  readonly #select: StatementSync
  readonly #upsert: StatementSync
  readonly #insert: StatementSync
  readonly #delete: StatementSync
  readonly #clear: StatementSync
  readonly #sweep: StatementSync
  #sweptAt = 0

  constructor(database: DatabaseSync, place: string) {
    this.#database = database
    this.#place = place
    const alive = '(expires_at is null or expires_at > ?)'
    const insert =
      'insert into expiring_state (namespace, key, value, expires_at) values (?, ?, ?, ?) on conflict (namespace, key) do update set value = excluded.value, expires_at = excluded.expires_at'
    this.#select = database.prepare(
      `select value from expiring_state where namespace = ? and key = ? and ${alive}`,
    )
    this.#upsert = database.prepare(insert)
    this.#insert = database.prepare(`${insert} where not ${alive}`)
    this.#delete = database.prepare(`delete from expiring_state where namespace = ? and key = ? and ${alive}`)
    this.#clear = database.prepare('delete from expiring_state where namespace = ?')
    this.#sweep = database.prepare('delete from expiring_state where expires_at <= ?')
  }

  get capabilities() {
    return keyvStorageCapability(this)
  }

  async get<Value>(key: string): Promise<KeyvStorageGetResult<Value>> {
    const row = await this.#run(() => this.#select.get(this.#space, key, Date.now()))
    return row?.['value'] as KeyvStorageGetResult<Value>
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    await this.#sweepSometimes()
    await this.#run(() => this.#upsert.run(this.#space, key, String(value), expires ?? null))
    return true
  }

  async add(key: string, value: unknown, expires?: number): Promise<boolean> {
    await this.#sweepSometimes()
    const { changes } = await this.#run(() =>
      this.#insert.run(this.#space, key, String(value), expires ?? null, Date.now()),
    )
    return changes === 1
  }

  async delete(key: string): Promise<boolean> {
    const { changes } = await this.#run(() => this.#delete.run(this.#space, key, Date.now()))
    return changes === 1
  }

  async clear(): Promise<void> {
    await this.#run(() => this.#clear.run(this.#space))
  }

  async dropExpired(): Promise<void> {
    this.#sweptAt = Date.now()
    await this.#run(() => this.#sweep.run(this.#sweptAt))
  }

  async disconnect(): Promise<void> {
    if (this.#database.isOpen) this.#database.close()
  }

  get #space(): string {
    return this.namespace ?? ''
  }

  async #sweepSometimes(): Promise<void> {
    const now = Date.now()
    if (now - this.#sweptAt < SWEEP_EVERY) return
    await this.dropExpired()
  }

  async #run<T>(work: () => T): Promise<T> {
    try {
      return await whenNotBusy(work)
    } catch (error) {
      throw toStoreError(error, this.#place)
    }
  }
}
