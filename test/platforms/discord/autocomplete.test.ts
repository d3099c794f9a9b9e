import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../commands/index.ts'
import { autocompleteChoices } from '../../../src/platforms/discord/autocomplete.ts'

const MODELS = [
  'rehearsal:llama2',
  'rehearsal:gemma',
  'rehearsal:command-r-plus',
  'ollama:gemma2',
  'gemma',
  'gemmary:x',
  'default',
]

function complete(value: string, models: readonly string[] = MODELS, command = 'model', name = 'model') {
  const suggestions = (kind: string) => (kind === 'models' ? models : COMMANDS.map(({ name }) => name))
  return autocompleteChoices({ commands: COMMANDS, suggestions }, command, { name, value }).map(
    ({ name, value }) => {
      expect(value).toBe(name)
      return value
    },
  )
}

describe('completion', () => {
  it('offers all in their order before anything is typed', () => {
    expect(complete('')).toEqual(MODELS)
  })

  it('puts the nearest first: the same, beginning so, a word beginning so, holding it, holding its letters', () => {
    expect(complete('gemma')).toEqual(['gemma', 'gemmary:x', 'rehearsal:gemma', 'ollama:gemma2'])
    expect(complete('Plus')).toEqual(['rehearsal:command-r-plus'])
    expect(complete('earsal:g')).toEqual(['rehearsal:gemma'])
    expect(complete('lama2')).toEqual(['rehearsal:llama2', 'ollama:gemma2'])
    expect(complete('rhgm')).toEqual(['rehearsal:gemma'])
  })

  it('completes the last of several names, and offers none twice', () => {
    const list = (value: string) => complete(value, MODELS, 'compare', 'models')
    expect(list('rehearsal:llama')).toEqual(['rehearsal:llama2'])
    expect(list('rehearsal:gemma, gem')).toEqual([
      'rehearsal:gemma,gemma',
      'rehearsal:gemma,gemmary:x',
      'rehearsal:gemma,ollama:gemma2',
    ])
    expect(list('gemma,').length).toBe(MODELS.length - 1)
    expect(list(`${'x'.repeat(98)},gem`)).toEqual([])
  })

  it('offers nothing for what nothing resembles', () => {
    expect(complete('zzz')).toEqual([])
  })

  it('stays within Discord’s 25 choices of 100 characters', () => {
    const many = [`replay:${'x'.repeat(100)}`, ...Array.from({ length: 40 }, (_, index) => `replay:${index}`)]
    expect(complete('replay', many)).toEqual(many.slice(1, 26))
  })

  it('knows the commands for help', () => {
    expect(complete('st', MODELS, 'help', 'command')).toEqual(['strategy', 'stats', 'listen'])
  })

  it('offers nothing for an option that is not completed, or a command that is gone', () => {
    expect(complete('', MODELS, 'ask', 'text')).toEqual([])
    expect(complete('', MODELS, 'gone', 'model')).toEqual([])
    expect(complete('', MODELS, 'model', 'gone')).toEqual([])
  })
})
