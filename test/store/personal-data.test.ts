import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { openPostgres } from '../../src/store/open-postgres.ts'
import { openSqlite } from '../../src/store/open-sqlite.ts'
import { PERSONAL_DATA } from '../../src/store/personal-data.ts'
import { PERSONAL_KINDS } from '../../src/store/personal-store.ts'
import type { SqlDatabase } from '../../src/store/sql-database.ts'
import { createSqlStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { postgresSchema } from '../support/services.ts'
import { columnsThatHold, holding, ME, markIn, OTHER, valuesIn, writePerson } from './people-in-records.ts'

const schema = await postgresSchema()
const databases: readonly [string, (folder: string) => Promise<SqlDatabase>][] = [
  ['SQLite', (folder) => openSqlite(join(folder, 'records.db'))],
  ...(schema ? [['PostgreSQL', () => openPostgres(schema.url)] satisfies [string, unknown]] : []),
]

afterAll(() => schema?.drop())

describe.each(databases)('what %s holds of a person', (name, open) => {
  let folder: string
  let database: SqlDatabase
  let store: Store
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recourse-personal-'))
    database = await open(folder)
    await migrate(database.db, { flavour: database.flavour, place: name, now: () => 1 })
    store = createSqlStore(database)
  })
  afterAll(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })
  beforeEach(async () => {
    for (const table of Object.keys(PERSONAL_DATA)) {
      if (table === 'current_votes' || table === 'schema_migrations') continue
      await sql`delete from ${sql.table(table)}`.execute(database.db)
    }
    await writePerson(database.db)
  })

  const held = (table: Parameters<typeof valuesIn>[1], column: string) => valuesIn(database.db, table, column)
  const marked = columnsThatHold('text', 'digest', 'setting')

  it('stands in columns that are all known, and every known one is there', async () => {
    const { rows } =
      database.flavour === 'sqlite'
        ? await sql<{ table: string; column: string }>`
            select tables.name as "table", columns.name as "column" from sqlite_master as tables,
              pragma_table_info(tables.name) as columns
            where tables.type in ('table', 'view') and tables.name not like 'sqlite_%'`.execute(database.db)
        : await sql<{ table: string; column: string }>`
            select table_name as "table", column_name as "column" from information_schema.columns
            where table_schema = current_schema()`.execute(database.db)
    const known = Object.entries(PERSONAL_DATA).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    )
    // What the expiring state keeps in the same file is listed in docs/privacy.md.
    const there = rows.filter(({ table }) => table !== 'expiring_state')
    expect(there.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(known.toSorted())
  })

  it('is written into every column that can hold any by this test', async () => {
    for (const [table, column] of marked)
      expect(holding(await held(table, column), markIn(table, column)), `${table}.${column}`).toHaveLength(1)
    for (const [table, column] of columnsThatHold('person'))
      expect(holding(await held(table, column), ME), `${table}.${column}`).not.toEqual([])
  })

  it('is handed out to them, and nobody else’s name with it', async () => {
    const pages = await Promise.all(
      PERSONAL_KINDS.map((kind) => Array.fromAsync(store.personalRecords(kind, [ME]))),
    )
    const text = JSON.stringify(pages)
    for (const [table, column] of columnsThatHold('text', 'setting'))
      expect(text, `${table}.${column}`).toContain(markIn(table, column))
    expect(text).not.toContain(OTHER)
    const counts = await store.personalCounts([ME])
    expect(counts.map(({ kind, many }) => [kind, many])).toEqual(
      PERSONAL_KINDS.map((kind) => [kind, kind === 'policy' ? 3 : 1]),
    )
    expect(counts.find(({ kind }) => kind === 'votes')).toMatchObject({ first: 3, last: 3 })
  })

  it('loses all text to retention, and no name', async () => {
    const names = async () =>
      Promise.all(columnsThatHold('person', 'setting').map(([table, column]) => held(table, column)))
    const before = await names()
    const scrubbing = { before: 1_000, at: 2_000 }
    const expected = { exchanges: 2, comparisons: 2, reasons: 0 }
    expect(await store.scrubbable(scrubbing)).toEqual(expected)
    expect(await store.scrub(scrubbing, 100)).toEqual(expected)
    expect(await store.scrub(scrubbing, 100)).toEqual({ exchanges: 0, comparisons: 0, reasons: 0 })
    for (const [table, column] of columnsThatHold('text', 'digest'))
      expect(holding(await held(table, column), 'mark of'), `${table}.${column}`).toEqual([])
    expect(await names()).toEqual(before)
  })

  it('is gone once they are forgotten, but for what they chose for others', async () => {
    expect(await store.forget([ME])).toEqual({ exchanges: 1, comparisons: 1, votes: 2 })
    for (const [table, column] of columnsThatHold('text', 'digest'))
      expect(holding(await held(table, column), 'mark of'), `${table}.${column}`).toEqual([])
    for (const [table, column] of columnsThatHold('person'))
      expect(holding(await held(table, column), ME), `${table}.${column}`).toEqual([])
    expect(await held('settings', 'value')).toEqual([markIn('settings', 'value')])
    expect(await held('exchanges', 'asker')).toEqual([OTHER])
  })

  it('moves to another pseudonym with nothing left behind', async () => {
    const NEW = 'beef'.padEnd(32, '2')
    const columns = columnsThatHold('person').filter(([table]) => table !== 'pseudonym_moves')
    const before = await Promise.all(columns.map(([table, column]) => held(table, column)))
    await store.movePseudonyms({ former: [ME], current: NEW, at: 3_000 })
    const after = await Promise.all(columns.map(([table, column]) => held(table, column)))
    const moved = before.map((values) => values.map((value) => value.replaceAll(ME, NEW)).toSorted())
    expect(after.map((values) => values.toSorted())).toEqual(moved)
    // Who had another name before that one is followed too.
    expect(await held('pseudonym_moves', 'current')).toEqual([NEW, NEW])
  })

  it('is moved once more where a process that has only the former key writes it down anywhere', async () => {
    const NEW = 'beef'.padEnd(32, '2')
    const move = { former: [ME], current: NEW, at: 3_000 }
    await store.movePseudonyms(move)
    expect(await store.isUnsettled(move)).toBe(false)
    const columns = columnsThatHold('person').filter(
      ([table, column]) => table !== 'pseudonym_moves' && column !== 'event_key',
    )
    for (const [table, column] of columns) {
      const rename = (from: string, to: string) =>
        sql`update ${sql.table(table)} set ${sql.ref(column)} = ${to} where ${sql.ref(column)} = ${from}`.execute(
          database.db,
        )
      await rename(NEW, ME)
      expect(await store.isUnsettled(move), `${table}.${column}`).toBe(true)
      await rename(ME, NEW)
    }
  })
})
