import { type Kysely, sql } from 'kysely'
import { StoreError } from '../../errors.ts'
import { tableNames } from '../table-names.ts'
import type { Tables } from '../tables.ts'
import { createRecords } from './0001-records.ts'
import { createCurrentVotes } from './0002-current-votes.ts'
import { createDeliveries } from './0003-deliveries.ts'
import { createItems } from './0004-items.ts'
import { createPolicy } from './0005-policy.ts'
import { createComparisons } from './0006-comparisons.ts'
import { createDrift } from './0007-drift.ts'
import { createInstallations } from './0008-installations.ts'
import { createPrivacy } from './0009-privacy.ts'
import { renameVotes } from './0010-nameless-votes.ts'
import type { Migration, SqlFlavour } from './migration.ts'

/** Every step there is, oldest first; the first is version 1. */
export const MIGRATIONS: readonly Migration[] = [
  createRecords,
  createCurrentVotes,
  createDeliveries,
  createItems,
  createPolicy,
  createComparisons,
  createDrift,
  createInstallations,
  createPrivacy,
  renameVotes,
]

export interface MigrateOptions {
  readonly flavour: SqlFlavour
  /** The database as messages name it, without secrets. */
  readonly place: string
  readonly now: () => number
  /** Version to stop at; the newest where absent. */
  readonly to?: number
  /** All there are, unless others are given. */
  readonly steps?: readonly Migration[]
}

/** Any number will do as long as every Recourse takes the same: the PostgreSQL advisory lock of migrations. */
const MIGRATION_LOCK = 7_265_331_904

/** The version of a database; 0 where it is empty. Also fails where it cannot be written, though nothing is. */
export async function schemaOf(db: Kysely<Tables>, flavour: SqlFlavour): Promise<number> {
  if (!(await tableNames(db, flavour)).has('schema_migrations')) return 0
  await db.deleteFrom('schema_migrations').where('version', '<', 0).execute()
  const { version } = await db
    .selectFrom('schema_migrations')
    .select((select) => select.fn.max('version').as('version'))
    .executeTakeFirstOrThrow()
  return version ?? 0
}

/** Reads what cannot be absent, as a sign of life. */
export async function ping(db: Kysely<Tables>): Promise<void> {
  await db.selectFrom('schema_migrations').select('version').limit(1).execute()
}

/**
 * Brings the schema forward, in one transaction. Several processes may do so at once: one works, the others
 * wait and find it done.
 * @throws {StoreError} `schema_too_new` when a newer Recourse has been here.
 */
export async function migrate(db: Kysely<Tables>, options: MigrateOptions): Promise<void> {
  const { flavour, place, now, steps = MIGRATIONS, to = steps.length } = options
  await db.transaction().execute(async (transaction) => {
    // SQLite's transactions begin with the write lock held.
    if (flavour === 'postgres') {
      await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(transaction)
    }
    await sql`create table if not exists schema_migrations (
      version integer primary key, applied_at bigint not null)`.execute(transaction)
    // Changes nothing, but makes a database that cannot be written say so now and not at the first message.
    await transaction.deleteFrom('schema_migrations').where('version', '<', 0).execute()
    const { version } = await transaction
      .selectFrom('schema_migrations')
      .select((select) => select.fn.max('version').as('version'))
      .executeTakeFirstOrThrow()
    const current = version ?? 0
    if (current > steps.length) {
      throw new StoreError(
        'schema_too_new',
        `The database ${place} was written by a newer Recourse (schema ${current}, this one knows ${steps.length}); update Recourse or use another database.`,
      )
    }
    for (const [index, step] of steps.slice(0, to).entries()) {
      if (index < current) continue
      await step(transaction, flavour)
      await transaction
        .insertInto('schema_migrations')
        .values({ version: index + 1, applied_at: now() })
        .execute()
    }
  })
}
