import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { MIGRATIONS, migrate } from '../../src/store/migrations/migrate.ts'
import type { Migration } from '../../src/store/migrations/migration.ts'
import { openPostgres } from '../../src/store/open-postgres.ts'
import { openSqlite } from '../../src/store/open-sqlite.ts'
import type { SqlDatabase } from '../../src/store/sql-database.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { tableNames } from '../../src/store/table-names.ts'
import { SCHEMAS } from '../fixtures/schemas/schemas.ts'
import { postgresSchema } from '../support/services.ts'
import { fillOthers, insertInto, type MadeUpRow } from './made-up-rows.ts'
import { aClaim, aVote, finished, messageOf } from './records.ts'

const NEWEST = MIGRATIONS.length
const VERSIONS = MIGRATIONS.map((_, index) => index + 1)

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A place for a database that nobody else uses. */
async function sqlitePlace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'recourse-upgrade-'))
  closing.push(() => rm(folder, { recursive: true }))
  return join(folder, 'records.db')
}

async function postgresPlace(): Promise<string> {
  const schema = await postgresSchema()
  if (!schema) throw new Error('no PostgreSQL')
  closing.push(() => schema.drop())
  return schema.url
}

const open = (url: string): Promise<SqlDatabase> =>
  url.startsWith('postgres') ? openPostgres(url) : openSqlite(url)

const bring = (
  { db, flavour, place }: SqlDatabase,
  more: { to?: number; steps?: readonly Migration[] } = {},
) => migrate(db, { flavour, place, now: () => 1, ...more })

/** A database that has lived through every version up to this one, and was written to by each. */
async function databaseOf(version: number, url: string): Promise<readonly MadeUpRow[]> {
  const database = await open(url)
  const written: MadeUpRow[] = []
  const known = new Set(['schema_migrations'])
  for (let step = 1; step <= version; step += 1) {
    await bring(database, { to: step })
    for (const [table, rows] of Object.entries(SCHEMAS[step - 1] ?? {})) {
      for (const row of rows) {
        await insertInto(database.db, table, row)
        written.push({ table, row: { ...row } as MadeUpRow['row'] })
      }
    }
    for (const table of Object.keys(SCHEMAS[step - 1] ?? {})) known.add(table)
    // What was there in a version is known: rows are made up only for tables that a step without a file has made.
    if (step <= SCHEMAS.length)
      for (const name of await tableNames(database.db, database.flavour)) known.add(name)
    else {
      const made = await fillOthers(database.db, database.flavour, known)
      written.push(...made)
      for (const { table } of made) known.add(table)
    }
  }
  await database.db.destroy()
  return written
}

/** The row as it stands now, in the columns that it was written with. */
async function rowsLike(database: SqlDatabase, { table, row }: MadeUpRow): Promise<readonly unknown[]> {
  const columns = Object.keys(row)
  const where = columns.map((name) => {
    const value = row[name]
    return value === null ? sql`${sql.ref(name)} is null` : sql`${sql.ref(name)} = ${value}`
  })
  const { rows } = await sql`select 1 from ${sql.table(table)} where ${sql.join(where, sql` and `)}`.execute(
    database.db,
  )
  return rows
}

async function upgraded(version: number, url: string) {
  const written = await databaseOf(version, url)
  const store = await openStore({ url })
  const database = await open(url)
  closing.push(async () => {
    await store.close()
    await database.db.destroy()
  })
  return { written, store, database }
}

/** What the program reads of the records of schema 1 and 2, whatever they have been through. */
async function expectReadable(store: Store, version: number): Promise<void> {
  expect(await store.exchange('exchange-1')).toMatchObject({
    prompt: 'How do I kill a stuck process? – “ünïcode” 🤖',
    trusted: { channelPurpose: 'operations' },
    outcome: 'recovered',
    level: 'clearly_fine',
    calls: 2,
    notes: ['Asked again with care.'],
    shownAttempt: 'second',
    attempts: [
      { id: 'first', verdict: 'full_refusal', cutShort: true },
      { id: 'second', strategy: 'contextual', usage: { input: 41, output: 12 } },
    ],
  })
  const votes = await store.currentVotes('exchange-1')
  const expected = [['pseudonym-ben', 'answered_well']]
  if (version >= 2) expected.push(['pseudonym-dan', 'not_sure'])
  expect(votes.map(({ annotator, label }) => [annotator, label]).toSorted()).toEqual(expected)
  if (version >= 3) {
    expect(await store.exchange('exchange-3')).toMatchObject({ awaitsDelivery: true, reply: 'A toy' })
    expect(await store.currentVotes('exchange-3')).toMatchObject([{ label: 'refused_harmless' }])
  }
  if (version >= 4) expect((await store.exchange('exchange-4'))?.appeal?.status).toBe('open')
  if (version >= 5) {
    expect((await store.frozenPolicy('2026-11-a'))?.beliefs.evidence).toHaveLength(1)
    expect(
      await store.lastChoice({ platform: 'slack', workspace: 'T1', channel: 'C1', thread: '' }),
    ).toMatchObject({
      order: ['contextual'],
    })
  }
  if (version >= 6) expect((await store.comparison('comparison-6'))?.cells).toHaveLength(2)
  if (version >= 7) expect(await store.driftPoints()).toMatchObject([{ model: 'ollama:gemma2' }])
  const items = (await Array.fromAsync(store.exportItems({}))).flat()
  expect(items.length).toBeGreaterThanOrEqual(version >= 4 ? 4 : version >= 3 ? 3 : 2)
  const events = (await Array.fromAsync(store.exportVotes({}, 'events'))).flat()
  expect(events).toHaveLength(version >= 3 ? 6 : version === 2 ? 5 : 3)
}

/** It goes on like a new database: work left behind is taken up, and new work is stored. */
async function expectUsable(store: Store): Promise<void> {
  const taken = await store.takeOver('host:new', 2_000_000_000_000, 2_000_000_060_000, 'slack')
  expect(taken?.id).toBe('exchange-1-under-way')
  const claim = aClaim()
  expect(await store.claim(claim)).toBe('claimed')
  expect(await store.finish(finished(claim))).toBe(true)
  const [item] = await store.itemsOf('exchange-1')
  const message = messageOf('shown-1', { platform: 'slack', workspace: 'T1', channel: 'C1' })
  const { exchangeId, attemptId } = { exchangeId: 'exchange-1', attemptId: 'second' }
  await store.recordVote(aVote({ message, exchangeId, attemptId, annotator: 'pseudonym-new' }))
  const votes = (await store.itemsOf('exchange-1')).reduce((sum, one) => sum + one.votes, 0)
  expect(item).toBeDefined()
  expect(votes).toBeGreaterThanOrEqual(2)
}

const reachable = await postgresSchema()
await reachable?.drop()
const DIALECTS = [
  ['SQLite', sqlitePlace],
  ...(reachable ? [['PostgreSQL', postgresPlace] as const] : []),
] as const

describe.each(DIALECTS)('an upgrade on %s', (_, newPlace) => {
  it.each(VERSIONS)(
    'from schema %i loses no row, and all of it can be read and gone on with',
    async (version) => {
      const { written, store, database } = await upgraded(version, await newPlace())
      expect(written.length).toBeGreaterThan(8)
      for (const one of written) expect(await rowsLike(database, one), JSON.stringify(one)).toHaveLength(1)
      await expectReadable(store, version)
      await expectUsable(store)
    },
  )

  it('to schema 10 takes the ids of people out of the names of their votes, and no two become one', async () => {
    const url = await newPlace()
    await databaseOf(9, url)
    const database = await open(url)
    closing.push(() => database.db.destroy())
    const rest = {
      ...{ platform: 'slack', workspace: 'T1', channel: 'C1', message: '1.2', exchange_id: 'exchange-1' },
      ...{ attempt_id: 'second', emoji: '👍', label: 'answered_well', action: 'add', event_time: 1 },
      ...{ received_time: 1, source: 'live', codebook_version: '1', by_asker: 0, saw_other_votes: 0 },
    }
    const votes = [
      ['ana', 'reaction_added:C1:1.2:U0ANA:+1::skin-tone-2:9.1', 'reaction_added:C1:1.2:+1::skin-tone-2:9.1'],
      ['ben', 'reaction_added:C1:1.2:U0BEN:+1::skin-tone-2:9.1', 'reaction_added:C1:1.2:+1::skin-tone-2:9.1'],
      ['ana', 'reaction_removed:C1:1.2:U0ANA:+1:9.2', 'reaction_removed:C1:1.2:+1:9.2'],
      ['ana', 'button:C1:1.2:U0ANA:9.3:instead', 'button:C1:1.2:9.3:instead'],
      ['ana', 'form:U0ANA:V1:1.abc', 'form:V1:1.abc'],
    ] as const
    for (const [annotator, before] of votes) {
      await insertInto(database.db, 'vote_events', { ...rest, annotator, event_key: `slack:T1:${before}` })
    }
    const kept = 'slack:T1:reconcile:C1:1.2:ana:+1:add:9'
    await insertInto(database.db, 'vote_events', { ...rest, annotator: 'ana', event_key: kept })
    await bring(database)
    const rows = await database.db
      .selectFrom('vote_events')
      .select('event_key')
      .where('message', '=', '1.2')
      .orderBy('seq')
      .execute()
    const renamed = votes.map(([annotator, , after]) => `slack:T1:${annotator}:${after}`)
    expect(rows.map(({ event_key }) => event_key)).toEqual([...renamed, kept])
  })

  it('by several processes at once is done once', async () => {
    const url = await newPlace()
    await databaseOf(1, url)
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ url })))
    closing.push(() => Promise.all(stores.map((store) => store.close())))
    for (const store of stores) expect(await store.itemsOf('exchange-1')).toHaveLength(2)
    const database = await open(url)
    closing.push(() => database.db.destroy())
    const done = await database.db
      .selectFrom('schema_migrations')
      .select('version')
      .orderBy('version')
      .execute()
    expect(done.map((row) => row.version)).toEqual(VERSIONS)
  })

  it('that breaks midway leaves everything as it was, and can be tried again', async () => {
    const url = await newPlace()
    const written = await databaseOf(1, url)
    const database = await open(url)
    closing.push(() => database.db.destroy())
    const breaking: Migration = async (transaction) => {
      await sql`create table half_done (id text)`.execute(transaction)
      await sql`delete from vote_events`.execute(transaction)
      throw new Error('the power went')
    }
    const [first, second] = MIGRATIONS
    const steps = [first, second, breaking].filter((step) => step !== undefined)
    await expect(bring(database, { steps })).rejects.toThrow('the power went')
    const tables = [...(await tableNames(database.db, database.flavour))]
    expect(tables).not.toContain('half_done')
    expect(tables).not.toContain('current_votes')
    const { version } = await database.db
      .selectFrom('schema_migrations')
      .select((select) => select.fn.max('version').as('version'))
      .executeTakeFirstOrThrow()
    expect(version).toBe(1)
    for (const one of written) expect(await rowsLike(database, one)).toHaveLength(1)

    const store = await openStore({ url })
    closing.push(() => store.close())
    expect(await store.itemsOf('exchange-1')).toHaveLength(2)
  })

  it('is refused in one line to a program that is older than the database, which is left as it is', async () => {
    const url = await newPlace()
    await databaseOf(NEWEST, url)
    const database = await open(url)
    closing.push(() => database.db.destroy())
    const older = bring(database, { steps: MIGRATIONS.slice(0, -1) })
    await expect(older).rejects.toMatchObject({
      code: 'schema_too_new',
      message: expect.stringMatching(/^[^\n]*newer Recourse[^\n]*update Recourse[^\n]*$/),
    })
  })
})
