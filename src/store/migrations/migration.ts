import type { Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

/** The SQL spoken where the two databases differ. */
export type SqlFlavour = 'sqlite' | 'postgres'

/** One step forward. Its version is its place in the list; a released step is never edited. */
export type Migration = (transaction: Transaction<Tables>, flavour: SqlFlavour) => Promise<void>
