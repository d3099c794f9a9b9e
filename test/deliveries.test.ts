import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDeliveries } from '../src/deliveries.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Claim, Store } from '../src/store/store.ts'
import { aClaim, finished, messageOf } from './store/records.ts'

let store: Store
let claim: Claim
let steps: string[]
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
  steps = []
  claim = aClaim({ awaitsDelivery: true, leaseUntil: 10 })
  await store.claim(claim)
  const { exchangeId } = claim
  const own = { key: messageOf(exchangeId), exchangeId, attemptId: 'a', at: 1 }
  await store.finish(finished(claim, { messages: [own] }))
})
afterEach(() => store.close())

const deliveries = () =>
  createDeliveries({
    store: {
      ...store,
      retract: (message) => {
        steps.push('retract')
        return store.retract(message, true)
      },
      delivered: (exchangeId, messages) => {
        steps.push('delivered')
        return store.delivered(exchangeId, messages)
      },
    },
    now: () => 500,
    instance: 'test-process',
    leases: { end: () => 900 },
    cancel: (exchangeId) => steps.push(`cancel ${exchangeId}`),
    settle: async (exchangeId) => steps.push(`settle ${exchangeId}`),
  })
const shown = (message: string, attempt = 'a') => ({ key: messageOf(message), attempt })

describe('what was posted', () => {
  it('is bound to the attempt it shows, and later to another one', async () => {
    const { link, exchangeShownBy } = deliveries()
    const { key } = shown('posted')
    expect(await exchangeShownBy(key)).toBeUndefined()
    await link(claim.exchangeId, shown('posted'))
    await link(claim.exchangeId, shown('posted', 'b'))
    expect(await store.linkOf(key)).toEqual({ key, exchangeId: claim.exchangeId, attemptId: 'b', at: 500 })
    expect((await exchangeShownBy(key))?.id).toBe(claim.exchangeId)
  })

  it('is told without the message that stands for the exchange itself', async () => {
    const { link, messagesOf, recentMessages } = deliveries()
    for (const message of ['posted 1', 'posted 2']) await link(claim.exchangeId, shown(message))
    expect(await messagesOf(claim.exchangeId)).toEqual([messageOf('posted 1'), messageOf('posted 2')])
    const here = { platform: 'web', workspace: 'home' }
    expect(await recentMessages(here, 0, 9)).toEqual([messageOf('posted 2'), messageOf('posted 1')])
    expect(await recentMessages(here, 0, 1)).toEqual([messageOf('posted 2')])
    expect(await recentMessages(here, 501, 9)).toEqual([])
  })
})

describe('an outcome that was posted', () => {
  it('is settled first, in case it could not be stored when it was told', async () => {
    const { exchangeId } = claim
    await deliveries().delivered(exchangeId, [shown('posted 1'), shown('posted 2')])
    expect(steps).toEqual([`settle ${exchangeId}`, 'delivered'])
    expect(await deliveries().messagesOf(exchangeId)).toHaveLength(2)
    expect(await store.takeOver('two', 1_000, 9_000, 'web')).toBeUndefined()
  })
})

describe('a request that is taken back', () => {
  it('is erased first and then stopped, so that nothing of it is stored in between', async () => {
    const { link, retract, exchange } = deliveries()
    await link(claim.exchangeId, shown('posted'))
    expect((await retract(claim.key))?.messages).toEqual([messageOf('posted')])
    expect(steps).toEqual(['retract', `cancel ${claim.exchangeId}`])
    expect(await exchange(claim.exchangeId)).toMatchObject({ failure: { code: 'retracted' } })
  })

  it('stops nothing when it was never asked', async () => {
    expect(await deliveries().retract(messageOf('small talk'))).toBeUndefined()
    expect(steps).toEqual(['retract'])
  })
})
