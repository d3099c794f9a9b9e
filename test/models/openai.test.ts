import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collect } from '../../src/models/collect.ts'
import { openAiModels } from '../../src/models/openai.ts'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'
import { drain, failure, liveModelContract } from './chat-model-contract.ts'

liveModelContract('openai', {
  create: (url, timeouts) =>
    openAiModels({ apiKey: 'secret-key', baseUrl: `${url}/v1`, timeouts })('house-model'),
  lengthFinish: 'length',
  refusalFinish: { reason: 'content_filter', signal: 'content_filter' },
  remedyFor401: 'OPENAI_API_KEY',
})

describe('openai', () => {
  let provider: ProviderServer
  beforeAll(async () => {
    provider = await startProviderServer()
  })
  afterAll(() => provider.close())
  const model = () => openAiModels({ apiKey: 'secret-key', baseUrl: `${provider.url}/v1` })('o3-house')

  test('reports a refusal field piece by piece, as it comes', async () => {
    provider.answer({ refusal: 'I cannot do that.' })
    const events = await drain(model(), [{ role: 'user', content: 'Hello' }])
    expect(events.slice(0, 4).map((event) => event.type === 'refusal' && event.signal)).toEqual(
      Array(4).fill('refusal_field'),
    )
    expect(events.at(-1)).toMatchObject({ type: 'done', finish: 'refusal' })
    await expect(collect(model(), [{ role: 'user', content: 'Hello' }])).resolves.toMatchObject({
      text: 'I cannot do that.',
      refusal: 'refusal_field',
    })
  })

  test('sends its key, and no temperature to models that reject one', async () => {
    provider.answer({ text: 'Hello.' })
    await collect(model(), [{ role: 'user', content: 'Hello' }], { temperature: 0 })
    expect(provider.requests.at(-1)?.headers['authorization']).toBe('Bearer secret-key')
    expect(provider.requests.at(-1)?.body).not.toHaveProperty('temperature')
  })

  test('reports an error that comes in mid-answer, by its code', async () => {
    const data = JSON.stringify({ error: { code: 'server_overloaded', message: 'about your message' } })
    provider.answer({ text: 'The first words', intrude: { after: 3, data } })
    const error = await failure(model(), [{ role: 'user', content: 'Hello' }])
    expect(error).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('server_overloaded'),
    })
  })

  test('needs no key for an endpoint of one’s own', async () => {
    provider.answer({ text: 'Hello.' })
    const keyless = openAiModels({ apiKey: undefined, baseUrl: `${provider.url}/v1` })('house-model')
    await expect(collect(keyless, [{ role: 'user', content: 'Hello' }])).resolves.toMatchObject({
      text: 'Hello.',
    })
    provider.answer({ status: 401 })
    const error = await failure(keyless, [{ role: 'user', content: 'Hello' }])
    expect(error.message).toContain('asks for a key')
  })

  test('tells a message that is too long from other bad requests', async () => {
    provider.answer({
      status: 400,
      body: { error: { code: 'context_length_exceeded', message: 'too long' } },
    })
    const error = await failure(model(), [{ role: 'user', content: 'Hello' }])
    expect(error).toMatchObject({ code: 'bad_request', message: expect.stringContaining('too long') })
  })
})
