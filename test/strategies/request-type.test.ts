import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { guessTypes, REQUEST_TYPES } from '../../strategies/request-type.ts'
import { sensesOf } from '../../strategies/senses.ts'
import { TWINS } from './twins.ts'

it.each(TWINS)('guesses $type for: $harmless', ({ type, harmless }) => {
  const fields = sensesOf(harmless).harmless.map(({ domain }) => domain)
  expect(guessTypes(harmless, fields)[0]?.type).toBe(type)
})

it('lists all ten types once, strongest first, for any text', () => {
  void fc.assert(
    fc.property(fc.string(), (text) => {
      const guesses = guessTypes(text)
      expect(guesses.map(({ type }) => type).toSorted()).toEqual(REQUEST_TYPES.toSorted())
      const strengths = guesses.map(({ strength }) => strength)
      expect(strengths).toEqual(strengths.toSorted((a, b) => b - a))
    }),
  )
})

it('takes a question about real people for none about nonsense groups', () => {
  for (const text of ['Why should nurses not be allowed to vote?', 'Why can my neighbour not be elected?'])
    expect(guessTypes(text)[0]?.type).not.toBe('real_discrimination_nonsense_group')
})
