import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/domain.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { openPostgres } from '../../src/store/open-postgres.ts'
import { openSqlite } from '../../src/store/open-sqlite.ts'
import { votedTries } from '../../src/store/policy.ts'
import type { SqlDatabase } from '../../src/store/sql-database.ts'
import { createSqlStore } from '../../src/store/sql-store.ts'
import { postgresSchema } from '../support/services.ts'
import { anAttempt, aVote } from './records.ts'
import { stepsOn } from './steps.ts'

const schema = await postgresSchema()

const databases: readonly [string, () => Promise<SqlDatabase>][] = [
  ['SQLite', () => openSqlite(':memory:')],
  ...(schema ? [['PostgreSQL', () => openPostgres(schema.url)] satisfies [string, unknown]] : []),
]

/** Ends of exchanges; of the fifth the crowd says nothing. */
const ENDS: readonly Outcome[] = [
  'recovered',
  'recovered',
  'refusal_stands',
  'recovered',
  'recovered',
  'partly_answered',
  'recovered',
]

describe.each(databases)('pages of voted tries from %s', (_, open) => {
  let database: SqlDatabase
  beforeAll(async () => {
    database = await open()
    await migrate(database.db, { ...database, now: () => 1 })
    const store = createSqlStore(database)
    const { answered } = stepsOn(() => store)
    for (const [at, outcome] of ENDS.entries()) {
      const attempts = [anAttempt(), anAttempt({ strategy: `strategy-${at}` })]
      const attemptId = attempts[outcome === 'recovered' ? 1 : 0]?.id ?? ''
      const end = {
        outcome,
        attempts,
        shownAttempt: attemptId,
        level: 'clearly_fine',
        levelSure: true,
      } as const
      const { claim } = await answered({}, end)
      if (at !== 4) await store.recordVote(aVote({ exchangeId: claim.exchangeId, attemptId }))
    }
  })
  afterAll(async () => {
    await database.db.destroy()
  })

  it.each([1, 2, 3, 5, 100])('of %i exchanges hold everything once', async (page) => {
    const pages = await Array.fromAsync(votedTries(database.db, page))
    const strategies = pages.flat().map(({ strategy }) => strategy)
    expect(strategies.toSorted()).toEqual([0, 1, 2, 3, 5, 6].map((at) => `strategy-${at}`))
  })
})

afterAll(() => schema?.drop())
