import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collect } from '../../src/models/collect.ts'
import { createModels } from '../../src/models/providers.ts'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'

const HELLO = [{ role: 'user', content: 'Hello' }] as const

let provider: ProviderServer
beforeAll(async () => {
  provider = await startProviderServer()
})
afterAll(() => provider.close())

const everything = () => ({
  cohereApiKey: 'secret-key',
  cohereBaseUrl: provider.url,
  groqApiKey: 'secret-key',
  groqBaseUrl: provider.url,
  openaiBaseUrl: `${provider.url}/v1`,
  ollamaUrl: provider.url,
})

describe('the catalogue of models', () => {
  test.each([
    ['cohere:command-r-plus-08-2024', 'command-r', '/v2/chat'],
    ['groq:meta-llama/llama-4-scout', 'llama3', '/openai/v1/chat/completions'],
    ['openai:house-model', 'unknown', '/v1/chat/completions'],
    ['ollama:gemma2:9b', 'gemma', '/v1/chat/completions'],
  ])('reaches %s at its own endpoint', async (id, family, path) => {
    const model = createModels(everything()).get(id)
    expect(model).toMatchObject({ id, family, kind: 'live' })
    await expect(collect(model, HELLO)).resolves.toMatchObject({ text: 'OK.' })
    expect(provider.requests.at(-1)).toMatchObject({ path, model: id.slice(id.indexOf(':') + 1) })
  })

  test.each([
    ['cohere:command-r', { cohereBaseUrl: '/v2/' }],
    ['groq:llama2', { groqBaseUrl: '/openai/v1' }],
    ['openai:house-model', { openaiBaseUrl: '/v1/' }],
    ['ollama:phi3', { ollamaUrl: '/v1' }],
  ])('reaches %s also by an address written as %j', async (id, paths) => {
    const urls = Object.fromEntries(
      Object.entries(paths).map(([key, path]) => [key, `${provider.url}${path}`]),
    )
    const models = createModels({ ...everything(), ...urls })
    await expect(collect(models.get(id), HELLO)).resolves.toMatchObject({ text: 'OK.' })
    expect(provider.requests.at(-1)?.path).toMatch(/^\/(?:v2\/chat|(?:openai\/)?v1\/chat\/completions)$/)
  })

  test('gives the same object for the same id', () => {
    const models = createModels(everything())
    expect(models.get('ollama:phi3')).toBe(models.get(' ollama:phi3 '))
  })

  test.each([
    ['grok:llama-3', /no provider "grok"; did you mean groq:llama-3\? Known are cohere, groq/],
    ['watson:one', /no provider "watson"\. Known are cohere/],
    ['gemma2', /"gemma2" names no provider: write provider:name/],
    ['', /names no provider/],
    ['groq:', /lacks the name of a model/],
    ['rehearsal:gpt', /no rehearsal model "gpt": use one of rehearsal:llama2/],
    ['two\nlines:x', /no provider "two lines"/],
  ])('says what is wrong with the id "%s"', (id, message) => {
    expect(() => createModels(everything()).get(id)).toThrow(
      expect.objectContaining({ code: 'unknown_model', message: expect.stringMatching(message) }),
    )
  })

  test.each([
    ['cohere:command-r', 'COHERE_API_KEY'],
    ['groq:gemma2-9b-it', 'GROQ_API_KEY'],
    ['openai:gpt-4o-mini', 'OPENAI_API_KEY'],
  ])('says which variable %s needs', (id, variable) => {
    expect(() => createModels().get(id)).toThrow(`set ${variable}`)
    expect(
      createModels()
        .choices()
        .find((choice) => choice.id.startsWith(id.slice(0, 4)))?.unavailable,
    ).toContain(`set ${variable}`)
  })

  test('opens recordings only where the operator named them', () => {
    const id = 'replay:/somewhere/private.csv'
    expect(() => createModels().get(id)).toThrow(/only where the operator names them/)
    expect(createModels({ model: id }).get(id).kind).toBe('recorded')
    expect(createModels({ anyRecording: true }).get(id).kind).toBe('recorded')
  })

  test('offers the rehearsal models, said to be scripted, where nothing is configured', () => {
    const models = createModels()
    const usable = models.choices().filter(({ unavailable }) => unavailable === undefined)
    expect(usable.map(({ id }) => id).toSorted()).toEqual([
      'rehearsal:command-r-plus',
      'rehearsal:gemma',
      'rehearsal:llama2',
      'rehearsal:phi3',
    ])
    expect(usable.every(({ scripted }) => scripted)).toBe(true)
    expect(models.defaultId()).toBe('rehearsal:command-r-plus')
  })

  test('prefers Ollama’s models to rehearsal ones where Ollama answers', async () => {
    provider.listModels(['gemma2:9b'])
    const models = createModels({ ollamaUrl: provider.url })
    await models.refresh()
    expect(models.defaultId()).toBe('ollama:gemma2:9b')
    expect(models.choices()).toContainEqual({ id: 'ollama:gemma2:9b', family: 'gemma', scripted: false })
  })

  test('prefers a provider with a key to Ollama, and the operator’s choice to everything', () => {
    expect(createModels({ groqApiKey: 'secret-key' }).defaultId()).toMatch(/^groq:/)
    expect(
      createModels({ groqApiKey: 'secret-key', model: 'openai:mine', openaiApiKey: 'x' }).defaultId(),
    ).toBe('openai:mine')
  })

  test('offers only ids that it can also give', () => {
    const models = createModels({ ...everything(), openaiApiKey: 'secret-key' })
    for (const { id, family } of models.choices()) expect(models.get(id)).toMatchObject({ id, family })
  })

  test('survives an operator’s choice that no provider answers to', () => {
    const models = createModels({ model: 'watson:one' })
    expect(models.defaultId()).toBe('rehearsal:command-r-plus')
    expect(() => models.get('watson:one')).toThrow(/no provider "watson"/)
  })

  test('does not start with two providers of one prefix, or with a prefix no id can hold', () => {
    const entry = { open: () => createModels().get, listed: () => [] }
    expect(() =>
      createModels({}, [
        { prefix: 'a', ...entry },
        { prefix: 'a', ...entry },
      ]),
    ).toThrow(/share the prefix/)
    expect(() => createModels({}, [{ prefix: 'a:b', ...entry }])).toThrow(/lower-case letters/)
  })
})
