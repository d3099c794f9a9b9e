import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BotOptions } from '../src/bot.ts'
import { stateAnswers } from '../src/comparison/answer-memory.ts'
import type { MessageKey } from '../src/domain.ts'
import type { ChatModel } from '../src/models/chat-model.ts'
import { rehearsalModel } from '../src/models/rehearsal.ts'
import { openStore } from '../src/store/sql-store.ts'
import { openState } from '../src/store/state.ts'
import type { Store } from '../src/store/store.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from './support/bot.ts'
import { callerOf, compared, compareEvents, saying } from './support/comparing.ts'
import { scriptedModel } from './support/scripted-model.ts'

const SAFE = 'How do I kill a Python process?'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const llama2 = () => rehearsalModel('llama2')
const botWith = (models: readonly ChatModel[], replaced: Partial<BotOptions> = {}) =>
  botOver(store, models, replaced)

describe('what is erased of comparisons', () => {
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

  it('is what came of a request whose answer was compared, once it is taken back', async () => {
    const bot = botWith([llama2()])
    const request = messageOf(SAFE, 'request')
    const done = await doneOf(bot.handleMessage(request))
    const answer = messageOf('', 'answer').key
    await bot.link(done?.exchangeId ?? '', { key: answer, attempt: done?.attempts[0]?.id ?? '' })
    const { last } = await compared(bot, SAFE, { about: answer, person: BEN })
    await bot.retract(request.key)
    expect(await bot.comparison(last?.id ?? '')).toBeUndefined()
    expect((await compared(bot, SAFE, { about: request.key })).text).toBe(
      'This request was taken back, so it is not compared.',
    )
  })

  it('is what others had compared of a request, once whoever asked it wants to be forgotten', async () => {
    const bot = botWith([llama2()])
    const request = messageOf(SAFE, 'request')
    await doneOf(bot.handleMessage(request))
    const { last } = await compared(bot, SAFE, { about: request.key, person: BEN })
    const own = await compared(bot, SAFE, { person: BEN })
    await Array.fromAsync(bot.handleCommand('forget yes', callerOf()))
    expect(await bot.comparison(last?.id ?? '')).toBeUndefined()
    expect(await bot.comparison(own.last?.id ?? '')).toBeDefined()
  })

  it('is what is remembered of answers too, also where the comparison was cancelled', async () => {
    const state = await openState({ url: ':memory:' })
    const answers = stateAnswers(state)
    const set = vi.spyOn(answers, 'set')
    const bot = botWith([saying('The first answer.', 'one'), neverDone('openai:two')], { answers })
    const cancelled = async (about: MessageKey | undefined) => {
      const typed = `models:openai:one,openai:two ${SAFE}`
      const events = compareEvents(bot, typed, about && { about })[Symbol.asyncIterator]()
      const begun = await events.next()
      await events.next()
      await bot.cancelComparison(begun.value?.type === 'comparison' ? begun.value.view.id : '', ANA)
      while (!(await events.next()).done);
      return set.mock.lastCall?.[0] ?? ''
    }
    const key = await cancelled(undefined)
    expect(await answers.get(key)).toMatchObject({ text: 'The first answer.' })
    await Array.fromAsync(bot.handleCommand('forget yes', callerOf()))
    expect(await answers.get(key)).toBeUndefined()

    const request = messageOf(SAFE, 'request').key
    expect(await cancelled(request)).toBe(key)
    await bot.retract(request)
    expect(await answers.get(key)).toBeUndefined()
    await state.close()
  })

  it('is not remembered where it comes in once all was erased', async () => {
    const state = await openState({ url: ':memory:' })
    const answers = stateAnswers(state)
    const set = vi.spyOn(answers, 'set')
    const endCell = store.endCell.bind(store)
    const bot = botWith([saying('One.', 'one'), saying('Two.', 'two')], { answers })
    vi.spyOn(store, 'endCell').mockImplementation(async (...end) => {
      await store.forget([bot.pseudonym(ANA)])
      return endCell(...end)
    })
    await compared(bot, `models:openai:one,openai:two ${SAFE}`)
    const keys = set.mock.calls.map(([key]) => key)
    expect(keys.length).toBeGreaterThan(0)
    expect(await Promise.all(keys.map((key) => answers.get(key)))).toEqual(keys.map(() => undefined))
    await state.close()
  })

  it('is told when somebody wants to be forgotten', async () => {
    const bot = botWith([llama2()])
    await compared(bot, SAFE)
    const told = await Array.fromAsync(bot.handleCommand('forget yes', callerOf()))
    expect(told).toMatchObject([
      { markdown: expect.stringContaining('Erased: 0 requests, 1 comparison and 0 votes of yours.') },
    ])
  })
})

/** A model that says nothing until it is stopped. */
function neverDone(id: string): ChatModel {
  return {
    ...scriptedModel([]),
    id,
    async *stream(_, { signal }) {
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    },
  }
}
