import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '../../src/models/collect.ts'
import { createModels } from '../../src/models/providers.ts'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'

let provider: ProviderServer
let elsewhere: ProviderServer
let folder: string
beforeAll(async () => {
  ;[provider, elsewhere] = await Promise.all([startProviderServer(), startProviderServer()])
  folder = await mkdtemp(join(tmpdir(), 'recourse-outgoing-'))
})
afterAll(async () => {
  await Promise.all([provider.close(), elsewhere.close()])
  await rm(folder, { recursive: true })
})

describe('a model that anybody names', () => {
  it('is asked of the provider that the operator named, whatever its name looks like', async () => {
    const models = createModels({
      openaiBaseUrl: `${provider.url}/v1`,
      groqApiKey: 'gsk',
      groqBaseUrl: provider.url,
      cohereApiKey: 'key',
      cohereBaseUrl: provider.url,
      ollamaUrl: provider.url,
    })
    const host = elsewhere.url.slice('http://'.length)
    for (const prefix of ['openai', 'groq', 'cohere', 'ollama'])
      for (const name of [
        elsewhere.url,
        `@${host}/v1`,
        `//${host}`,
        `../../../${host}`,
        `x?y=${elsewhere.url}#z`,
      ]) {
        const before = provider.requests.length
        const messages = [{ role: 'user' as const, content: `See ${elsewhere.url}/text` }]
        await collect(models.get(`${prefix}:${name}`), messages, {}).catch(() => undefined)
        expect([prefix, name, provider.requests.length]).toEqual([prefix, name, before + 1])
        expect(provider.requests.at(-1)?.model).toBe(name)
        expect(provider.requests.at(-1)?.path).toMatch(/^\/(?:openai\/)?v[12]\/chat/)
      }
    expect(elsewhere.requests).toEqual([])
  })

  it('opens no file of this machine, unless the operator has named it', async () => {
    const file = join(folder, 'secret.csv')
    await writeFile(file, 'prompt,completion\nhi,the secret\n')
    const models = createModels({})
    for (const id of [`replay:${file}`, `replay:../../../../../../..${file}`, 'replay:/etc/passwd'])
      expect(() => models.get(id)).toThrow('Recordings are opened only where the operator names them')
    const own = createModels({ model: `replay:${file}` })
    const { text } = await collect(own.get(`replay:${file}`), [{ role: 'user', content: 'hi' }], {})
    expect(text).toBe('the secret')
    expect(() => own.get('replay:/etc/passwd')).toThrow('only where the operator names them')
  })
})
