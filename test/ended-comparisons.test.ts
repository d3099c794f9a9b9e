import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BotOptions } from '../src/bot.ts'
import { stateAnswers } from '../src/comparison/answer-memory.ts'
import { OPEN_FOR } from '../src/comparisons.ts'
import type { ChatModel } from '../src/models/chat-model.ts'
import { openStore } from '../src/store/sql-store.ts'
import { openState } from '../src/store/state.ts'
import type { Store } from '../src/store/store.ts'
import { ANA, BEN, botOver, messageOf } from './support/bot.ts'
import { callerOf, compared, compareEvents, llama2, revealed, SAFE, saying } from './support/comparing.ts'
import { scriptedModel } from './support/scripted-model.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const botWith = (models: readonly ChatModel[], replaced: Partial<BotOptions> = {}) =>
  botOver(store, models, replaced)

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
    expect((await revealed(bot, last)).without).toMatchObject([
      { why: expect.stringContaining('took longer') },
    ])
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

describe('a remembered answer', () => {
  it('is taken where somebody asks for it, at no cost, and says so', async () => {
    const state = await openState({ url: ':memory:' })
    const [one, two] = [saying('One.', 'one'), saying('Two.', 'two')]
    const bot = botWith([one, two], { answers: stateAnswers(state) })
    const typed = `models:openai:one,openai:two ${SAFE}`
    await compared(bot, typed)
    await compared(bot, typed)
    expect(one.calls).toHaveLength(2)
    const { last } = await compared(bot, `cached:yes ${typed}`)
    expect(one.calls).toHaveLength(2)
    const { answers } = await revealed(bot, last)
    expect(answers.map(({ text, behind }) => [text, behind?.cached]).toSorted()).toEqual([
      ['One.', true],
      ['Two.', true],
    ])
    await Array.fromAsync(bot.handleCommand('forget yes', callerOf()))
    await compared(bot, `cached:yes ${typed}`)
    expect(one.calls).toHaveLength(3)
    await state.close()
  })

  it('is never a failure', async () => {
    const state = await openState({ url: ':memory:' })
    const set = vi.spyOn(state, 'set')
    const broken = { ...scriptedModel([new Error('down'), '']), id: 'openai:broken' }
    const bot = botWith([saying('Fine.', 'one'), broken], { answers: stateAnswers(state) })
    for (let time = 0; time < 2; time += 1) {
      await compared(bot, `cached:yes models:openai:one,openai:broken ${SAFE}`)
    }
    expect(broken.calls).toHaveLength(2)
    expect(set).toHaveBeenCalledOnce()
    await state.close()
  })
})

describe('the reveal', () => {
  it('is for whoever began it, or an admin, once the answers are there', async () => {
    const bot = botWith([llama2()])
    const { last } = await compared(bot, SAFE, { person: BEN })
    const id = last?.id ?? ''
    const chris = { ...BEN, user: 'chris' }
    await expect(bot.revealComparison(id, chris)).rejects.toThrow('Only the person who began')
    await expect(bot.revealComparison(id, { ...ANA, workspace: 'elsewhere' })).rejects.toThrow('not known')
    await expect(bot.revealComparison('none', ANA)).rejects.toThrow('not known')
    expect((await bot.revealComparison(id, ANA)).status).toBe('revealed')
    expect((await bot.revealComparison(id, BEN)).status).toBe('revealed')
  })

  it('comes by itself after a day, for whoever looks', async () => {
    let now = 1_000
    const bot = botWith([llama2()], { now: () => now })
    const { last } = await compared(bot, SAFE)
    const later = await compared(bot, SAFE)
    const id = last?.id ?? ''
    const message = messageOf('', 'board').key
    await bot.showsComparison(later.last?.id ?? '', message)
    now += OPEN_FOR - 1
    expect((await bot.comparison(id))?.status).toBe('open')
    now += 1
    expect((await bot.comparison(id))?.status).toBe('revealed')
    expect(await bot.takeUpComparison('test')).toMatchObject({ message, view: { status: 'revealed' } })
    expect(await bot.takeUpComparison('test')).toBeUndefined()
  })
})

describe('what is erased', () => {
  it('is what came of a request that was taken back, with the messages that showed it', async () => {
    const bot = botWith([llama2()])
    const request = messageOf(SAFE, 'request')
    const { last } = await compared(bot, SAFE, { about: request.key })
    const board = messageOf('', 'board').key
    await bot.showsComparison(last?.id ?? '', board)
    expect(await bot.retract(request.key)).toMatchObject({ messages: [board] })
    expect(await bot.comparison(last?.id ?? '')).toBeUndefined()
    expect(await bot.retract(request.key)).toBeUndefined()
  })

  it('is told when somebody wants to be forgotten', async () => {
    const bot = botWith([llama2()])
    await compared(bot, SAFE)
    const told = await Array.fromAsync(bot.handleCommand('forget yes', callerOf()))
    expect(told).toMatchObject([{ markdown: 'Erased: 0 requests, 1 comparison and 0 votes of yours.' }])
  })
})
