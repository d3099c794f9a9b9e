import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProviderHealth } from '../../src/models/provider-health.ts'

let server: Server
let asked: { readonly path: string; readonly key: string | undefined }[]
let status: number
let url: string
beforeEach(async () => {
  asked = []
  status = 200
  server = createServer(({ url: path = '', headers }, response) => {
    asked.push({ path, key: headers.authorization })
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end('{"data":[],"models":[{"name":"x:latest"},{"name":"y:7b"}]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

const healthOf = (now = () => 0) =>
  createProviderHealth({
    models: {
      openaiApiKey: 'key',
      openaiBaseUrl: `${url}/v1`,
      groqApiKey: 'key',
      groqBaseUrl: `${url}/openai/v1`,
      cohereApiKey: 'key',
      cohereBaseUrl: `${url}/v2/`,
      ollamaUrl: `${url}/`,
    },
    timer: now,
  })

describe('how a provider is', () => {
  it.each([
    ['openai:x', '/v1/models'],
    ['groq:x', '/openai/v1/models'],
    ['cohere:x', '/v1/models?page_size=1'],
    ['ollama:x', '/api/tags'],
    ['ollama:y:7b', '/api/tags'],
  ])('of %s is read from its list of models, which costs no token', async (model, path) => {
    expect(await healthOf().problemOf(model)).toBeUndefined()
    expect(asked).toEqual([{ path, key: model.startsWith('ollama') ? undefined : 'Bearer key' }])
  })

  it('is looked at once in half a minute', async () => {
    let now = 0
    const health = healthOf(() => now)
    await health.problemOf('openai:x')
    now = 29_999
    await health.problemOf('openai:y')
    expect(asked).toHaveLength(1)
    now = 30_000
    await health.problemOf('openai:x')
    expect(asked).toHaveLength(2)
  })

  it('is known from the calls that are made anyway', async () => {
    const health = healthOf()
    health.note('openai:x', 'connection')
    expect(await health.problemOf('openai:x')).toBe('The last call could not reach it.')
    health.note('openai:x', 'aborted')
    expect(await health.problemOf('openai:x')).toBeDefined()
    for (const alive of ['finished', 'cut_short', 'rate_limited', 'bad_request']) {
      health.note('openai:x', 'connection')
      health.note('openai:x', alive)
      expect(await health.problemOf('openai:x')).toBeUndefined()
    }
    expect(asked).toHaveLength(0)
  })

  it('is bad where it takes no key, breaks or cannot be reached, and good where it has no such list', async () => {
    status = 401
    expect(await healthOf().problemOf('openai:x')).toBe('It does not accept the key (HTTP 401).')
    status = 503
    expect(await healthOf().problemOf('openai:x')).toBe('It answers with HTTP 503.')
    status = 404
    expect(await healthOf().problemOf('openai:x')).toBeUndefined()
    const away = createProviderHealth({ models: { ollamaUrl: 'http://127.0.0.1:9' } })
    expect(await away.problemOf('ollama:x')).toBe('Ollama does not answer.')
    const closed = createProviderHealth({ models: { openaiBaseUrl: 'http://127.0.0.1:9/v1' } })
    expect(await closed.problemOf('openai:x')).toMatch(/^It cannot be reached at 127.0.0.1:9 \(.+\)\.$/)
  })

  it('is bad where Ollama has not fetched the model', async () => {
    expect(await healthOf().problemOf('ollama:z')).toBe('Ollama does not have it: ollama pull z')
  })

  it('is always good for stand-ins and recordings', async () => {
    expect(await healthOf().problemOf('rehearsal:gemma')).toBeUndefined()
    expect(await healthOf().problemOf('replay:file.csv')).toBeUndefined()
    expect(asked).toHaveLength(0)
  })
})
