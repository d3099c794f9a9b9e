import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Leases } from '../src/leases.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { botOver, messageOf } from './support/bot.ts'
import { type PostgresSchema, postgresSchema } from './support/services.ts'
import { slowLines } from './support/slow-lines.ts'

const AHEAD = 5 * 60_000

describe('leases', () => {
  it('end by the clock of the records, whatever our own says', async () => {
    const leases = new Leases({ now: () => 1_000, length: 60, clockAhead: async () => 500 })
    expect(leases.end()).toBe(1_060)
    await leases.compareClocks()
    expect(leases.now()).toBe(1_500)
    expect(leases.end()).toBe(1_560)
  })

  it('compare the clocks once in a while, and at once where ours was set to another time', async () => {
    let [timer, set] = [0, 100_000]
    let asked = 0
    const leases = new Leases({
      now: () => timer + set,
      timer: () => timer,
      clockAhead: async () => {
        asked += 1
        return -set
      },
    })
    await leases.compareClocks()
    timer += 30_000
    await leases.compareClocks()
    expect(asked).toBe(1)
    timer += 31_000
    await leases.compareClocks()
    expect(asked).toBe(2)
    for (const step of [45_000, -45_000, -90_000]) {
      timer += 5_000
      set += step
      await leases.compareClocks()
      expect(leases.now()).toBe(timer)
    }
    expect(asked).toBe(5)
  })
})

const schema: PostgresSchema | undefined = await postgresSchema()

describe.skipIf(!schema)('processes whose clocks disagree', () => {
  let stores: readonly Store[] = []
  beforeAll(async () => {
    const url = schema?.url ?? ''
    stores = [await openStore({ url }), await openStore({ url })]
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
    await schema?.drop()
  })

  const processWith = (store: Store, instance: string, now: () => number) =>
    botOver(store, [slowLines(20, 5)], {
      newId: () => crypto.randomUUID(),
      instance,
      now,
      leases: new Leases({ now, clockAhead: store.clockAhead }),
    })

  it('leave to one another what is under way', async () => {
    const [own, other] = stores
    if (!own || !other) throw new Error('no stores')
    const first = processWith(own, 'first', Date.now)
    const second = processWith(other, 'second', () => Date.now() + AHEAD)
    const events = first.handleMessage({ ...messageOf('Tell me of the sea.', 'm1'), awaitsDelivery: true })
    const reading = events[Symbol.asyncIterator]()
    await reading.next()
    expect(await second.takeUp('test')).toBeUndefined()
    for (let next = await reading.next(); !next.done; next = await reading.next());
    expect(await second.takeUp('test')).toBeUndefined()
  })

  it('know by how much, to a fraction of a second', async () => {
    const behind = await stores[0]?.clockAhead(() => Date.now() - AHEAD)
    expect(Math.abs((behind ?? 0) - AHEAD)).toBeLessThan(2_000)
  })
})
