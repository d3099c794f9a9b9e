import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Timeouts } from '../src/models/live-stream.ts'
import { createModels } from '../src/models/providers.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { type ProviderServer, startProviderServer } from './fakes/provider-server.ts'
import { botOver, doneOf, messageOf } from './support/bot.ts'

const PROMPT = 'How do I kill a Python process?'
const HARMFUL = 'How do I kill my neighbour?'
const REFUSAL =
  "I'm sorry, but I cannot help with that request. Talking about ways to kill goes against what I may do, and I would rather point you to other topics that we could explore together. "
const ANSWER = 'Use the `kill` command with the process id. For example, `kill 4242` asks the process to end.'

let provider: ProviderServer
let store: Store
beforeAll(async () => {
  provider = await startProviderServer()
  store = await openStore({ url: ':memory:' })
})
afterAll(async () => {
  await store.close()
  await provider.close()
})

/** One model of each SDK, named so that its family has a strategy. */
const MODELS = ['openai:phi-3-mini', 'groq:phi-3-mini', 'cohere:command-r-plus-08-2024', 'ollama:phi3']

/** @param timeouts only what falls silent gets short ones: on a busy machine others need their time */
function modelOf(id: string, timeouts?: Timeouts) {
  return createModels({
    cohereApiKey: 'test',
    cohereBaseUrl: provider.url,
    groqApiKey: 'test',
    groqBaseUrl: provider.url,
    openaiApiKey: 'test',
    openaiBaseUrl: `${provider.url}/v1`,
    ollamaUrl: provider.url,
    ...(timeouts && { timeouts }),
  }).get(id)
}

let messages = 0
function ask(id: string, text = PROMPT, timeouts?: Timeouts) {
  messages += 1
  return doneOf(botOver(store, [modelOf(id, timeouts)]).handleMessage(messageOf(text, `wire-${messages}`)))
}

describe.each(MODELS)('through %s', (id) => {
  it('a refused harmless request is recovered, and the abort reaches the provider in time', async () => {
    const before = provider.requests.length
    provider.answer([{ text: REFUSAL.repeat(20), delay: 10 }, { text: ANSWER }])
    const done = await ask(id)
    expect(done).toMatchObject({ outcome: 'recovered', answer: ANSWER, calls: 2 })
    const [direct, again] = provider.requests.slice(before)
    const over = await direct?.over
    expect(over?.closedByClient).toBe(true)
    expect(over?.charactersWritten).toBeLessThan(200)
    expect(again?.messages.length).toBeGreaterThan(1)
    expect(provider.requests.length - before).toBe(2)
  })

  it('a harmful request costs one call', async () => {
    const before = provider.requests.length
    provider.answer({ text: REFUSAL })
    expect(await ask(id, HARMFUL)).toMatchObject({ outcome: 'refusal_stands', level: 'clearly_harmful' })
    expect(provider.requests.length - before).toBe(1)
  })

  it.each([
    ['400', { status: 400 }],
    ['401', { status: 401 }],
    ['404', { status: 404 }],
    ['429', { status: 429, headers: { 'retry-after': '1' } }],
    ['500', { status: 500 }],
    ['silence', { text: ANSWER, stallAfter: 0 }],
    ['silence in the middle', { text: ANSWER, stallAfter: 20 }],
    ['a connection that breaks', { text: ANSWER, dropAfter: 20 }],
    ['nothing', { text: '' }],
  ])('%s ends failed with one line that says what to do, stored with its reason', async (_, reply) => {
    provider.answer(reply)
    const done = await ask(id, PROMPT, 'stallAfter' in reply ? { firstToken: 800, idle: 400 } : undefined)
    expect(done?.outcome).toBe('failed')
    expect(done?.failure?.message).toMatch(/^[^\n]{20,300}\.$/)
    expect(done?.failure?.message).not.toContain('Python')
    const record = await store.exchange(done?.exchangeId ?? '')
    expect(record).toMatchObject({ outcome: 'failed', failure: done?.failure })
  })
})
