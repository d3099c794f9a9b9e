import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { openSqlite } from '../../src/store/open-sqlite.ts'
import { createSqlStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'
import { startFakeSlack } from '../fakes/slack/slack-server.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { answered, answersIn, openSlack, type TestSlack } from '../support/slack.ts'

const RECORDS = 'The records cannot be used at the moment.'

let folder: string
let db: Kysely<Tables>
let store: Store
let one: TestSlack
let logged: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-full-'))
  const url = join(folder, 'records.sqlite')
  const database = await openSqlite(url)
  db = database.db
  await migrate(db, { flavour: 'sqlite', place: url, now: () => 0 })
  store = createSqlStore(database)
  logged = ''
  const logger = createLogger('info', {
    write(line: string) {
      logged += line
    },
  })
  // An event that was not acknowledged comes again soon.
  const slack = await startFakeSlack({ retryWaits: [2_000, 2_000, 2_000] })
  one = await openSlack({
    slack,
    store,
    models: [scriptedModel(['First.', 'Second.', 'Third.'])],
    bot: { logger },
    platform: { logger, wait: () => new Promise((resolve) => setImmediate(resolve)) },
  })
})
afterEach(async () => {
  await one.close()
  await one.slack.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function mention(text: string) {
  const { slack } = one
  return slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> ${text}`)
}

const textsOf = (thread: string) =>
  answersIn(one.slack, one.slack.channels.general, thread).map(({ text }) => text)

const votesOn = async (message: string) => {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from vote_events where message = ${message}`.execute(db)
  return rows[0]?.n
}

/** Ways in which a file stops taking what is written to it, and takes it again. */
const TROUBLES = [
  {
    name: 'the disk is full',
    begin: async () => {
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
      await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(db)
    },
    end: () => sql`pragma max_page_count = 1000000`.execute(db),
    told: 'There is no space left for the database',
  },
  {
    name: 'the file is read-only',
    begin: () => sql`pragma query_only = on`.execute(db),
    end: () => sql`pragma query_only = off`.execute(db),
    told: 'cannot be written; give this user write access to the file and its folder',
  },
] as const

describe.each(TROUBLES)('while $name', ({ begin, end, told }) => {
  it('people and operators are told, and all goes on by itself once it is over', async () => {
    const { slack } = one
    const { general } = slack.channels
    const { ben, cleo } = slack.people
    const first = await mention('Tell me of the sea.')
    const [answer] = await answered(slack, general, first)
    const shown = answer?.ts ?? ''

    await begin()
    const refused = await mention(`And of its shores? ${'Of each of them. '.repeat(300)}`)
    await slack.until(() => textsOf(refused).some((text) => text.includes(RECORDS)))
    await slack.react(ben, general, shown, '+1')
    await slack.react(cleo, general, shown, '+1')
    await slack.until(() => logged.includes(told))

    await end()
    const later = await mention('And of its depths?')
    await slack.until(() => textsOf(later).some((text) => text.includes('Second.')))
    await expect.poll(() => votesOn(shown)).toBe(2)
    // Who was turned away is not answered behind their back.
    expect(textsOf(refused)).toHaveLength(1)
  })
})
