import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cohereModels } from '../../src/models/cohere.ts'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'
import { failure, liveModelContract } from './chat-model-contract.ts'

liveModelContract('cohere', {
  create: (url, timeouts) => cohereModels({ apiKey: 'secret-key', baseUrl: url, timeouts })('house-model'),
  lengthFinish: 'MAX_TOKENS',
  refusalFinish: { reason: 'ERROR_TOXIC', signal: 'toxic_error' },
  remedyFor401: 'COHERE_API_KEY',
})

describe('cohere', () => {
  let provider: ProviderServer
  beforeAll(async () => {
    provider = await startProviderServer()
  })
  afterAll(() => provider.close())

  test.each([
    ['ERROR', 'unavailable'],
    ['TIMEOUT', 'timeout'],
  ])('turns the finish %s into `%s`', async (finish, code) => {
    provider.answer({ text: 'The first', finish })
    const model = cohereModels({ apiKey: 'secret-key', baseUrl: provider.url })('command-r')
    expect((await failure(model, [{ role: 'user', content: 'Hello' }])).code).toBe(code)
  })
})
