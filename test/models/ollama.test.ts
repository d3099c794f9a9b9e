import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findOllama, ollamaModels } from '../../src/models/ollama.ts'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'
import { failure, liveModelContract } from './chat-model-contract.ts'

liveModelContract('ollama', {
  create: (url, timeouts) => ollamaModels({ url, timeouts })('house-model'),
  lengthFinish: 'length',
  refusalFinish: { reason: 'content_filter', signal: 'content_filter' },
  remedyFor401: 'OLLAMA_URL',
})

describe('findOllama', () => {
  let provider: ProviderServer
  beforeAll(async () => {
    provider = await startProviderServer()
  })
  afterAll(() => provider.close())

  test('lists the models of an Ollama that answers', async () => {
    provider.listModels(['gemma2:9b', 'phi3:mini'])
    await expect(findOllama(`${provider.url}/`)).resolves.toEqual({ models: ['gemma2:9b', 'phi3:mini'] })
  })

  test('finds nothing where another server answers', async () => {
    const other = await startProviderServer()
    await expect(findOllama(other.url)).resolves.toBeUndefined()
    await other.close()
  })

  test('finds nothing where nobody answers, or the address is none', async () => {
    const gone = await startProviderServer()
    await gone.close()
    await expect(findOllama(gone.url)).resolves.toBeUndefined()
    await expect(findOllama('not an address')).resolves.toBeUndefined()
  })

  test('says how to fetch a model that is not there', async () => {
    provider.answer({ status: 404 })
    const error = await failure(ollamaModels({ url: provider.url })('phi3'), [
      { role: 'user', content: 'Hello' },
    ])
    expect(error.message).toContain('ollama pull phi3')
  })
})
