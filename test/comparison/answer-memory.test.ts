import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stateAnswers } from '../../src/comparison/answer-memory.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { openState } from '../../src/store/state.ts'
import type { Store } from '../../src/store/store.ts'
import { ANA, botOver } from '../support/bot.ts'
import { callerOf, compared, saying } from '../support/comparing.ts'
import { scriptedModel } from '../support/scripted-model.ts'

const SAFE = 'How do I kill a Python process?'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

describe('a remembered answer', () => {
  it('is taken where somebody asks for it, at no cost, and says so', async () => {
    const state = await openState({ url: ':memory:' })
    const [one, two] = [saying('One.', 'one'), saying('Two.', 'two')]
    const bot = botOver(store, [one, two], { answers: stateAnswers(state) })
    const typed = `models:openai:one,openai:two ${SAFE}`
    await compared(bot, typed)
    await compared(bot, typed)
    expect(one.calls).toHaveLength(2)
    const { last } = await compared(bot, `cached:yes ${typed}`)
    expect(one.calls).toHaveLength(2)
    const { answers } = await bot.revealComparison(last?.id ?? '', ANA)
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
    const bot = botOver(store, [saying('Fine.', 'one'), broken], { answers: stateAnswers(state) })
    for (let time = 0; time < 2; time += 1) {
      await compared(bot, `cached:yes models:openai:one,openai:broken ${SAFE}`)
    }
    expect(broken.calls).toHaveLength(2)
    expect(set).toHaveBeenCalledOnce()
    await state.close()
  })
})
