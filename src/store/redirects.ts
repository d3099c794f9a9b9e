import { sql } from 'kysely'
import type { SqlFlavour } from './migrations/migration.ts'
import type { Queries } from './tables.ts'

/** The PostgreSQL advisory locks under which votes of a person are stored, and a person's pseudonym is changed. */
const PERSON_LOCK = 726_533_191

/** Until the transaction ends nobody is moved (`shared`), or nothing is stored (`exclusive`), under these pseudonyms. PostgreSQL only. */
export async function lockPeople(
  db: Queries,
  pseudonyms: readonly string[],
  lock: 'shared' | 'exclusive',
): Promise<void> {
  const take = sql.ref(lock === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  const numbers = sql`select distinct hashtext(name) as number
    from unnest(${sql.val([...pseudonyms])}::text[]) as name order by number`
  await sql`select ${take}(${sql.lit(PERSON_LOCK)}, number) from (${numbers}) as numbers`.execute(db)
}

/**
 * Under which pseudonym votes are to be stored of those that have been moved: another process may know a new key
 * already. Until the transaction ends nobody else is moved. Where nothing is said of a pseudonym, it is current.
 */
export async function currentPseudonyms(
  db: Queries,
  pseudonyms: readonly string[],
  flavour: SqlFlavour,
): Promise<ReadonlyMap<string, string>> {
  // SQLite's transactions hold the write lock from their beginning.
  if (flavour === 'postgres') await lockPeople(db, pseudonyms, 'shared')
  const moves = await db
    .selectFrom('pseudonym_moves')
    .select(['former', 'current'])
    .where('former', 'in', pseudonyms)
    .execute()
  return new Map(moves.map(({ former, current }) => [former, current]))
}
