import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportItems, exportVotes } from '../../src/store/export.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { openPostgres } from '../../src/store/open-postgres.ts'
import { openSqlite } from '../../src/store/open-sqlite.ts'
import type { SqlDatabase } from '../../src/store/sql-database.ts'
import { createSqlStore } from '../../src/store/sql-store.ts'
import { postgresSchema } from '../support/services.ts'
import { aVote } from './records.ts'
import { stepsOn } from './steps.ts'

const schema = await postgresSchema()

const databases: readonly [string, () => Promise<SqlDatabase>][] = [
  ['SQLite', () => openSqlite(':memory:')],
  ...(schema ? [['PostgreSQL', () => openPostgres(schema.url)] satisfies [string, unknown]] : []),
]

describe.each(databases)('pages of an export from %s', (_, open) => {
  let database: SqlDatabase
  const items: string[] = []
  const votes: string[] = []
  let events = 0
  beforeAll(async () => {
    database = await open()
    await migrate(database.db, { ...database, now: () => 1 })
    const store = createSqlStore(database)
    const { answered } = stepsOn(() => store)
    // The second has more votes than any page, one annotator alone more events.
    for (const voters of [2, 23, 0, 1, 3, 0, 4]) {
      const { claim, end } = await answered()
      const attemptId = end.attempts[0]?.id ?? ''
      items.push(attemptId)
      const item = { exchangeId: claim.exchangeId, attemptId }
      for (let voter = 0; voter < voters; voter += 1) {
        const annotator = `annotator ${String(voter).padStart(2, '0')}`
        votes.push(`${attemptId} ${annotator}`)
        const times = voter === 7 ? 21 : 1
        for (let time = 0; time < times; time += 1) {
          const action = time % 2 === 0 ? 'add' : 'remove'
          await store.recordVote(aVote({ ...item, annotator, action, eventTime: time }))
          events += 1
        }
      }
    }
  })
  afterAll(async () => {
    await database.db.destroy()
  })

  it.each([
    [1, 1],
    [1, 4],
    [2, 5],
    [3, 7],
    [7, 22],
    [200, 43],
    [200, 2_000],
  ])('of %i exchanges and %i events hold everything once, in order', async (exchanges, size) => {
    const sizes = { exchanges, events: size }
    const told: string[] = []
    for await (const page of exportVotes(database.db, {}, 'standing', sizes)) {
      told.push(...page.map(({ attemptId, annotator }) => `${attemptId} ${annotator}`))
    }
    expect(told).toEqual(votes)
    let history = 0
    for await (const page of exportVotes(database.db, {}, 'events', sizes)) history += page.length
    expect(history).toBe(events)
    const attempts: string[] = []
    for await (const page of exportItems(database.db, {}, sizes)) {
      attempts.push(...page.map(({ attemptId }) => attemptId))
      expect(page.length).toBeLessThanOrEqual(exchanges)
    }
    expect(attempts).toEqual(items)
  })
})

afterAll(() => schema?.drop())
