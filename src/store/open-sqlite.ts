import { Kysely, sql } from 'kysely'
import type { SqlDatabase } from './sql-database.ts'
import { nodeSqliteDialect } from './sqlite-dialect.ts'
import { nameOfSqlite, openSqliteFile } from './sqlite-file.ts'
import type { Tables } from './tables.ts'

/** Opens SQLite for the store. @throws {StoreError} as {@link openSqliteFile} does. */
export async function openSqlite(url: string): Promise<SqlDatabase> {
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(await openSqliteFile(url)) })
  return {
    db,
    flavour: 'sqlite',
    place: nameOfSqlite(url),
    // The file is on this machine.
    clockAhead: async () => 0,
    purge: async () => {
      // The write-ahead log still holds the erased pages; this moves it into the file and empties it. While
      // another process reads the log it stays until the next checkpoint, which is no failure.
      await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
    },
  }
}
