import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collect } from '../../src/models/collect.ts'
import { groqModels } from '../../src/models/groq.ts'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'
import { failure, liveModelContract } from './chat-model-contract.ts'

liveModelContract('groq', {
  create: (url, timeouts) => groqModels({ apiKey: 'secret-key', baseUrl: url, timeouts })('house-model'),
  lengthFinish: 'length',
  refusalFinish: { reason: 'content_filter', signal: 'content_filter' },
  remedyFor401: 'GROQ_API_KEY',
})

describe('groq', () => {
  let provider: ProviderServer
  beforeAll(async () => {
    provider = await startProviderServer()
  })
  afterAll(() => provider.close())
  const ask = (name: string, content: string) =>
    collect(groqModels({ apiKey: 'secret-key', baseUrl: provider.url })(name), [{ role: 'user', content }], {
      jsonSchema: { type: 'object' },
    })

  test.each([
    ['openai/gpt-oss-20b', 'Which one?', 'json_schema'],
    ['llama-3.3-70b-versatile', 'Which one? Answer in JSON.', 'json_object'],
    ['llama-3.3-70b-versatile', 'Which one?', undefined],
  ])('asks %s for "%s" in the strictest form it takes', async (name, content, type) => {
    await ask(name, content)
    const format = provider.requests.at(-1)?.body['response_format'] as { type: string } | undefined
    expect(format?.type).toBe(type)
  })

  test('takes a retired model for an unknown one', async () => {
    provider.answer({ status: 400, body: { error: { code: 'model_decommissioned', message: 'gone' } } })
    const model = groqModels({ apiKey: 'secret-key', baseUrl: provider.url })('gemma-7b-it')
    expect((await failure(model, [{ role: 'user', content: 'Hello' }])).code).toBe('unknown_model')
  })
})
