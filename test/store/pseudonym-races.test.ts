import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { closedAfterEach } from '../support/close-after-each.ts'
import { postgresSchema } from '../support/services.ts'
import { aVote, fresh } from './records.ts'
import { stepsOn } from './steps.ts'

/** Moments in which a vote and a move meet, held open by a third connection that keeps a row locked. */

const schema = await postgresSchema()
afterAll(() => schema?.drop())

const open = closedAfterEach(async () => {
  const url = schema?.url ?? ''
  const [store, other] = [await openStore({ url }), await openStore({ url })]
  const holder = new pg.Client({ connectionString: url })
  await holder.connect()
  const { claim, end } = await stepsOn(() => store).answered()
  const item = { exchangeId: claim.exchangeId, attemptId: end.attempts[0]?.id ?? '' }
  return {
    ...{ store, other, holder, item },
    async close() {
      await holder.end()
      await Promise.all([store.close(), other.close()])
    },
  }
})

/** How many wait for the holder, or for somebody who does. */
async function waiting(holder: pg.Client): Promise<number> {
  const { rows } = await holder.query<{ many: string }>(`
    with recursive stopped (pid) as (
      select pg_backend_pid()
      union
      select waiting.pid from pg_stat_activity as waiting, stopped
      where waiting.wait_event_type = 'Lock' and stopped.pid = any (pg_blocking_pids(waiting.pid))
    ) select count(*) - 1 as many from stopped`)
  return Number(rows[0]?.many)
}

async function untilWaiting(holder: pg.Client, many: number, orDone?: Promise<unknown>): Promise<void> {
  let isDone = false
  void orDone?.finally(() => {
    isDone = true
  })
  await expect.poll(async () => isDone || (await waiting(holder)) >= many, { timeout: 5_000 }).toBe(true)
}

async function standing(store: Store, exchangeId: string) {
  const [item] = await store.itemsOf(exchangeId)
  const votes = await store.currentVotes(exchangeId)
  return { counted: item?.votes, votes: votes.map(({ annotator, label }) => [annotator, label]) }
}

describe.skipIf(!schema)('on PostgreSQL, while somebody is moved to another pseudonym', () => {
  it('a vote that comes in under the former one is stored before the move and goes with it', async () => {
    const { store, other, holder, item } = await open()
    const [old, now] = [fresh('old'), fresh('new')]
    await holder.query('begin')
    await holder.query('select from items where exchange_id = $1 for update', [item.exchangeId])
    const vote = store.recordVote(aVote({ ...item, annotator: old }))
    await untilWaiting(holder, 1)
    const move = other.movePseudonyms({ former: [old], current: now, at: 1 })
    await untilWaiting(holder, 2, move)
    await holder.query('commit')
    await Promise.all([vote, move])
    expect(await standing(store, item.exchangeId)).toEqual({ counted: 1, votes: [[now, 'answered_well']] })
  })

  it('a vote that comes in under the current one is counted once with the former', async () => {
    const { store, other, holder, item } = await open()
    const [old, now] = [fresh('old'), fresh('new')]
    const { claim, end } = await stepsOn(() => store).answered()
    const elsewhere = { exchangeId: claim.exchangeId, attemptId: end.attempts[0]?.id ?? '' }
    await store.recordVote(aVote({ ...elsewhere, annotator: now }))
    await store.recordVote(aVote({ ...item, annotator: old }))
    await holder.query('begin')
    await holder.query('select from annotators where annotator = $1 for update', [now])
    const later = { label: 'refused_harmless', emoji: '🙅', eventTime: 900 }
    const vote = store.recordVote(aVote({ ...item, annotator: now, ...later }))
    await untilWaiting(holder, 1)
    const move = other.movePseudonyms({ former: [old], current: now, at: 1 })
    await untilWaiting(holder, 2, move)
    await holder.query('commit')
    await Promise.all([vote, move])
    expect(await standing(store, item.exchangeId)).toEqual({ counted: 1, votes: [[now, 'refused_harmless']] })
    const known = await store.activeAnnotators({}, 100)
    expect(known.find(({ annotator }) => annotator === now)).toMatchObject({ votes: 2 })
  })
})
