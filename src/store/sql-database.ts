import type { Kysely } from 'kysely'
import type { SqlFlavour } from './migrations/migration.ts'
import type { Tables } from './tables.ts'

/** An open database under the store. */
export interface SqlDatabase {
  readonly db: Kysely<Tables>
  readonly flavour: SqlFlavour
  /** The database as messages name it: a file, or host and port; never a password. */
  readonly place: string
  /** Milliseconds by which the clock of the database is ahead of this one. */
  clockAhead(now: () => number): Promise<number>
  /** Drops erased rows from the files behind the database, where the database does not do so by itself. */
  purge(): Promise<void>
  /** Gives the space of what was erased back to the file system; keeps everybody from writing meanwhile. */
  compact(): Promise<void>
}
