import { setTimeout as sleep } from 'node:timers/promises'
import type { ColumnMetadata, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { SqlFlavour } from '../../src/store/migrations/migration.ts'
import type { Tables } from '../../src/store/tables.ts'

/** Rows of tables whose columns are only known from the database. */
export interface MadeUpRow {
  readonly table: string
  readonly row: Readonly<Record<string, string | number>>
}

/** Rows that others point at, by the name of the column that does. */
const PARENTS: Readonly<Record<string, string>> = {
  exchange_id: 'exchange-1',
  comparison_id: 'comparison-6',
  digest: 'd5',
}

/** Every table; another try where one of another schema was dropped while it was looked at. */
async function allTables(db: Kysely<Tables>, tries = 20): ReturnType<typeof db.introspection.getTables> {
  try {
    return await db.introspection.getTables()
  } catch (error) {
    if (tries === 0) throw error
    await sleep(50)
    return allTables(db, tries - 1)
  }
}

/** Writes one row, made up from its columns, into every table that is not among the known ones. */
export async function fillOthers(
  db: Kysely<Tables>,
  flavour: SqlFlavour,
  known: ReadonlySet<string>,
): Promise<readonly MadeUpRow[]> {
  const here = await schemaOf(db, flavour)
  const tables = (await allTables(db)).filter(
    ({ name, schema, isView }) => !isView && schema === here && !known.has(name),
  )
  const made = tables.map(({ name, columns }) => ({
    table: name,
    row: Object.fromEntries(
      columns
        .filter(({ isAutoIncrementing }) => !isAutoIncrementing)
        .map((column) => [column.name, valueFor(column)]),
    ),
  }))
  // One may point at another, whose row has to be there first.
  let left = made
  while (left.length > 0) {
    const failed = []
    let why: unknown
    for (const one of left) {
      try {
        await insertInto(db, one.table, one.row)
      } catch (error) {
        failed.push(one)
        why = error
      }
    }
    if (failed.length === left.length) throw why
    left = failed
  }
  return made
}

export async function insertInto(db: Kysely<Tables>, table: string, row: object): Promise<void> {
  const columns = Object.keys(row).map((name) => sql.ref(name))
  const values = Object.values(row).map((value: unknown) => sql`${value}`)
  await sql`insert into ${sql.table(table)} (${sql.join(columns)}) values (${sql.join(values)})`.execute(db)
}

function valueFor({ name, dataType }: ColumnMetadata): string | number {
  const parent = PARENTS[name]
  if (parent !== undefined) return parent
  return /int|double|real|numeric|serial/i.test(dataType) ? 1 : `made-up-${name}`
}

/** PostgreSQL tells of the tables of all schemas. */
async function schemaOf(db: Kysely<Tables>, flavour: SqlFlavour): Promise<string | undefined> {
  if (flavour === 'sqlite') return undefined
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db)
  return rows[0]?.name
}
