import { type Kysely, sql } from 'kysely'
import type { SqlFlavour } from './migrations/migration.ts'
import type { Tables } from './tables.ts'

/**
 * The names of all tables and views of our own schema. Kysely's introspection would look at every schema of a PostgreSQL
 * database, and fails where one is dropped at the same time.
 */
export async function tableNames(db: Kysely<Tables>, flavour: SqlFlavour): Promise<ReadonlySet<string>> {
  const all =
    flavour === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type in ('table', 'view')`
      : sql<{
          name: string
        }>`select table_name as name from information_schema.tables where table_schema = current_schema()`
  const { rows } = await all.execute(db)
  return new Set(rows.map(({ name }) => name))
}
