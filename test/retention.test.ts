import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRetention, type RetentionOptions } from '../src/retention.ts'
import { openStore } from '../src/store/sql-store.ts'
import { openState } from '../src/store/state.ts'
import type { Store } from '../src/store/store.ts'
import { aClaim, finished } from './store/records.ts'

const DAY = 24 * 60 * 60_000
const START = 100 * DAY

let store: Store
let now: number
beforeEach(async () => {
  now = START + 1
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const logger = { info: vi.fn(), error: vi.fn() }
const retention = (instance: string, changes: Partial<RetentionOptions> = {}) =>
  createRetention({ store, days: 30, instance, now: () => now, logger, ...changes })

async function asked(at: number): Promise<string> {
  const claim = aClaim({ at })
  await store.claim(claim)
  await store.finish(finished(claim, { at }))
  return claim.exchangeId
}

const isScrubbed = async (id: string) => (await store.exchange(id))?.prompt === ''

describe('retention', () => {
  it('takes what is past its time at the start, and what comes to be so with the next day', async () => {
    const old = await asked(START - 30 * DAY)
    const younger = await asked(START - 29.5 * DAY)
    const one = retention('one')
    await one.look()
    expect([await isScrubbed(old), await isScrubbed(younger)]).toEqual([true, false])
    now = START + DAY / 2 + 2
    await one.look()
    expect(await isScrubbed(younger)).toBe(false)
    now = START + DAY
    await one.look()
    expect(await isScrubbed(younger)).toBe(true)
  })

  it('does nothing where no time is set', async () => {
    const old = await asked(0)
    await createRetention({ store, instance: 'one', now: () => now, logger }).look()
    expect(await isScrubbed(old)).toBe(false)
  })

  it('lets go of who had which pseudonym before, a week after they were last seen, also where text is kept', async () => {
    const move = (former: string, daysAgo: number) => ({
      ...{ former: [former], current: `${former} now`, at: START - daysAgo * DAY },
    })
    for (const one of [move('ana', 8), move('ben', 2)]) await store.movePseudonyms(one)
    const isKnown = async (former: string) =>
      !(await store.isUnsettled({ former: [former], current: `${former} now`, at: 0 }))
    expect([await isKnown('ana'), await isKnown('ben')]).toEqual([true, true])
    await createRetention({ store, instance: 'one', now: () => now, logger }).look()
    expect([await isKnown('ana'), await isKnown('ben')]).toEqual([false, true])
  })

  it('holds from the start with another number of days, on the same day too', async () => {
    const old = await asked(START - 20 * DAY)
    await retention('one').look()
    expect(await isScrubbed(old)).toBe(false)
    await retention('two', { days: 10 }).look()
    expect(await isScrubbed(old)).toBe(true)
  })

  it('is one process’s work at a time, in small pieces with room for others between them', async () => {
    for (let i = 0; i < 120; i += 1) await asked(START - 40 * DAY)
    const scrub = vi.spyOn(store, 'scrub')
    let turns = 0
    let isDone = false
    const others = (async () => {
      for (; !isDone; turns += 1) await setImmediate()
    })()
    await Promise.all([retention('one').look(), retention('two').look()])
    isDone = true
    await others
    expect(scrub.mock.calls.map(([, limit]) => limit)).toEqual(Array(7).fill(20))
    expect(turns).toBeGreaterThan(3)
    expect(await store.scrubbable({ before: START - 30 * DAY, at: now })).toMatchObject({ exchanges: 0 })
  })

  it('goes on where a process that stopped or died left off', async () => {
    for (let i = 0; i < 60; i += 1) await asked(START - 40 * DAY)
    const scrub = vi.spyOn(store, 'scrub').mockRejectedValueOnce(new Error('disk full'))
    await retention('one').look()
    expect(logger.error).toHaveBeenCalledOnce()
    scrub.mockRestore()
    // One that is killed keeps its turn until its lease runs out.
    const turn = { schedule: 'retention 30', due: START }
    await store.takeTurn(turn, { claimedBy: 'dead', now, leaseUntil: now + 1_000 })
    await retention('two').look()
    expect(await store.scrubbable({ before: START - 30 * DAY, at: now })).toMatchObject({ exchanges: 60 })
    now += 2_000
    await retention('two').look()
    expect(await store.scrubbable({ before: START - 30 * DAY, at: now })).toMatchObject({ exchanges: 0 })
  })

  it('drops expired state', async () => {
    const state = await openState({ url: ':memory:' })
    const dropExpired = vi.spyOn(state, 'dropExpired')
    await retention('one', { state }).look()
    expect(dropExpired).toHaveBeenCalledOnce()
    await state.close()
  })
})
