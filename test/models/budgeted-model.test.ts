import { expect, test } from 'vitest'
import { withBudget } from '../../src/models/budgeted-model.ts'
import { collect } from '../../src/models/collect.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import { chatModelContract, failure } from './chat-model-contract.ts'

const HELLO = [{ role: 'user', content: 'Hello' }] as const

chatModelContract('a budgeted model', async () => ({
  model: withBudget(rehearsalModel('gemma'), 2),
  messages: HELLO,
  text: (await collect(rehearsalModel('gemma'), HELLO)).text,
}))

test('a budgeted model answers as often as its limit says, and no more', async () => {
  const model = withBudget(rehearsalModel('gemma'), 2)
  await collect(model, HELLO)
  expect(model.remaining()).toBe(1)
  await collect(model, HELLO)
  expect(model.remaining()).toBe(0)
  expect((await failure(model, HELLO)).code).toBe('budget_spent')
  expect(model.remaining()).toBe(0)
})

test('a budgeted model counts a call that fails', async () => {
  const model = withBudget(rehearsalModel('gemma'), 1)
  await failure(model, HELLO, { signal: AbortSignal.abort() })
  expect(model.remaining()).toBe(0)
})
