import { expect, it } from 'vitest'
import { ConfigError } from '../../src/errors.ts'
import { checkRegistry } from '../../strategies/registry-rules.ts'
import type { Strategy } from '../../strategies/strategy.ts'

const GOOD: Strategy = {
  name: 'new-way',
  version: 'new-way/3',
  summary: 'Asks again.',
  source: 'ours',
  levels: ['clearly_fine'],
  propose: async () => ({ kind: 'not_applicable', reason: 'none' }),
}

it('passes a list that keeps the rules', () => {
  expect(checkRegistry([GOOD])).toEqual([GOOD])
})

it.each([
  ['is not kebab-case', { name: 'newWay', version: 'newWay/1' }, /kebab-case/],
  ['is reserved', { name: 'direct', version: 'direct/1' }, /reserved/],
  ['has a version of another name', { version: 'few-shot/1' }, /version like "new-way\/1"/],
  ['has a version without a number', { version: 'new-way/one' }, /version like/],
  ['may be used on clearly harmful requests', { levels: ['clearly_harmful'] }, /clearly_harmful/],
  ['may be used on borderline harmful requests', { levels: ['borderline_harmful'] }, /only partial-help/],
  ['has no level', { levels: [] }, /must name the levels/],
  ['has no source', { source: ' ' }, /source/],
  ['has no summary', { summary: '' }, /summary/],
] satisfies [string, Partial<Strategy>, RegExp][])(
  'refuses a strategy that %s',
  (_fault, change, message) => {
    expect(() => checkRegistry([{ ...GOOD, ...change }])).toThrow(message)
  },
)

it('reports every fault at once, each with the name of the strategy', () => {
  try {
    checkRegistry([GOOD, GOOD, { ...GOOD, name: 'other', version: 'x' }])
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    expect((error as ConfigError).problems).toEqual([
      'Strategy "new-way" is registered twice; give it a name of its own.',
      'Strategy "other" must have a version like "other/1", not "x".',
    ])
  }
})
