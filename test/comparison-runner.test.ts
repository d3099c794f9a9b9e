import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BotOptions } from '../src/bot.ts'
import { LEASE } from '../src/leases.ts'
import type { ChatModel } from '../src/models/chat-model.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { ANA, BEN, botOver, messageOf } from './support/bot.ts'
import { compared, compareEvents, saying } from './support/comparing.ts'

const SAFE = 'How do I kill a Python process?'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const botWith = (models: readonly ChatModel[], replaced: Partial<BotOptions> = {}) =>
  botOver(store, models, replaced)

describe('a store that is out of reach', () => {
  it('ends the comparison and leaves nothing that would end the process', async () => {
    const loose = vi.fn()
    process.on('unhandledRejection', loose)
    const down = new Error('out of reach')
    let isDown = false
    let ends = 0
    const { comparison, planComparison } = store
    vi.spyOn(store, 'comparison').mockImplementation(async (id) => {
      if (isDown) throw down
      return comparison.call(store, id)
    })
    vi.spyOn(store, 'planComparison').mockImplementation(async (...plan) => {
      isDown = true
      return planComparison.apply(store, plan)
    })
    vi.spyOn(store, 'endCell').mockImplementation(async () => {
      ends += 1
      throw down
    })
    const { endComparison } = store
    vi.spyOn(store, 'endComparison').mockImplementation(async (...end) => {
      await vi.waitUntil(() => ends === 2)
      isDown = false
      return endComparison.apply(store, end)
    })
    const bot = botWith([saying('A', 'one'), saying('B', 'two')])
    const { last } = await compared(bot, `models:openai:one,openai:two ${SAFE}`)
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', loose)
    expect(last?.status).toBe('failed')
    expect(loose).not.toHaveBeenCalled()
  })
})

describe('cancelling', () => {
  it('stops the calls under way, from another process too, and keeps no answer', async () => {
    const [one, two] = [slowModel('one'), slowModel('two')]
    const bot = botWith([one.model, two.model])
    const elsewhere = botWith([one.model, two.model], { instance: 'another' })
    const typed = `models:openai:one,openai:two ${SAFE}`
    for (const canceller of [bot, elsewhere]) {
      const events = compareEvents(bot, typed)[Symbol.asyncIterator]()
      const begun = await events.next()
      const id = begun.value?.type === 'comparison' ? begun.value.view.id : ''
      await expect(canceller.cancelComparison(id, BEN)).rejects.toThrow('Only the person who began')
      expect((await canceller.cancelComparison(id, ANA)).status).toBe('cancelled')
      await expect(canceller.cancelComparison(id, ANA)).rejects.toThrow('has ended already')
      // Whoever was cancelled elsewhere notices as soon as a cell has ended.
      one.finish()
      const rest = []
      for (let next = await events.next(); !next.done; next = await events.next()) rest.push(next.value)
      expect(rest.at(-1)).toMatchObject({ view: { status: 'cancelled', answers: [] } })
      expect(two.aborted()).toBe(true)
    }
  })

  it('by whoever was to show it going away leaves nothing running', async () => {
    const [one, two] = [slowModel('one'), slowModel('two')]
    const bot = botWith([one.model, two.model])
    const events = compareEvents(bot, `models:openai:one,openai:two ${SAFE}`)[Symbol.asyncIterator]()
    const begun = await events.next()
    await events.return?.()
    const id = begun.value?.type === 'comparison' ? begun.value.view.id : ''
    expect(await bot.comparison(id)).toMatchObject({ status: 'failed' })
    expect([one.aborted(), two.aborted()]).toEqual([true, true])
  })

  it('ends a call that takes too long, and no other', async () => {
    const slow = slowModel('slow')
    const bot = botWith([saying('A', 'one'), saying('B', 'two'), slow.model], { longestCall: 1 })
    const { last } = await compared(bot, `models:openai:one,openai:two,openai:slow ${SAFE}`)
    expect(last).toMatchObject({ status: 'open', without: 1 })
    expect((await bot.revealComparison(last?.id ?? '', ANA)).without).toMatchObject([
      { why: expect.stringContaining('took longer') },
    ])
  })

  it('is not ended as interrupted by the process that is at it, however late its lease was renewed', async () => {
    let now = 1_000
    const [one, two] = [slowModel('one'), slowModel('two')]
    const bot = botWith([one.model, two.model], { now: () => now })
    const events = compareEvents(bot, `models:openai:one,openai:two ${SAFE}`)[Symbol.asyncIterator]()
    await events.next()
    now += 2 * LEASE
    expect(await bot.takeUpComparison('test')).toBeUndefined()
    for (const { finish } of [one, two]) finish()
    const [last] = (await Array.fromAsync({ [Symbol.asyncIterator]: () => events })).slice(-1)
    expect(last).toMatchObject({ view: { status: 'open' } })
  })

  it('is told by whoever takes it up where its process has gone away', async () => {
    let now = 1_000
    const [one, two] = [slowModel('one'), slowModel('two')]
    const bot = botWith([one.model, two.model], { now: () => now })
    const events = compareEvents(bot, `models:openai:one,openai:two ${SAFE}`)[Symbol.asyncIterator]()
    const begun = await events.next()
    const id = begun.value?.type === 'comparison' ? begun.value.view.id : ''
    const message = messageOf('', 'board').key
    expect(await bot.showsComparison(id, message)).toBe('board')
    await bot.handOver()
    expect(await events.next()).toMatchObject({ done: true })
    now += 1
    const elsewhere = botWith([one.model, two.model], { instance: 'another', now: () => now })
    expect(await elsewhere.takeUpComparison('slack')).toBeUndefined()
    expect(await elsewhere.takeUpComparison('test')).toMatchObject({
      message,
      view: { id, status: 'failed', note: expect.stringContaining('interrupted') },
    })
    expect(await elsewhere.takeUpComparison('test')).toBeUndefined()
  })
})

/** A model that begins and then waits to be stopped or let go on. */
function slowModel(name: string) {
  let aborted = false
  let go = () => {}
  const model: ChatModel = {
    id: `openai:${name}`,
    family: 'unknown',
    kind: 'live',
    async *stream(_, { signal }) {
      yield { type: 'text', text: 'Begun' }
      await new Promise<void>((resolve, reject) => {
        go = resolve
        const stop = () => {
          aborted = true
          reject(new Error('aborted'))
        }
        if (signal?.aborted) stop()
        else signal?.addEventListener('abort', stop)
      })
      yield { type: 'done', finish: 'stop' }
    },
  }
  return { model, aborted: () => aborted, finish: () => go() }
}
