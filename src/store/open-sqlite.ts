import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, sql } from 'kysely'
import type { SqlDatabase } from './sql-database.ts'
import { nodeSqliteDialect } from './sqlite-dialect.ts'
import { nameOfSqlite, openSqliteFile } from './sqlite-file.ts'
import type { Tables } from './tables.ts'

/** How often the log is tried to be emptied while another connection reads it, and how many milliseconds apart. */
const TRIES = 5
const APART = 40

/** How often it is tried after that, in milliseconds. */
const AGAIN_AFTER = 60_000

/** Opens SQLite for the store. @throws {StoreError} as {@link openSqliteFile} does. */
export async function openSqlite(url: string): Promise<SqlDatabase> {
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(await openSqliteFile(url)) })
  let again: NodeJS.Timeout | undefined
  const purge = async () => {
    clearTimeout(again)
    // The write-ahead log still holds the erased pages; this moves it into the file and empties it. While
    // another process reads the log it stays, which is no failure: it is emptied when that has ended.
    for (let tries = 1; ; tries += 1) {
      const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
      if (rows[0]?.busy !== 1) return
      if (tries === TRIES) break
      await sleep(APART)
    }
    // By then the database may be closed, which empties the log too.
    again = setTimeout(() => void purge().catch(() => undefined), AGAIN_AFTER)
    again.unref()
  }
  return {
    db,
    flavour: 'sqlite',
    place: nameOfSqlite(url),
    // The file is on this machine.
    clockAhead: async () => 0,
    purge,
    compact: async () => {
      await sql`VACUUM`.execute(db)
      await purge()
    },
  }
}
