import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scanText } from '../../src/refusal/cue-scan.ts'
import { CUES } from '../../src/refusal/phrases.ts'

it.each(CUES)('$id repeats no group without bound, so that it cannot backtrack for long', ({ pattern }) => {
  expect(pattern.source).not.toMatch(/\)(?:[*+]|\{\d*,\})/)
})

/** The words of the patterns themselves: texts of them nearly match most. */
const words = CUES.flatMap(({ pattern }) => pattern.source.match(/[a-z']{2,}/g) ?? [])

it('scans any text made of words of the patterns, and finds what it says it finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...words), { minLength: 20, maxLength: 400 }),
      fc.constantFrom(' ', ', ', ' and '),
      (some, between) => {
        const text = some.join(between)
        for (const { from, to } of scanText(text).findings) {
          expect(from).toBeGreaterThanOrEqual(0)
          expect(to).toBeLessThanOrEqual(text.length)
        }
      },
    ),
    { numRuns: 300 },
  )
})
