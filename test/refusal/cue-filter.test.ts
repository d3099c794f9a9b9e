import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCueFilter } from '../../src/refusal/cue-filter.ts'
import { fold } from '../../src/refusal/normalise.ts'
import { CUES } from '../../src/refusal/phrases.ts'
import { requiredLiterals } from '../../src/refusal/required-literals.ts'
import { ANSWERS, FULL_REFUSALS, PARTIAL_REFUSALS } from '../fixtures/completions.ts'

const words = [...FULL_REFUSALS, ...PARTIAL_REFUSALS, ...ANSWERS].flatMap(({ completion }) =>
  fold(completion, 0, completion.length).text.split(' '),
)

describe('requiredLiterals', () => {
  it.each([
    ['sorry|apology', ['sorry', 'apology']],
    ['not (?:\\w+ )?(?:appropriate|ethical)', ['appropriate', 'ethical']],
    ['there (?:is|are) no reason', [' no reason']],
    ['apologi[sz]e', ['apologi']],
    ['can ?not', ['can']],
    ['refus(?:al|e)s?', ['refus']],
    ['colou?rful', ['colo']],
  ])('of %s are %j', (source, expected) => {
    expect(requiredLiterals(source)).toEqual(expected)
  })

  it.each(['ai', 'a?b?c?', '(?:sorry)?', 'sorry|\\w+', '(?!sorry)\\w+', '[a-z]+', '(?:sorry){0,2}'])(
    'of %s are unknown',
    (source) => {
      expect(requiredLiterals(source)).toBeUndefined()
    },
  )
})

describe('the cue filter', () => {
  const filter = createCueFilter(CUES)

  it('never leaves out a cue that matches', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 60 }), (picked) => {
        const text = picked.join(' ')
        const may = filter(text)
        const hidden = CUES.filter(({ pattern }, index) => pattern.test(text) && !may(index))
        expect(hidden.map(({ id }) => id)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('leaves out most cues of a text that has none', () => {
    const may = filter('the quick brown fox jumped over a lazy dog')
    expect(CUES.filter((_, index) => may(index)).length).toBeLessThan(CUES.length / 2)
  })
})
