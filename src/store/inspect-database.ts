import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { MIGRATIONS, schemaOf } from './migrations/migrate.ts'
import { openPostgres } from './open-postgres.ts'
import { openSqlite } from './open-sqlite.ts'
import { pathOfSqlite } from './sqlite-file.ts'
import { toStoreError } from './store-errors.ts'

/** What there is of the records before anything changes them. */
export interface Inspected {
  /** Such as `SQLite 3.51.0`. */
  readonly product: string
  /** Of the database; 0 where it is empty. */
  readonly schema: number
  /** Of this program. */
  readonly newest: number
  /** Whether anything was asked yet. */
  readonly isUsed: boolean
}

/**
 * Looks at a database without bringing its schema forward; `undefined` where its file is not there yet.
 *
 * @throws {StoreError} where it cannot be used, or not be written
 */
export async function inspectDatabase(url: string): Promise<Inspected | undefined> {
  const isServer = /^postgres(ql)?:/.test(url)
  if (!isServer && url !== ':memory:' && !existsSync(pathOfSqlite(url))) return undefined
  const { db, flavour, place } = await (isServer ? openPostgres(url) : openSqlite(url))
  try {
    const name = flavour === 'sqlite' ? 'SQLite' : 'PostgreSQL'
    const version = flavour === 'sqlite' ? sql`sqlite_version()` : sql`current_setting('server_version')`
    const { rows } = await sql<{ version: string }>`select ${version} as version`.execute(db)
    const schema = await schemaOf(db, flavour)
    const isUsed = schema > 0 && (await sql`select 1 from exchanges limit 1`.execute(db)).rows.length > 0
    return { product: `${name} ${rows[0]?.version ?? ''}`.trim(), schema, newest: MIGRATIONS.length, isUsed }
  } catch (error) {
    throw toStoreError(error, place)
  } finally {
    await db.destroy()
  }
}
